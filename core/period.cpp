// SPDX-License-Identifier: Apache-2.0
#include "core/period.h"
#include <algorithm>
#include <charconv>
#include <chrono>
#include "core/error.h"
namespace juno {
namespace {

using std::chrono::year_month_day;

year_month_day civil(Date d) { return std::chrono::sys_days{std::chrono::days{d.days}}; }
Date date_of(const year_month_day& d) { return {static_cast<std::int32_t>(std::chrono::sys_days{d}.time_since_epoch().count())}; }
Date date_of(int year, unsigned month, unsigned day) {
  return date_of(year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}});
}
int year_of(Date d) { return static_cast<int>(civil(d).year()); }
unsigned month_of(Date d) { return static_cast<unsigned>(civil(d).month()); }

// The same day of the month so many months earlier; the last day of a shorter month.
Date months_before(Date d, int months) {
  const year_month_day from = civil(d);
  year_month_day to = from - std::chrono::months{months};
  if (!to.ok()) to = to.year() / to.month() / std::chrono::last;
  return date_of(to);
}

// ISO 8601: week 1 holds the year's first Thursday.
Date monday_of_week_one(int year) {
  const Date fourth = date_of(year, 1, 4);
  return fourth + -weekday(fourth);
}

std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// The calendar's period of that kind around a day, both ends included.
struct Days {
  Date first, last;
};
Days around(Date day, Step step, int week_start) {
  switch (step) {
    case Step::day: return {day, day};
    case Step::week: {
      const Date first = day + -((weekday(day) - week_start + 7) % 7);
      return {first, first + 6};
    }
    case Step::month: {
      const Date first = date_of(year_of(day), month_of(day), 1);
      return {first, months_before(first, -1) + -1};
    }
    case Step::quarter: {
      const Date first = date_of(year_of(day), (month_of(day) - 1) / 3 * 3 + 1, 1);
      return {first, months_before(first, -3) + -1};
    }
    case Step::year: return {date_of(year_of(day), 1, 1), date_of(year_of(day), 12, 31)};
  }
  return {day, day};
}

std::string span_name(const Days& d) { return d.first == d.last ? format_date(d.first) : format_date(d.first) + " to " + format_date(d.last); }

std::string name_of(const Days& d, Step step) {
  const std::string year = std::to_string(year_of(d.first));
  switch (step) {
    case Step::day: return format_date(d.first);
    case Step::week: {
      if (weekday(d.first) != 0) return span_name(d);  // ISO weeks begin on Monday
      const int iso_year = year_of(d.first + 3);
      return std::to_string(iso_year) + "-W" + two((d.first - monday_of_week_one(iso_year)) / 7 + 1);
    }
    case Step::month: return year + "-" + two(static_cast<int>(month_of(d.first)));
    case Step::quarter: return year + "-Q" + std::to_string((month_of(d.first) + 2) / 3);
    case Step::year: return year;
  }
  return {};
}

std::optional<int> number(std::string_view text, std::size_t digits) {
  int n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.size() != digits || error != std::errc{} || end != text.data() + text.size() || n < 0) return std::nullopt;
  return n;
}

// "2026-W12", "2026-03", "2026-Q1", "2026"
std::optional<Days> calendar_period(std::string_view text) {
  const auto year = number(text.substr(0, std::min<std::size_t>(4, text.size())), 4);
  if (!year || *year < 1970 || *year > 2200) return std::nullopt;
  if (text.size() == 4) return around(date_of(*year, 1, 1), Step::year, 0);
  if (text[4] != '-') return std::nullopt;
  const std::string_view rest = text.substr(5);
  if (const auto month = number(rest, 2); month && *month >= 1 && *month <= 12) return around(date_of(*year, static_cast<unsigned>(*month), 1), Step::month, 0);
  if (rest.empty()) return std::nullopt;
  if (rest[0] == 'Q')
    if (const auto quarter = number(rest.substr(1), 1); quarter && *quarter >= 1 && *quarter <= 4)
      return around(date_of(*year, static_cast<unsigned>(*quarter) * 3, 1), Step::quarter, 0);
  if (rest[0] == 'W')
    if (const auto week = number(rest.substr(1), 2); week && *week >= 1) {
      const Date first = monday_of_week_one(*year) + 7 * (*week - 1);
      if (first < monday_of_week_one(*year + 1)) return Days{first, first + 6};
    }
  return std::nullopt;
}

