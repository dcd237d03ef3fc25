// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>
namespace juno {

struct KnapsackItem {
  std::int64_t value = 0, weight = 0;  // neither negative
};
// Whether `a` is worth more for its weight. Exact.
bool denser(const KnapsackItem& a, const KnapsackItem& b);

struct Knapsack {
  std::vector<bool> taken;
  std::int64_t value = 0;  // of what was taken
  std::int64_t bound = 0;  // no choice is worth more; equal to `value` unless the search grew too large
};
// 0/1 knapsack: the choice of greatest total value whose weight is within `capacity`; of equal items the earlier ones.
// Dynamic programming over undominated sums (Nemhauser and Ullmann, 1969), equal items in bundles, branches cut off by
// Dantzig's bound.
Knapsack best_that_fits(std::span<const KnapsackItem> items, std::int64_t capacity);

}  // namespace juno
