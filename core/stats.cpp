// SPDX-License-Identifier: Apache-2.0
#include "core/stats.h"
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
namespace juno {
namespace {

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::sort(out.begin(), out.end());
  return out;
}

double middle(const std::vector<double>& ordered) {
  const std::size_t n = ordered.size();
  return n % 2 == 1 ? ordered[n / 2] : ordered[n / 2 - 1] + (ordered[n / 2] - ordered[n / 2 - 1]) / 2;
}

int sign(double v) { return (v > 0) - (v < 0); }

double two_sided(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double z_of(double s, double variance) { return variance > 0 ? (s - sign(s)) / std::sqrt(variance) : 0; }

// Average ranks, ties sharing theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    for (std::size_t k = i; k < j; ++k) out[order[k]] = static_cast<double>(i + j + 1) / 2;
    i = j;
  }
  return out;
}

std::vector<double> pair_slopes(std::span<const double> values) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = i + 1; j < values.size(); ++j) slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

// Hamed and Rao: 1 + 2/(n(n-1)(n-2)) Σ (n-k)(n-k-1)(n-k-2) ρ_k over the significant rank autocorrelations.
double correction(std::span<const double> values, double slope) {
  const std::size_t n = values.size();
  std::vector<double> detrended(values.begin(), values.end());
  for (std::size_t i = 0; i < n; ++i) detrended[i] -= slope * static_cast<double>(i);
  const std::vector<double> r = ranks(detrended);
  const double centre = static_cast<double>(n + 1) / 2;
  double total = 0;
  for (const double v : r) total += (v - centre) * (v - centre);
  if (!(total > 0)) return 1;
  const auto count = static_cast<double>(n);
  double sum = 0;
  for (std::size_t k = 1; k + 2 < n; ++k) {
    double shared = 0;
    for (std::size_t i = 0; i + k < n; ++i) shared += (r[i] - centre) * (r[i + k] - centre);
    const double rho = shared / total;
    if (std::abs(rho) <= 1.959964 / std::sqrt(count)) continue;
    const auto lag = static_cast<double>(k);
    sum += (count - lag) * (count - lag - 1) * (count - lag - 2) * rho;
  }
  return std::max(1.0, 1 + 2 * sum / (count * (count - 1) * (count - 2)));
}

}  // namespace

std::optional<double> mean(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<double> median(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return middle(sorted(values));
}

std::optional<double> standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const double centre = *mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - centre) * (v - centre);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.size() < 3) return std::nullopt;
  const std::vector<double> ra = ranks({a.begin(), a.end()}), rb = ranks({b.begin(), b.end()});
  const double centre = static_cast<double>(a.size() + 1) / 2;
  double together = 0, of_a = 0, of_b = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    together += (ra[i] - centre) * (rb[i] - centre);
    of_a += (ra[i] - centre) * (ra[i] - centre);
    of_b += (rb[i] - centre) * (rb[i] - centre);
  }
  if (!(of_a > 0) || !(of_b > 0)) return std::nullopt;
  return together / std::sqrt(of_a * of_b);
}

std::optional<double> quantile_nearest_rank(std::span<const double> values, double p) {
  if (values.empty()) return std::nullopt;
  const std::vector<double> x = sorted(values);
  // 0.95 * 20 is a little more than 19 in binary, and must not become rank 20.
  const double rank = std::ceil(std::clamp(p, 0.0, 1.0) * static_cast<double>(x.size()) - 1e-9);
  return x[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

std::optional<double> quantile_linear(std::span<const double> values, double p) {
  if (values.empty()) return std::nullopt;
  const std::vector<double> x = sorted(values);
  const double at = std::clamp(p, 0.0, 1.0) * static_cast<double>(x.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, x.size() - 1);
  return x[below] + (at - static_cast<double>(below)) * (x[above] - x[below]);
}

std::optional<MannKendall> mann_kendall(std::span<const double> values) {
  const std::size_t n = values.size();
  if (n < 3) return std::nullopt;
  MannKendall out;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) out.s += sign(values[j] - values[i]);
  const auto term = [](double t) { return t * (t - 1) * (2 * t + 5); };
  out.variance = term(static_cast<double>(n));
  const std::vector<double> x = sorted(values);
  for (std::size_t i = 0; i < n;) {
    const auto next = std::upper_bound(x.begin() + static_cast<std::ptrdiff_t>(i), x.end(), x[i]) - x.begin();
    out.variance -= term(static_cast<double>(static_cast<std::size_t>(next) - i));
    i = static_cast<std::size_t>(next);
  }
  out.variance /= 18;
  out.z = z_of(out.s, out.variance);
  out.p = two_sided(out.z);
  out.variance_corrected = out.variance * correction(values, middle(pair_slopes(values)));
  out.p_corrected = two_sided(z_of(out.s, out.variance_corrected));
  return out;
}

std::optional<Slope> theil_sen(std::span<const double> values, double confidence) {
  if (values.size() < 2) return std::nullopt;
  const std::vector<double> slopes = pair_slopes(values);
  Slope out{middle(slopes), slopes.front(), slopes.back()};
  const auto test = mann_kendall(values);
  if (!test) return out;
  const double reach = normal_quantile(0.5 + confidence / 2) * std::sqrt(test->variance);
  const auto count = static_cast<double>(slopes.size());
  const double low = std::floor((count - reach) / 2), high = std::ceil((count + reach) / 2);  // ranks from 1: low, high + 1
  if (low >= 1) out.low = slopes[static_cast<std::size_t>(low) - 1];
  if (high + 1 <= count) out.high = slopes[static_cast<std::size_t>(high)];
  return out;
}

double normal_quantile(double p) {
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  const auto tail = [&](double q) {
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  };
  double x = 0;
  if (p < 0.02425) x = tail(std::sqrt(-2 * std::log(p)));
  else if (p > 1 - 0.02425) x = -tail(std::sqrt(-2 * std::log(1 - p)));
  else {
    const double q = p - 0.5, r = q * q;
    x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
        (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
  }
  const double error = 0.5 * std::erfc(-x / std::numbers::sqrt2) - p;
  const double step = error * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
  return x - step / (1 + x * step / 2);
}

}  // namespace juno
