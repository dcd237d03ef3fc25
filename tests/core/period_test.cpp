// SPDX-License-Identifier: Apache-2.0
#include "core/period.h"
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "core/error.h"
#include "core/group_by.h"
#include "tests/support/at.h"
using namespace juno;

namespace {

Zone dublin() {
  std::ostringstream bytes;
  bytes << std::ifstream("/usr/share/zoneinfo/Europe/Dublin", std::ios::binary).rdbuf();
  return Zone::from_tzif("Europe/Dublin", bytes.str());
}

struct Asked {
  std::string what, since, until, from, to, name;
};
}  // namespace

TEST_CASE("a period begins with --since and lasts through --until, never beyond now") {
  const Instant now = at("2026-03-18T10:30:00Z");  // a Wednesday
  const Asked cases[] = {
      {"nothing asked: the fallback up to now", "", "", "2026-02-16T00:00:00Z", "2026-03-18T10:30:00Z", "2026-02-16 to 2026-03-18"},
      {"a day", "2026-03-05", "2026-03-05", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", "2026-03-05"},
      {"a whole month", "2026-02", "2026-02", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-02"},
      {"a month that still runs ends now", "2026-03", "2026-03", "2026-03-01T00:00:00Z", "2026-03-18T10:30:00Z", "2026-03-01 to 2026-03-18"},
      {"ISO week 1 of 2026 begins in December", "2026-W01", "2026-W01", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z", "2026-W01"},
      {"2020 has a week 53", "2020-W53", "2020-W53", "2020-12-28T00:00:00Z", "2021-01-04T00:00:00Z", "2020-W53"},
      {"from a quarter through a month", "2025-Q4", "2026-01", "2025-10-01T00:00:00Z", "2026-02-01T00:00:00Z", "2025-10-01 to 2026-01-31"},
      {"a year", "2025", "2025", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025"},
      {"weeks ago", "2w", "", "2026-03-04T00:00:00Z", "2026-03-18T10:30:00Z", "2026-03-04 to 2026-03-18"},
      {"a month before the 18th", "1m", "yesterday", "2026-02-18T00:00:00Z", "2026-03-18T00:00:00Z", "2026-02-18 to 2026-03-17"},
      {"today", "today", "", "2026-03-18T00:00:00Z", "2026-03-18T10:30:00Z", "2026-03-18"},
      {"until in the future is now", "2026-03-17", "2027", "2026-03-17T00:00:00Z", "2026-03-18T10:30:00Z", "2026-03-17 to 2026-03-18"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const Period p = period_of(c.since, c.until, "30d", now, {});
    CHECK(format_instant(p.from) == c.from);
    CHECK(format_instant(p.to) == c.to);
    CHECK(p.name == c.name);
  }
}

TEST_CASE("a month before a longer month's end is the shorter month's end") {
  CHECK(format_date(period_of("1m", "", "30d", at("2026-03-31T12:00:00Z"), {}).first) == "2026-02-28");
  CHECK(format_date(period_of("1y", "", "30d", at("2024-02-29T12:00:00Z"), {}).first) == "2023-02-28");
}

TEST_CASE("what is not a period is a usage error that shows the forms") {
  for (const std::string& bad : {std::string("03/04/2026"), std::string("2026-13"), std::string("2026-W54"), std::string("2025-W53"), std::string("2026-Q5"), std::string("-3d"), std::string("d"),
                                 std::string("99999d"), std::string("2026-02-30"), std::string("2026-"), std::string("last week")}) {
    INFO(bad);
    CHECK_THROWS_AS(period_of(bad, "", "30d", at("2026-03-18T10:00:00Z"), {}), Error);
  }
  CHECK_THROWS_WITH_AS(period_of("2026-04", "", "30d", at("2026-03-18T10:00:00Z"), {}), "--since: 2026-04-01 has not begun yet", Error);
  CHECK_THROWS_WITH_AS(period_of("2026-03", "2026-01", "30d", at("2026-03-18T10:00:00Z"), {}), "--until ends on 2026-01-31, before --since begins on 2026-03-01", Error);
}

TEST_CASE("steps cover their period without gap or overlap, in every step, zone and week start") {
  for (const Zone& zone : {Zone(), dublin(), Zone::fixed("+13:45", 13 * 3600 + 45 * 60)})
    for (int week_start = 0; week_start < 7; ++week_start)
      for (const Step step : {Step::day, Step::week, Step::month, Step::quarter, Step::year}) {
        const Midnights m{zone, week_start};
        const Period p = period_of("2025-02-11", "", "30d", at("2026-11-04T15:00:00Z"), m);
        const auto steps = steps_of(p, step, m);
        REQUIRE(!steps.empty());
        CHECK(steps.front().from == p.from);
        CHECK(steps.back().to == p.to);
        for (std::size_t n = 1; n < steps.size(); ++n) CHECK(steps[n - 1].to == steps[n].from);
        for (std::size_t n = 0; n < steps.size(); ++n) {
          CHECK(step_at(steps, steps[n].from) == n);
          CHECK(step_at(steps, steps[n].to - std::chrono::milliseconds(1)) == n);
          if (step == Step::week && n > 0) CHECK(weekday(steps[n].first) == week_start);
        }
        CHECK(!step_at(steps, p.to));
        CHECK(!step_at(steps, p.from - std::chrono::milliseconds(1)));
      }
}

TEST_CASE("the days clocks change have 23 and 25 hours") {
  const Midnights m{dublin(), 0};
  const auto days = steps_of(period_of("2026-03-28", "2026-03-30", "", at("2026-12-01T00:00:00Z"), m), Step::day, m);
  REQUIRE(days.size() == 3);
  CHECK(days[0].days() * 24 == doctest::Approx(24));
  CHECK(days[1].days() * 24 == doctest::Approx(23));
  const auto autumn = steps_of(period_of("2026-10-25", "2026-10-25", "", at("2026-12-01T00:00:00Z"), m), Step::day, m);
  CHECK(autumn[0].days() * 24 == doctest::Approx(25));
}

TEST_CASE("steps are named and say when they are cut") {
  const auto weeks = steps_of(period_of("2025-12-31", "2026-01-08", "", at("2026-03-01T00:00:00Z"), {}), Step::week, {});
  REQUIRE(weeks.size() == 2);
  CHECK(weeks[0].name == "2026-W01");
  CHECK(!weeks[0].whole);
  CHECK(weeks[1].name == "2026-W02");
  CHECK(!weeks[1].whole);
  const auto quarters = steps_of(period_of("2025-Q3", "2025-Q4", "", at("2026-03-01T00:00:00Z"), {}), Step::quarter, {});
  REQUIRE(quarters.size() == 2);
  CHECK(quarters[0].name == "2025-Q3");
  CHECK(quarters[1].name == "2025-Q4");
  CHECK(quarters[1].whole);
}

TEST_CASE("groups hold what shares a key, namesakes apart, and what has none last") {
  const std::vector<std::vector<GroupKey>> items = {{{"web", 0}}, {}, {{"Api", 0}, {"web", 0}}, {{"Kim", 7}}, {{"Kim", 3}}, {{"web", 0}, {"web", 0}}, {{"", 0}}};
  const auto groups = group_by(items.size(), [&](std::size_t n, std::vector<GroupKey>& keys) { keys.insert(keys.end(), items[n].begin(), items[n].end()); });
  REQUIRE(groups.size() == 5);
  CHECK(groups[0].name == "Api");
  CHECK(groups[1].name == "Kim");
  CHECK(groups[1].members == std::vector<std::size_t>{4});
  CHECK(groups[2].members == std::vector<std::size_t>{3});
  CHECK(groups[3].name == "web");
  CHECK(groups[3].members == std::vector<std::size_t>{0, 2, 5});
  CHECK(groups[4].name == "Unassigned");
  CHECK(groups[4].members == std::vector<std::size_t>{1, 6});
}

TEST_CASE("a period without items is a group all the same") {
  const auto days = steps_of(period_of("2026-01-01", "2026-01-03", "", at("2026-03-01T00:00:00Z"), {}), Step::day, {});
  const std::vector<std::optional<Instant>> when = {at("2026-01-03T05:00:00Z"), std::nullopt, at("2026-01-01T00:00:00Z"), at("2026-01-04T00:00:00Z")};
  const auto groups = group_by(when.size(), days, [&](std::size_t n) { return when[n]; });
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].members == std::vector<std::size_t>{2});
  CHECK(groups[1].members.empty());
  CHECK(groups[2].members == std::vector<std::size_t>{0});
}
