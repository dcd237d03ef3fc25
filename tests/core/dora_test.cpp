// SPDX-License-Identifier: Apache-2.0
#include "core/dora.h"
#include <doctest/doctest.h>
#include <functional>
#include "tests/core/delivery_world.h"
using namespace juno;
using namespace juno::test;

namespace {

// Four weeks from Monday 2 March. Five deployments: three in the first week on two days, one each in the third and fourth.
//   D1 day 0 10:00 (first known) · D2 day 1 10:00: commits 2 h and 26 h old · D3 day 1 20:00: 4 h
//   D4 day 15 12:00: 10 h, reverts D3's? no: 17 days · D5 day 21 12:00: 6 h, rolled back nothing
DeliveryWorld month() {
  DeliveryWorld w;
  w.deploy("D1", 10, "aaaaaaa1");
  w.deploys.back().known = false;
  w.deploy("D2", 34, "bbbbbbb2").commit("bbbbbbb1", 8).commit("bbbbbbb2", 32);
  w.deploy("D3", 44, "ccccccc3").commit("ccccccc3", 40);
  w.deploy("D4", 15 * 24 + 12, "ddddddd4").commit("ddddddd4", 15 * 24 + 2);
  w.deploy("D5", 21 * 24 + 12, "eeeeeee5").commit("eeeeeee5", 21 * 24 + 6);
  return w;
}
std::string text(const std::optional<double>& v) { return v ? people_number(*v) : "n/a"; }

}  // namespace

TEST_CASE("the five metrics of a month by hand") {
  DeliveryWorld w = month();
  w.incident("OPS-1", 45, 47).incident("OPS-2", 46, 50);        // both of D3: failed once, restored when the later is
  w.deploy("D6", 21 * 24 + 14, "ddddddd4");                     // back to D4: D5 failed, restored after 2 h; D6 is rework
  const DoraFigures f = dora(w.input()).all;
  CHECK(f.deployments == 6);
  CHECK(text(f.per_day) == "0.21");         // 6 / 28
  CHECK(f.per_day_interval->low == doctest::Approx(2.201894 / 28).epsilon(1e-5));   // Garwood of 6: 2.2019 to 13.0595
  CHECK(f.per_day_interval->high == doctest::Approx(13.059474 / 28).epsilon(1e-5));
  CHECK(f.weeks == 4);
  CHECK(text(f.days_per_week) == "1");      // deployment days 2, 0, 1, 1
  CHECK(f.lead.n == 5);
  CHECK(text(f.lead.median) == "6");        // 2, 4, 6, 10, 26
  CHECK(!f.lead.p90);
  CHECK(f.unknown_changes == 1);
  CHECK(f.failed.hits == 2);
  CHECK(text(f.failed.rate) == "0.33");
  CHECK(f.failed.interval->low == doctest::Approx(0.0968).epsilon(0.001));  // Wilson of 2 of 6: 9.68 % to 70.0 %
  CHECK(f.failed.interval->high == doctest::Approx(0.7000).epsilon(0.001));
  CHECK(f.failed_explicitly.hits == 1);     // D3 only by what is inferred
  CHECK(f.recovery.n == 2);
  CHECK(text(f.recovery.median) == "4");    // D3: 44 → 50 = 6 h; D5: 2 h
  CHECK(f.unrecovered == 0);
  CHECK(f.rework.hits == 1);
  CHECK(f.pipeline.hits == 0);
}

TEST_CASE("below three deployments nothing but their number is told") {
  for (int n = 0; n < 4; ++n) {
    CAPTURE(n);
    DeliveryWorld w;
    for (int d = 0; d < n; ++d) w.deploy("D" + std::to_string(d), 10 + d, "abcdef" + std::to_string(10 + d)).commit("abcdef" + std::to_string(10 + d), d);
    const DoraFigures f = dora(w.input()).all;
    CHECK(f.deployments == n);
    CHECK(f.enough == (n == 3));
    CHECK(f.per_day.has_value() == (n == 3));
    CHECK(f.failed.rate.has_value() == (n == 3));
    CHECK(f.lead.median.has_value() == (n == 3));
  }
}

