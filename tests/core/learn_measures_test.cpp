// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <cmath>
#include <random>
#include "core/learn/conformal.h"
#include "core/learn/measures.h"
using namespace juno::learn;

namespace {

using Values = std::vector<double>;

// All 2^n signs tried, with ranks shared by ties.
double wilcoxon_by_hand(const Values& differences) {
  const std::size_t n = differences.size();
  Values ranks(n);
  for (std::size_t i = 0; i < n; ++i) {
    double below = 0, equal = 0;
    for (const double d : differences) below += std::abs(d) < std::abs(differences[i]), equal += std::abs(d) == std::abs(differences[i]);
    ranks[i] = below + (equal + 1) / 2;
  }
  const auto statistic = [&](std::uint32_t signs) {
    double up = 0, down = 0;
    for (std::size_t i = 0; i < n; ++i) (signs >> i & 1 ? up : down) += ranks[i];
    return std::min(up, down);
  };
  std::uint32_t own = 0, extreme = 0;
  for (std::size_t i = 0; i < n; ++i) own |= static_cast<std::uint32_t>(differences[i] > 0) << i;
  for (std::uint32_t signs = 0; signs < 1u << n; ++signs) extreme += statistic(signs) <= statistic(own) + 1e-9;
  return std::min(1.0, extreme / std::exp2(static_cast<double>(n)));
}

}  // namespace

TEST_CASE("the signed-rank test equals a count of all signs") {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    Values a, b, differences;
    for (int i = 0; i < 11; ++i) {
      a.push_back(static_cast<double>(random() % 9)), b.push_back(static_cast<double>(random() % 7));
      if (a.back() != b.back()) differences.push_back(a.back() - b.back());
    }
    const auto test = wilcoxon(a, b);
    REQUIRE(test.has_value());
    CHECK(test->pairs == static_cast<int>(differences.size()));
    CHECK(test->p == doctest::Approx(wilcoxon_by_hand(differences)));
  }
}

TEST_CASE("the signed-rank test by the normal distribution meets the exact one where they hand over") {
  Values a, b;
  std::mt19937 random(5);
  std::normal_distribution<double> noise;
  for (int i = 0; i < 50; ++i) a.push_back(noise(random)), b.push_back(a.back() + 0.25 + noise(random));
  const double exact = wilcoxon(a, b)->p;
  a.push_back(0), b.push_back(1e-9);  // hardly evidence
  CHECK(wilcoxon(a, b)->p == doctest::Approx(exact).epsilon(0.1));
  CHECK(wilcoxon(a, b)->lower);
  CHECK_FALSE(wilcoxon(b, a)->lower);
  CHECK_FALSE(wilcoxon(a, a).has_value());
}

TEST_CASE("errors and accuracy against guessing, by hand") {
  const Values actual{1, 2, 3, 8}, predicted{1, 3, 3, 4};
  CHECK(*mean_absolute_error(actual, predicted) == doctest::Approx(1.25));
  CHECK(*median_absolute_error(actual, predicted) == doctest::Approx(0.5));
  CHECK(*guessing_error(actual) == doctest::Approx((1 + 2 + 7 + 1 + 6 + 5) / 6.0));  // all pairs
  CHECK(*standardised_accuracy(actual, predicted) == doctest::Approx(1 - 1.25 / (22 / 6.0)));
  CHECK_FALSE(standardised_accuracy(Values{2, 2}, Values{1, 2}).has_value());
  CHECK_FALSE(guessing_error(Values{2}).has_value());
}

TEST_CASE("conformal ranges hold 88 to 92 % of exchangeable outcomes where 90 % is wanted") {
  std::mt19937 random(7);
  std::lognormal_distribution<double> error(0, 1.3);
  int held = 0, all = 0;
  for (int round = 0; round < 400; ++round) {
    Values scores;
    for (int i = 0; i < 99; ++i) scores.push_back(error(random));
    const double width = *conformal_quantile(scores, 0.1);
    for (int i = 0; i < 10; ++i) ++all, held += error(random) <= width;
  }
  const double share = static_cast<double>(held) / all;
  CHECK(all == 4000);
  CHECK(share >= 0.88);
  CHECK(share <= 0.92);
}

TEST_CASE("a level that few scores cannot give is not given") {
  CHECK_FALSE(conformal_quantile(Values(8, 1.0), 0.1).has_value());
  CHECK(conformal_quantile(Values{9, 1, 2, 3, 4, 5, 6, 7, 8}, 0.1) == 9);  // of nine the greatest
  CHECK_FALSE(conformal_quantile(Values(18, 1.0), 0.05).has_value());
  CHECK(conformal_quantile(Values(19, 1.0), 0.05).has_value());
}

TEST_CASE("ranges follow errors that grow") {
  std::mt19937 random(11);
  std::exponential_distribution<double> error(1);
  AdaptiveConformal adaptive;
  Values first;
  int held = 0, fixed = 0, all = 0;
  for (int i = 0; i < 3000; ++i) {
    const double score = error(random) * (1 + i / 600.0);
    const auto width = adaptive.width();
    if (i < 200) first.push_back(score);
    else ++all, held += score <= *width, fixed += score <= *conformal_quantile(first, 0.1);
    adaptive.learn(score, width);
  }
  CHECK(static_cast<double>(held) / all == doctest::Approx(0.9).epsilon(0.022));
  CHECK(static_cast<double>(fixed) / all < 0.75);  // what a range that never learns would have held
}
