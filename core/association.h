// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
namespace juno {

// Fisher's exact test, two-sided (the sum of all tables as unlikely): is a share of `hits` in a group of `size` what chance
// gives when `all_hits` of `total` have it? p in 0..1; 1 where the margins leave no choice. All counts ≥ 0, hits ≤ size ≤ total.
double fisher_exact(int hits, int size, int all_hits, int total);

// Benjamini, Hochberg (1995): p values as q values, in the same order. Calling what has q ≤ 0.1 a finding leaves at most one
// in ten findings to chance.
std::vector<double> false_discovery(const std::vector<double>& p);

}  // namespace juno
