// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
namespace juno::learn {

// Mean and median of |actual - predicted|; nothing of none.
std::optional<double> mean_absolute_error(std::span<const double> actual, std::span<const double> predicted);
std::optional<double> median_absolute_error(std::span<const double> actual, std::span<const double> predicted);
// Mean of |a - b| over all pairs of different values' places: the error of guessing one issue by another. Nothing below 2.
std::optional<double> guessing_error(std::span<const double> actual);
// Shepperd and MacDonell (2012): 1 - MAE / guessing error. Nothing where all values are equal.
std::optional<double> standardised_accuracy(std::span<const double> actual, std::span<const double> predicted);

// Wilcoxon's signed-rank test (1945) that the pairs differ by as much upwards as downwards, two-sided; equal pairs are left
// out, ties share their rank. Exact up to 50 pairs (all signs counted), else by the normal distribution with the variance corrected for
// ties. `lower`: the sum of ranks where `a` is less than `b` is the greater one. Nothing where all pairs are equal.
struct SignedRank {
  int pairs = 0;  // that differ
  double p = 1;
  bool lower = false;
};
std::optional<SignedRank> wilcoxon(std::span<const double> a, std::span<const double> b);

}  // namespace juno::learn
