// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>
namespace juno::ask {
namespace {

using Names = std::initializer_list<std::string_view>;

struct Civil { int year; unsigned month, day; };
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
// The first day of the month `n` months after this one.
Date month_start(int year, unsigned month, int n) {
  const int k = year * 12 + static_cast<int>(month) - 1 + n;
  return date_of(k / 12, static_cast<unsigned>(k % 12) + 1, 1);
}

// A stretch of days, and how the semantic query writes it.
struct Period {
  std::string window;   // "month:-1", "2026-03", "last:7d"
  std::string literal;  // as one end of a range; empty: its days
  Date first, last;
  std::string from() const { return literal.empty() ? format_date(first) : literal; }
  std::string to() const { return literal.empty() ? format_date(last) : literal; }
};
// The same words looking back and looking ahead.
struct Reading {
  Period past, future;
  std::size_t end = 0;
  bool day = false;      // one day, by its name
  bool rolling = false;
  bool needs_word = false;  // a bare year: only after "in", "since" …
  bool edge = false;     // "end of March"
  bool last_day = false; // of its two edges, the end
};

struct Unit {
  std::string_view name;  // of the semantic query
  char letter;            // of rolling windows; 0 = none
};
std::optional<Unit> unit_of(std::string_view w) {
  static constexpr std::array<std::pair<std::string_view, Unit>, 43> kUnits = {{
      {"hour", {"hour", 'h'}}, {"hours", {"hour", 'h'}}, {"hr", {"hour", 'h'}}, {"hrs", {"hour", 'h'}}, {"h", {"hour", 'h'}},
      {"day", {"day", 'd'}}, {"days", {"day", 'd'}}, {"d", {"day", 'd'}}, {"week", {"week", 'w'}}, {"weeks", {"week", 'w'}}, {"wk", {"week", 'w'}}, {"wks", {"week", 'w'}},
      {"w", {"week", 'w'}}, {"month", {"month", 'm'}}, {"months", {"month", 'm'}}, {"mo", {"month", 'm'}}, {"mos", {"month", 'm'}}, {"mth", {"month", 'm'}}, {"mths", {"month", 'm'}}, {"mnth", {"month", 'm'}},
      {"quarter", {"quarter", 'q'}}, {"quarters", {"quarter", 'q'}}, {"qtr", {"quarter", 'q'}}, {"qtrs", {"quarter", 'q'}}, {"q", {"quarter", 'q'}},
      {"half", {"half", '\0'}}, {"halves", {"half", '\0'}}, {"year", {"year", 'y'}}, {"years", {"year", 'y'}}, {"yr", {"year", 'y'}}, {"yrs", {"year", 'y'}},
      {"fortnight", {"fortnight", 'f'}}, {"fortnights", {"fortnight", 'f'}}, {"fy", {"fyear", '\0'}}, {"fq", {"fquarter", '\0'}},
      {"calweek", {"week", 'w'}}, {"weekly", {"", '\0'}}, {"dy", {"day", 'd'}}, {"dys", {"day", 'd'}}, {"qrtr", {"quarter", 'q'}}, {"qrtrs", {"quarter", 'q'}}, {"wek", {"week", 'w'}}, {"weeek", {"week", 'w'}}}};
  for (const auto& [word, unit] : kUnits)
    if (word == w && !unit.name.empty()) return unit;
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
bool among(std::string_view w, Names names) { return std::find(names.begin(), names.end(), w) != names.end(); }

class Calendar {
 public:
  Calendar(std::span<const Token> tokens, const Today& today) : tokens_(tokens), today_(today), now_(civil(today.date)) {}

  std::vector<When> all() {
    std::vector<When> out;
    for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, out);
    return out;
  }

 private:
  std::string_view word(std::size_t i) const {
    return i < tokens_.size() && (tokens_[i].type == Token::Class::word || tokens_[i].type == Token::Class::sign) ? std::string_view(tokens_[i].norm) : std::string_view();
  }
  bool is(std::size_t i, Names names) const { return !word(i).empty() && among(word(i), names); }
  std::optional<int> whole(std::size_t i) const {
    if (i >= tokens_.size() || tokens_[i].type != Token::Class::number || tokens_[i].number != std::floor(tokens_[i].number)) return {};
    return tokens_[i].number < 1e6 ? std::optional<int>(static_cast<int>(tokens_[i].number)) : std::nullopt;
  }
  bool plain_number(std::size_t i) const { return whole(i) && std::all_of(tokens_[i].text.begin(), tokens_[i].text.end(), [](char c) { return c >= '0' && c <= '9'; }); }
  std::optional<int> year_at(std::size_t i) const {
    if (is(i, {",", "of", "'"})) ++i;
    if (plain_number(i) && tokens_[i].text.size() == 2 && tokens_[i].glue == '\'') return 2000 + *whole(i);
    if (!plain_number(i) || tokens_[i].text.size() != 4 || *whole(i) < 1990 || *whole(i) > 2100) return {};
    return whole(i);
  }
  std::size_t past_year(std::size_t i) const { return is(i, {",", "of", "'"}) ? i + 2 : i + 1; }

  // ---- periods -------------------------------------------------------------------------------------------------------
  Period calendar(std::string_view unit, int k) const {
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
  static Period span_of(std::string literal, Date first, Date last) { return {literal, literal, first, last}; }
  static Period month_of(int year, unsigned month) {
    const Date first = date_of(year, month, 1);
    return span_of(format_date(first).substr(0, 7), first, month_start(year, month, 1) + -1);
  }
  static Period quarter_of(int year, int q) {
    const unsigned m = static_cast<unsigned>(3 * q - 2);
    return span_of(std::to_string(year) + "-Q" + std::to_string(q), date_of(year, m, 1), month_start(year, m, 3) + -1);
  }
  static Period half_of(int year, int h) {
    const unsigned m = static_cast<unsigned>(6 * h - 5);
    return span_of(std::to_string(year) + "-H" + std::to_string(h), date_of(year, m, 1), month_start(year, m, 6) + -1);
  }
  static Period year_of(int year) { return span_of(std::to_string(year), date_of(year, 1, 1), date_of(year, 12, 31)); }
  static Period day_of(Date d) { return span_of(format_date(d), d, d); }
  Period fiscal(int year, int q) const {  // q = 0: the whole year, which ends in calendar year `year`
    const unsigned f = static_cast<unsigned>(today_.fiscal_month);
    const int start = today_.fiscal_month > 1 ? year - 1 : year;
    const int shift = q ? 3 * (q - 1) : 0, months = q ? 3 : 12;
    const Civil c = civil(month_start(start, f, shift));
    return span_of("FY" + std::to_string(year) + (q ? "-Q" + std::to_string(q) : ""), month_start(start, f, shift), month_start(c.year, c.month, months) + -1);
  }
  int fiscal_year() const { return now_.year + (today_.fiscal_month > 1 && static_cast<int>(now_.month) >= today_.fiscal_month ? 1 : 0); }

  // The latest of a yearly period that has begun, and the earliest that has not ended.
  template <class Make> Reading yearly(std::size_t end, int year, Make make) const {
    Reading r;
    r.end = end;
    r.past = make(year), r.future = make(year);
    for (int y = year + 1; r.past.first > today_.date || y > year; --y) {
      r.past = make(y);
      if (r.past.first <= today_.date) break;
    }
    for (int y = year - 1;; ++y) {
      r.future = make(y);
      if (r.future.last >= today_.date) break;
    }
    return r;
  }
  static Reading same(Period p, std::size_t end) {
    Reading r;
    r.past = p, r.future = std::move(p), r.end = end;
    return r;
  }

  std::optional<Reading> period(std::size_t i) const {
    for (auto read : {&Calendar::near_day, &Calendar::edge, &Calendar::to_date, &Calendar::relative, &Calendar::rolling, &Calendar::written, &Calendar::named_day, &Calendar::named_month, &Calendar::quarter, &Calendar::half, &Calendar::fiscal_period,
                      &Calendar::numbered_week, &Calendar::day_name, &Calendar::ago, &Calendar::bare_year})
      if (auto r = (this->*read)(i)) return r;
    return {};
  }

  std::optional<Reading> near_day(std::size_t i) const {
    if (is(i, {"today", "tonight", "tdy"})) return named(same(calendar("day", 0), i + 1));
    if (is(i, {"yesterday", "ystd", "yday"})) return named(same(calendar("day", -1), i + 1));
    if (is(i, {"tomorrow", "tmrw", "tmr"})) return named(same(calendar("day", 1), i + 1));
    if (is(i, {"the"}) && is(i + 1, {"day", "week", "month", "quarter", "year"})) ++i;
    if (is(i, {"week", "month", "quarter", "year"}) && is(i + 1, {"before", "after"}) && is(i + 2, {"last", "next"}) && is(i + 1, {"before"}) == is(i + 2, {"last"}))
      return same(calendar(word(i), is(i + 2, {"last"}) ? -2 : 2), i + 3);
    if (is(i, {"day"}) && is(i + 1, {"before"}) && is(i + 2, {"yesterday"})) return named(same(calendar("day", -2), i + 3));
    if (is(i, {"day"}) && is(i + 1, {"after"}) && is(i + 2, {"tomorrow"})) return named(same(calendar("day", 2), i + 3));
    return {};
  }
  static Reading named(Reading r) {
    r.day = true;
    return r;
  }

  std::optional<Reading> edge(std::size_t i) const {
    bool end = false;
    std::size_t at = i;
    if (is(at, {"eow", "eom", "eoq", "eoy"})) {
      const char u = word(at)[2];
      const Period p = calendar(u == 'w' ? "week" : u == 'm' ? "month" : u == 'q' ? "quarter" : "year", 0);
      Reading r = edged(same(day_of(p.last), at + 1));
      r.last_day = true;
      return r;
    }
    if (is(at, {"the"})) ++at;
    if (is(at, {"end", "close", "last"}) && is(at + 1, {"of", "day"})) end = true, at += is(at + 1, {"day"}) && is(at + 2, {"of"}) ? 3 : 2;
    else if (is(at, {"start", "beginning", "begin", "first"}) && is(at + 1, {"of", "day"})) at += is(at + 1, {"day"}) && is(at + 2, {"of"}) ? 3 : 2;
    else return {};
    std::optional<Reading> r;
    if (is(at, {"the"}) && unit_of(word(at + 1)) && unit_of(word(at + 1))->letter != 'h') r = same(calendar(unit_of(word(at + 1))->name, 0), at + 2);
    else if (unit_of(word(at)) && word(at).size() > 2 && !among(unit_of(word(at))->name, {"hour", "fortnight", "fyear", "fquarter"})) r = same(calendar(unit_of(word(at))->name, 0), at + 1);
    else r = period(is(at, {"the"}) ? at + 1 : at);
    if (!r || r->day || r->rolling || r->edge) return {};
    Reading out = same(day_of(end ? r->past.last : r->past.first), r->end);
    out.future = day_of(end ? r->future.last : r->future.first);
    out.last_day = end;
    return edged(out);
  }
  static Reading edged(Reading r) {
    r.day = r.edge = true;
    return r;
  }

  std::optional<Reading> to_date(std::size_t i) const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kToDate = {{{"ytd", "year"}, {"qtd", "quarter"}, {"mtd", "month"}, {"wtd", "week"}}};
    for (const auto& [w, unit] : kToDate)
      if (word(i) == w) return same(calendar(unit, 0), i + 1);
    const auto unit = unit_of(word(i));
    if (unit && is(i + 1, {"to"}) && is(i + 2, {"date"}) && unit->letter != 'h') return same(calendar(unit->name, 0), i + 3);
    if (is(i, {"fiscal", "financial"}) && is(i + 1, {"year", "quarter"}) && is(i + 2, {"to"}) && is(i + 3, {"date"})) return same(calendar(is(i + 1, {"year"}) ? "fyear" : "fquarter", 0), i + 4);
    if (is(i, {"so"}) && is(i + 1, {"far"}) && is(i + 2, {"this"}))
      if (auto r = relative(i + 2)) return r;
    return {};
  }

  // this week, last month, next quarter, last fiscal year, the past week
  std::optional<Reading> relative(std::size_t i) const {
    std::size_t at = i;
    const bool the = i > 0 && word(i - 1) == "the";
    int k = 0;
    if (is(at, {"this", "current", "present", "ongoing", "curr", "ths"})) k = 0;
    else if (is(at, {"last", "previous", "prior", "preceding", "prev", "lst", "past", "trailing"})) k = -1;
    else if (is(at, {"next", "upcoming", "coming", "following", "nxt"})) k = 1;
    else return {};
    if (is(at + 1, {"week", "month", "quarter", "year", "half", "day"}) && is(at + 2, {"of"})) return {};  // "the last week of May"
    const bool roll = (is(at, {"past", "trailing"}) && k < 0) || (the && is(at, {"last", "next", "lst"}));
    ++at;
    if (is(at, {"calendar", "full", "whole", "entire", "complete"}) && !is(i, {"past"})) {
      const auto unit = unit_of(word(at + 1));
      return unit && unit->letter != 'h' && unit->letter != 'f' ? std::optional(tail(same(calendar(unit->name, k), at + 2))) : std::nullopt;
    }
    if (is(at, {"fiscal", "financial"})) {
      if (is(at + 1, {"year", "yr"})) return tail(same(calendar("fyear", k), at + 2));
      if (is(at + 1, {"quarter", "qtr"})) return tail(same(calendar("fquarter", k), at + 2));
      return {};
    }
    const auto unit = unit_of(word(at));
    if (!unit || word(at).size() == 1) return last_named(at, k, the);
    if (unit->letter == 'h') return {};
    if (unit->letter == 'f') return k == 0 ? std::nullopt : std::optional(rolled(14, 'd', k, at + 1));
    if (unit->name == "day") return k == 0 ? std::nullopt : roll && k > 0 ? std::optional(rolled(1, 'd', 1, at + 1)) : roll ? std::nullopt : std::optional(named(same(calendar("day", k), at + 1)));
    if (roll && (unit->letter == 'w' || unit->letter == 'm')) return rolled(1, unit->letter, k, at + 1);
    if (is(i, {"past", "trailing"}) && unit->letter == 'y') return {};  // twelve months, or the calendar's?
    return tail(same(calendar(unit->name, k), at + 1));
  }
  Reading tail(Reading r) const {
    if (is(r.end, {"so"}) && is(r.end + 1, {"far"})) r.end += 2;
    else if (is(r.end, {"to"}) && is(r.end + 1, {"date"})) r.end += 2;
    return r;
  }
  // last March, this Friday, last December
  std::optional<Reading> last_named(std::size_t at, int k, bool the) const {
    if (the) return {};
    if (const auto d = weekday_named(word(at)); d && k <= 0) {
      const int back = (weekday(today_.date) - *d + 7) % 7;
      const Date week = calendar("week", 0).first;
      const Date day = k < 0 ? today_.date + -(back == 0 ? 7 : back) : week + (*d - today_.week_start + 7) % 7;
      return named(same(day_of(day), at + 1));
    }
    if (const auto m = month_named(word(at)); m && !year_at(at + 1)) {
      const bool current = *m == now_.month;
      if (k == 0) return same(month_of(now_.year, *m), at + 1);
      if (k < 0 && !current) return same(month_of(*m < now_.month ? now_.year : now_.year - 1, *m), at + 1);
      if (k > 0 && !current) return same(month_of(*m > now_.month ? now_.year : now_.year + 1, *m), at + 1);
    }
    return {};
  }

  Reading rolled(int n, char letter, int sign, std::size_t end) const {
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
      p.first = calendar(unit, sign < 0 ? -n : 1).first, p.last = calendar(unit, sign < 0 ? -1 : n).last;
    }
    if (letter != 'q' && letter != 'y') (sign < 0 ? p.first : p.last) = other;
    r = same(p, end);
    r.rolling = true;
    return r;
  }

