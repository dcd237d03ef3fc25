// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/reader.h"
#include <charconv>
#include "core/text.h"
namespace juno::ask::when_detail {

namespace {

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
bool letter_of(std::string_view s, char upper) { return s.size() >= 2 && (s[0] == upper || s[0] == static_cast<char>(upper + 32)); }

}  // namespace

std::optional<Reading> TimeReader::written(std::size_t i) const {
  if (i >= tokens_.size() || tokens_[i].type != Token::Class::date) return {};
  const std::string& text = tokens_[i].text;
  const Parts p = cut(text);
  if (p.items.size() == 1) {  // 2026Q4
    const auto y = whole_number(std::string_view(text).substr(0, 4)), n = whole_number(std::string_view(text).substr(5));
    if (!y || !n || *n < 1) return {};
    if (letter_of(std::string_view(text).substr(4), 'Q') && *n <= 4) return same(quarter_of(*y, *n), i + 1);
    if (letter_of(std::string_view(text).substr(4), 'H') && *n <= 2) return same(half_of(*y, *n), i + 1);
    return {};
  }
  const auto a = whole_number(p.items[0]);
  if (!a) return {};
  if (p.items[0].size() == 4) {
    const std::string_view second = p.items[1];
    if (*a < 1990 || *a > 2100) return {};
    if (p.items.size() == 2 && (letter_of(second, 'Q') || letter_of(second, 'H') || letter_of(second, 'W'))) {
      const auto n = whole_number(second.substr(1));
      if (!n || *n < 1) return {};
      if (letter_of(second, 'Q')) return *n <= 4 ? std::optional(same(quarter_of(*a, *n), i + 1)) : std::nullopt;
      if (letter_of(second, 'H')) return *n <= 2 ? std::optional(same(half_of(*a, *n), i + 1)) : std::nullopt;
      if (*n > 53) return {};
      return same(week_of(*a, *n), i + 1);
    }
    const auto m = whole_number(second);
    if (!m || *m < 1 || *m > 12) return {};
    if (p.items.size() == 2) return same(month_of(*a, static_cast<unsigned>(*m)), i + 1);
    const auto d = whole_number(p.items[2]);
    return d && *d > 0 ? date_in(i + 1, static_cast<unsigned>(*m), static_cast<unsigned>(*d), *a) : std::nullopt;
  }
  // Day and month in an order that only their sizes tell; with points the day comes first.
  const auto b = whole_number(p.items[1]);
  if (!b || *a < 1 || *b < 1) return {};
  int day = 0, month = 0;
  if (p.sign == '.') day = *a, month = *b;
  else if (*a > 12 && *b <= 12) day = *a, month = *b;
  else if (*b > 12 && *a <= 12) day = *b, month = *a;
  else if (*a == *b) day = month = *a;
  else return {};
  std::optional<int> year;
  if (p.items.size() == 3) {
    year = whole_number(p.items[2]);
    if (!year) return {};
    if (p.items[2].size() == 2) year = 2000 + *year;
  } else if (p.sign == '-' || p.sign == '.') return {};
  if (month > 12) return {};
  return date_in(i + 1, static_cast<unsigned>(month), static_cast<unsigned>(day), year);
}

std::optional<Reading> TimeReader::date_in(std::size_t end, unsigned month, unsigned day, std::optional<int> year) const {
  if (year) return exists(*year, month, day) ? std::optional(named(same(day_of(date_of(*year, month, day)), end))) : std::nullopt;
  if (!exists(2024, month, day)) return {};
  auto make = [&](int y) { return day_of(exists(y, month, day) ? date_of(y, month, day) : date_of(y, month, 28)); };
  return named(calendar_.yearly(end, calendar_.now().year, make));
}

std::optional<int> TimeReader::day_number(std::size_t i) const {
  const auto n = whole(i);
  return n && *n >= 1 && *n <= 31 ? n : std::nullopt;
}

// March 5th, 2026; 5 March; the 5th of March; the 1st
std::optional<Reading> TimeReader::named_day(std::size_t i) const {
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
        const Civil c = civil(month_start(calendar_.now().year, calendar_.now().month, k));
        if (exists(c.year, c.month, day) && date_of(c.year, c.month, day) <= calendar_.today()) { r = same(day_of(date_of(c.year, c.month, day)), at + 1); break; }
      }
      for (int k = 0; k < 3; ++k) {
        const Civil c = civil(month_start(calendar_.now().year, calendar_.now().month, k));
        if (exists(c.year, c.month, day) && date_of(c.year, c.month, day) >= calendar_.today()) { r.future = day_of(date_of(c.year, c.month, day)); break; }
      }
      return r.end ? std::optional(named(r)) : std::nullopt;
    }
  }
  return {};
}

std::optional<Reading> TimeReader::named_month(std::size_t i) const {
  const auto m = month_named(word(i));
  if (!m || (word(i) == "may" && !month_context(i))) return {};
  if (const auto y = year_at(i + 1)) return same(month_of(*y, *m), past_year(i + 1));
  if (is(i + 1, {"of"}) || is(i + 1, {","}))
    if (const auto y = relative_year(i + 2)) return same(month_of(*y, *m), i + 4);
  if (const auto y = relative_year(i + 1)) return same(month_of(*y, *m), i + 3);
  return calendar_.yearly(i + 1, calendar_.now().year, [&](int y) { return month_of(y, *m); });
}

bool TimeReader::month_context(std::size_t i) const {
  // "Cycle time may", "hours may by epic": no verb follows. "Bugs that may" is one left out.
  const bool last = i + 1 >= tokens_.size() || (i + 2 >= tokens_.size() && tokens_[i + 1].type == Token::Class::sign) || is(i + 1, {"by", "per", "vs", "versus"});
  if (last && i > 0 && !is(i - 1, {"that", "which", "who", "we", "i", "you", "they", "it", "he", "she", "this", "these", "those"})) return true;
  return (i > 0 && is(i - 1, {"in", "since", "of", "during", "for", "from", "until", "before", "to", "and", "last", "this", "next", "vs", "by", "through"})) || (i < tokens_.size() && tokens_[i].capital && i > 0) || year_at(i + 1);
}

std::optional<Reading> TimeReader::day_name(std::size_t i) const {
  const auto d = weekday_named(word(i));
  if (!d || (i > 0 && is(i - 1, {"a", "an", "any", "every", "each", "per", "all", "most", "some", "other"}))) return {};  // not one Monday
  Reading r = same(day_of(calendar_.today() + -((weekday(calendar_.today()) - *d + 7) % 7)), i + 1);
  r.future = day_of(calendar_.today() + (*d - weekday(calendar_.today()) + 7) % 7);
  return named(r);
}

std::optional<Reading> TimeReader::bare_year(std::size_t i) const {
  if (!plain_number(i) || !year_at(i)) return {};
  Reading r = same(year_of(*whole(i)), i + 1);
  r.needs_word = !(i > 0 && is(i - 1, {"in", "during", "of", "for", "since", "year", "throughout", "before", "until", "after", "from", "to", "and", "vs", "through", "between", "over", "versus", "with", "-", "calendar", "cy"}));
  return r;
}

}  // namespace juno::ask::when_detail
