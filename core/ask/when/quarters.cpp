// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/reader.h"
#include <array>
#include <charconv>
#include "core/text.h"
namespace juno::ask::when_detail {

// "last year", "this year" after a month or a quarter
std::optional<int> TimeReader::relative_year(std::size_t i) const {
  if (!is(i + 1, {"year", "yr"})) return {};
  return is(i, {"last", "previous"}) ? std::optional(calendar_.now().year - 1) : is(i, {"this", "current"}) ? std::optional(calendar_.now().year) : is(i, {"next"}) ? std::optional(calendar_.now().year + 1) : std::nullopt;
}

std::optional<int> TimeReader::ordinal_at(std::size_t i) const {
  static constexpr std::array<std::string_view, 4> kOrdinals = {"first", "second", "third", "fourth"};
  for (std::size_t n = 0; n < kOrdinals.size(); ++n)
    if (word(i) == kOrdinals[n]) return static_cast<int>(n) + 1;
  const auto n = whole(i);
  return n && *n <= 4 && tokens_[i].text.size() == 3 ? n : std::nullopt;  // 1st
}

std::optional<Reading> TimeReader::quarter(std::size_t i) const {
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
  if (const auto fy = fiscal_year_at(at)) return same(calendar_.fiscal(fy->first, q), fy->second);
  if (const auto y = year_at(at)) return same(quarter_of(*y, q), past_year(at));
  const std::size_t rest = is(at, {"of"}) ? at + 1 : at;
  if (const auto y = relative_year(rest)) return same(quarter_of(*y, q), rest + 2);
  if (i > 0 && is(i - 1, {"fiscal", "financial"})) return {};
  return calendar_.yearly(at, calendar_.now().year, [&](int y) { return quarter_of(y, q); });
}

std::optional<Reading> TimeReader::half(std::size_t i) const {
  int h = 0;
  std::size_t at = i;
  const std::string_view w = word(i);
  if (w == "h1" || w == "h2") h = w[1] - '0', at = i + 1;
  else if (const auto n = ordinal_at(i); n && *n <= 2 && is(i + 1, {"half"})) h = *n, at = i + 2;
  else return {};
  if (const auto y = year_at(at)) return same(half_of(*y, h), past_year(at));
  std::size_t rest = is(at, {"of"}) ? at + 1 : at;
  if (const auto y = relative_year(rest)) return same(half_of(*y, h), rest + 2);
  if (is(rest, {"the"}) && is(rest + 1, {"year"}) && rest > at) return same(half_of(calendar_.now().year, h), rest + 2);
  if (rest > at) return {};
  return calendar_.yearly(at, calendar_.now().year, [&](int y) { return half_of(y, h); });
}

// FY2026, FY26, fiscal year 2026, fiscal 2026: the year and the token after it.
std::optional<std::pair<int, std::size_t>> TimeReader::fiscal_year_at(std::size_t i) const {
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

std::optional<Reading> TimeReader::fiscal_period(std::size_t i) const {
  if (const auto fy = fiscal_year_at(i); fy && !is(i, {"of", ","})) {
    const std::string_view w = word(fy->second);
    if (w.size() == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4') return same(calendar_.fiscal(fy->first, w[1] - '0'), fy->second + 1);
    return same(calendar_.fiscal(fy->first, 0), fy->second);
  }
  const std::string_view w = word(i);
  int q = 0;
  std::size_t at = i;
  if (w.size() == 3 && w.starts_with("fq") && w[2] >= '1' && w[2] <= '4') q = w[2] - '0', at = i + 1;
  else if (among(w, {"fiscal", "financial"}) && word(i + 1).size() == 2 && word(i + 1)[0] == 'q') q = word(i + 1)[1] - '0', at = i + 2;
  if (q < 1 || q > 4) return {};
  if (const auto y = year_at(at)) return same(calendar_.fiscal(*y, q), past_year(at));
  return calendar_.yearly(at, calendar_.fiscal_year(), [&](int y) { return calendar_.fiscal(y, q); });
}

std::optional<Reading> TimeReader::numbered_week(std::size_t i) const {
  int n = 0;
  std::size_t at = i;
  const std::string_view w = word(i);
  if (is(i, {"week", "wk", "cw", "kw"}) && plain_number(i + 1)) n = *whole(i + 1), at = i + 2;
  else if (is(i, {"calendar"}) && is(i + 1, {"week"}) && plain_number(i + 2)) n = *whole(i + 2), at = i + 3;
  else if (is(i, {"week"}) && is(i + 1, {"of"})) {
    const auto d = period(is(i + 2, {"the"}) && !day_number(i + 3) ? i + 3 : i + 2);
    if (!d || !d->day || d->edge) return {};
    auto week = [&](Date day) { const Date first = day + -((weekday(day) - calendar_.week_start() + 7) % 7); return Period{format_date(first) + ".." + format_date(first + 6), "", first, first + 6}; };
    Reading r = same(week(d->past.first), d->end);
    r.future = week(d->future.first);
    return r;
  } else if (w.size() >= 2 && w.size() <= 3 && w[0] == 'w') {
    const auto [end, error] = std::from_chars(w.data() + 1, w.data() + w.size(), n);
    if (error != std::errc{} || end != w.data() + w.size()) return {};
    at = i + 1;
  }
  if (n < 1 || n > 53) return {};
  const auto make = [n](int y) { return week_of(y, n); };
  if (const auto y = year_at(at)) return same(make(*y), past_year(at));
  return calendar_.yearly(at, calendar_.now().year, make);
}

}  // namespace juno::ask::when_detail
