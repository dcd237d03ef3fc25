// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/reader.h"
#include <cmath>
#include "core/text.h"
namespace juno::ask::when_detail {

std::optional<Reading> TimeReader::near_day(std::size_t i) const {
  if (is(i, {"today", "tonight", "tdy"})) return named(same(calendar_.period("day", 0), i + 1));
  if (is(i, {"yesterday", "ystd", "yday"})) return named(same(calendar_.period("day", -1), i + 1));
  if (is(i, {"tomorrow", "tmrw", "tmr"})) return named(same(calendar_.period("day", 1), i + 1));
  if (is(i, {"the"}) && is(i + 1, {"day", "week", "month", "quarter", "year"})) ++i;
  if (is(i, {"week", "month", "quarter", "year"}) && is(i + 1, {"before", "after"}) && is(i + 2, {"last", "next"}) && is(i + 1, {"before"}) == is(i + 2, {"last"}))
    return same(calendar_.period(word(i), is(i + 2, {"last"}) ? -2 : 2), i + 3);
  if (is(i, {"day"}) && is(i + 1, {"before"}) && is(i + 2, {"yesterday"})) return named(same(calendar_.period("day", -2), i + 3));
  if (is(i, {"day"}) && is(i + 1, {"after"}) && is(i + 2, {"tomorrow"})) return named(same(calendar_.period("day", 2), i + 3));
  return {};
}

std::optional<Reading> TimeReader::edge(std::size_t i) const {
  bool end = false;
  std::size_t at = i;
  if (is(at, {"eow", "eom", "eoq", "eoy"})) {
    const char u = word(at)[2];
    const Period p = calendar_.period(u == 'w' ? "week" : u == 'm' ? "month" : u == 'q' ? "quarter" : "year", 0);
    Reading r = edged(same(day_of(p.last), at + 1));
    r.last_day = true;
    return r;
  }
  if (is(at, {"the"})) ++at;
  if (is(at, {"end", "close", "last"}) && is(at + 1, {"of", "day"})) end = true, at += is(at + 1, {"day"}) && is(at + 2, {"of"}) ? 3 : 2;
  else if (is(at, {"start", "beginning", "begin", "first"}) && is(at + 1, {"of", "day"})) at += is(at + 1, {"day"}) && is(at + 2, {"of"}) ? 3 : 2;
  else return {};
  std::optional<Reading> r;
  if (is(at, {"the"}) && unit_of(word(at + 1)) && unit_of(word(at + 1))->letter != 'h') r = same(calendar_.period(unit_of(word(at + 1))->name, 0), at + 2);
  else if (unit_of(word(at)) && word(at).size() > 2 && !among(unit_of(word(at))->name, {"hour", "fortnight", "fyear", "fquarter"})) r = same(calendar_.period(unit_of(word(at))->name, 0), at + 1);
  else r = period(is(at, {"the"}) ? at + 1 : at);
  if (!r || r->day || r->rolling || r->edge) return {};
  Reading out = same(day_of(end ? r->past.last : r->past.first), r->end);
  out.future = day_of(end ? r->future.last : r->future.first);
  out.last_day = end;
  return edged(out);
}

std::optional<Reading> TimeReader::to_date(std::size_t i) const {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kToDate = {{{"ytd", "year"}, {"qtd", "quarter"}, {"mtd", "month"}, {"wtd", "week"}}};
  for (const auto& [w, unit] : kToDate)
    if (word(i) == w) return same(calendar_.period(unit, 0), i + 1);
  const auto unit = unit_of(word(i));
  if (unit && is(i + 1, {"to"}) && is(i + 2, {"date"}) && unit->letter != 'h') return same(calendar_.period(unit->name, 0), i + 3);
  if (is(i, {"fiscal", "financial"}) && is(i + 1, {"year", "quarter"}) && is(i + 2, {"to"}) && is(i + 3, {"date"})) return same(calendar_.period(is(i + 1, {"year"}) ? "fyear" : "fquarter", 0), i + 4);
  if (is(i, {"so"}) && is(i + 1, {"far"}) && is(i + 2, {"this"}))
    if (auto r = relative(i + 2)) return r;
  return {};
}

// this week, last month, next quarter, last fiscal year, the past week
std::optional<Reading> TimeReader::relative(std::size_t i) const {
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
    return unit && unit->letter != 'h' && unit->letter != 'f' ? std::optional(tail(same(calendar_.period(unit->name, k), at + 2))) : std::nullopt;
  }
  if (is(at, {"fiscal", "financial"})) {
    if (is(at + 1, {"year", "yr"})) return tail(same(calendar_.period("fyear", k), at + 2));
    if (is(at + 1, {"quarter", "qtr"})) return tail(same(calendar_.period("fquarter", k), at + 2));
    return {};
  }
  const auto unit = unit_of(word(at));
  if (!unit || (word(at).size() == 1 && word(at) != "q")) return last_named(at, k, the);
  if (unit->letter == 'h') return {};
  if (unit->letter == 'f') return k == 0 ? std::nullopt : std::optional(calendar_.rolled(14, 'd', k, at + 1));
  if (unit->name == "day") return k == 0 ? std::nullopt : roll && k > 0 ? std::optional(calendar_.rolled(1, 'd', 1, at + 1)) : roll ? std::nullopt : std::optional(named(same(calendar_.period("day", k), at + 1)));
  if (roll && (unit->letter == 'w' || unit->letter == 'm')) return calendar_.rolled(1, unit->letter, k, at + 1);
  if (is(i, {"past", "trailing"}) && unit->letter == 'y') return {};  // twelve months, or the calendar's?
  return tail(same(calendar_.period(unit->name, k), at + 1));
}

