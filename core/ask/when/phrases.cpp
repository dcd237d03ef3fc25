// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/reader.h"
#include "core/text.h"
namespace juno::ask::when_detail {

void TimeReader::add(std::vector<When>& out, std::size_t begin, std::size_t end, std::string past, std::string future) const {
  When w;
  w.begin = begin, w.end = end, w.past = std::move(past), w.future = std::move(future);
  out.push_back(std::move(w));
}
void TimeReader::phrases(std::size_t i, std::vector<When>& out) const {
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

void TimeReader::vague(std::size_t i, std::vector<When>& out) const {
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

void TimeReader::unclear(std::size_t i, std::vector<When>& out) const {
  if (i >= tokens_.size() || tokens_[i].type != Token::Class::date || written(i)) return;
  When w;
  w.kind = When::Kind::unclear, w.begin = i, w.end = i + 1;
  out.push_back(w);
}
std::size_t TimeReader::skip(std::size_t i) const { return is(i, {"the"}) && !is(i + 1, {"end", "start", "beginning", "day"}) && !day_number(i + 1) ? i + 1 : i; }

// between A and B; from A to B; A to B; A - B
void TimeReader::spoken_range(std::size_t i, std::vector<When>& out) const {
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
bool TimeReader::days_of_month(std::size_t i, std::size_t at, bool between, std::vector<When>& out) const {
  if (is(at, {"the"})) ++at;
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

// as of March 1, at the end of May
void TimeReader::as_of(std::size_t i, std::vector<When>& out) const {
  const bool as = is(i, {"as"}) && is(i + 1, {"of", "at", "on"});
  if (!as && !is(i, {"at"})) return;
  const auto r = period(skip(as ? i + 2 : i + 1));
  if (!r || (!as && !(r->day && r->edge))) return;
  const Date day = r->day ? r->past.first : r->past.last;
  if (day > calendar_.today()) return;
  add(out, i, r->end, r->past.window, r->future.window);
  out.back().snapshot = true, out.back().day = out.back().future_day = day;
}
// "since fiscal year start", "since the start of the financial year", "since the quarter began"
bool TimeReader::since_start(std::size_t begin, std::size_t at, std::vector<When>& out) const {
  if (is(at, {"the"})) ++at;
  const bool before = is(at, {"start", "beginning"}) && is(at + 1, {"of"});
  if (before) at += 2;
  if (is(at, {"the", "this", "our"})) ++at;
  const bool fiscal = is(at, {"fiscal", "financial"});
  if (fiscal) ++at;
  const auto unit = unit_of(word(at));
  if (!unit || !among(unit->name, {"week", "month", "quarter", "year"}) || (fiscal && !among(unit->name, {"quarter", "year"}))) return false;
  if (!before && !is(at + 1, {"start", "began", "started", "beginning"})) return false;
  if (before && !fiscal) return false;  // its first day is a day like others
  const std::string window = calendar_.period((fiscal ? "f" : "") + std::string(unit->name), 0).window;
  add(out, begin, at + (before ? 1 : 2), window, window);
  return true;
}
// since, until, before, after, by
void TimeReader::bounds(std::size_t i, std::vector<When>& out) const {
  std::size_t at = i;
  enum { since, until, through, by, after } kind = since;
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
  else return as_of(i, out);
  if (kind == since && since_start(i, at, out)) return;
  const auto r = period(skip(at));
  if (!r) return;
  std::size_t end = r->end;
  if (kind == since && is(i, {"from"})) {  // "from March on"
    if (!is(end, {"on", "onwards", "onward", "forward"})) return;
    ++end;
  } else if (kind == since && is(end, {"onwards", "onward"})) ++end;
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

}  // namespace juno::ask::when_detail
