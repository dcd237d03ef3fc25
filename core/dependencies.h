// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>
namespace juno {

// Who must be finished before whom, over nodes 0 … n-1.
class Dependencies {
 public:
  struct Edge {
    std::size_t blocker = 0, blocked = 0;
    friend auto operator<=>(const Edge&, const Edge&) = default;
  };
  // The neighbours of every node in one row of memory: most nodes have none.
  class Neighbours {
   public:
    Neighbours() = default;
    // `from` and `to` are members of Edge; `edges` sorted by them.
    Neighbours(std::size_t nodes, const std::vector<Edge>& edges, std::size_t Edge::*from, std::size_t Edge::*to);
    std::span<const std::size_t> operator[](std::size_t node) const { return std::span(to_).subspan(begin_[node], begin_[node + 1] - begin_[node]); }
    bool empty() const { return to_.empty(); }

   private:
    std::vector<std::size_t> begin_, to_;
  };
  // Edges named twice count once. Edges inside a cycle are set aside: the rest has an order.
  Dependencies(std::size_t nodes, std::vector<Edge> edges);

  std::size_t size() const { return nodes_; }
  bool empty() const { return blockers_.empty(); }
  std::span<const std::size_t> blockers(std::size_t node) const { return blockers_[node]; }  // ascending
  std::span<const std::size_t> blocked(std::size_t node) const { return blocked_[node]; }    // ascending
  // One for each knot of cycles, smallest node first: each blocks the next, the last blocks the first.
  const std::vector<std::vector<std::size_t>>& cycles() const { return cycles_; }

  // Of `order` (some of the nodes), the order in which every blocker stands before what it blocks, also by way of nodes
  // that are not in `order`: what is free keeps its place, what waits comes right after the last it waits for.
  std::vector<std::size_t> arranged(const std::vector<std::size_t>& order) const;
  // The same of each list for itself. The time grows with the lists and the edges that they reach, not with lists times
  // nodes: a sprint of many teams has as many lists.
  std::vector<std::vector<std::size_t>> arranged_each(const std::vector<std::vector<std::size_t>>& orders) const;

 private:
  struct Visit;
  std::vector<std::size_t> arranged(const std::vector<std::size_t>& order, std::vector<Visit>& visits, std::size_t round) const;

  std::size_t nodes_;
  Neighbours blockers_, blocked_;
  std::vector<std::vector<std::size_t>> cycles_;
};

}  // namespace juno
