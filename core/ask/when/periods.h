// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include "core/ask/when.h"
#include "core/time.h"
namespace juno::ask::when_detail {

struct Civil { int year; unsigned month, day; };
Civil civil(Date date);
Date date_of(int year, unsigned month, unsigned day);
bool exists(int year, unsigned month, unsigned day);
// The first day of the month `n` months after this one.
Date month_start(int year, unsigned month, int n);

// A stretch of days, and how the semantic query writes it.
struct Period {
  std::string window;   // "month:-1", "2026-03", "last:7d"
  std::string literal;  // as one end of a range; empty: its days
  Date first, last;
  std::string from() const { return literal.empty() ? format_date(first) : literal; }
  std::string to() const { return literal.empty() ? format_date(last) : literal; }
};
Period span_of(std::string literal, Date first, Date last);
Period day_of(Date day);
Period week_of(int year, int week);  // of ISO 8601
Period month_of(int year, unsigned month);
Period quarter_of(int year, int quarter);
Period half_of(int year, int half);
Period year_of(int year);

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
Reading same(Period period, std::size_t end);
Reading named(Reading reading);  // one day
Reading edged(Reading reading);  // … as a snapshot or a start

struct Unit {
  std::string_view name;  // of the semantic query
  char letter;            // of rolling windows; 0 = none
};
std::optional<Unit> unit_of(std::string_view word);
std::optional<unsigned> month_named(std::string_view word);
std::optional<int> weekday_named(std::string_view word);  // 0 = Monday
std::optional<int> whole_number(std::string_view digits);

// Periods around today.
class Calendar {
 public:
  explicit Calendar(const Today& today) : today_(today), now_(civil(today.date)) {}
  Date today() const { return today_.date; }
  const Civil& now() const { return now_; }
  int week_start() const { return today_.week_start; }
  int fiscal_year() const;
  Period period(std::string_view unit, int k) const;  // day, week, month, quarter, half, year, fquarter or fyear; k = -1: the last one
  Period fiscal(int year, int quarter) const;         // quarter 0: the whole year, which ends in calendar year `year`
  Reading rolled(int n, char letter, int sign, std::size_t end) const;  // "last 30 days", "next 2 months"
  // The latest of a yearly period that has begun, and the earliest that has not ended.
  template <class Make> Reading yearly(std::size_t end, int year, Make make) const {
    Reading r = same(make(year), end);
    for (int y = year + 1;; --y) {
      r.past = make(y);
      if (r.past.first <= today_.date) break;
    }
    for (int y = year - 1;; ++y) {
      r.future = make(y);
      if (r.future.last >= today_.date) break;
    }
    return r;
  }

 private:
  Today today_;
  Civil now_;
};

}  // namespace juno::ask::when_detail
