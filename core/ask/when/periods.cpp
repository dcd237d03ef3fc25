// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/periods.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
namespace juno::ask::when_detail {

Civil civil(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}
Date date_of(int year, unsigned month, unsigned day) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}}.time_since_epoch().count())};
}
bool exists(int year, unsigned month, unsigned day) {
  return year >= 1970 && year <= 2200 && (std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}).ok();
}
Date month_start(int year, unsigned month, int n) {
  const int k = year * 12 + static_cast<int>(month) - 1 + n;
  return date_of(k / 12, static_cast<unsigned>(k % 12) + 1, 1);
}

std::optional<Unit> unit_of(std::string_view w) {
  static constexpr std::array<std::pair<std::string_view, Unit>, 42> kUnits = {{
      {"hour", {"hour", 'h'}}, {"hours", {"hour", 'h'}}, {"hr", {"hour", 'h'}}, {"hrs", {"hour", 'h'}}, {"h", {"hour", 'h'}},
      {"day", {"day", 'd'}}, {"days", {"day", 'd'}}, {"d", {"day", 'd'}}, {"week", {"week", 'w'}}, {"weeks", {"week", 'w'}}, {"wk", {"week", 'w'}}, {"wks", {"week", 'w'}},
      {"w", {"week", 'w'}}, {"month", {"month", 'm'}}, {"months", {"month", 'm'}}, {"mo", {"month", 'm'}}, {"mos", {"month", 'm'}}, {"mth", {"month", 'm'}}, {"mths", {"month", 'm'}}, {"mnth", {"month", 'm'}},
      {"quarter", {"quarter", 'q'}}, {"quarters", {"quarter", 'q'}}, {"qtr", {"quarter", 'q'}}, {"qtrs", {"quarter", 'q'}}, {"q", {"quarter", 'q'}},
      {"half", {"half", '\0'}}, {"halves", {"half", '\0'}}, {"year", {"year", 'y'}}, {"years", {"year", 'y'}}, {"yr", {"year", 'y'}}, {"yrs", {"year", 'y'}},
      {"fortnight", {"fortnight", 'f'}}, {"fortnights", {"fortnight", 'f'}}, {"fy", {"fyear", '\0'}}, {"fq", {"fquarter", '\0'}},
      {"calweek", {"week", 'w'}}, {"dy", {"day", 'd'}}, {"dys", {"day", 'd'}}, {"qrtr", {"quarter", 'q'}}, {"qrtrs", {"quarter", 'q'}}, {"wek", {"week", 'w'}}, {"weeek", {"week", 'w'}}}};
  for (const auto& [word, unit] : kUnits)
    if (word == w) return unit;
  return {};
}
std::optional<unsigned> month_named(std::string_view w) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};
  if (w == "sept") return 9;
  for (unsigned m = 0; m < 12; ++m)
    if (w == kMonths[m] || (w.size() == 3 && kMonths[m].starts_with(w))) return m + 1;
  return {};
}
std::optional<int> weekday_named(std::string_view w) {
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  if (w == "tues") return 1;
  if (w == "weds") return 2;
  if (w == "thur" || w == "thurs") return 3;
  for (int d = 0; d < 7; ++d)
    if (w == kDays[static_cast<std::size_t>(d)] || (w.size() == 3 && w != "sun" && w != "sat" && kDays[static_cast<std::size_t>(d)].starts_with(w))) return d;
  return {};
}
std::optional<int> whole_number(std::string_view s) {
  int n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  return error == std::errc{} && end == s.data() + s.size() ? std::optional(n) : std::nullopt;
}