TEST_CASE("attempts that never went live are a rate of their own") {
  DeliveryWorld w = month();
  w.deploy("D6", 22 * 24, "fffffff6").deploys.back().live = false;
  const DoraFigures f = dora(w.input()).all;
  CHECK(f.deployments == 5);
  CHECK(f.failed.of == 5);
  CHECK(f.pipeline.hits == 1);
  CHECK(f.pipeline.of == 6);
}

TEST_CASE("what happened before or after the period judges it but is not counted") {
  DeliveryWorld w = month();
  w.from = 24, w.to = 24 * 21;                 // D2, D3, D4
  w.deploy("D6", 21 * 24 + 14, "ddddddd4");    // rolls D5 back, outside
  w.incident("OPS-1", 15 * 24 + 13, std::nullopt);
  const DoraFigures f = dora(w.input()).all;
  CHECK(f.deployments == 3);
  CHECK(f.failed.hits == 1);
  CHECK(f.unrecovered == 1);
  CHECK(f.recovery.n == 0);
  CHECK(f.rework.hits == 0);
  CHECK(f.weeks == 2);  // 9 and 16 March; the week of 2 March is cut
}

TEST_CASE("changes that were committed after being deployed are left out and counted") {
  DeliveryWorld w = month();
  w.commits[0].committed = at(35);
  const DoraFigures f = dora(w.input()).all;
  CHECK(f.backwards == 1);
  CHECK(f.lead.n == 4);
}

TEST_CASE("per pull request the clock starts with its first commit") {
  DeliveryWorld w = month();
  w.per_pull = true;
  w.deploys[1].pulls = {0}, w.deploys[2].pulls = {1};
  w.pulls.resize(2);
  w.pulls[0].pull.moments.first_commit = at(4);  // 30 h; the other's is not known
  const DoraFigures f = dora(w.input()).all;
  CHECK(f.lead.n == 1);
  CHECK(text(f.lead.median) == "30");
}

TEST_CASE("a scale names the step a value falls in, limits where they belong") {
  struct Row { std::string version; DoraMetric metric; double value; std::string step; };
  for (const Row& r : {Row{"2025", DoraMetric::lead, 0.5, "less than an hour"}, {"2025", DoraMetric::lead, 1, "less than a day"}, {"2025", DoraMetric::lead, 24, "a day to a week"},
                       {"2025", DoraMetric::lead, 1e6, "more than six months"}, {"2025", DoraMetric::frequency, 1, "hourly to daily"}, {"2025", DoraMetric::frequency, 0.99, "daily to weekly"},
                       {"2025", DoraMetric::frequency, 0, "less than six-monthly"}, {"2025", DoraMetric::fail_rate, 0.1, ""}, {"2025", DoraMetric::rework, 0.1, ""},
                       {"2024", DoraMetric::fail_rate, 0.05, "elite"}, {"2024", DoraMetric::fail_rate, 0.1, "medium"}, {"2024", DoraMetric::fail_rate, 0.2, "high"}, {"2024", DoraMetric::fail_rate, 0.4, "low"},
                       {"2023", DoraMetric::fail_rate, 0.15, "medium"}, {"2023", DoraMetric::frequency, 5.0 / 7, "elite"}, {"2023", DoraMetric::recovery, 1, "high"}, {"2021", DoraMetric::lead, 168, "medium"}}) {
    CAPTURE(r.version);
    CAPTURE(r.value);
    REQUIRE(dora_bands(r.version));
    CHECK(dora_band(*dora_bands(r.version), r.metric, r.value) == r.step);
  }
  CHECK(!dora_bands("2020"));
  CHECK(dora_bands().front().version == "2025");
}

TEST_CASE("every scale covers every value of a metric it speaks of") {
  for (const DoraBands& scale : dora_bands())
    for (const auto metric : {DoraMetric::frequency, DoraMetric::lead, DoraMetric::fail_rate, DoraMetric::recovery}) {
      if (std::none_of(scale.bands.begin(), scale.bands.end(), [&](const DoraBand& b) { return b.metric == metric; })) continue;
      for (const double v : {0.0, 1e-9, 0.05, 0.2, 0.5, 1.0}) CHECK(!dora_band(scale, metric, v).empty());
      if (metric != DoraMetric::fail_rate) CHECK(!dora_band(scale, metric, 1e7).empty());
    }
}
