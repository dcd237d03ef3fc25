// SPDX-License-Identifier: Apache-2.0
// Windows of time, worked out by hand from a calendar.
#include <doctest/doctest.h>
#include "core/ask/window.h"
#include <fstream>
#include <iterator>
using namespace juno;
using namespace juno::ask;

namespace {

Clock clock_at(const char* now, Zone zone = {}, int week_start = 0, int fiscal = 1) { return {*parse_instant(now), std::move(zone), week_start, fiscal}; }

// "from..to" of the window; "none" when there is none.
std::string resolved(const std::string& text, const Clock& clock, bool past = false) {
  const auto span = resolve_window(text, clock, past);
  return span ? window_text(*span) : "none";
}

// New York's offsets of 2026: winter until 8 March 07:00Z, summer until 1 November 06:00Z.
Zone new_york() {
  std::ifstream in("/usr/share/zoneinfo/America/New_York", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return bytes.empty() ? Zone() : Zone::from_tzif("America/New_York", bytes);
}

}  // namespace

TEST_CASE("Windows are half-open at local midnights") {
  const Clock c = clock_at("2026-03-18T10:30:00Z");  // a Wednesday
  struct Case { std::string text, window; };
  for (const Case& k : std::vector<Case>{
           {"day:0", "2026-03-18T00:00:00Z..2026-03-19T00:00:00Z"}, {"day:-1", "2026-03-17T00:00:00Z..2026-03-18T00:00:00Z"},
           {"week:0", "2026-03-16T00:00:00Z..2026-03-23T00:00:00Z"}, {"week:-1", "2026-03-09T00:00:00Z..2026-03-16T00:00:00Z"},
           {"month:-1", "2026-02-01T00:00:00Z..2026-03-01T00:00:00Z"}, {"month:-3..-1", "2025-12-01T00:00:00Z..2026-03-01T00:00:00Z"},
           {"quarter:0", "2026-01-01T00:00:00Z..2026-04-01T00:00:00Z"}, {"quarter:-2..-1", "2025-07-01T00:00:00Z..2026-01-01T00:00:00Z"},
           {"half:-1", "2025-07-01T00:00:00Z..2026-01-01T00:00:00Z"}, {"year:-1", "2025-01-01T00:00:00Z..2026-01-01T00:00:00Z"},
           {"last:7d", "2026-03-11T00:00:00Z..2026-03-18T10:30:00Z"}, {"last:24h", "2026-03-17T10:30:00Z..2026-03-18T10:30:00Z"},
           {"last:2w", "2026-03-04T00:00:00Z..2026-03-18T10:30:00Z"}, {"last:3m", "2025-12-18T00:00:00Z..2026-03-18T10:30:00Z"},
           {"last:2q", "2025-07-01T00:00:00Z..2026-01-01T00:00:00Z"}, {"last:1y", "2025-01-01T00:00:00Z..2026-01-01T00:00:00Z"},
           {"next:7d", "2026-03-18T10:30:00Z..2026-03-26T00:00:00Z"}, {"next:1q", "2026-04-01T00:00:00Z..2026-07-01T00:00:00Z"},
           {"2026", "2026-01-01T00:00:00Z..2027-01-01T00:00:00Z"}, {"2024-02", "2024-02-01T00:00:00Z..2024-03-01T00:00:00Z"},
           {"2026-Q1", "2026-01-01T00:00:00Z..2026-04-01T00:00:00Z"}, {"2026-H2", "2026-07-01T00:00:00Z..2027-01-01T00:00:00Z"},
           {"2026-W01", "2025-12-29T00:00:00Z..2026-01-05T00:00:00Z"}, {"2026-W53", "2026-12-28T00:00:00Z..2027-01-04T00:00:00Z"},
           {"2026-01-05..2026-02", "2026-01-05T00:00:00Z..2026-03-01T00:00:00Z"}, {"since:2026-03", "2026-03-01T00:00:00Z..2026-03-18T10:30:00Z"},
           {"from:2026-04", "2026-04-01T00:00:00Z.."}, {"until:2026-03-05", "..2026-03-05T00:00:00Z"}, {"through:2026-03-05", "..2026-03-06T00:00:00Z"},
           {"2026-03-01T00:00:00Z..2026-03-18T10:30:00Z", "2026-03-01T00:00:00Z..2026-03-18T10:30:00Z"}}) {
    CAPTURE(k.text);
    CHECK(resolved(k.text, c) == k.window);
    CHECK(resolved(resolved(k.text, c), c) == k.window);  // its own text reads back
  }
}

TEST_CASE("What is no window is told apart") {
  const Clock c = clock_at("2026-03-18T10:30:00Z");
  for (const char* text : {"", "..", ":", "last", "last:", "last:0d", "last:-3d", "last:3x", "last:99999999999d", "month", "month:", "month:a", "month:1..", "month:2..1", "2026-13", "2026-00", "2026-02-30",
                           "2025-W53", "2026-W00", "2026-Q5", "2026-H3", "26", "20260", "FY26", "FY2027-Q5", "since:", "since:last:3d", "2026-03..2026-01", "since:2027", "century:1", "month:+1", "0000", "9999",
                           "2026-03-18T10:30:00Z..2026-03-18T10:30:00Z", "2026-03-01T00:00..x"}) {
    CAPTURE(text);
    CHECK(resolved(text, c) == "none");
  }
  CHECK(resolved(std::string(100'000, '1'), c) == "none");
}

TEST_CASE("On dates that have been, a window that holds now ends at now") {
  const Clock c = clock_at("2026-03-18T10:30:00Z");
  CHECK(resolved("month:0", c, true) == "2026-03-01T00:00:00Z..2026-03-18T10:30:00Z");
  CHECK(resolved("month:0", c, true) == resolved("since:2026-03-01", c, true));
  CHECK(resolved("month:-1", c, true) == resolved("month:-1", c, false));
  CHECK(resolved("month:1", c, true) == "2026-04-01T00:00:00Z..2026-05-01T00:00:00Z");  // wholly to come: left as it is
  CHECK(resolved("through:2026-12", c, true) == "..2026-03-18T10:30:00Z");
}

TEST_CASE("Weeks and fiscal years begin where the configuration says") {
  const Clock sunday = clock_at("2026-03-18T10:30:00Z", {}, 6, 4);
  CHECK(resolved("week:0", sunday) == "2026-03-15T00:00:00Z..2026-03-22T00:00:00Z");
  CHECK(resolved("2026-W12", sunday) == "2026-03-16T00:00:00Z..2026-03-23T00:00:00Z");  // numbered weeks are ISO's
  CHECK(resolved("fyear:0", sunday) == "2025-04-01T00:00:00Z..2026-04-01T00:00:00Z");
  CHECK(resolved("fquarter:0", sunday) == "2026-01-01T00:00:00Z..2026-04-01T00:00:00Z");
  CHECK(resolved("fquarter:-1", sunday) == "2025-10-01T00:00:00Z..2026-01-01T00:00:00Z");
  CHECK(resolved("FY2026", sunday) == "2025-04-01T00:00:00Z..2026-04-01T00:00:00Z");
  CHECK(resolved("FY2026-Q4", sunday) == "2026-01-01T00:00:00Z..2026-04-01T00:00:00Z");
}

TEST_CASE("A day with the clock change is 23 hours, and its midnights are the zone's") {
  const Zone zone = new_york();
  if (zone.name() == "UTC") {
    MESSAGE("no time zones are installed");
    return;
  }
  const Clock c = clock_at("2026-03-09T12:00:00Z", zone);
  CHECK(resolved("day:-1", c) == "2026-03-08T05:00:00Z..2026-03-09T04:00:00Z");
  CHECK(resolved("month:0", c) == "2026-03-01T05:00:00Z..2026-04-01T04:00:00Z");
  // Late in the evening it is still the day before there.
  CHECK(resolved("day:0", clock_at("2026-03-09T03:00:00Z", zone)) == "2026-03-08T05:00:00Z..2026-03-09T04:00:00Z");
}

TEST_CASE("A month ago is the last day of a shorter month") {
  CHECK(resolved("last:1m", clock_at("2026-03-31T09:00:00Z")) == "2026-02-28T00:00:00Z..2026-03-31T09:00:00Z");
  CHECK(resolved("last:12m", clock_at("2024-02-29T09:00:00Z")) == "2023-02-28T00:00:00Z..2024-02-29T09:00:00Z");
}

TEST_CASE("Steps of time are named so that they sort") {
  const Date day = *parse_date("2026-03-18");
  CHECK(step_label("day", day, 0) == "2026-03-18");
  CHECK(step_label("week", day, 0) == "2026-03-16");
  CHECK(step_label("week", day, 6) == "2026-03-15");
  CHECK(step_label("month", day, 0) == "2026-03");
  CHECK(step_label("quarter", day, 0) == "2026-Q1");
  CHECK(step_label("year", day, 0) == "2026");
  CHECK(step_label("weekday", day, 0) == "Wed");
}