Period span_of(std::string literal, Date first, Date last) { return {literal, literal, first, last}; }
Period month_of(int year, unsigned month) {
  const Date first = date_of(year, month, 1);
  return span_of(format_date(first).substr(0, 7), first, month_start(year, month, 1) + -1);
}
Period quarter_of(int year, int q) {
  const unsigned m = static_cast<unsigned>(3 * q - 2);
  return span_of(std::to_string(year) + "-Q" + std::to_string(q), date_of(year, m, 1), month_start(year, m, 3) + -1);
}
Period half_of(int year, int h) {
  const unsigned m = static_cast<unsigned>(6 * h - 5);
  return span_of(std::to_string(year) + "-H" + std::to_string(h), date_of(year, m, 1), month_start(year, m, 6) + -1);
}
Period year_of(int year) { return span_of(std::to_string(year), date_of(year, 1, 1), date_of(year, 12, 31)); }
Period day_of(Date d) { return span_of(format_date(d), d, d); }
Period week_of(int year, int week) {
  const Date jan4 = date_of(year, 1, 4);
  const Date first = jan4 + -weekday(jan4) + 7 * (week - 1);
  return span_of(std::to_string(year) + "-W" + (week < 10 ? "0" : "") + std::to_string(week), first, first + 6);
}

Reading same(Period p, std::size_t end) {
  Reading r;
  r.past = p, r.future = std::move(p), r.end = end;
  return r;
}
Reading named(Reading r) {
  r.day = true;
  return r;
}
Reading edged(Reading r) {
  r.day = r.edge = true;
  return r;
}

Period Calendar::period(std::string_view unit, int k) const {
  Period p;
  p.window = std::string(unit) + ":" + std::to_string(k);
  if (unit == "day") p.first = p.last = today_.date + k;
  else if (unit == "week") p.first = today_.date + (-((weekday(today_.date) - today_.week_start + 7) % 7) + 7 * k), p.last = p.first + 6;
  else {
    int months = unit == "month" ? 1 : unit == "quarter" || unit == "fquarter" ? 3 : unit == "half" ? 6 : 12;
    int since = 0;  // months from the start of the present period to this month
    const int m = static_cast<int>(now_.month) - 1, f = unit.front() == 'f' ? today_.fiscal_month - 1 : 0;
    since = ((m - f) % months + months) % months;
    p.first = month_start(now_.year, now_.month, months * k - since);
    const Civil c = civil(p.first);
    p.last = month_start(c.year, c.month, months) + -1;
  }
  return p;
}
Period Calendar::fiscal(int year, int q) const {
  const unsigned f = static_cast<unsigned>(today_.fiscal_month);
  const int start = today_.fiscal_month > 1 ? year - 1 : year;
  const int shift = q ? 3 * (q - 1) : 0, months = q ? 3 : 12;
  const Civil c = civil(month_start(start, f, shift));
  return span_of("FY" + std::to_string(year) + (q ? "-Q" + std::to_string(q) : ""), month_start(start, f, shift), month_start(c.year, c.month, months) + -1);
}
int Calendar::fiscal_year() const { return now_.year + (today_.fiscal_month > 1 && static_cast<int>(now_.month) >= today_.fiscal_month ? 1 : 0); }
Reading Calendar::rolled(int n, char letter, int sign, std::size_t end) const {
  Reading r;
  const std::string window = (sign < 0 ? "last:" : "next:") + std::to_string(n) + letter;
  Period p{window, "", today_.date, today_.date};
  Date other = today_.date;
  if (letter == 'd' || letter == 'w') other = today_.date + sign * n * (letter == 'w' ? 7 : 1);
  else if (letter == 'm') {
    const Date first = month_start(now_.year, now_.month, sign * n);
    const Civil c = civil(first);
    const int days = (month_start(c.year, c.month, 1) + -1) - first + 1;
    other = first + (std::min(static_cast<int>(now_.day), days) - 1);
  } else if (letter == 'q' || letter == 'y') {
    const std::string_view unit = letter == 'q' ? "quarter" : "year";
    p.first = period(unit, sign < 0 ? -n : 1).first, p.last = period(unit, sign < 0 ? -1 : n).last;
  }
  if (letter != 'q' && letter != 'y') (sign < 0 ? p.first : p.last) = other;
  r = same(p, end);
  r.rolling = true;
  return r;
}

}  // namespace juno::ask::when_detail
