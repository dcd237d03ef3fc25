// SPDX-License-Identifier: Apache-2.0
#include "core/ask/window.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
namespace juno::ask {
namespace {

using std::chrono::year_month_day;

// A day as the calendar has it.
struct Day {
  int year = 0;
  unsigned month = 1, day = 1;
};
Day day_of(Date date) {
  const year_month_day d{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(d.year()), static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day())};
}
Date date_of(int year, unsigned month, unsigned day) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}}.time_since_epoch().count())};
}
// The first of the month so many months later.
Date first_of(int year, unsigned month, int months_later = 0) {
  const int n = year * 12 + static_cast<int>(month) - 1 + months_later;
  return date_of(n / 12, static_cast<unsigned>(n % 12) + 1, 1);
}
Date months_later(Date date, int months) {
  const Day d = day_of(date);
  const Date first = first_of(d.year, d.month, months), next = first_of(d.year, d.month, months + 1);
  return std::min(first + (static_cast<int>(d.day) - 1), next + -1);
}

// Local days [first, end).
struct Days {
  Date first, end;
};
using MaybeDays = std::optional<Days>;

constexpr int kFirstYear = 1, kLastYear = 9998, kMostUnits = 100'000;

std::optional<int> whole(std::string_view text, bool sign = false) {
  int n = 0;
  const char* from = text.data();
  if (text.empty() || (!sign && text.front() == '-') || text.front() == '+') return std::nullopt;
  const auto [end, error] = std::from_chars(from, from + text.size(), n);
  if (error != std::errc() || end != from + text.size() || n > kMostUnits || n < -kMostUnits) return std::nullopt;
  return n;
}
// So many digits and nothing else.
std::optional<int> digits(std::string_view text, std::size_t count) { return text.size() == count ? whole(text) : std::nullopt; }

MaybeDays months(int year, int month, int count) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12) return std::nullopt;
  return Days{first_of(year, static_cast<unsigned>(month)), first_of(year, static_cast<unsigned>(month), count)};
}

MaybeDays iso_week(int year, int week) {
  const Date fourth = date_of(year, 1, 4), first = fourth + -weekday(fourth) + 7 * (week - 1);
  // Week 53 is the next year's first where the year has only 52.
  if (week < 1 || week > 53 || day_of(first + 3).year != year) return std::nullopt;
  return Days{first, first + 7};
}

// "FY2027", "FY2027-Q1": a fiscal year is named after the calendar year in which it ends.
MaybeDays fiscal(std::string_view text, int start) {
  const auto year = digits(text.substr(0, 4), 4);
  if (!year) return std::nullopt;
  const int begins = *year - (start > 1 ? 1 : 0);
  if (text.size() == 4) return months(begins, start, 12);
  if (text.size() != 7 || text.substr(4, 2) != "-Q" || text[6] < '1' || text[6] > '4' || begins < kFirstYear || begins > kLastYear) return std::nullopt;
  const Date first = first_of(begins, static_cast<unsigned>(start), 3 * (text[6] - '1'));
  return Days{first, months_later(first, 3)};
}

