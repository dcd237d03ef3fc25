// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "core/dependencies.h"
namespace juno {

// The set of greatest total profit that holds with each node all that blocks it (Picard, 1976): a minimum cut, found by
// sending each positive node's profit to the losses it needs.
class MaxClosure {
 public:
  explicit MaxClosure(const Dependencies& dependencies);
  // Marks the set; returns what no such set exceeds: the sum of gains less the flow, whatever rounding did to the set.
  double solve(std::span<const double> profit, std::vector<bool>& in);

 private:
  struct Arc {
    std::size_t to, back;  // node, and the arc the other way
    double flow;           // of a requirement: unlimited; of its way back: what can be taken back
    bool requires_it;
  };
  bool send(std::size_t from, std::vector<double>& left, double& total);
  std::vector<std::vector<Arc>> arcs_;
  std::vector<std::size_t> tied_;  // nodes with arcs
  std::vector<std::size_t> seen_, came_from_, came_by_, reached_;
  std::vector<bool> closed_;       // nothing is to be had from here any more
  std::size_t search_ = 0;
};

}  // namespace juno