  // last 30 days, past two weeks, next 3 months; "the 30 last days" and "30 days" are not taken.
  std::optional<Reading> rolling(std::size_t i) const {
    int sign = -1;
    if (is(i, {"last", "past", "previous", "prior", "trailing", "rolling", "preceding", "latest", "lst", "recent", "prev"})) sign = -1;
    else if (is(i, {"next", "coming", "upcoming", "following", "nxt"})) sign = 1;
    else return {};
    std::size_t at = i + 1;
    if (at < tokens_.size() && tokens_[at].type == Token::Class::amount) {
      const Token& t = tokens_[at];
      if (t.number < 1 || t.number > 1000 || t.number != std::floor(t.number) || t.unit == 'm') return {};
      return rolled(static_cast<int>(t.number), t.unit == 'M' ? 'm' : t.unit, sign, at + 1);
    }
    const auto n = quantity(tokens_, at);
    if (!n || n->number < 1 || n->number > 1000 || n->number != std::floor(n->number)) return {};
    at = n->end;
    if (is(at, {"calendar", "full", "complete"}) && !is(at + 1, {"quarters", "years"})) return {};
    if (is(at, {"calendar", "full", "complete"})) ++at;
    const auto unit = unit_of(word(at));
    if (!unit || unit->letter == 0) return {};
    const int count = static_cast<int>(n->number);
    if (unit->letter == 'f') return rolled(2 * count, 'w', sign, at + 1);
    return rolled(count, unit->letter, sign, at + 1);
  }

