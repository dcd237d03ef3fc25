// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>
namespace juno {

// Quantile of Student's t with `degrees` ≥ 1 degrees of freedom, p in (0, 1): |error| < 1e-9 relative.
double student_quantile(double p, int degrees);

// What the next value of a series will be: mean ± t(n - 1) s √(1 + 1/n), the interval for one more draw from a normal
// population (Hahn and Meeker, 1991), not below 0. It holds the next value with probability `level`.
struct Prediction {
  double expected = 0, low = 0, high = 0;
  double level = 0.8;
  int n = 0;
};
inline constexpr int kPredictionNeeds = 3;
// Needs kPredictionNeeds values; uses the last `window` of them (0 = all).
std::optional<Prediction> predict_next(std::span<const double> values, double level = 0.8, int window = 0);

// The same prediction made for every value of the series from those before it only, against what came.
struct Backtest {
  struct Step {
    std::size_t at = 0;  // index of the value
    Prediction prediction;
    double actual = 0, last = 0;  // last: the naive forecast, the value before
    bool inside = false;
  };
  std::vector<Step> steps;
  std::optional<double> coverage;            // share inside the interval
  std::optional<double> error, last_error, mean_error;  // mean absolute error of the prediction, of the last value, of the mean of all before
};
Backtest backtest_next(std::span<const double> values, double level = 0.8, int window = 0);

}  // namespace juno
