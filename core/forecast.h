// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/interval.h"
namespace juno {

struct ForecastRules {
  int weeks = 12;         // of history, at most
  int trials = 10'000;
  std::uint64_t seed = 1;
};
inline constexpr int kForecastNeeds = 5;       // whole weeks of history
inline constexpr int kForecastDays = 3 * 365;  // how far ahead a forecast looks

// What the trials of a simulation came to.
struct Trials {
  std::vector<double> sorted;  // ascending; infinite where it was not reached within kForecastDays
  // The least value that a share `p` of the trials does not exceed (nearest rank); nothing where that is infinite.
  std::optional<double> within(double p) const;
  // The greatest value that a share `p` of the trials reaches.
  std::optional<double> at_least(double p) const;
};

// "When" and "how many" by simulation (methods: the bootstrap of weekly throughput). Each trial weighs the weeks of the
// history anew (Dirichlet 1..1: the Bayesian bootstrap, Rubin 1981), then draws week after week by these weights; the days of
// a week stay in their order, so weekends stay weekends. The future begins tomorrow: what is left of today counts for nothing.
// A trial is the same future whatever is asked of it: the share done by a day is the share of trials that reach that many.
class Forecast {
 public:
  // `days`: what was finished on each day, oldest first, the last one yesterday. Whole weeks that end yesterday count, the last
  // rules.weeks of them. Nothing can be foretold from fewer than kForecastNeeds weeks, or where nothing was finished.
  explicit Forecast(std::span<const double> days, ForecastRules rules = {});

  const std::string& reason() const { return reason_; }  // why nothing can be foretold; empty: it can
  int weeks() const { return static_cast<int>(weeks_.size()); }
  double finished() const { return finished_; }          // in these weeks

  // Days from today until so much is done; 0 where nothing is left to do.
  Trials when(double amount) const;
  // What is done on the days from..to, not included, counted from today; only those after today.
  Trials how_many(int from, int to) const;
  // The chance that so much is done before that day, counted from today; nothing where nothing can be foretold.
  std::optional<double> chance(double amount, int before) const;

 private:
  class Future;
  ForecastRules rules_;
  std::vector<std::array<double, 7>> weeks_;  // each begins with today's day of the week
  double finished_ = 0;
  std::string reason_;
};

// How often such forecasts held on the history itself: at every whole week with enough weeks before it, how many would be done in
// the next `ahead` weeks, against what was.
struct ForecastBacktest {
  int made = 0, held = 0;            // forecasts; those whose count was reached or passed
  std::optional<double> share;
  std::optional<Interval> interval;  // Wilson
};
ForecastBacktest forecast_backtest(std::span<const double> days, int ahead, double confidence, ForecastRules rules = {});

}  // namespace juno
