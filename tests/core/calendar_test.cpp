// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <random>
#include <string>
#include "core/calendar.h"
#include "tests/support/at.h"
using namespace juno;
namespace {

Date day(const std::string& text) { return parse_date(text).value(); }

}  // namespace

TEST_CASE("working days leave out weekends and holidays, whole or in part") {
  const Calendar plain;
  // 2026-11-20 is a Friday.
  CHECK(plain.working_days(day("2026-11-20"), day("2026-11-23")) == 1);
  CHECK(plain.working_days(day("2026-11-20"), day("2026-11-27")) == 5);
  CHECK(plain.working_days(day("2026-11-27"), day("2026-11-20")) == -5);
  CHECK(plain.working_days(day("2026-11-21"), day("2026-11-21")) == 0);
  Config config;
  config.holidays = {{day("2026-12-28"), day("2026-12-31"), 0.5}, {day("2026-12-25"), day("2026-12-25"), 0}, {day("2026-12-31"), day("2027-01-01"), 0}};
  const Calendar calendar(config);
  // Thu 24 whole, Fri 25 none, Mon 28 to Wed 30 half each, Thu 31 none (the smaller factor), Fri 1 none, Mon 4 whole.
  CHECK(calendar.working_days(day("2026-12-24"), day("2027-01-05")) == 3.5);
  CHECK(calendar.worked(day("2026-12-31")) == 0);
  CHECK(calendar.worked(day("2026-12-26")) == 0);
  config.working_days = {"sun", "mon"};
  CHECK(Calendar(config).working_days(day("2026-11-16"), day("2026-11-23")) == 2);
}

TEST_CASE("working days between moments count a part of a day as that part, in the calendar's zone") {
  const Calendar plain;
  CHECK(plain.working_days(at("2026-11-20T12:00:00Z"), at("2026-11-23T06:00:00Z"), Zone{}) == doctest::Approx(0.75));
  CHECK(plain.working_days(at("2026-11-23T06:00:00Z"), at("2026-11-20T12:00:00Z"), Zone{}) == doctest::Approx(-0.75));
  // Friday 23:00 UTC is Saturday in Tokyo.
  CHECK(plain.working_days(at("2026-11-20T15:00:00Z"), at("2026-11-20T23:00:00Z"), Zone::fixed("+09", 32'400)) == 0);
  CHECK(plain.working_days(at("2026-11-18T09:00:00Z"), at("2026-11-25T09:00:00Z"), Zone{}) == doctest::Approx(5));
}

TEST_CASE("working days between dates are the sum over the days, whatever the holidays") {
  std::mt19937 random(7);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const Date base = day("2025-12-20");
  for (int round = 0; round < 200; ++round) {
    std::array<bool, 7> week{};
    for (bool& worked : week) worked = pick(0, 2) > 0;
    std::vector<Holiday> holidays;
    for (int i = pick(0, 6); i > 0; --i) {
      const Date first = base + pick(-20, 60);
      holidays.push_back({first, first + pick(0, 12), pick(0, 4) / 4.0});
    }
    const Calendar calendar(week, holidays);
    const Date from = base + pick(-30, 40), to = from + pick(0, 60);
    double sum = 0;
    for (Date d = from; d < to; d = d + 1) {
      double share = week[static_cast<std::size_t>(weekday(d))] ? 1 : 0;
      for (const Holiday& h : holidays)
        if (h.from <= d && d <= h.to) share = std::min(share, share > 0 ? h.factor : 0);
      CHECK(calendar.worked(d) == share);
      sum += share;
    }
    CHECK(calendar.working_days(from, to) == sum);
  }
}
