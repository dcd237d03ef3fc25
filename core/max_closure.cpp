// SPDX-License-Identifier: Apache-2.0
#include "core/max_closure.h"
#include <algorithm>
namespace juno {
namespace {

constexpr double kTiny = 1e-7;

}  // namespace

MaxClosure::MaxClosure(const Dependencies& d) : arcs_(d.size()), seen_(d.size()), came_from_(d.size()), came_by_(d.size()), closed_(d.size()) {
  for (std::size_t node = 0; node < d.size(); ++node)
    for (const std::size_t blocker : d.blockers(node)) {
      arcs_[node].push_back({blocker, arcs_[blocker].size(), 0, true});
      arcs_[blocker].push_back({node, arcs_[node].size() - 1, 0, false});
    }
  for (std::size_t node = 0; node < d.size(); ++node)
    if (!arcs_[node].empty()) tied_.push_back(node);
}

// Sends what it can of `from`'s gain to one loss; false when none can be reached.
bool MaxClosure::send(std::size_t from, std::vector<double>& left, double& total) {
  reached_.assign(1, from);
  seen_[from] = ++search_;
  for (std::size_t at = 0; at < reached_.size(); ++at) {
    const std::size_t node = reached_[at];
    if (left[node] < -kTiny) {
      double amount = std::min(left[from], -left[node]);
      for (std::size_t n = node; n != from; n = came_from_[n])
        if (const Arc& a = arcs_[came_from_[n]][came_by_[n]]; !a.requires_it) amount = std::min(amount, a.flow);
      for (std::size_t n = node; n != from; n = came_from_[n]) {
        Arc& a = arcs_[came_from_[n]][came_by_[n]];
        if (!a.requires_it) a.flow -= amount;
        else arcs_[a.to][a.back].flow += amount;
      }
      left[from] -= amount, left[node] += amount, total += amount;
      return true;
    }
    for (std::size_t k = 0; k < arcs_[node].size(); ++k) {
      const Arc& a = arcs_[node][k];
      if (seen_[a.to] == search_ || closed_[a.to] || (!a.requires_it && a.flow <= kTiny)) continue;
      seen_[a.to] = search_, came_from_[a.to] = node, came_by_[a.to] = k;
      reached_.push_back(a.to);
    }
  }
  return false;
}

double MaxClosure::solve(std::span<const double> profit, std::vector<bool>& in) {
  double gains = 0, flow = 0;
  for (std::size_t node = 0; node < profit.size(); ++node) {
    in[node] = arcs_[node].empty() && profit[node] > 0;
    gains += std::max(0.0, profit[node]);
  }
  std::vector<double> left(profit.begin(), profit.end());
  for (const std::size_t node : tied_) {
    closed_[node] = false;
    for (Arc& a : arcs_[node]) a.flow = 0;
  }
  for (const std::size_t node : tied_) {
    while (left[node] > kTiny && !closed_[node])
      if (!send(node, left, flow))
        for (const std::size_t r : reached_) closed_[r] = true;  // no loss can be reached from any of them
  }
  for (const std::size_t node : tied_) in[node] = closed_[node];
  return gains - flow;
}

}  // namespace juno
