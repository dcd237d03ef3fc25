// SPDX-License-Identifier: Apache-2.0
#include "core/dependencies.h"
#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <unordered_map>
namespace juno {
namespace {

using Neighbours = Dependencies::Neighbours;
constexpr auto kNone = static_cast<std::size_t>(-1);

// Strongly connected components (Tarjan, 1972), without recursion: chains may be as long as the input.
std::vector<std::size_t> components(const Neighbours& next, std::size_t n) {
  std::vector<std::size_t> seen(n, kNone), low(n), component(n, kNone), stack;
  std::vector<std::pair<std::size_t, std::size_t>> path;  // node, how many of its edges were followed
  std::size_t clock = 0, count = 0;
  for (std::size_t root = 0; root < n; ++root) {
    if (seen[root] != kNone) continue;
    path.emplace_back(root, 0);
    while (!path.empty()) {
      auto& [node, edge] = path.back();
      if (edge == 0) seen[node] = low[node] = clock++, stack.push_back(node);
      if (edge < next[node].size()) {
        const std::size_t to = next[node][edge++];
        if (seen[to] == kNone) path.emplace_back(to, 0);
        else if (component[to] == kNone) low[node] = std::min(low[node], seen[to]);
        continue;
      }
      const std::size_t done = node;
      path.pop_back();
      if (!path.empty()) low[path.back().first] = std::min(low[path.back().first], low[done]);
      if (low[done] != seen[done]) continue;
      for (std::size_t member = kNone; member != done; stack.pop_back()) member = stack.back(), component[member] = count;
      ++count;
    }
  }
  return component;
}

// The shortest way from `start` back to itself inside its component.
std::vector<std::size_t> cycle_from(std::size_t start, const Neighbours& next, const std::vector<std::size_t>& component) {
  std::vector<std::size_t> queue{start};
  std::unordered_map<std::size_t, std::size_t> from;  // who led to a node
  for (std::size_t at = 0; at < queue.size(); ++at)
    for (const std::size_t to : next[queue[at]]) {
      if (component[to] != component[start]) continue;
      if (to == start) {
        std::vector<std::size_t> path{queue[at]};
        while (path.back() != start) path.push_back(from.at(path.back()));
        std::reverse(path.begin(), path.end());
        return path;
      }
      if (from.emplace(to, queue[at]).second) queue.push_back(to);
    }
  return {};
}

}  // namespace

Dependencies::Neighbours::Neighbours(std::size_t nodes, const std::vector<Edge>& edges, std::size_t Edge::*from, std::size_t Edge::*to) : begin_(nodes + 1), to_(edges.size()) {
  for (const Edge& e : edges) ++begin_[e.*from + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (const Edge& e : edges) to_[next[e.*from]++] = e.*to;
}

Dependencies::Dependencies(std::size_t nodes, std::vector<Edge> edges) : nodes_(nodes) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  const Neighbours next(nodes, edges, &Edge::blocker, &Edge::blocked);
  const auto component = components(next, nodes);
  std::vector<bool> reported(nodes);
  for (std::size_t node = 0; node < nodes; ++node) {
    const auto inside = std::find_if(next[node].begin(), next[node].end(), [&](std::size_t to) { return component[to] == component[node]; });
    if (inside == next[node].end() || reported[component[node]]) continue;
    reported[component[node]] = true;
    cycles_.push_back(cycle_from(node, next, component));
  }
  std::erase_if(edges, [&](const Edge& e) { return component[e.blocker] == component[e.blocked]; });
  blockers_ = Neighbours(nodes, edges, &Edge::blocked, &Edge::blocker);
  blocked_ = Neighbours(nodes, edges, &Edge::blocker, &Edge::blocked);
}

// What one list knows of a node: its place in it (kNone: it only leads on) and how many edges must still be passed.
struct Dependencies::Visit {
  std::size_t round = kNone, place = kNone, waits = 0;
};

// Kahn, 1962, over all that the list reaches: the free node that stood first goes first, and one that is not in the list
// is passed at once, as it takes no place.
std::vector<std::size_t> Dependencies::arranged(const std::vector<std::size_t>& order, std::vector<Visit>& visits, std::size_t round) const {
  for (std::size_t k = 0; k < order.size(); ++k) visits[order[k]] = {round, k, 0};
  std::vector<std::size_t> reached = order;
  for (std::size_t at = 0; at < reached.size(); ++at)
    for (const std::size_t to : blocked_[reached[at]]) {
      if (visits[to].round != round) visits[to] = {round, kNone, 0}, reached.push_back(to);
      ++visits[to].waits;
    }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
  for (std::size_t k = 0; k < order.size(); ++k)
    if (visits[order[k]].waits == 0) free.push(k);
  std::vector<std::size_t> out, passed;
  out.reserve(order.size());
  while (!free.empty()) {
    out.push_back(order[free.top()]);
    free.pop();
    passed = {out.back()};
    while (!passed.empty()) {
      const std::size_t at = passed.back();
      passed.pop_back();
      for (const std::size_t to : blocked_[at]) {
        if (--visits[to].waits > 0) continue;
        if (visits[to].place == kNone) passed.push_back(to);
        else free.push(visits[to].place);
      }
    }
  }
  return out;
}

std::vector<std::size_t> Dependencies::arranged(const std::vector<std::size_t>& order) const {
  return std::move(arranged_each({order}).front());
}

std::vector<std::vector<std::size_t>> Dependencies::arranged_each(const std::vector<std::vector<std::size_t>>& orders) const {
  std::vector<Visit> visits(size());
  std::vector<std::vector<std::size_t>> out;
  out.reserve(orders.size());
  for (const auto& order : orders) out.push_back(arranged(order, visits, out.size()));
  return out;
}

}  // namespace juno
