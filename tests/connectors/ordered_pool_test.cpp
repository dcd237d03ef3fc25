// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/ordered_pool.h"
#include <doctest/doctest.h>
#include <atomic>
#include <chrono>
#include <random>
#include <string>
using namespace juno;

namespace {

// Yields 0 … count-1.
std::function<std::optional<int>()> numbers(int count) {
  return [count, n = 0]() mutable -> std::optional<int> { return n < count ? std::optional<int>(n++) : std::nullopt; };
}

}  // namespace

TEST_CASE("results come in the order of the items, whatever the width and the time each takes") {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const auto width = std::size_t{1} + random() % 6;
    const int count = static_cast<int>(random() % 40);
    std::vector<int> delays;
    for (int i = 0; i < count; ++i) delays.push_back(static_cast<int>(random() % 400));
    std::atomic<int> under_way = 0, most = 0;
    std::vector<int> out;
    OrderedPool<int, int>(width).run(
        numbers(count),
        [&](int& n) {
          const int now = ++under_way;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {}
          std::this_thread::sleep_for(std::chrono::microseconds(delays[static_cast<std::size_t>(n)]));
          --under_way;
          return n * n;
        },
        [&](int n) { out.push_back(n); });
    REQUIRE(out.size() == static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) CHECK(out[static_cast<std::size_t>(i)] == i * i);
    CHECK(most <= static_cast<int>(width));
  }
}

TEST_CASE("as many items as the width are under way at once") {
  std::atomic<int> waiting = 0;
  int handed_on = 0;
  OrderedPool<int, int>(4).run(
      numbers(4),
      [&](int& n) {
        ++waiting;
        for (int i = 0; i < 5000 && waiting < 4; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return waiting >= 4 ? n : -1;
      },
      [&](int n) { handed_on += n >= 0; });
  CHECK(handed_on == 4);
}

TEST_CASE("the pool runs ahead of a slow sink by a bounded number of items") {
  std::atomic<int> begun = 0;
  int taken = 0;
  OrderedPool<int, int>(3).run(
      numbers(50),
      [&](int& n) {
        ++begun;
        return n;
      },
      [&](int) {
        ++taken;
        CHECK(begun <= taken + 6);
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      });
  CHECK(taken == 50);
}

TEST_CASE("the first failure in order is thrown, after everything before it was handed on") {
  for (int failing = 0; failing < 10; ++failing) {
    std::vector<int> out;
    std::string text;
    try {
      OrderedPool<int, int>(4).run(
          numbers(100),
          [&](int& n) -> int {
            if (n >= failing) throw Error(Exit::remote, "item " + std::to_string(n));
            std::this_thread::sleep_for(std::chrono::microseconds(300));
            return n;
          },
          [&](int n) { out.push_back(n); });
    } catch (const Error& error) {
      text = error.what();
    }
    CHECK(text == "item " + std::to_string(failing));
    CHECK(out.size() == static_cast<std::size_t>(failing));
  }
}

TEST_CASE("a failing sink, a failing source and an interrupt end the pool, and no thread stays behind") {
  std::atomic<int> running = 0;
  const auto work = [&](int& n) {
    ++running;
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    --running;
    return n;
  };
  OrderedPool<int, int> pool(4);
  CHECK_THROWS_AS(pool.run(numbers(100), work, [](int n) { if (n == 5) throw Error(Exit::store, "full"); }), Error);
  CHECK(running == 0);
  int asked = 0;
  CHECK_THROWS_AS(pool.run([&]() -> std::optional<int> { if (++asked > 9) throw Error(Exit::remote, "list"); return asked; }, work, [](int) {}), Error);
  CHECK(running == 0);
  int taken = 0;
  CHECK_THROWS_WITH_AS(pool.run(numbers(100), work, [&](int) { ++taken; }, [&] { return taken == 7; }), "interrupted", Error);
  CHECK(taken == 7);
  CHECK(running == 0);
  std::vector<int> out;  // and it can be used again
  pool.run(numbers(3), work, [&](int n) { out.push_back(n); });
  CHECK(out == std::vector<int>{0, 1, 2});
}