  // Digits: 2026-03-05, 2026-03, 2026-Q4, 2026-W12, 3/23/2026, 7/23, 23.03.2026
  std::optional<Reading> written(std::size_t i) const;

  std::optional<Reading> date_in(std::size_t end, unsigned month, unsigned day, std::optional<int> year) const {
    if (year) return exists(*year, month, day) ? std::optional(named(same(day_of(date_of(*year, month, day)), end))) : std::nullopt;
    if (!exists(2024, month, day)) return {};
    auto make = [&](int y) { return day_of(exists(y, month, day) ? date_of(y, month, day) : date_of(y, month, 28)); };
    return named(yearly(end, now_.year, make));
  }
  std::optional<int> day_number(std::size_t i) const {
    const auto n = whole(i);
    return n && *n >= 1 && *n <= 31 ? n : std::nullopt;
  }
  std::optional<Reading> named_day(std::size_t i) const {  // March 5th, 2026; 5 March; the 5th of March; the 1st
    if (const auto m = month_named(word(i))) {
      const std::size_t at = is(i + 1, {"the", "."}) ? i + 2 : i + 1;
      if (const auto d = day_number(at); d && tokens_[at].glue != '\'' && !(plain_number(at) && tokens_[at].text.size() == 4)) {
        const auto y = year_at(at + 1);
        return date_in(y ? past_year(at + 1) : at + 1, *m, static_cast<unsigned>(*d), y);
      }
    }
    const std::size_t at = is(i, {"the"}) ? i + 1 : i;
    if (const auto d = day_number(at)) {
      const std::size_t m_at = is(at + 1, {"of"}) ? at + 2 : at + 1;
      if (const auto m = month_named(word(m_at))) {
        const auto y = year_at(m_at + 1);
        return date_in(y ? past_year(m_at + 1) : m_at + 1, *m, static_cast<unsigned>(*d), y);
      }
      if (at > i && tokens_[at].text.size() > 2 && tokens_[at].text.back() >= 'a') {  // the 1st
        const auto day = static_cast<unsigned>(*d);
        Reading r;
        for (int k = 0; k > -3; --k) {
          const Civil c = civil(month_start(now_.year, now_.month, k));
          if (exists(c.year, c.month, day) && date_of(c.year, c.month, day) <= today_.date) { r = same(day_of(date_of(c.year, c.month, day)), at + 1); break; }
        }
        for (int k = 0; k < 3; ++k) {
          const Civil c = civil(month_start(now_.year, now_.month, k));
          if (exists(c.year, c.month, day) && date_of(c.year, c.month, day) >= today_.date) { r.future = day_of(date_of(c.year, c.month, day)); break; }
        }
        return r.end ? std::optional(named(r)) : std::nullopt;
      }
    }
    return {};
  }
  std::optional<Reading> named_month(std::size_t i) const {
    const auto m = month_named(word(i));
    if (!m || (word(i) == "may" && !month_context(i))) return {};
    if (const auto y = year_at(i + 1)) return same(month_of(*y, *m), past_year(i + 1));
    if (is(i + 1, {"of"}) || is(i + 1, {","}))
      if (const auto y = relative_year(i + 2)) return same(month_of(*y, *m), i + 4);
    if (const auto y = relative_year(i + 1)) return same(month_of(*y, *m), i + 3);
    return yearly(i + 1, now_.year, [&](int y) { return month_of(y, *m); });
  }
  bool month_context(std::size_t i) const { return (i > 0 && is(i - 1, {"in", "since", "of", "during", "for", "from", "until", "before", "to", "and", "last", "this", "next", "vs", "by", "through"})) || (i < tokens_.size() && tokens_[i].capital && i > 0) || year_at(i + 1); }
  std::optional<int> relative_year(std::size_t i) const {  // "last year", "this year" after a month or a quarter
    if (!is(i + 1, {"year", "yr"})) return {};
    return is(i, {"last", "previous"}) ? std::optional(now_.year - 1) : is(i, {"this", "current"}) ? std::optional(now_.year) : is(i, {"next"}) ? std::optional(now_.year + 1) : std::nullopt;
  }

