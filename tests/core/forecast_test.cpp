// SPDX-License-Identifier: Apache-2.0
#include "core/forecast.h"
#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <map>
#include "core/random.h"
using namespace juno;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int kTrials = 1000, kTeams = 60;
#else
constexpr int kTrials = 10'000, kTeams = 400;
#endif

std::vector<double> repeated(std::vector<double> week, int times) {
  std::vector<double> out;
  for (int n = 0; n < times; ++n) out.insert(out.end(), week.begin(), week.end());
  return out;
}

// Each week its whole sum on one day.
std::vector<double> weekly(const std::vector<double>& sums, int on = 3) {
  std::vector<double> out;
  for (const double sum : sums)
    for (int d = 0; d < 7; ++d) out.push_back(d == on ? sum : 0);
  return out;
}

// P(k of `draws` weeks are of a kind that m of n weeks are of), weights Dirichlet(1..1): beta-binomial.
double beta_binomial(int k, int draws, int m, int n) {
  const auto beta = [](double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); };
  const double choose = std::lgamma(draws + 1) - std::lgamma(k + 1) - std::lgamma(draws - k + 1);
  return std::exp(choose + beta(k + m, draws - k + n - m) - beta(m, n - m));
}

// The exact distribution of the sum of that many weeks: each draw as in Pólya's urn, which Dirichlet(1..1) weights amount to.
std::map<double, double> exact_sums(const std::vector<double>& weeks, int draws) {
  std::map<double, double> out;
  std::vector<int> seen(weeks.size(), 0);
  const std::function<void(int, double, double)> draw = [&](int left, double sum, double p) {
    if (left == 0) {
      out[sum] += p;
      return;
    }
    for (std::size_t i = 0; i < weeks.size(); ++i) {
      const double mine = p * (1 + seen[i]) / static_cast<double>(static_cast<int>(weeks.size()) + draws - left);
      ++seen[i];
      draw(left - 1, sum + weeks[i], mine);
      --seen[i];
    }
  };
  draw(draws, 0, 1);
  return out;
}

double share_of_at_least(const Trials& t, double value) {
  double n = 0;
  for (const double v : t.sorted) n += v >= value;
  return n / static_cast<double>(t.sorted.size());
}

}  // namespace

TEST_CASE("work that never varies is foretold exactly") {
  const Forecast one_a_day(repeated({1, 1, 1, 1, 1, 1, 1}, 6), {12, 500, 1});
  CHECK(one_a_day.reason() == "");
  CHECK(one_a_day.finished() == 42);
  for (const double p : {0.05, 0.5, 0.85, 1.0}) {
    CHECK(one_a_day.when(10).within(p) == 10.0);
    CHECK(one_a_day.how_many(1, 15).at_least(p) == 14.0);
  }
  CHECK(one_a_day.chance(14, 15) == 1);
  CHECK(one_a_day.chance(15, 15) == 0);
  CHECK(one_a_day.when(0).within(0.95) == 0.0);
  CHECK(one_a_day.how_many(0, 1).at_least(0.5) == 0.0);   // today is over
  CHECK(one_a_day.how_many(5, 3).at_least(0.5) == 0.0);
  CHECK(one_a_day.when(2000).within(0.5) == std::nullopt);  // past the horizon
}

TEST_CASE("days of the week keep their place") {
  // The last day is yesterday. Today is a Monday, so each week of history begins with one.
  const Forecast f(repeated({2, 2, 2, 2, 2, 0, 0}, 8), {12, 500, 1});
  struct Case { std::string name; double amount; double day; };
  const Case cases[] = {{"Tuesday", 2, 1}, {"Friday", 8, 4}, {"past the weekend", 9, 7}, {"the Friday after", 18, 11}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(f.when(c.amount).within(0.5) == c.day);
  }
  CHECK(f.how_many(5, 7).at_least(0.5) == 0.0);
  CHECK(f.how_many(7, 8).at_least(0.5) == 2.0);
}

TEST_CASE("weeks of two kinds follow the beta-binomial distribution") {
  // 3 of 8 weeks finish 10, the others none; four whole weeks from next week on.
  const Forecast f(weekly({10, 0, 0, 10, 0, 0, 0, 10}), {12, kTrials, 1});
  const Trials sums = f.how_many(7, 7 + 28);
  double tail = 1;
  for (int k = 0; k <= 4; ++k) {
    CAPTURE(k);
    const double error = 4 * std::sqrt(tail * (1 - tail) / kTrials) + 1e-12;
    CHECK(std::abs(share_of_at_least(sums, 10.0 * k) - tail) <= error);
    tail -= beta_binomial(k, 4, 3, 8);
  }
  CHECK(std::abs(tail) < 1e-9);
}

TEST_CASE("sums of several weeks are those of Polya's urn, counted through") {
  const std::vector<double> weeks{0, 3, 5, 1, 7};
  const Trials sums = Forecast(weekly(weeks), {12, kTrials, 1}).how_many(7, 7 + 21);
  double tail = 1;
  for (const auto& [sum, p] : exact_sums(weeks, 3)) {
    CAPTURE(sum);
    CHECK(std::abs(share_of_at_least(sums, sum) - tail) <= 4 * std::sqrt(std::abs(tail * (1 - tail)) / kTrials) + 1e-9);
    tail -= p;
  }
}

