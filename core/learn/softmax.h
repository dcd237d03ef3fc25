// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "core/learn/terms.h"
namespace juno::learn {

// Multinomial logistic regression: the probability of each of some classes, from a sparse row.
struct Softmax {
  std::uint32_t columns = 0, classes = 0;
  std::vector<float> weights;    // of column c for class k: [c * classes + k]
  std::vector<double> constants;  // of each class

  std::vector<double> probabilities(const SparseRow& row) const;  // sums to 1
};
// Least sum of -ln p(class) plus the squared weights / (2 `strength`); constants are free. `start`: of the same shape, to save time.
Softmax fit_softmax(std::span<const SparseRow> rows, std::span<const std::uint32_t> classes, std::uint32_t class_count, std::uint32_t columns, double strength, const Softmax* start = nullptr);

}  // namespace juno::learn
