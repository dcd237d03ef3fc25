// SPDX-License-Identifier: Apache-2.0
#include "core/interval.h"
#include <doctest/doctest.h>
#include <cmath>
#include <vector>
using namespace juno;

TEST_CASE("Wilson's interval agrees with published and hand-worked values") {
  struct Row { int hits, count; double low, high; };
  // 0/10 and 10/10: z²/(n+z²) = 0.27754 with z = 1.959964. 1/29: Newcombe (1998), table I, method 3: 0.0061 to 0.1718.
  // 81/263: 0.2553 to 0.3662; 15/148: 0.0624 to 0.1605; 0/20: 0 to 0.1611 (the same table).
  for (const Row& r : {Row{0, 10, 0, 0.27754}, {10, 10, 0.72246, 1}, {1, 29, 0.0061, 0.1718}, {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}}) {
    CAPTURE(r.hits);
    const auto i = wilson(r.hits, r.count);
    REQUIRE(i);
    CHECK(i->low == doctest::Approx(r.low).epsilon(0.01).scale(0.01));
    CHECK(i->high == doctest::Approx(r.high).epsilon(0.01).scale(0.01));
  }
  CHECK(!wilson(0, 0));
}

TEST_CASE("Wilson's interval holds the share itself and stays within 0 and 1") {
  for (int n = 1; n <= 60; ++n)
    for (int k = 0; k <= n; ++k) {
      const auto i = wilson(k, n);
      const double p = static_cast<double>(k) / n;
      REQUIRE((0 <= i->low && i->low <= p && p <= i->high && i->high <= 1));
    }
}

TEST_CASE("Garwood's interval leaves 2.5 % of the Poisson distribution on either side") {
  // Sums of the distribution itself, term by term.
  const auto below_or_at = [](int k, double mean) {
    double sum = 0;
    for (int i = 0; i <= k; ++i) sum += std::exp(-mean + i * std::log(mean) - std::lgamma(i + 1.0));
    return sum;
  };
  for (const int k : {0, 1, 2, 3, 10, 100, 1000}) {
    CAPTURE(k);
    const Interval i = garwood(k);
    CHECK(below_or_at(k, i.high) == doctest::Approx(0.025).epsilon(1e-7));
    if (k == 0) CHECK(i.low == 0);
    else CHECK(1 - below_or_at(k - 1, i.low) == doctest::Approx(0.025).epsilon(1e-7));
  }
  CHECK(garwood(0).high == doctest::Approx(3.688879).epsilon(1e-6));  // -ln 0.025
  CHECK(garwood(1).low == doctest::Approx(0.025318).epsilon(1e-4));   // -ln 0.975
  CHECK(garwood(10).low == doctest::Approx(4.795389).epsilon(1e-6));
  CHECK(garwood(10).high == doctest::Approx(18.390356).epsilon(1e-6));
  CHECK(garwood(100'000).high == doctest::Approx(100'621.6).epsilon(1e-4));  // about k + 1.96 √k
}

TEST_CASE("the interval of a median lies between the ranks of its binomial tail") {
  CHECK(!median_interval(std::vector<double>{1, 2, 3, 4, 5}));  // 2/32 > 5 %
  struct Row { int n, low, high; };
  // n = 6: 1/64 = 1.6 % a side: ranks 1 and 6. n = 9: 10/512 = 1.95 %: 2 and 8. n = 10: 11/1024 = 1.07 %: 2 and 9.
  // n = 20: P(X <= 5) = 2.07 %: 6 and 15.
  for (const Row& r : {Row{6, 1, 6}, {7, 1, 7}, {9, 2, 8}, {10, 2, 9}, {20, 6, 15}}) {
    CAPTURE(r.n);
    std::vector<double> values;
    for (int v = r.n; v >= 1; --v) values.push_back(v);
    const auto i = median_interval(values);
    REQUIRE(i);
    CHECK(i->low == r.low);
    CHECK(i->high == r.high);
  }
}
