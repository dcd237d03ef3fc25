// SPDX-License-Identifier: Apache-2.0
#include "core/time.h"
#include <algorithm>
#include <charconv>
namespace juno {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kYear9999EndMs = 253'402'300'799'999;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int month_days(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[month - 1];
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, eras are 400 years.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

struct Civil {
  std::int64_t year;
  int month, day;
};

Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = floor_div(days, 146'097);
  const std::int64_t of_era = days - era * 146'097;
  const std::int64_t years = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {years + era * 400 + (month <= 2 ? 1 : 0), month, static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1)};
}

// Reads text from the left; every taker says whether it could.
struct Reader {
  std::string_view rest;
  bool done() const { return rest.empty(); }
  bool literal(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // Exactly `count` digits, value within low..high.
  bool digits(std::size_t count, int low, int high, int& value) {
    if (rest.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return false;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return value >= low && value <= high;
  }
  bool next_is_digit() const { return !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; }
};

bool read_date(Reader& in, std::int64_t& days) {
  int year = 0, month = 0, day = 0;
  if (!in.digits(4, 0, 9999, year) || !in.literal('-') || !in.digits(2, 1, 12, month) || !in.literal('-')) return false;
  if (!in.digits(2, 1, month_days(year, month), day)) return false;
  days = days_from_civil(year, month, day);
  return true;
}

// `hh:mm[:ss[.fraction]]`; the fraction is cut, not rounded, so that a moment never moves into the next second.
bool read_time(Reader& in, std::int64_t& ms) {
  int hour = 0, minute = 0, second = 0;
  if (!in.digits(2, 0, 23, hour) || !in.literal(':') || !in.digits(2, 0, 59, minute)) return false;
  if (in.literal(':') && !in.digits(2, 0, 59, second)) return false;
  ms = ((hour * 60 + minute) * 60 + second) * 1000LL;
  if (!in.literal('.') && !in.literal(',')) return true;
  if (!in.next_is_digit()) return false;
  for (int scale = 100; in.next_is_digit(); scale /= 10) {
    ms += scale * (in.rest.front() - '0');
    in.rest.remove_prefix(1);
  }
  return true;
}

// `Z`, `+hh`, `+hhmm`, `+hh:mm` or nothing.
bool read_offset(Reader& in, std::int64_t& ms) {
  ms = 0;
  if (in.done() || in.literal('Z')) return true;
  const bool west = in.literal('-');
  int hours = 0, minutes = 0;
  if ((!west && !in.literal('+')) || !in.digits(2, 0, 23, hours)) return false;
  const bool colon = in.literal(':');
  if ((colon || !in.done()) && !in.digits(2, 0, 59, minutes)) return false;
  ms = (hours * 60 + minutes) * 60'000LL * (west ? -1 : 1);
  return true;
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_date(std::string& out, std::int64_t days) {
  const Civil c = civil_from_days(days);
  if (c.year < 0) out += '-';
  append_padded(out, c.year < 0 ? -c.year : c.year, 4);
  out += '-';
  append_padded(out, c.month, 2);
  out += '-';
  append_padded(out, c.day, 2);
}

}  // namespace

int weekday(Date date) {
  // 1970-01-01 was a Thursday.
  const std::int64_t shifted = std::int64_t{date.days} + 3;
  return static_cast<int>(shifted - floor_div(shifted, 7) * 7);
}

std::optional<Instant> parse_instant(std::string_view text) {
  Reader in{text};
  std::int64_t days = 0, time = 0, offset = 0;
  if (!read_date(in, days)) return std::nullopt;
  if (in.done()) return Instant{days * kDayMs};
  if (!in.literal('T') || !read_time(in, time) || !read_offset(in, offset) || !in.done()) return std::nullopt;
  return Instant{days * kDayMs + time - offset};
}

std::optional<Instant> parse_tracker_instant(std::string_view text) {
  const bool number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return parse_instant(text);
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
  const std::int64_t ms = value >= 100'000'000'000 ? value : value * 1000;
  if (ms > kYear9999EndMs) return std::nullopt;
  return Instant{ms};
}

std::optional<Date> parse_date(std::string_view text) {
  Reader in{text};
  std::int64_t days = 0;
  if (!read_date(in, days) || !in.done()) return std::nullopt;
  return Date{static_cast<std::int32_t>(days)};
}

std::string format_instant(Instant instant) {
  const std::int64_t days = floor_div(instant.ms, kDayMs);
  const std::int64_t ms = instant.ms - days * kDayMs;
  std::string out;
  append_date(out, days);
  out += 'T';
  append_padded(out, ms / 3'600'000, 2);
  out += ':';
  append_padded(out, ms / 60'000 % 60, 2);
  out += ':';
  append_padded(out, ms / 1000 % 60, 2);
  if (ms % 1000 != 0) {
    out += '.';
    append_padded(out, ms % 1000, 3);
  }
  out += 'Z';
  return out;
}

std::string format_date(Date date) {
  std::string out;
  append_date(out, date.days);
  return out;
}

}  // namespace juno
