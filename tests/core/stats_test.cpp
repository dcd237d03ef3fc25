// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>
#include "core/stats.h"
using namespace juno;
using Values = std::vector<double>;

TEST_CASE("mean, median and deviation of a sample") {
  CHECK_FALSE(mean(Values{}).has_value());
  CHECK_FALSE(median(Values{}).has_value());
  CHECK_FALSE(standard_deviation(Values{4}).has_value());
  CHECK(mean(Values{1, 2, 6}) == 3);
  CHECK(median(Values{9, 1, 2}) == 2);
  CHECK(median(Values{9, 1, 2, 4}) == 3);
  CHECK(*standard_deviation(Values{2, 4, 4, 4, 5, 5, 7, 9}) == doctest::Approx(2.13809));  // sqrt(32/7)
}

TEST_CASE("percentile conventions differ as published") {
  const Values five{15, 20, 35, 40, 50};
  // Nearest rank: the textbook example's own table.
  CHECK(quantile_nearest_rank(five, 0.05) == 15);
  CHECK(quantile_nearest_rank(five, 0.30) == 20);
  CHECK(quantile_nearest_rank(five, 0.40) == 20);
  CHECK(quantile_nearest_rank(five, 0.50) == 35);
  CHECK(quantile_nearest_rank(five, 1.00) == 50);
  CHECK(quantile_nearest_rank(five, 0.00) == 15);
  Values twenty;
  for (int i = 1; i <= 20; ++i) twenty.push_back(i);
  CHECK(quantile_nearest_rank(twenty, 0.95) == 19);
  // Linear: numpy.percentile([15,20,35,40,50], 40) is 29.
  CHECK(*quantile_linear(five, 0.40) == doctest::Approx(29));
  CHECK(quantile_linear(five, 1.0) == 50);
  CHECK(*quantile_linear(Values{1, 2}, 0.5) == doctest::Approx(1.5));
}

TEST_CASE("the normal quantile inverts the distribution") {
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540).epsilon(1e-11));
  CHECK(std::abs(normal_quantile(0.5)) < 1e-12);
  for (double p = 0.001; p < 1; p += 0.0137) CHECK(0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0)) == doctest::Approx(p).epsilon(1e-9));
}

TEST_CASE("Mann-Kendall by hand: without ties, with ties, and with nothing to see") {
  const auto rising = mann_kendall(Values{1, 2, 3, 4, 5}).value();
  CHECK(rising.s == 10);
  CHECK(rising.variance == doctest::Approx(300.0 / 18));
  CHECK(rising.z == doctest::Approx(9 / std::sqrt(300.0 / 18)));
  CHECK(rising.p == doctest::Approx(0.0274867).epsilon(1e-4));
  const auto ties = mann_kendall(Values{1, 1, 2, 2, 3}).value();
  CHECK(ties.s == 8);
  CHECK(ties.variance == doctest::Approx((300.0 - 36) / 18));
  const auto flat = mann_kendall(Values{4, 4, 4, 4}).value();
  CHECK(flat.s == 0);
  CHECK(flat.p == 1);
  CHECK(flat.p_corrected == 1);
  CHECK_FALSE(mann_kendall(Values{1, 2}).has_value());
}

TEST_CASE("autocorrelation widens the variance, never narrows it") {
  std::mt19937 random(3);
  int rejected = 0, rejected_corrected = 0;
  for (int round = 0; round < 400; ++round) {
    Values series;
    double v = 0;
    for (int i = 0; i < 40; ++i) {
      v = 0.7 * v + static_cast<double>(random() % 1000) / 1000 - 0.5;
      series.push_back(v);
    }
    const auto test = mann_kendall(series).value();
    REQUIRE(test.variance_corrected >= test.variance);
    rejected += test.p < 0.05;
    rejected_corrected += test.p_corrected < 0.05;
  }
  CHECK(rejected > 80);                         // far above the nominal 5 % of 400
  CHECK(rejected_corrected * 2 < rejected * 1.5);  // much of it goes away
}

TEST_CASE("the Theil-Sen slope ignores an outlier and its interval covers the truth about as often as it says") {
  CHECK(theil_sen(Values{1, 2, 3, 4, 100})->slope == doctest::Approx(1));  // slopes 1×6, 24, 32.3, 49, 96
  CHECK(theil_sen(Values{3, 1})->slope == -2);
  CHECK_FALSE(theil_sen(Values{3}).has_value());
  std::mt19937 random(4);
  int covered = 0;
  for (int round = 0; round < 500; ++round) {
    Values series;
    for (int i = 0; i < 15; ++i) series.push_back(0.3 * i + static_cast<double>(random() % 1000) / 250);
    const auto fit = theil_sen(series).value();
    REQUIRE(fit.low <= fit.slope);
    REQUIRE(fit.slope <= fit.high);
    covered += fit.low <= 0.3 && 0.3 <= fit.high;
  }
  CHECK(covered > 455);
  CHECK(covered < 500);
}
