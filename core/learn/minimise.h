// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <vector>
namespace juno::learn {

// A smooth convex function: its value at `x`, its gradient into `gradient` (same length, to be overwritten).
using Smooth = std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;

struct MinimiseSettings {
  int rounds = 100;
  double tolerance = 1e-4;  // stops where no part of the gradient is greater than this times the greatest at the start
  std::size_t memory = 8;   // steps remembered
};
// The point where `f` is least, from `x` on: L-BFGS (Nocedal, 1980) with a backtracking search (Armijo). The same input gives
// the same bytes.
std::vector<double> minimise(const Smooth& f, std::vector<double> x, const MinimiseSettings& settings = {});

}  // namespace juno::learn
