// SPDX-License-Identifier: Apache-2.0
#include "core/prediction.h"
#include <algorithm>
#include <cmath>
#include <numbers>
#include "core/stats.h"
namespace juno {
namespace {

// P(|T| <= t) for whole degrees of freedom: Abramowitz and Stegun, 26.7.3 and 26.7.4.
double student_within(double t, int degrees) {
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double sine = std::sin(angle), cosine = std::cos(angle);
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1, sum = degrees > 1 ? term : 0;
  for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  return odd ? 2 / std::numbers::pi * (angle + sine * sum) : sine * sum;
}

std::span<const double> last_of(std::span<const double> values, int window) {
  const auto n = static_cast<std::size_t>(std::max(0, window));
  return n > 0 && values.size() > n ? values.last(n) : values;
}

}  // namespace

double student_quantile(double p, int degrees) {
  if (p < 0.5) return -student_quantile(1 - p, degrees);
  const double within = 2 * p - 1;
  double low = 0, high = 1;
  while (student_within(high, degrees) < within && high < 1e12) low = high, high *= 2;
  for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
    const double middle = low + (high - low) / 2;
    (student_within(middle, degrees) < within ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

std::optional<Prediction> predict_next(std::span<const double> values, double level, int window) {
  const auto used = last_of(values, window);
  if (used.size() < kPredictionNeeds) return std::nullopt;
  const auto n = static_cast<int>(used.size());
  Prediction out;
  out.level = level, out.n = n, out.expected = *mean(used);
  const double reach = student_quantile(0.5 + level / 2, n - 1) * *standard_deviation(used) * std::sqrt(1 + 1.0 / n);
  out.low = std::max(0.0, out.expected - reach), out.high = out.expected + reach;
  return out;
}

Backtest backtest_next(std::span<const double> values, double level, int window) {
  Backtest out;
  double inside = 0, error = 0, last_error = 0, mean_error = 0;
  for (std::size_t k = kPredictionNeeds; k < values.size(); ++k) {
    const auto prediction = predict_next(values.first(k), level, window);
    if (!prediction) continue;
    const double actual = values[k], last = values[k - 1];
    const bool in = prediction->low <= actual && actual <= prediction->high;
    out.steps.push_back({k, *prediction, actual, last, in});
    inside += in;
    error += std::abs(prediction->expected - actual), last_error += std::abs(last - actual), mean_error += std::abs(*mean(values.first(k)) - actual);
  }
  if (out.steps.empty()) return out;
  const auto n = static_cast<double>(out.steps.size());
  out.coverage = inside / n, out.error = error / n, out.last_error = last_error / n, out.mean_error = mean_error / n;
  return out;
}

}  // namespace juno
