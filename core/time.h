// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
namespace juno {

// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};
inline Instant operator+(Instant t, std::chrono::milliseconds d) { return {t.ms + d.count()}; }
inline Instant operator-(Instant t, std::chrono::milliseconds d) { return {t.ms - d.count()}; }
inline std::chrono::milliseconds operator-(Instant a, Instant b) { return std::chrono::milliseconds{a.ms - b.ms}; }

// Of 24 hours; below zero when `to` is earlier.
inline double days_between(Instant from, Instant to) { return static_cast<double>(to.ms - from.ms) / 86'400'000.0; }
inline double hours_between(Instant from, Instant to) { return static_cast<double>(to.ms - from.ms) / 3'600'000.0; }

// A calendar day without a zone: days since 1970-01-01 in the Gregorian calendar.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};
inline Date operator+(Date d, int n) { return {d.days + n}; }
inline int operator-(Date a, Date b) { return a.days - b.days; }

// 0 = Monday … 6 = Sunday (ISO 8601 order).
int weekday(Date date);

// ISO 8601 date-time with `Z`, `+hh:mm`, `+hhmm` or `+hh` (none = UTC), fraction of any length cut to milliseconds; a
// plain date is its midnight UTC. Nothing when the text is anything else, or a field is out of range.
std::optional<Instant> parse_instant(std::string_view text);
// What trackers send as a time: ISO 8601, or epoch seconds or milliseconds as digits (from 1e11 on milliseconds).
std::optional<Instant> parse_tracker_instant(std::string_view text);
// `YYYY-MM-DD` only.
std::optional<Date> parse_date(std::string_view text);

// `2026-08-24T11:11:52Z`; milliseconds are written only when not zero.
std::string format_instant(Instant instant);
std::string format_date(Date date);

// A time zone as plain data: offsets from UTC and when each begins. UTC by default.
class Zone {
 public:
  Zone() = default;
  // Parses a TZif file (RFC 8536, version 1 to 4, with its POSIX footer for years after the table). Throws Error{config}.
  static Zone from_tzif(std::string name, std::string_view bytes);
  static Zone fixed(std::string name, int offset_seconds);

  const std::string& name() const { return name_; }
  int offset_seconds(Instant at) const;
  Date date(Instant at) const;
  // First moment of that local day (after a gap at midnight: the first moment that exists).
  Instant start_of(Date date) const;
  // Local wall clock `2026-08-24 11:11`.
  std::string format(Instant at) const;

 private:
  struct Transition { Instant at; int offset; };
  std::string name_ = "UTC";
  int first_offset_ = 0;
  std::vector<Transition> transitions_;  // ascending; to the year 2100
};

}  // namespace juno
