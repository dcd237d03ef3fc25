// SPDX-License-Identifier: Apache-2.0
#include "core/interval.h"
#include <algorithm>
#include <cmath>
#include <vector>
#include "core/stats.h"
namespace juno {
namespace {

constexpr double kTail = 0.025;

// P(at least `events` of a Poisson count with mean `mean`) = the regularised lower incomplete gamma function at (events,
// mean): its series below the mode, the continued fraction (Lentz) above it. events >= 1.
double at_least(int events, double mean) {
  if (mean <= 0) return 0;
  const double a = events;
  const double scale = std::exp(a * std::log(mean) - mean - std::lgamma(a));
  if (mean < a + 1) {
    double term = 1 / a, sum = term;
    for (int n = 1; n < 1'000'000 && term > sum * 1e-16; ++n) sum += term *= mean / (a + n);
    return sum * scale;
  }
  double b = mean + 1 - a, c = 1e300, d = 1 / b, f = d;
  for (int n = 1; n < 1'000'000; ++n) {
    const double step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    f *= d * c;
    if (std::abs(d * c - 1) < 1e-15) break;
  }
  return 1 - scale * f;
}

// The mean for which P(at least `events`) is `p`; it grows with the mean.
double mean_where(int events, double p) {
  double low = 0, high = events + 20 * std::sqrt(events + 1.0) + 20;
  for (int n = 0; n < 200 && high - low > low * 1e-14; ++n) {
    const double middle = low + (high - low) / 2;
    (at_least(events, middle) < p ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace

std::optional<Interval> wilson(int hits, int count) {
  if (count <= 0) return std::nullopt;
  const double z = normal_quantile(1 - kTail), n = count, p = hits / n;
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  return Interval{hits <= 0 ? 0 : centre - half, hits >= count ? 1 : centre + half};
}

Interval garwood(int events) {
  return {events <= 0 ? 0 : mean_where(events, kTail), mean_where(std::max(events, 0) + 1, 1 - kTail)};
}

std::optional<Interval> median_interval(std::span<const double> values) {
  const auto n = static_cast<int>(values.size());
  if (n < 6) return std::nullopt;
  std::vector<double> ordered(values.begin(), values.end());
  std::sort(ordered.begin(), ordered.end());
  // The largest rank whose tail of Binomial(n, 1/2) is within 2.5 %.
  const double log_half = n * std::log(0.5), log_n = std::lgamma(n + 1.0);
  double tail = 0;
  int rank = 0;
  for (; rank < n; ++rank) {
    tail += std::exp(log_n - std::lgamma(rank + 1.0) - std::lgamma(n - rank + 1.0) + log_half);
    if (tail > kTail) break;
  }
  return Interval{ordered[static_cast<std::size_t>(rank - 1)], ordered[static_cast<std::size_t>(n - rank)]};
}

Share share_of(int hits, int of, const std::string& why) {
  if (of == 0) return {hits, of, {}, {}, why};
  return {hits, of, static_cast<double>(hits) / of, wilson(hits, of), {}};
}

}  // namespace juno
