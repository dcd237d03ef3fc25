// SPDX-License-Identifier: Apache-2.0
#include "core/dependencies.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <numeric>
#include <random>
using namespace juno;
namespace {

// Of all orders in which every blocker stands before what it blocks, the one in which as much as can stands where it stood:
// found by trying every permutation, the most faithful first.
std::vector<std::size_t> by_trying(std::size_t n, const std::vector<Dependencies::Edge>& edges) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  do {
    std::vector<std::size_t> place(n);
    for (std::size_t k = 0; k < n; ++k) place[order[k]] = k;
    if (std::all_of(edges.begin(), edges.end(), [&](const auto& e) { return place[e.blocker] < place[e.blocked]; })) return order;
  } while (std::next_permutation(order.begin(), order.end()));
  return {};
}

}  // namespace

TEST_CASE("what waits is moved by the fewest places, as trying every order shows") {
  std::mt19937 random(3);
  int moved = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::size_t n = 2 + random() % 5;
    std::vector<std::size_t> rank(n);  // hidden order, so that there is no cycle
    std::iota(rank.begin(), rank.end(), std::size_t{0});
    std::shuffle(rank.begin(), rank.end(), random);
    std::vector<Dependencies::Edge> edges;
    for (std::size_t k = random() % (n + 1); k > 0; --k) {
      const std::size_t a = random() % n, b = random() % n;
      if (rank[a] < rank[b]) edges.push_back({a, b});
    }
    std::vector<std::size_t> fair(n);
    std::iota(fair.begin(), fair.end(), std::size_t{0});
    const auto want = by_trying(n, edges);
    moved += want != fair;
    REQUIRE(Dependencies(n, edges).arranged(fair) == want);
  }
  CHECK(moved > 300);
}