// "30d", "6w", "3m", "1y"
std::optional<Date> ago(std::string_view text, Date today) {
  if (text.size() < 2 || text.size() > 5) return std::nullopt;
  const auto n = number(text.substr(0, text.size() - 1), text.size() - 1);
  if (!n) return std::nullopt;
  switch (text.back()) {
    case 'd': return today + -*n;
    case 'w': return today + -7 * std::min(*n, 5000);
    case 'm': return months_before(today, std::min(*n, 2400));
    case 'y': return months_before(today, 12 * std::min(*n, 200));
    default: return std::nullopt;
  }
}

Days asked(std::string_view text, Date today, const char* option) {
  if (text == "today") return {today, today};
  if (text == "yesterday") return {today + -1, today + -1};
  if (const auto day = parse_date(text)) return {*day, *day};
  if (const auto days = calendar_period(text)) return *days;
  if (const auto day = ago(text, today)) return {*day, *day};
  throw Error(Exit::usage, std::string(option) + ": not a day or period: " + std::string(text), "write 2026-03-05, 2026-03, 2026-W12, 2026-Q1, 2026, today, yesterday, 30d, 6w, 3m or 1y");
}

Period made(const Days& days, std::string name, const Midnights& m) {
  return {m.zone.start_of(days.first), m.zone.start_of(days.last + 1), days.first, days.last, std::move(name), true};
}

// What remains of `p` up to `end`.
void cut(Period& p, Instant end, const Zone& zone) {
  if (end >= p.to) return;
  p.to = end;
  p.last = std::max(p.first, zone.date(end - std::chrono::milliseconds(1)));
  p.whole = false;
}

}  // namespace

std::string_view to_string(Step step) {
  switch (step) {
    case Step::day: return "day";
    case Step::week: return "week";
    case Step::month: return "month";
    case Step::quarter: return "quarter";
    case Step::year: return "year";
  }
  return "";
}

std::optional<Step> step_named(std::string_view name) {
  for (const Step step : {Step::day, Step::week, Step::month, Step::quarter, Step::year})
    if (to_string(step) == name) return step;
  return std::nullopt;
}

Period period_of(std::string_view since, std::string_view until, std::string_view fallback, Instant now, const Midnights& m) {
  const Date today = m.zone.date(now);
  const Days first = asked(since.empty() ? fallback : since, today, "--since");
  const Days last = until.empty() ? Days{today, today} : asked(until, today, "--until");
  if (m.zone.start_of(first.first) >= now)
    throw Error(Exit::usage, "--since: " + format_date(first.first) + " has not begun yet", "name a day up to today, " + format_date(today));
  if (last.last < first.first) throw Error(Exit::usage, "--until ends on " + format_date(last.last) + ", before --since begins on " + format_date(first.first));
  const bool same = !since.empty() && since == until;
  Period out = made({first.first, last.last}, "", m);
  cut(out, now, m.zone);
  out.name = same && out.whole ? std::string(since) : span_name({out.first, out.last});
  return out;
}

std::vector<Period> steps_of(const Period& period, Step step, const Midnights& m) {
  std::vector<Period> out;
  for (Date day = period.first; day <= period.last;) {
    const Days days = around(day, step, m.week_start);
    Period& p = out.emplace_back(made(days, name_of(days, step), m));
    if (p.from < period.from) p.from = period.from, p.first = period.first, p.whole = false;
    cut(p, period.to, m.zone);
    day = days.last + 1;
  }
  return out;
}

std::optional<std::size_t> step_at(const std::vector<Period>& steps, Instant t) {
  const auto after = std::upper_bound(steps.begin(), steps.end(), t, [](Instant at, const Period& p) { return at < p.from; });
  if (after == steps.begin() || !std::prev(after)->contains(t)) return std::nullopt;
  return static_cast<std::size_t>(std::prev(after) - steps.begin());
}

Step readable_step(const Period& period) {
  const double days = period.days();
  return days <= 46 ? Step::day : days <= 550 ? Step::week : Step::month;
}

}  // namespace juno