Reading TimeReader::tail(Reading r) const {
  if (is(r.end, {"so"}) && is(r.end + 1, {"far"})) r.end += 2;
  else if (is(r.end, {"to"}) && is(r.end + 1, {"date"})) r.end += 2;
  return r;
}

// last March, this Friday, last December
std::optional<Reading> TimeReader::last_named(std::size_t at, int k, bool the) const {
  if (the) return {};
  if (const auto d = weekday_named(word(at)); d && k <= 0) {
    const int back = (weekday(calendar_.today()) - *d + 7) % 7;
    const Date week = calendar_.period("week", 0).first;
    const Date day = k < 0 ? calendar_.today() + -(back == 0 ? 7 : back) : week + (*d - calendar_.week_start() + 7) % 7;
    return named(same(day_of(day), at + 1));
  }
  if (const auto m = month_named(word(at)); m && !year_at(at + 1)) {
    const bool current = *m == calendar_.now().month;
    if (k == 0) return same(month_of(calendar_.now().year, *m), at + 1);
    if (k < 0 && !current) return same(month_of(*m < calendar_.now().month ? calendar_.now().year : calendar_.now().year - 1, *m), at + 1);
    if (k > 0 && !current) return same(month_of(*m > calendar_.now().month ? calendar_.now().year : calendar_.now().year + 1, *m), at + 1);
  }
  return {};
}

// last 30 days, past two weeks, next 3 months; "the 30 last days" and "30 days" are not taken.
std::optional<Reading> TimeReader::rolling(std::size_t i) const {
  int sign = -1;
  if (is(i, {"last", "past", "previous", "prior", "trailing", "rolling", "preceding", "latest", "lst", "recent", "prev"})) sign = -1;
  else if (is(i, {"next", "coming", "upcoming", "following", "nxt"})) sign = 1;
  else return {};
  std::size_t at = i + 1;
  if (at < tokens_.size() && tokens_[at].type == Token::Class::amount) {
    const Token& t = tokens_[at];
    if (t.number < 1 || t.number > 1000 || t.number != std::floor(t.number) || t.unit == 'm') return {};
    return calendar_.rolled(static_cast<int>(t.number), t.unit == 'M' ? 'm' : t.unit, sign, at + 1);
  }
  const auto n = quantity(tokens_, at);
  if (!n || n->number < 1 || n->number > 1000 || n->number != std::floor(n->number)) return {};
  at = n->end;
  const bool full = is(at, {"calendar", "full", "complete", "whole", "entire"});
  if (full && !is(at + 1, {"quarters", "years"})) return full_periods(static_cast<int>(n->number), sign, at + 1);
  if (full) ++at;
  const auto unit = unit_of(word(at));
  if (!unit || unit->letter == 0) return {};
  const int count = static_cast<int>(n->number);
  if (unit->letter == 'f') return calendar_.rolled(2 * count, 'w', sign, at + 1);
  return calendar_.rolled(count, unit->letter, sign, at + 1);
}

