// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "core/learn/terms.h"
namespace juno::learn {

// Ridge regression on sparse rows, oldest first; its strength is the one that errs least on the latest fifth when fitted on those
// before. The constant is such that as many rows lie above as below.
struct Regression {
  double constant = 0, strength = 0;
  std::vector<double> weights;  // a column each
};
Regression fit_regression(std::span<const SparseRow> rows, std::span<const double> y, std::uint32_t columns);

}  // namespace juno::learn
