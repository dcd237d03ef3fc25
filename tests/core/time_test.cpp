// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "core/time.h"
using namespace juno;

TEST_CASE("every ISO 8601 form of one moment reads as the same instant") {
  // 2026-08-24 is 20,689 days after 1970-01-01; 11:11:52 is 40,312 s.
  const std::int64_t second = (20'689LL * 86'400 + 40'312) * 1000;
  struct Case {
    std::string text;
    std::int64_t ms;
  };
  for (const Case& c : std::vector<Case>{{"2026-08-24T11:11:52Z", second},
                                         {"2026-08-24T11:11:52", second},
                                         {"2026-08-24T13:11:52+0200", second},
                                         {"2026-08-24T13:11:52+02:00", second},
                                         {"2026-08-24T13:11:52+02", second},
                                         {"2026-08-24T05:41:52-0530", second},
                                         {"2026-08-25T00:11:52+13:00", second},
                                         {"2026-08-24T11:11:52.9Z", second + 900},
                                         {"2026-08-24T11:11:52,94Z", second + 940},
                                         {"2026-08-24T11:11:52.944+0000", second + 944},
                                         {"2026-08-24T11:11:52.9449999999Z", second + 944},
                                         {"2026-08-24T11:11Z", second - 52'000},
                                         {"2026-08-24", 20'689LL * 86'400'000},
                                         {"1969-12-31T23:59:59.999Z", -1},
                                         {"2024-02-29T00:00:00Z", 19'782LL * 86'400'000}}) {
    CAPTURE(c.text);
    const auto read = parse_instant(c.text);
    REQUIRE(read.has_value());
    CHECK(read->ms == c.ms);
  }
}

TEST_CASE("what is not a date-time, or not a possible one, reads as nothing") {
  for (const std::string& text : std::vector<std::string>{
           "", "today", "2026", "2026-8-24", "2026-08-24T", "2026-08-24T11", "2026-08-24T11:11:5Z", "2026-08-24T24:00:00Z",
           "2026-08-24T11:60:00Z", "2026-08-24T11:11:60Z", "2026-13-01", "2026-00-01", "2026-04-31", "2025-02-29", "1900-02-29",
           "2026-08-24T11:11:52.Z", "2026-08-24T11:11:52+", "2026-08-24T11:11:52+2", "2026-08-24T11:11:52+24:00",
           "2026-08-24T11:11:52+02:60", "2026-08-24T11:11:52+02:", "2026-08-24T11:11:52+020", "2026-08-24T11:11:52Zx",
           "2026-08-24T11:11:52Z ", " 2026-08-24", "2026-08-24Z", "2026/08/24", "+2026-08-24", "20260824T111152Z",
           std::string("2026-08-24\0", 11)}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text).has_value());
  }
}

TEST_CASE("trackers send epoch seconds, epoch milliseconds or ISO 8601") {
  CHECK(parse_tracker_instant("1492070429")->ms == 1'492'070'429'000);
  CHECK(parse_tracker_instant("1704106800000")->ms == 1'704'106'800'000);
  CHECK(parse_tracker_instant("99999999999")->ms == 99'999'999'999'000);
  CHECK(parse_tracker_instant("100000000000")->ms == 100'000'000'000);
  CHECK(parse_tracker_instant("0")->ms == 0);
  CHECK(parse_tracker_instant("2017-04-13T08:00:29.000+0000")->ms == 1'492'070'429'000);
  for (const std::string& text : std::vector<std::string>{"", "-5", "1.5", "1e9", "99999999999999999999999", "999999999999999", "12:00"})
    CHECK_FALSE(parse_tracker_instant(text).has_value());
}

TEST_CASE("plain dates count days, know leap years and weekdays") {
  CHECK(parse_date("1970-01-01")->days == 0);
  CHECK(parse_date("2000-02-29")->days == 11'016);
  CHECK(parse_date("2024-03-01")->days - parse_date("2024-02-28")->days == 2);
  CHECK(parse_date("2100-03-01")->days - parse_date("2100-02-28")->days == 1);
  CHECK_FALSE(parse_date("2026-08-24T00:00:00Z").has_value());
  CHECK(weekday(*parse_date("1970-01-01")) == 3);
  CHECK(weekday(*parse_date("2026-11-21")) == 5);
  CHECK(weekday(*parse_date("1969-12-28")) == 6);
  CHECK(weekday(*parse_date("0001-01-01")) == 0);
}

TEST_CASE("instants print as ISO 8601 UTC and read back") {
  CHECK(format_instant(Instant{0}) == "1970-01-01T00:00:00Z");
  CHECK(format_instant(Instant{-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(format_instant(Instant{1'787'569'912'050}) == "2026-08-24T11:11:52.050Z");
  CHECK(format_date(Date{19'782}) == "2024-02-29");
  CHECK(format_date(*parse_date("0000-01-01")) == "0000-01-01");
  for (std::int64_t ms = -62'000'000'000'000; ms < 250'000'000'000'000; ms += 7'777'777'777'771) {
    CAPTURE(ms);
    CHECK(parse_instant(format_instant(Instant{ms}))->ms == ms);
  }
}