// last 3 full weeks
std::optional<Reading> TimeReader::full_periods(int n, int sign, std::size_t at) const {
  const auto unit = unit_of(word(at));
  if (!unit || !among(unit->name, {"day", "week", "month"})) return {};
  const Period nearest = calendar_.period(unit->name, sign), farthest = calendar_.period(unit->name, sign * n);
  const Period &first = sign < 0 ? farthest : nearest, &last = sign < 0 ? nearest : farthest;
  if (n == 1) return same(nearest, at + 1);
  const std::string window = std::string(unit->name) + ":" + std::to_string(sign < 0 ? -n : 1) + ".." + std::to_string(sign < 0 ? -1 : n);
  return same(Period{window, "", first.first, last.last}, at + 1);
}

// last week vs the week before; this month against the month before
std::optional<Reading> TimeReader::one_before(std::size_t i) const {
  const std::size_t at = is(i, {"the"}) ? i + 1 : i;
  const bool previous = is(at, {"previous", "prior", "preceding"});
  const auto unit = unit_of(word(previous ? at + 1 : at));
  if (!unit || !among(unit->name, {"day", "week", "month", "quarter", "half", "year"}) || (!previous && !is(at + 1, {"before"}))) return {};
  std::size_t end = at + 2;
  if (!previous && is(end, {"that", "it"})) ++end;
  if (!previous && period(end)) return {};  // "the week before last"
  const bool compared = is(i - 1, {"vs", "versus", "to", "with", "and", "against", "than", "v"});
  for (std::size_t k = i; k-- > 0 && compared;) {
    const auto other = unit_of(word(k + 1));
    if (!other || other->name != unit->name) continue;
    if (is(k, {"last", "lst"})) return same(calendar_.period(unit->name, -2), end);
    if (is(k, {"this", "current", "ths"})) return same(calendar_.period(unit->name, -1), end);
  }
  return {};
}

std::optional<Reading> TimeReader::ago(std::size_t i) const {
  std::size_t at = i;
  double n = 0;
  std::optional<Unit> unit;
  if (at < tokens_.size() && tokens_[at].type == Token::Class::amount) n = tokens_[at].number, unit = unit_of(std::string_view(tokens_[at].unit == 'M' ? "month" : tokens_[at].unit == 'w' ? "week" : tokens_[at].unit == 'd' ? "day" : tokens_[at].unit == 'y' ? "year" : "")), at += 1;
  else if (const auto q = quantity(tokens_, at)) n = q->number, unit = unit_of(word(q->end)), at = q->end + 1;
  else if (is(at, {"a", "one"})) n = 1, unit = unit_of(word(at + 1)), at += 2;
  if (!unit || !is(at, {"ago"}) || n < 1 || n > 1000 || n != std::floor(n)) return {};
  const int k = static_cast<int>(n);
  if (unit->letter == 'd') return named(same(Period{"day:-" + std::to_string(k), "", calendar_.today() + -k, calendar_.today() + -k}, at + 1));
  if (unit->letter == 'w' || unit->letter == 'm' || unit->letter == 'f') {
    Reading r = calendar_.rolled(unit->letter == 'f' ? 2 * k : k, unit->letter == 'm' ? 'm' : 'w', -1, at + 1);
    const Date d = r.past.first;
    r = same(day_of(d), at + 1);
    r.edge = r.day = true;  // good as a snapshot or a start, not as a window
    return r;
  }
  return {};
}

}  // namespace juno::ask::when_detail
