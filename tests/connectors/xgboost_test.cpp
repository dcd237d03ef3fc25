// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <cmath>
#include <limits>
#include "connectors/xgboost.h"
#include "core/error.h"
#include "core/learn/train.h"
#include "tests/core/learn_history.h"
using namespace juno;
using namespace juno::learn;

namespace {

double sum(const std::vector<double>& v) {
  double all = 0;
  for (const double x : v) all += x;
  return all;
}

}  // namespace

TEST_CASE("boosted trees: contributions sum to the margin, the same input gives the same bytes, censored rows pull upwards") {
  const auto trees = load_xgboost();
  if (!trees) {
    MESSAGE("libxgboost is not installed: skipped");
    return;
  }
  CHECK(trees->version().starts_with("xgboost "));
  TreeRows rows{{}, 3};
  std::vector<TreeTarget> ended, running;
  for (int i = 0; i < 200; ++i) {
    const auto a = static_cast<float>(i % 2), b = static_cast<float>(i % 7);
    rows.rows.push_back(i % 3 == 0 ? SparseRow{{0, a}, {2, b}} : SparseRow{{0, a}, {1, 1}, {2, b}});
    const float days = 1 + 3 * a + b;
    ended.push_back({days, days});
    running.push_back(i % 4 == 0 ? TreeTarget{days, std::numeric_limits<float>::infinity()} : ended.back());
  }
  TreeSettings settings;
  settings.rounds = 120, settings.least_weight = 1, settings.start = 4, settings.spread = 0.3;
  const std::string model = trees->train(rows, ended, settings);
  CHECK(trees->train(rows, ended, settings) == model);
  const auto margins = trees->margins(model, rows);
  const auto parts = trees->contributions(model, rows);
  REQUIRE(margins.size() == 200);
  REQUIRE(parts.at(0).size() == 4);
  for (std::size_t i = 0; i < margins.size(); ++i) CHECK(sum(parts[i]) == doctest::Approx(margins[i]).epsilon(1e-4));
  CHECK(std::exp(margins[0]) == doctest::Approx(1).epsilon(0.35));  // a = 0, b = 0: a day
  CHECK(std::exp(margins[1]) == doctest::Approx(5).epsilon(0.35));  // a = 1, b = 1: five
  CHECK(sum(trees->margins(trees->train(rows, running, settings), rows)) > sum(margins));
  CHECK_THROWS_AS(trees->margins("no model", rows), Error);
}

TEST_CASE("with boosted trees at hand the ladder has them from 501 outcomes on, and an estimate's reasons still sum to it") {
  const auto trees = load_xgboost();
  if (!trees) {
    MESSAGE("libxgboost is not installed: skipped");
    return;
  }
  Lexicon lexicon;
  const auto items = learn::test::history({520, 0.5, 1, 5, 8});
  const auto cases = cases_of(lexicon, Target::cycle, items, learn::test::end_of(items));
  const EffortModel m = fit_effort(cases, Method::trees, trees.get(), 1);
  CHECK(fit_effort(cases, Method::trees, trees.get(), 1).bytes() == m.bytes());
  const EffortModel again = EffortModel::from_bytes(m.bytes());
  const std::vector<Case> some(cases.begin(), cases.begin() + 20);
  const auto margins = estimate(again, some, trees.get());
  CHECK(margins == estimate(m, some, trees.get()));
  for (std::size_t i = 0; i < some.size(); ++i) {
    double all = 0;
    for (const Reason& r : reasons(again, some[i], trees.get())) all += r.share;
    CHECK(all == doctest::Approx(margins[i]).epsilon(1e-4));
  }
  CHECK_THROWS_AS(estimate(m, some, nullptr), Error);
}
