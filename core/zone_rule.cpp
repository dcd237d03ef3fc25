// SPDX-License-Identifier: Apache-2.0
#include "core/zone_rule.h"
#include <chrono>
namespace juno {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Parser {
  std::string_view rest;
  bool literal(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool number(int low, int high, int& value) {
    std::size_t n = 0;
    value = 0;
    while (n < rest.size() && n < 4 && is_digit(rest[n])) value = value * 10 + (rest[n++] - '0');
    rest.remove_prefix(n);
    return n > 0 && value >= low && value <= high;
  }
  // `EST` or `<+03>`, at least three characters.
  bool name() {
    if (!literal('<')) {
      std::size_t n = 0;
      while (n < rest.size() && is_letter(rest[n])) ++n;
      rest.remove_prefix(n);
      return n >= 3;
    }
    const std::size_t close = rest.find('>');
    if (close == std::string_view::npos || close < 3) return false;
    for (const char c : rest.substr(0, close))
      if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-') return false;
    rest.remove_prefix(close + 1);
    return true;
  }
  // `[+-]hh[:mm[:ss]]`
  bool time(int max_hours, int& seconds) {
    const bool negative = literal('-');
    if (!negative) literal('+');
    int hours = 0, minutes = 0, rest_s = 0;
    if (!number(0, max_hours, hours)) return false;
    if (literal(':')) {
      if (!number(0, 59, minutes)) return false;
      if (literal(':') && !number(0, 59, rest_s)) return false;
    }
    seconds = ((hours * 60 + minutes) * 60 + rest_s) * (negative ? -1 : 1);
    return true;
  }
  bool change(ZoneChange& out) {
    if (!literal(',')) return false;
    if (literal('M')) {
      out.form = ZoneChange::Form::month_week_day;
      if (!number(1, 12, out.month) || !literal('.') || !number(1, 5, out.week) || !literal('.') || !number(0, 6, out.day))
        return false;
    } else {
      const bool julian = literal('J');
      out.form = julian ? ZoneChange::Form::julian : ZoneChange::Form::zero_based;
      if (!number(julian ? 1 : 0, 365, out.day)) return false;
    }
    return !literal('/') || time(167, out.time_s);
  }
};

// The local wall time of the change as if it were UTC.
std::int64_t wall_seconds(const ZoneChange& change, int year) {
  using namespace std::chrono;
  const auto first = sys_days{std::chrono::year{year} / January / 1};
  sys_days day = first;
  switch (change.form) {
    case ZoneChange::Form::julian:
      day = first + days{change.day - 1 + (change.day >= 60 && std::chrono::year{year}.is_leap() ? 1 : 0)};
      break;
    case ZoneChange::Form::zero_based: day = first + days{change.day}; break;
    case ZoneChange::Form::month_week_day: {
      const auto month = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(change.month)};
      const std::chrono::weekday which{static_cast<unsigned>(change.day)};
      day = change.week == 5 ? sys_days{month / which[last]} : sys_days{month / which[static_cast<unsigned>(change.week)]};
      break;
    }
  }
  return std::int64_t{day.time_since_epoch().count()} * 86'400 + change.time_s;
}

}  // namespace

std::optional<ZoneRule> parse_zone_rule(std::string_view text) {
  Parser in{text};
  ZoneRule rule;
  int west = 0;  // POSIX counts west of Greenwich as positive
  if (!in.name() || !in.time(24, west)) return std::nullopt;
  rule.standard = rule.summer = -west;
  if (in.rest.empty()) return rule;
  rule.has_summer = true;
  if (!in.name()) return std::nullopt;
  rule.summer = rule.standard + 3600;
  if (!in.rest.empty() && in.rest.front() != ',') {
    if (!in.time(24, west)) return std::nullopt;
    rule.summer = -west;
  }
  if (!in.change(rule.begin) || !in.change(rule.end) || !in.rest.empty()) return std::nullopt;
  return rule;
}

std::pair<std::int64_t, std::int64_t> summer_of(const ZoneRule& rule, int year) {
  return {wall_seconds(rule.begin, year) - rule.standard, wall_seconds(rule.end, year) - rule.summer};
}

}  // namespace juno