  std::optional<int> ordinal(std::string_view w) const {
    static constexpr std::array<std::string_view, 4> kOrdinals = {"first", "second", "third", "fourth"};
    for (int n = 0; n < 4; ++n)
      if (w == kOrdinals[static_cast<std::size_t>(n)]) return n + 1;
    return {};
  }
  std::optional<int> ordinal_at(std::size_t i) const {
    if (const auto n = ordinal(word(i))) return n;
    const auto n = whole(i);
    return n && *n <= 4 && tokens_[i].text.size() == 3 ? n : std::nullopt;  // 1st
  }
  std::optional<Reading> quarter(std::size_t i) const {
    int q = 0;
    std::size_t at = i;
    const std::string_view w = word(i);
    if (w.size() == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4') q = w[1] - '0', at = i + 1;
    else if (is(i, {"quarter"}) && plain_number(i + 1) && *whole(i + 1) <= 4 && *whole(i + 1) >= 1) q = *whole(i + 1), at = i + 2;
    else if (const auto n = ordinal_at(i); n && is(i + 1, {"quarter"})) q = *n, at = i + 2;
    else if (is(i, {"last", "final"}) && is(i + 1, {"quarter"}) && is(i + 2, {"of"}) && (year_at(i + 2) || relative_year(i + 3))) q = 4, at = i + 2;
    else if (plain_number(i) && year_at(i) && !is(i, {"of"}) && word(i + 1).size() == 2 && word(i + 1)[0] == 'q' && word(i + 1)[1] >= '1' && word(i + 1)[1] <= '4')
      return same(quarter_of(*whole(i), word(i + 1)[1] - '0'), i + 2);
    else return {};
    if (const auto fy = fiscal_year_at(at)) return same(fiscal(fy->first, q), fy->second);
    if (const auto y = year_at(at)) return same(quarter_of(*y, q), past_year(at));
    const std::size_t rest = is(at, {"of"}) ? at + 1 : at;
    if (const auto y = relative_year(rest)) return same(quarter_of(*y, q), rest + 2);
    if (i > 0 && is(i - 1, {"fiscal", "financial"})) return {};
    return yearly(at, now_.year, [&](int y) { return quarter_of(y, q); });
  }
  std::optional<Reading> half(std::size_t i) const {
    int h = 0;
    std::size_t at = i;
    const std::string_view w = word(i);
    if (w == "h1" || w == "h2") h = w[1] - '0', at = i + 1;
    else if (const auto n = ordinal_at(i); n && *n <= 2 && is(i + 1, {"half"})) h = *n, at = i + 2;
    else return {};
    if (const auto y = year_at(at)) return same(half_of(*y, h), past_year(at));
    std::size_t rest = is(at, {"of"}) ? at + 1 : at;
    if (const auto y = relative_year(rest)) return same(half_of(*y, h), rest + 2);
    if (is(rest, {"the"}) && is(rest + 1, {"year"}) && rest > at) return same(half_of(now_.year, h), rest + 2);
    if (rest > at) return {};
    return yearly(at, now_.year, [&](int y) { return half_of(y, h); });
  }
  // FY2026, FY26, fiscal year 2026, fiscal 2026: the year and the token after it.
  std::optional<std::pair<int, std::size_t>> fiscal_year_at(std::size_t i) const {
    if (is(i, {"of", ","})) ++i;
    const std::string_view w = word(i);
    auto full = [](int y) { return y < 100 ? 2000 + y : y; };
    if (w.size() > 2 && w.starts_with("fy")) {
      int y = 0;
      const auto [end, error] = std::from_chars(w.data() + 2, w.data() + w.size(), y);
      if (error == std::errc{} && end == w.data() + w.size() && (w.size() == 4 || w.size() == 6)) return std::pair{full(y), i + 1};
    }
    std::size_t at = i;
    if (w == "fy") at = i + 1;
    else if (among(w, {"fiscal", "financial"})) at = is(i + 1, {"year"}) ? i + 2 : i + 1;
    else return {};
    if (!plain_number(at) || (tokens_[at].text.size() != 4 && tokens_[at].text.size() != 2)) return {};
    return std::pair{full(*whole(at)), at + 1};
  }
  std::optional<Reading> fiscal_period(std::size_t i) const {
    if (const auto fy = fiscal_year_at(i); fy && !is(i, {"of", ","})) {
      const std::string_view w = word(fy->second);
      if (w.size() == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4') return same(fiscal(fy->first, w[1] - '0'), fy->second + 1);
      return same(fiscal(fy->first, 0), fy->second);
    }
    const std::string_view w = word(i);
    int q = 0;
    std::size_t at = i;
    if (w.size() == 3 && w.starts_with("fq") && w[2] >= '1' && w[2] <= '4') q = w[2] - '0', at = i + 1;
    else if (among(w, {"fiscal", "financial"}) && word(i + 1).size() == 2 && word(i + 1)[0] == 'q') q = word(i + 1)[1] - '0', at = i + 2;
    if (q < 1 || q > 4) return {};
    if (const auto y = year_at(at)) return same(fiscal(*y, q), past_year(at));
    return yearly(at, fiscal_year(), [&](int y) { return fiscal(y, q); });
  }

  std::optional<Reading> numbered_week(std::size_t i) const {
    int n = 0;
    std::size_t at = i;
    const std::string_view w = word(i);
    if (is(i, {"week", "wk", "cw", "kw"}) && plain_number(i + 1)) n = *whole(i + 1), at = i + 2;
    else if (is(i, {"calendar"}) && is(i + 1, {"week"}) && plain_number(i + 2)) n = *whole(i + 2), at = i + 3;
    else if (is(i, {"week"}) && is(i + 1, {"of"})) {
      const auto d = period(is(i + 2, {"the"}) && !day_number(i + 3) ? i + 3 : i + 2);
      if (!d || !d->day || d->edge) return {};
      auto week = [&](Date day) { const Date first = day + -((weekday(day) - today_.week_start + 7) % 7); return Period{format_date(first) + ".." + format_date(first + 6), "", first, first + 6}; };
      Reading r = same(week(d->past.first), d->end);
      r.future = week(d->future.first);
      return r;
    } else if (w.size() >= 2 && w.size() <= 3 && w[0] == 'w') {
      const auto [end, error] = std::from_chars(w.data() + 1, w.data() + w.size(), n);
      if (error != std::errc{} || end != w.data() + w.size()) return {};
      at = i + 1;
    }
    if (n < 1 || n > 53) return {};
    auto make = [&](int y) {
      const Date jan4 = date_of(y, 1, 4);
      const Date first = jan4 + -weekday(jan4) + 7 * (n - 1);
      return span_of(std::to_string(y) + "-W" + (n < 10 ? "0" : "") + std::to_string(n), first, first + 6);
    };
    if (const auto y = year_at(at)) return same(make(*y), past_year(at));
    return yearly(at, now_.year, make);
  }

  std::optional<Reading> day_name(std::size_t i) const {
    const auto d = weekday_named(word(i));
    if (!d || (i > 0 && is(i - 1, {"a", "an", "any", "every", "each", "per", "all", "most", "some", "other"}))) return {};  // not one Monday
    Reading r = same(day_of(today_.date + -((weekday(today_.date) - *d + 7) % 7)), i + 1);
    r.future = day_of(today_.date + (*d - weekday(today_.date) + 7) % 7);
    return named(r);
  }

  std::optional<Reading> ago(std::size_t i) const {
    std::size_t at = i;
    double n = 0;
    std::optional<Unit> unit;
    if (at < tokens_.size() && tokens_[at].type == Token::Class::amount) n = tokens_[at].number, unit = unit_of(std::string_view(tokens_[at].unit == 'M' ? "month" : tokens_[at].unit == 'w' ? "week" : tokens_[at].unit == 'd' ? "day" : tokens_[at].unit == 'y' ? "year" : "")), at += 1;
    else if (const auto q = quantity(tokens_, at)) n = q->number, unit = unit_of(word(q->end)), at = q->end + 1;
    else if (is(at, {"a", "one"})) n = 1, unit = unit_of(word(at + 1)), at += 2;
    if (!unit || !is(at, {"ago"}) || n < 1 || n > 1000 || n != std::floor(n)) return {};
    const int k = static_cast<int>(n);
    if (unit->letter == 'd') return named(same(Period{"day:-" + std::to_string(k), "", today_.date + -k, today_.date + -k}, at + 1));
    if (unit->letter == 'w' || unit->letter == 'm' || unit->letter == 'f') {
      Reading r = rolled(unit->letter == 'f' ? 2 * k : k, unit->letter == 'm' ? 'm' : 'w', -1, at + 1);
      const Date d = r.past.first;
      r = same(day_of(d), at + 1);
      r.edge = r.day = true;  // good as a snapshot or a start, not as a window
      return r;
    }
    return {};
  }
  std::optional<Reading> bare_year(std::size_t i) const {
    if (!plain_number(i) || !year_at(i)) return {};
    Reading r = same(year_of(*whole(i)), i + 1);
    r.needs_word = !(i > 0 && is(i - 1, {"in", "during", "of", "for", "since", "year", "throughout", "before", "until", "after", "from", "to", "and", "vs", "through", "between", "over", "versus", "with", "-", "calendar", "cy"}));
    return r;
  }

  // ---- phrases -------------------------------------------------------------------------------------------------------
  void add(std::vector<When>& out, std::size_t begin, std::size_t end, std::string past, std::string future) const {
    When w;
    w.begin = begin, w.end = end, w.past = std::move(past), w.future = std::move(future);
    out.push_back(std::move(w));
  }
  void phrases(std::size_t i, std::vector<When>& out) const {
    vague(i, out);
    spoken_range(i, out);
    bounds(i, out);
    if (const auto r = period(i); r && !r->needs_word && !(r->edge && i > 0 && is(is(i - 1, {"the"}) && i > 1 ? i - 2 : i - 1, {"by", "before", "until", "till", "after", "since"}))) {
      When w;
      w.begin = i, w.end = r->end, w.past = r->past.window, w.future = r->future.window, w.rolling = r->rolling;
      if (r->day) w.day = r->past.first, w.future_day = r->future.first;
      if (r->edge) w.snapshot = true;
      out.push_back(w);
    }
    unclear(i, out);
  }
  void vague(std::size_t i, std::vector<When>& out) const {
    std::size_t end = 0;
    if (is(i, {"recently", "lately", "soon", "nowadays"})) end = i + 1;
    else if (is(i, {"a", "some"}) && is(i + 1, {"while", "time"}) && is(i + 2, {"ago", "back"})) end = i + 3;
    else if (is(i, {"long"}) && is(i + 1, {"ago"})) end = i + 2;
    else if (is(i, {"these"}) && is(i + 1, {"days"})) end = i + 2;
    else if (is(i, {"in"}) && is(i + 1, {"the"}) && is(i + 2, {"past", "future"}) && !unit_of(word(i + 3)) && !quantity(tokens_, i + 3)) end = i + 3;
    if (!end) return;
    When w;
    w.kind = When::Kind::vague, w.begin = i, w.end = end;
    out.push_back(w);
  }
  std::size_t skip(std::size_t i) const { return is(i, {"the"}) && !is(i + 1, {"end", "start", "beginning", "day"}) && !day_number(i + 1) ? i + 1 : i; }
  // between A and B; from A to B; A to B; A - B
  void spoken_range(std::size_t i, std::vector<When>& out) const {
    std::size_t at = i;
    bool between = false, from = false;
    if (is(i, {"between", "btw", "betw"})) between = true, at = i + 1;
    else if (is(i, {"from"})) from = true, at = i + 1;
    at = skip(at);
    if (days_of_month(i, at, between, out)) return;
    const auto a = period(at);
    if (!a || a->rolling) return;
    std::size_t next = a->end;
    const bool dash = next < tokens_.size() && (tokens_[next].glue == '-' || is(next, {"-"}));
    if (between && is(next, {"and", "&"})) ++next;
    else if (is(next, {"to", "till", "until", "through", "thru", "up"})) next += is(next, {"up"}) && is(next + 1, {"to"}) ? 2 : 1;
    else if (is(next, {"-"})) ++next;
    else if (!dash) return;
    const auto b = period(skip(next));
    if (!b || b->rolling || (!between && !from && !dash && a->needs_word)) return;
    // "Jan to Mar 2026": the year belongs to both.
    Reading first = *a;
    if (first.past.literal.size() == 7 && b->past.literal.size() == 7 && b->end > skip(next) + 1 && a->end == at + 1 && first.past.literal[4] == '-') {
      const auto m = month_named(word(at));
      if (m) first = same(month_of(civil(b->past.first).year, *m), a->end);
    }
    Period from_past = first.past, from_future = first.future;
    Period to = b->past;
    if (from_past.first > to.last) {  // "November to February": the first one a year earlier
      const Civil c = civil(from_past.first);
      if (const auto m = month_named(word(at)); m && a->end == at + 1) from_past = month_of(c.year - 1, *m);
      else return;
    }
    if (from_future.first > b->future.last) from_future = first.past;
    add(out, i, b->end, from_past.from() + ".." + to.to(), from_future.from() + ".." + b->future.to());
    out.back().open_end = true;
  }
  // 1-15 September, from 1 to 15 Sep 2026, between the 1st and the 15th of September
  bool days_of_month(std::size_t i, std::size_t at, bool between, std::vector<When>& out) const {
    const auto first = day_number(at);
    std::size_t next = at + 1;
    if (!first || next >= tokens_.size()) return false;
    if (tokens_[next].glue != '-' && !(between ? is(next, {"and", "&"}) : is(next, {"to", "till", "until", "through", "thru", "-"}))) return false;
    if (tokens_[next].glue != '-') ++next;
    if (is(next, {"the"})) ++next;
    const auto last = day_number(next);
    const auto b = last ? named_day(next) : std::nullopt;
    if (!b || *first >= *last || b->past.literal.size() != 10) return false;
    auto start = [&](const Period& p) { return format_date(p.first + (*first - *last)); };
    add(out, i, b->end, start(b->past) + ".." + b->past.to(), start(b->future) + ".." + b->future.to());
    out.back().open_end = true;
    return true;
  }
  void bounds(std::size_t i, std::vector<When>& out) const {
    std::size_t at = i;
    enum { since, until, through, by, as_of, after } kind = since;
    if (is(i, {"since"})) at = i + 1;
    else if (is(i, {"starting", "beginning"}) && is(i + 1, {"from", "on", "in"})) at = i + 2;
    else if (is(i, {"from"})) at = i + 1;
    else if (is(i, {"until", "till", "upto", "through", "thru"})) kind = through, at = i + 1;
    else if (is(i, {"up"}) && is(i + 1, {"to", "until", "till"})) kind = through, at = i + 2;
    else if (is(i, {"before"})) kind = until, at = i + 1;
    else if (is(i, {"after"})) kind = after, at = i + 1;
    else if (is(i, {"earlier", "older"}) && is(i + 1, {"than"})) kind = until, at = i + 2;
    else if (is(i, {"prior"}) && is(i + 1, {"to"})) kind = until, at = i + 2;
    else if (is(i, {"by"})) kind = by, at = i + 1;
    else if (is(i, {"as"}) && is(i + 1, {"of", "at", "on"})) kind = as_of, at = i + 2;
    else if (is(i, {"at"})) kind = as_of, at = i + 1;
    else return;
    const auto r = period(skip(at));
    if (!r) return;
    std::size_t end = r->end;
    if (kind == since && is(i, {"from"})) {  // "from March on"
      if (!is(end, {"on", "onwards", "onward", "forward"})) return;
      ++end;
    } else if (kind == since && is(end, {"onwards", "onward"})) ++end;
    if (kind == as_of) {
      if (!r->day && !is(i, {"as"})) return;
      if (is(i, {"at"}) && !r->edge) return;
      When w;
      w.begin = i, w.end = end, w.past = r->past.window, w.future = r->future.window, w.snapshot = true;
      w.day = r->day ? r->past.first : r->past.last, w.future_day = w.day;
      if (*w.day <= today_.date) out.push_back(w);
      return;
    }
    if (r->rolling && kind != since) return;
    if (kind == after) {
      add(out, i, end, "since:" + format_date(r->past.last + 1), "from:" + format_date(r->future.last + 1));
      out.back().open_end = true;
      return;
    }
    if (kind == since) add(out, i, end, "since:" + (r->past.literal.size() == 10 || r->past.literal.empty() ? format_date(r->past.first) : r->past.literal), "from:" + r->future.from());
    else if (kind == until && r->last_day) add(out, i, end, "through:" + r->past.to(), "through:" + r->future.to());  // before the month is over
    else if (kind == until) add(out, i, end, "until:" + r->past.from(), "until:" + r->future.from());
    else add(out, i, end, "through:" + r->past.to(), "through:" + r->future.to());
    out.back().open_end = true;
    if (kind == by) out.back().deadline = true, out.back().day = r->future.last, out.back().future_day = r->future.last;
  }
  void unclear(std::size_t i, std::vector<When>& out) const;

  std::span<const Token> tokens_;
  Today today_;
  Civil now_;
};

struct Parts {
  std::vector<std::string_view> items;
  char sign = 0;
};
Parts cut(std::string_view text) {
  Parts p;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i)
    if (i == text.size() || text[i] == '-' || text[i] == '/' || text[i] == '.') {
      p.items.push_back(text.substr(from, i - from));
      if (i < text.size()) p.sign = text[i];
      from = i + 1;
    }
  return p;
}
std::optional<int> integer(std::string_view s) {
  int n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  return error == std::errc{} && end == s.data() + s.size() ? std::optional(n) : std::nullopt;
}
bool letter_of(std::string_view s, char upper) { return s.size() >= 2 && (s[0] == upper || s[0] == static_cast<char>(upper + 32)); }

std::optional<Reading> Calendar::written(std::size_t i) const {
  if (i >= tokens_.size() || tokens_[i].type != Token::Class::date) return {};
  const std::string& text = tokens_[i].text;
  const Parts p = cut(text);
  if (p.items.size() == 1) {  // 2026Q4
    const auto y = integer(std::string_view(text).substr(0, 4)), n = integer(std::string_view(text).substr(5));
    if (!y || !n || *n < 1) return {};
    if (letter_of(std::string_view(text).substr(4), 'Q') && *n <= 4) return same(quarter_of(*y, *n), i + 1);
    if (letter_of(std::string_view(text).substr(4), 'H') && *n <= 2) return same(half_of(*y, *n), i + 1);
    return {};
  }
  const auto a = integer(p.items[0]);
  if (!a) return {};
  if (p.items[0].size() == 4) {
    const std::string_view second = p.items[1];
    if (*a < 1990 || *a > 2100) return {};
    if (p.items.size() == 2 && (letter_of(second, 'Q') || letter_of(second, 'H') || letter_of(second, 'W'))) {
      const auto n = integer(second.substr(1));
      if (!n || *n < 1) return {};
      if (letter_of(second, 'Q')) return *n <= 4 ? std::optional(same(quarter_of(*a, *n), i + 1)) : std::nullopt;
      if (letter_of(second, 'H')) return *n <= 2 ? std::optional(same(half_of(*a, *n), i + 1)) : std::nullopt;
      if (*n > 53) return {};
      const Date jan4 = date_of(*a, 1, 4);
      const Date first = jan4 + -weekday(jan4) + 7 * (*n - 1);
      return same(span_of(std::to_string(*a) + "-W" + (*n < 10 ? "0" : "") + std::to_string(*n), first, first + 6), i + 1);
    }
    const auto m = integer(second);
    if (!m || *m < 1 || *m > 12) return {};
    if (p.items.size() == 2) return same(month_of(*a, static_cast<unsigned>(*m)), i + 1);
    const auto d = integer(p.items[2]);
    return d && *d > 0 ? date_in(i + 1, static_cast<unsigned>(*m), static_cast<unsigned>(*d), *a) : std::nullopt;
  }
  // Day and month in an order that only their sizes tell; with points the day comes first.
  const auto b = integer(p.items[1]);
  if (!b || *a < 1 || *b < 1) return {};
  int day = 0, month = 0;
  if (p.sign == '.') day = *a, month = *b;
  else if (*a > 12 && *b <= 12) day = *a, month = *b;
  else if (*b > 12 && *a <= 12) day = *b, month = *a;
  else if (*a == *b) day = month = *a;
  else return {};
  std::optional<int> year;
  if (p.items.size() == 3) {
    year = integer(p.items[2]);
    if (!year) return {};
    if (p.items[2].size() == 2) year = 2000 + *year;
  } else if (p.sign == '-' || p.sign == '.') return {};
  if (month > 12) return {};
  return date_in(i + 1, static_cast<unsigned>(month), static_cast<unsigned>(day), year);
}

void Calendar::unclear(std::size_t i, std::vector<When>& out) const {
  if (i >= tokens_.size() || tokens_[i].type != Token::Class::date || written(i)) return;
  When w;
  w.kind = When::Kind::unclear, w.begin = i, w.end = i + 1;
  out.push_back(w);
}

}  // namespace

std::vector<When> find_when(std::span<const Token> tokens, const Today& today) { return Calendar(tokens, today).all(); }

std::optional<Quantity> quantity(std::span<const Token> tokens, std::size_t at) {
  if (at >= tokens.size()) return {};
  const Token& t = tokens[at];
  if (t.type == Token::Class::number) return Quantity{t.number, at + 1};
  if (t.type != Token::Class::word) return {};
  static constexpr std::array<std::pair<std::string_view, int>, 27> kNumbers = {{{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9},
      {"ten", 10}, {"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"ninety", 90},
      {"hundred", 100}, {"dozen", 12}, {"couple", 2}, {"few", 3}, {"eighteen", 18}, {"sixteen", 16}}};
  for (const auto& [word, n] : kNumbers)
    if (t.norm == word) {
      std::size_t end = at + 1;
      if ((word == "couple") && end < tokens.size() && tokens[end].norm == "of") ++end;
      if (n >= 20 && n <= 90 && end < tokens.size() && tokens[end].glue == '-')
        for (const auto& [ones, k] : kNumbers)
          if (k < 10 && tokens[end].norm == ones) return Quantity{static_cast<double>(n + k), end + 1};
      return Quantity{static_cast<double>(n), end};
    }
  if (t.norm == "a" && at + 1 < tokens.size() && (tokens[at + 1].norm == "couple" || tokens[at + 1].norm == "few" || tokens[at + 1].norm == "dozen" || tokens[at + 1].norm == "hundred")) return quantity(tokens, at + 1);
  return {};
}

}  // namespace juno::ask
