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

TEST_CASE("a list of some nodes obeys chains that lead over the others, and lists arranged together are as those arranged alone") {
  std::mt19937 random(11);
  int moved = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::size_t n = 4 + random() % 5, teams = 2 + random() % 2;
    std::vector<std::size_t> rank(n);
    std::iota(rank.begin(), rank.end(), std::size_t{0});
    std::shuffle(rank.begin(), rank.end(), random);
    std::vector<Dependencies::Edge> edges;
    std::vector<std::vector<bool>> before(n, std::vector<bool>(n));  // also by way of others
    for (std::size_t k = n; k > 0; --k) {
      const std::size_t a = random() % n, b = random() % n;
      if (rank[a] < rank[b]) edges.push_back({a, b}), before[a][b] = true;
    }
    for (std::size_t over = 0; over < n; ++over)  // Warshall
      for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b)
          if (before[a][over] && before[over][b]) before[a][b] = true;
    std::vector<std::vector<std::size_t>> lists(teams);
    for (std::size_t node = 0; node < n; ++node) lists[random() % teams].push_back(node);
    const Dependencies dependencies(n, edges);
    const auto together = dependencies.arranged_each(lists);
    REQUIRE(together.size() == teams);
    for (std::size_t t = 0; t < teams; ++t) {
      std::vector<Dependencies::Edge> among;  // over places in the list
      for (std::size_t a = 0; a < lists[t].size(); ++a)
        for (std::size_t b = 0; b < lists[t].size(); ++b)
          if (before[lists[t][a]][lists[t][b]]) among.push_back({a, b});
      std::vector<std::size_t> want;
      for (const std::size_t place : by_trying(lists[t].size(), among)) want.push_back(lists[t][place]);
      moved += want != lists[t];
      REQUIRE(together[t] == want);
      REQUIRE(dependencies.arranged(lists[t]) == want);
    }
  }
  CHECK(moved > 300);
}
