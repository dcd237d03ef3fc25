// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/ask/when.h"
#include "core/ask/when/periods.h"
namespace juno::ask::when_detail {

// Reads words about time: a period by itself ("last week"), and phrases around periods ("since last week").
class TimeReader {
 public:
  TimeReader(std::span<const Token> tokens, const Today& today) : tokens_(tokens), calendar_(today) {}
  std::vector<When> all() const;

 private:
  using Read = std::optional<Reading>;  // nothing: no such period begins at token i
  Read period(std::size_t i) const;
  // ---- relative.cpp: to today ----
  Read near_day(std::size_t i) const;
  Read edge(std::size_t i) const;
  Read to_date(std::size_t i) const;
  Read relative(std::size_t i) const;
  Read last_named(std::size_t at, int k, bool the) const;
  Read rolling(std::size_t i) const;
  Read full_periods(int n, int sign, std::size_t at) const;
  Read one_before(std::size_t i) const;
  Read ago(std::size_t i) const;
  Reading tail(Reading r) const;
  // ---- dates.cpp: days, months and years by their names ----
  Read written(std::size_t i) const;
  Read named_day(std::size_t i) const;
  Read named_month(std::size_t i) const;
  Read day_name(std::size_t i) const;
  Read bare_year(std::size_t i) const;
  Read date_in(std::size_t end, unsigned month, unsigned day, std::optional<int> year) const;
  std::optional<int> day_number(std::size_t i) const;
  bool month_context(std::size_t i) const;
  // ---- quarters.cpp: quarters, halves, fiscal years, weeks by number ----
  Read quarter(std::size_t i) const;
  Read half(std::size_t i) const;
  Read fiscal_period(std::size_t i) const;
  Read numbered_week(std::size_t i) const;
  std::optional<int> relative_year(std::size_t i) const;
  std::optional<int> ordinal_at(std::size_t i) const;
  std::optional<std::pair<int, std::size_t>> fiscal_year_at(std::size_t i) const;
  // ---- phrases.cpp: since, until, between …; each adds what begins at token i ----
  void phrases(std::size_t i, std::vector<When>& out) const;
  void vague(std::size_t i, std::vector<When>& out) const;
  void spoken_range(std::size_t i, std::vector<When>& out) const;
  bool days_of_month(std::size_t i, std::size_t at, bool between, std::vector<When>& out) const;
  void as_of(std::size_t i, std::vector<When>& out) const;
  bool since_start(std::size_t begin, std::size_t at, std::vector<When>& out) const;
  void bounds(std::size_t i, std::vector<When>& out) const;
  void unclear(std::size_t i, std::vector<When>& out) const;
  void add(std::vector<When>& out, std::size_t begin, std::size_t end, std::string past, std::string future) const;
  std::size_t skip(std::size_t i) const;
  // ---- reader.cpp: tokens ----
  std::string_view word(std::size_t i) const;  // of a word or sign; else empty
  bool is(std::size_t i, std::initializer_list<std::string_view> names) const;
  std::optional<int> whole(std::size_t i) const;
  bool plain_number(std::size_t i) const;
  std::optional<int> year_at(std::size_t i) const;  // "2026", "of 2026", "'26"
  std::size_t past_year(std::size_t i) const;       // the token after that

  std::span<const Token> tokens_;
  Calendar calendar_;
};

}  // namespace juno::ask::when_detail