MaybeDays literal(std::string_view text, const Clock& clock) {
  if (text.substr(0, 2) == "FY") return fiscal(text.substr(2), clock.fiscal_start);
  const auto year = digits(text.substr(0, 4), 4);
  if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  if (text.size() == 4) return months(*year, 1, 12);
  if (text[4] != '-') return std::nullopt;
  const std::string_view rest = text.substr(5);
  if (const auto month = digits(rest, 2)) return months(*year, *month, 1);
  if (rest.size() == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4') return months(*year, 3 * (rest[1] - '1') + 1, 3);
  if (rest.size() == 2 && rest[0] == 'H' && (rest[1] == '1' || rest[1] == '2')) return months(*year, 6 * (rest[1] - '1') + 1, 6);
  if (rest.size() == 3 && rest[0] == 'W') {
    const auto week = digits(rest.substr(1), 2);
    return week ? iso_week(*year, *week) : std::nullopt;
  }
  const auto date = parse_date(text);
  return date ? MaybeDays(Days{*date, *date + 1}) : std::nullopt;
}

// The period of that unit around `today`, so many further on.
MaybeDays period(std::string_view unit, int k, Date today, const Clock& clock) {
  const Day d = day_of(today);
  const auto of_months = [&](Date first, int length) -> MaybeDays { return Days{months_later(first, k * length), months_later(first, (k + 1) * length)}; };
  if (unit == "day") return Days{today + k, today + k + 1};
  if (unit == "week") {
    const Date first = today + -((weekday(today) - clock.week_start + 7) % 7) + 7 * k;
    return Days{first, first + 7};
  }
  if (unit == "month") return of_months(first_of(d.year, d.month), 1);
  if (unit == "quarter") return of_months(first_of(d.year, (d.month - 1) / 3 * 3 + 1), 3);
  if (unit == "half") return of_months(first_of(d.year, (d.month - 1) / 6 * 6 + 1), 6);
  if (unit == "year") return of_months(first_of(d.year, 1), 12);
  const auto start = static_cast<unsigned>(clock.fiscal_start);
  const int fiscal_year = d.month >= start ? d.year : d.year - 1;
  if (unit == "fyear") return of_months(first_of(fiscal_year, start), 12);
  if (unit == "fquarter") {
    const int quarter = ((d.year - fiscal_year) * 12 + static_cast<int>(d.month) - clock.fiscal_start) / 3;
    return of_months(first_of(fiscal_year, start, 3 * quarter), 3);
  }
  return std::nullopt;
}

// "last:30d" and "next:2w" after their colon.
std::optional<Span> rolling(std::string_view text, bool ahead, const Clock& clock) {
  const auto n = text.size() < 2 ? std::nullopt : whole(text.substr(0, text.size() - 1));
  if (!n || *n < 1 || *n > 9999) return std::nullopt;
  const Date today = clock.zone.date(clock.now);
  const int sign = ahead ? 1 : -1;
  const char unit = text.back();
  if (unit == 'q' || unit == 'y') {
    const std::string_view name = unit == 'q' ? "quarter" : "year";
    const auto first = period(name, ahead ? 1 : -*n, today, clock), last = period(name, ahead ? *n : -1, today, clock);
    return Span{clock.zone.start_of(first->first), clock.zone.start_of(last->end)};
  }
  if (unit == 'h') {
    const Instant other = clock.now + std::chrono::hours(sign * *n);
    return ahead ? Span{clock.now, other} : Span{other, clock.now};
  }
  if (unit != 'd' && unit != 'w' && unit != 'm') return std::nullopt;
  const Date other = unit == 'm' ? months_later(today, sign * *n) : today + sign * *n * (unit == 'w' ? 7 : 1);
  return ahead ? Span{clock.now, clock.zone.start_of(other + 1)} : Span{clock.zone.start_of(other), clock.now};
}

// "week:-1", "month:-3..-1" around their colon.
std::optional<Span> periods(std::string_view unit, std::string_view text, const Clock& clock) {
  const auto dots = text.find("..");
  const auto from = whole(text.substr(0, dots), true);
  const auto to = dots == std::string_view::npos ? from : whole(text.substr(dots + 2), true);
  if (!from || !to || std::abs(*from) > 9999 || std::abs(*to) > 9999) return std::nullopt;
  const Date today = clock.zone.date(clock.now);
  const auto first = period(unit, *from, today, clock), last = period(unit, *to, today, clock);
  if (!first || !last) return std::nullopt;
  return Span{clock.zone.start_of(first->first), clock.zone.start_of(last->end)};
}

// "A..B", literals or moments.
std::optional<Span> range(std::string_view a, std::string_view b, const Clock& clock) {
  if (a.find('T') != std::string_view::npos || b.find('T') != std::string_view::npos) {
    const auto from = parse_instant(a), to = parse_instant(b);
    if ((!from && !a.empty()) || (!to && !b.empty())) return std::nullopt;
    return Span{from, to};
  }
  const auto first = literal(a, clock), last = literal(b, clock);
  if (!first || !last) return std::nullopt;
  return Span{clock.zone.start_of(first->first), clock.zone.start_of(last->end)};
}

std::optional<Span> unclamped(std::string_view text, const Clock& clock) {
  if (const auto dots = text.find(".."); dots != std::string_view::npos && (text.find(':') == std::string_view::npos || text.find('T') != std::string_view::npos))
    return range(text.substr(0, dots), text.substr(dots + 2), clock);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    const auto days = literal(text, clock);
    return days ? std::optional(Span{clock.zone.start_of(days->first), clock.zone.start_of(days->end)}) : std::nullopt;
  }
  const std::string_view word = text.substr(0, colon), rest = text.substr(colon + 1);
  if (word == "last" || word == "next") return rolling(rest, word == "next", clock);
  if (word != "since" && word != "from" && word != "until" && word != "through") return periods(word, rest, clock);
  const auto days = literal(rest, clock);
  if (!days) return std::nullopt;
  const Instant first = clock.zone.start_of(days->first), end = clock.zone.start_of(days->end);
  if (word == "since") return Span{first, clock.now};
  if (word == "from") return Span{first, std::nullopt};
  return Span{std::nullopt, word == "until" ? first : end};
}

std::string say_moment(Instant t, const Clock& clock, bool end) {
  const Date day = clock.zone.date(t);
  if (clock.zone.start_of(day) != t) return clock.zone.format(t);
  return format_date(end ? day + -1 : day);
}

}  // namespace

std::optional<Span> resolve_window(std::string_view text, const Clock& clock, bool past) {
  if (text.size() > 100) return std::nullopt;
  auto span = unclamped(text, clock);
  if (!span) return std::nullopt;
  if (past && span->to && *span->to > clock.now && (!span->from || *span->from < clock.now)) span->to = clock.now;
  if (span->from && span->to && *span->from >= *span->to) return std::nullopt;
  return span;
}

std::string window_text(const Span& span) {
  return (span.from ? format_instant(*span.from) : std::string()) + ".." + (span.to ? format_instant(*span.to) : std::string());
}

std::optional<Date> last_day(std::string_view text, const Clock& clock) {
  const auto days = literal(text, clock);
  return days ? std::optional(days->end + -1) : std::nullopt;
}

std::string step_label(std::string_view grain, Date day, int week_start) {
  if (grain == "week") return format_date(day + -((weekday(day) - week_start + 7) % 7));
  if (grain == "weekday") {
    constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return kDays[static_cast<std::size_t>(weekday(day))];
  }
  const std::string date = format_date(day);
  const std::size_t year = date.size() - 6;  // four digits, more after 9999
  if (grain == "year") return date.substr(0, year);
  if (grain == "month") return date.substr(0, year + 3);
  if (grain == "quarter") return date.substr(0, year) + "-Q" + std::to_string((day_of(day).month + 2) / 3);
  return date;
}

std::string say(const Span& span, const Clock& clock) {
  if (!span.from && !span.to) return "at any time";
  if (!span.from) return "until " + say_moment(*span.to, clock, true);
  if (!span.to) return "from " + say_moment(*span.from, clock, false) + " on";
  const std::string from = say_moment(*span.from, clock, false), to = say_moment(*span.to, clock, true);
  return from == to ? from : from + " to " + to;
}

}  // namespace juno::ask
