// SPDX-License-Identifier: Apache-2.0
#include "core/prediction.h"
#include <doctest/doctest.h>
#include <cstdint>
#include "core/stats.h"
using namespace juno;
using doctest::Approx;

TEST_CASE("quantiles of Student's t are those of the published tables") {
  struct Row {
    double p;
    int degrees;
    double want;
  };
  for (const Row& r : {Row{0.9, 1, 3.077684}, Row{0.975, 1, 12.706205}, Row{0.9, 2, 1.885618}, Row{0.95, 3, 2.353363}, Row{0.9, 4, 1.533206}, Row{0.9, 5, 1.475884}, Row{0.975, 10, 2.228139},
                       Row{0.995, 7, 3.499483}, Row{0.95, 30, 1.697261}, Row{0.975, 120, 1.979930}, Row{0.1, 5, -1.475884}, Row{0.5, 9, 0}}) {
    CAPTURE(r.p);
    CAPTURE(r.degrees);
    CHECK(student_quantile(r.p, r.degrees) == Approx(r.want).epsilon(1e-6));
  }
  CHECK(student_quantile(0.9, 100'000) == Approx(normal_quantile(0.9)).epsilon(1e-4));
}

TEST_CASE("the next value: mean and an interval for one more draw, never below nought") {
  const double few[] = {10, 20};
  CHECK_FALSE(predict_next(few));
  const double values[] = {20, 24, 28};  // mean 24, deviation 4, t(0.9; 2) = 1.885618, √(4/3) = 1.154701
  const auto p = predict_next(values);
  REQUIRE(p);
  CHECK(p->expected == Approx(24));
  CHECK(p->high - 24 == Approx(4 * 1.885618 * 1.154701).epsilon(1e-6));
  CHECK(24 - p->low == Approx(p->high - 24));
  CHECK(p->n == 3);
  const double wild[] = {0, 0, 30};
  CHECK(predict_next(wild)->low == 0);
  const double same[] = {7, 7, 7, 7};
  CHECK(predict_next(same)->low == 7);
  CHECK(predict_next(same)->high == 7);
  const double shift[] = {100, 20, 24, 28};
  CHECK(predict_next(shift, 0.8, 3)->expected == Approx(24));
}

TEST_CASE("a back-test uses only what was known before") {
  const double values[] = {20, 24, 28, 30, 60};
  const Backtest b = backtest_next(values);
  REQUIRE(b.steps.size() == 2);
  // 30 from {20, 24, 28}: expected 24, inside 24 ± 8.71. 60 from {20, 24, 28, 30}: expected 25.5, far outside.
  CHECK(b.steps[0].inside);
  CHECK_FALSE(b.steps[1].inside);
  CHECK(b.steps[1].at == 4);
  CHECK(b.coverage == Approx(0.5));
  CHECK(b.error == Approx((6 + 34.5) / 2));
  CHECK(b.last_error == Approx((2 + 30) / 2.0));
  CHECK(b.mean_error == b.error);
  CHECK(backtest_next(values, 0.8, 3).mean_error == Approx((6 + 34.5) / 2));
  CHECK(backtest_next(values, 0.8, 3).error == Approx((6 + (60 - 82.0 / 3)) / 2));
  const double three[] = {1, 2, 3};
  CHECK_FALSE(backtest_next(three).coverage);
}

TEST_CASE("on normal draws the interval covers what it says") {
  // Sums of twelve uniform numbers are close to normal; a generator of its own, so that every machine draws the same.
  std::uint64_t state = 42;
  const auto uniform = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11) / 9007199254740992.0;
  };
  std::vector<double> values;
  for (int i = 0; i < 1500; ++i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += uniform();
    values.push_back(50 + 5 * sum);
  }
  for (const int window : {3, 6, 12}) {
    CAPTURE(window);
    const double coverage = *backtest_next(values, 0.8, window).coverage;
    CHECK(coverage > 0.76);
    CHECK(coverage < 0.84);
  }
}
