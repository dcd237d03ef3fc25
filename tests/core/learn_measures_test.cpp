// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <cmath>
#include <random>
#include "core/learn/conformal.h"
#include "core/learn/measures.h"
#include "core/learn/ranges.h"
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

TEST_CASE("scores that weigh alike give the unweighted range, and one that weighs twice is as two") {
  std::mt19937 random(3);
  std::exponential_distribution<double> error(1);
  for (std::size_t n = 1; n < 60; ++n) {
    Values plain, doubled;
    std::vector<WeightedScore> alike;
    for (std::size_t i = 0; i < n; ++i) plain.push_back(error(random)), alike.push_back({plain.back(), 2.5});
    CHECK(conformal_quantile(alike, 0.1, 0.1) == conformal_quantile(plain, 0.1));
  }
  // Of weights 1 to 10 (sum 55, one more counts 385 / 55 = 7), 90 % are 55.8 of 62: only the greatest reaches that no more.
  std::vector<WeightedScore> rising;
  for (int i = 1; i <= 10; ++i) rising.push_back({static_cast<double>(i), static_cast<double>(i)});
  CHECK(conformal_quantile(rising, 0.1, 0.1) == 10);
  CHECK(conformal_quantile(rising, 0.1, 0.3) == 9);  // 43.4: 1 + … + 8 = 36, with 9 it is 45
}

namespace {

// Outcomes that take as long as they come to, foretold by their mean logarithm: those that err most are slow ones. Of `growing` ones more
// and more begin each day; what is out at the end is known later.
struct Growing {
  std::vector<Case> cases;
  std::vector<Foretold> told;
  Instant end;
};
Growing growing(unsigned seed, bool grows, double drift) {
  std::mt19937 random(seed);
  std::exponential_distribution<double> noise(1);
  Growing out;
  double day = 0;
  for (int i = 0; i < 1500; ++i) {
    day += 0.4 * (grows ? std::exp(-i / 500.0) : 1);
    Case c;
    c.key = "GRO-" + std::to_string(i), c.at = {static_cast<std::int64_t>(day * 86'400'000)};
    c.value = std::exp(2 + (0.8 + drift * i / 1500) * (noise(random) - 1));
    c.known = c.at + std::chrono::milliseconds(static_cast<std::int64_t>(c.value * 86'400'000));
    out.cases.push_back(std::move(c));
  }
  out.end = out.cases.back().at;
  for (const Case& c : out.cases) out.told.push_back({&c, to_log(std::exp(2)), 0, true});
  return out;
}

}  // namespace

TEST_CASE("ranges hold 87 to 93 % though the quick outcomes are known first, also of those that are still to come") {
  constexpr double kPatience = 36 * 86'400'000.0;  // e^(2 + 0.8 × (ln 20 - 1)) days: 95 % take less
  int held = 0, all = 0, naive = 0, mine = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const Growing world = growing(seed, true, 0);
    const Followed f = follow(world.told, kPatience, world.end);
    held += f.held, all += f.ranges;  // every outcome is judged, known at the end or not
    Values known;
    for (const Foretold& t : world.told)
      if (*t.of->known < world.end) known.push_back(t.off());
    const double half = *conformal_quantile(known, 0.1);
    int fixed = 0, own = 0;
    for (const Foretold& t : world.told) fixed += t.off() <= half, own += t.off() <= *f.width * f.spread;
    naive += fixed;
    CHECK(own >= 0.80 * 1500);
    CHECK(own <= 0.96 * 1500);
    mine += own;
  }
  CHECK(static_cast<double>(held) / all == doctest::Approx(0.9).epsilon(0.03));
  CHECK(mine / (8 * 1500.0) == doctest::Approx(0.9).epsilon(0.03));
  CHECK(naive < 0.86 * 8 * 1500);  // what the errors known by then would have promised
}

TEST_CASE("ranges follow errors that grow") {
  int held = 0, all = 0, fixed = 0;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Growing world = growing(seed, false, 0.8);
    const Followed f = follow(world.told, 40 * 86'400'000.0, world.end);
    held += f.held, all += f.ranges;
    Values first;
    for (std::size_t i = 0; i < 200; ++i) first.push_back(world.told[i].off());
    for (std::size_t i = 200; i < world.told.size(); ++i) fixed += world.told[i].off() <= *conformal_quantile(first, 0.1);
  }
  const double share = static_cast<double>(held) / all;
  CHECK(share > 0.82);
  CHECK(share < 0.93);
  CHECK(fixed / (4 * 1300.0) < share - 0.03);  // what a range that never learns would have held
}
