// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
namespace juno {

// One yearly change of a POSIX TZ string (POSIX.1 XBD 8.3, with the wider times of RFC 8536 §3.3.1).
struct ZoneChange {
  enum class Form { julian, zero_based, month_week_day };  // Jn (1..365, no leap day), n (0..365), Mm.w.d
  Form form = Form::month_week_day;
  int day = 0;              // julian and zero_based: the day of the year; month_week_day: 0 = Sunday … 6
  int month = 0, week = 0;  // week 5 = last
  int time_s = 7200;        // local wall time, may lie on another day
};

// What a zone does every year after the end of its table. Offsets are seconds east of UTC.
struct ZoneRule {
  int standard = 0;
  bool has_summer = false;
  int summer = 0;  // may be less than `standard` (Dublin)
  ZoneChange begin, end;
};

// Nothing when the text is not such a rule.
std::optional<ZoneRule> parse_zone_rule(std::string_view text);

// Seconds since 1970 at which summer time begins and ends in that year; begin may come after end.
std::pair<std::int64_t, std::int64_t> summer_of(const ZoneRule& rule, int year);

}  // namespace juno
