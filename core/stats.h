// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <vector>
namespace juno {

// All take finite numbers in any order; nothing where the statistic is not defined for so few of them.
std::optional<double> mean(std::span<const double> values);
std::optional<double> median(std::span<const double> values);              // of an even number: the middle of the two
std::optional<double> standard_deviation(std::span<const double> values);  // of a sample: n - 1; needs 2

// Spearman's rank correlation of two series of the same length, ties sharing their rank: -1..1. Needs 3 pairs, and two
// different values in each series.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

// `p` in 0..1. Nearest rank: x[ceil(p n)], always an observed value. Type 7 (Hyndman and Fan, 1996): linear between
// neighbours, as numpy, Excel's PERCENTILE.INC and SQL's percentile_cont have it.
std::optional<double> quantile_nearest_rank(std::span<const double> values, double p);
std::optional<double> quantile_linear(std::span<const double> values, double p);

// Mann (1945), Kendall (1975): is there a monotonic trend in a series given in order of time? Variance corrected for ties;
// z with the continuity correction, p two-sided from the normal approximation, rough below 10 values. Needs 3 values.
// `variance_corrected`, `p_corrected` (Hamed and Rao, 1998) widen the variance where ranks of the detrended series are
// significantly autocorrelated at 5 %; equal to the plain ones where they are not. Never narrower.
struct MannKendall {
  double s = 0, variance = 0, z = 0, p = 1;
  double variance_corrected = 0, p_corrected = 1;
};
std::optional<MannKendall> mann_kendall(std::span<const double> values);

// Theil (1950), Sen (1968): the median of the slopes between all pairs, per step of the series; the interval holds the
// true slope with the given confidence (ranks of the slopes by the tie-corrected variance of Mann-Kendall).
// Needs 2 values; the interval needs ranks within the slopes, else it is the whole range of slopes.
struct Slope {
  double slope = 0, low = 0, high = 0;
};
std::optional<Slope> theil_sen(std::span<const double> values, double confidence = 0.95);

// Quantile of the standard normal distribution, |error| < 1e-9 (Acklam's rational approximation, one Halley step).
double normal_quantile(double p);

}  // namespace juno
