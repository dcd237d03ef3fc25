// SPDX-License-Identifier: Apache-2.0
#include "core/forecast.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include "core/random.h"
namespace juno {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

std::size_t rank_of(double p, std::size_t n) {
  // A share such as 0.85 of 20 is 17, though the product is a hair above it.
  const double place = std::ceil(p * static_cast<double>(n) - 1e-9);
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1.0, place)), 1, n);
}

}  // namespace

std::optional<double> Trials::within(double p) const {
  if (sorted.empty()) return std::nullopt;
  const double value = sorted[rank_of(p, sorted.size()) - 1];
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> Trials::at_least(double p) const {
  if (sorted.empty()) return std::nullopt;
  return sorted[sorted.size() - rank_of(p, sorted.size())];
}

// One trial: weeks drawn one after the other.
class Forecast::Future {
 public:
  Future(const Forecast& forecast, int trial) : weeks_(forecast.weeks_), random_(seed_of(forecast.rules_.seed, static_cast<std::uint64_t>(trial))) {
    for (std::size_t i = 0; i < weeks_.size(); ++i) sums_.push_back((sums_.empty() ? 0 : sums_.back()) - std::log(random_.uniform()));
  }
  const std::array<double, 7>& week() {
    const double at = random_.uniform() * sums_.back();
    const auto drawn = std::upper_bound(sums_.begin(), sums_.end(), at);
    return weeks_[std::min(static_cast<std::size_t>(drawn - sums_.begin()), weeks_.size() - 1)];
  }

 private:
  const std::vector<std::array<double, 7>>& weeks_;
  Random random_;
  std::vector<double> sums_;  // of the weights
};

Forecast::Forecast(std::span<const double> days, ForecastRules rules) : rules_(rules) {
  const std::size_t whole = std::min(days.size() / 7, static_cast<std::size_t>(std::max(0, rules.weeks)));
  for (std::size_t w = 0; w < whole; ++w) {
    auto& week = weeks_.emplace_back();
    std::copy_n(days.end() - static_cast<std::ptrdiff_t>(7 * (whole - w)), 7, week.begin());
    finished_ += std::accumulate(week.begin(), week.end(), 0.0);
  }
  if (weeks() < kForecastNeeds) reason_ = "not enough history: " + std::to_string(weeks()) + " of " + std::to_string(kForecastNeeds) + " whole weeks";
  else if (finished_ <= 0) reason_ = "nothing was finished in the last " + std::to_string(weeks()) + " weeks";
}

Trials Forecast::when(double amount) const {
  Trials out;
  if (amount <= 0) out.sorted.assign(static_cast<std::size_t>(rules_.trials), 0.0);
  if (amount <= 0 || !reason_.empty()) return out;
  for (int trial = 0; trial < rules_.trials; ++trial) {
    Future future(*this, trial);
    double left = amount, when = kNever;
    for (int day = 0; day < kForecastDays && when == kNever; day += 7) {
      const auto& week = future.week();
      for (int d = day == 0 ? 1 : 0; d < 7 && when == kNever; ++d) {
        left -= week[static_cast<std::size_t>(d)];
        if (left <= 1e-9 && day + d < kForecastDays) when = day + d;
      }
    }
    out.sorted.push_back(when);
  }
  std::sort(out.sorted.begin(), out.sorted.end());
  return out;
}

Trials Forecast::how_many(int from, int to) const {
  Trials out;
  if (!reason_.empty()) return out;
  to = std::min(to, kForecastDays);
  for (int trial = 0; trial < rules_.trials; ++trial) {
    Future future(*this, trial);
    double sum = 0;
    for (int day = 0; day < to; day += 7) {
      const auto& week = future.week();
      for (int d = 0; d < 7; ++d)
        if (day + d >= std::max(1, from) && day + d < to) sum += week[static_cast<std::size_t>(d)];
    }
    out.sorted.push_back(sum);
  }
  std::sort(out.sorted.begin(), out.sorted.end());
  return out;
}

std::optional<double> Forecast::chance(double amount, int before) const {
  if (amount <= 0) return 1;
  const Trials trials = how_many(1, before);
  if (trials.sorted.empty()) return std::nullopt;
  const auto reached = trials.sorted.end() - std::lower_bound(trials.sorted.begin(), trials.sorted.end(), amount - 1e-9);
  return static_cast<double>(reached) / static_cast<double>(trials.sorted.size());
}

ForecastBacktest forecast_backtest(std::span<const double> days, int ahead, double confidence, ForecastRules rules) {
  ForecastBacktest out;
  const std::size_t all = days.size() / 7, next = static_cast<std::size_t>(std::max(1, ahead));
  const std::span<const double> whole = days.last(7 * all);
  for (std::size_t known = kForecastNeeds; known + next <= all; ++known) {
    const Forecast forecast(whole.first(7 * known), rules);
    if (!forecast.reason().empty()) continue;
    // Whole weeks: today counts here, for its end is known.
    const auto told = forecast.how_many(1, static_cast<int>(7 * next) + 1).at_least(confidence);
    const auto came = whole.subspan(7 * known, 7 * next);
    ++out.made;
    out.held += std::accumulate(came.begin(), came.end(), 0.0) >= *told - 1e-9;
  }
  if (out.made > 0) out.share = static_cast<double>(out.held) / out.made;
  out.interval = wilson(out.held, out.made);
  return out;
}

}  // namespace juno