TEST_CASE("when and how many are the same futures") {
  const Forecast f(repeated({0, 3, 1, 0, 2, 0, 0, 1, 0, 4, 0, 0, 1, 0}, 5), {12, kTrials, 1});
  const Trials when = f.when(25);
  for (const int day : {3, 9, 14, 21, 40}) {
    double by = 0;
    for (const double d : when.sorted) by += d < day;
    CHECK(by / kTrials == doctest::Approx(f.chance(25, day).value_or(-1)));
  }
  CHECK(Forecast(repeated({1, 0, 0, 0, 0, 0, 5}, 6), {12, 500, 9}).when(30).sorted == Forecast(repeated({1, 0, 0, 0, 0, 0, 5}, 6), {12, 500, 9}).when(30).sorted);
  CHECK(Forecast(weekly({1, 2, 3, 4, 5}), {12, 500, 1}).how_many(1, 99).sorted != Forecast(weekly({1, 2, 3, 4, 5}), {12, 500, 2}).how_many(1, 99).sorted);
}

TEST_CASE("too little history foretells nothing, and says so") {
  struct Case { std::string name; std::vector<double> days; std::string reason; };
  const Case cases[] = {{"none", {}, "not enough history: 0 of 5 whole weeks"},
                        {"a day short of five weeks", std::vector<double>(34, 1.0), "not enough history: 4 of 5 whole weeks"},
                        {"idle weeks", std::vector<double>(42, 0.0), "nothing was finished in the last 6 weeks"}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Forecast f(c.days);
    CHECK(f.reason() == c.reason);
    CHECK_FALSE(f.when(1).within(0.85));
    CHECK_FALSE(f.how_many(1, 8).at_least(0.85));
    CHECK_FALSE(f.chance(1, 8));  // unknown is not 0
  }
}

TEST_CASE("only the last weeks count, and only whole ones") {
  auto days = std::vector<double>(5, 100.0);
  const auto quiet = repeated({1, 1, 1, 1, 1, 1, 1}, 12);
  days.insert(days.end(), quiet.begin(), quiet.end());
  CHECK(Forecast(days).finished() == 84);
  CHECK(Forecast(repeated({0, 0, 0, 0, 0, 0, 9}, 20)).weeks() == 12);
}

TEST_CASE("a share of trials is a nearest rank") {
  Trials t;
  for (int n = 1; n <= 20; ++n) t.sorted.push_back(n);
  CHECK(t.within(0.85) == 17.0);     // 17 of 20 are at most 17
  CHECK(t.at_least(0.85) == 4.0);    // 17 of 20 are at least 4
  CHECK(t.within(0.5) == 10.0);
  CHECK(t.at_least(0.5) == 11.0);
  CHECK(t.within(1) == 20.0);
  CHECK(t.at_least(1) == 1.0);
  CHECK_FALSE(Trials{}.within(0.5));
}

TEST_CASE("a back-test tells how often forecasts held") {
  const ForecastBacktest steady = forecast_backtest(repeated({1, 1, 1, 1, 1, 0, 0}, 12), 2, 0.85, {12, 200, 1});
  CHECK(steady.made == 6);  // known 5 … 10 weeks
  CHECK(steady.held == 6);
  std::vector<double> falling;
  for (int w = 0; w < 10; ++w)
    for (int d = 0; d < 7; ++d) falling.push_back(20 - 2 * w);
  const ForecastBacktest late = forecast_backtest(falling, 1, 0.85, {12, 200, 1});
  CHECK(late.made == 5);
  CHECK(late.held == 0);
  CHECK(late.interval->high < 0.6);
  CHECK(forecast_backtest(std::vector<double>(30, 1.0), 4, 0.85).made == 0);
}

TEST_CASE("85 % sure holds about as often as it says") {
  // A team whose weeks differ more than chance alone would have it: a new rate each week, mean 5, then Poisson by working day.
  Random random(42);
  const auto poisson = [&](double mean) {
    double p = random.uniform(), limit = std::exp(-mean);
    int n = 0;
    for (; p > limit; ++n) p *= random.uniform();
    return n;
  };
  const auto add_week = [&](std::vector<double>& days) {
    const double rate = -5.0 / 3 * (std::log(random.uniform()) + std::log(random.uniform()) + std::log(random.uniform()));
    for (int d = 0; d < 7; ++d) days.push_back(d < 5 ? poisson(rate / 5) : 0);
  };
  int held = 0, in_time = 0;
  for (std::uint64_t team = 0; team < kTeams; ++team) {
    std::vector<double> past, future;
    for (int w = 0; w < 12; ++w) add_week(past);
    for (int w = 0; w < 30; ++w) add_week(future);
    const Forecast f(past, {12, 200, team});
    double sum = 0, left = 20;
    for (int d = 1; d <= 28; ++d) sum += future[static_cast<std::size_t>(d)];
    held += sum >= *f.how_many(1, 29).at_least(0.85);
    int day = 0;
    while (left > 0) left -= future.at(static_cast<std::size_t>(++day));
    in_time += day <= f.when(20).within(0.85).value_or(1e9);
  }
  const double error = 4 * std::sqrt(0.85 * 0.15 / kTeams);
  CHECK(std::abs(held / double{kTeams} - 0.85) < error);
  CHECK(std::abs(in_time / double{kTeams} - 0.85) < error);
}
