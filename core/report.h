// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "core/error.h"
#include "core/time.h"
namespace juno {

using List = std::vector<std::string>;
// One value. monostate = unknown: `n/a` for people, null in JSON, empty in CSV. Never a stand-in number.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Instant, Date, List>;

// What is unknown becomes nothing, and so does empty text.
template <class T> Cell cell(const std::optional<T>& value) { return value ? Cell{*value} : Cell{}; }
inline Cell cell(std::string text) { return text.empty() ? Cell{} : Cell{std::move(text)}; }
template <std::integral T> requires(!std::same_as<T, bool>) Cell cell(T n) { return static_cast<std::int64_t>(n); }

// How people see a value; machines get it unrounded.
enum class Kind {
  text,
  integer,
  number,   // shortest form, at most 2 decimals for people
  ratio,    // 0..1 for machines, percent for people
  instant,  // ISO 8601 UTC for machines, local wall clock for people
  date,
  boolean,  // yes / blank for people
  list,     // JSON array; joined by ", " for people, by " " in CSV
  json,     // of a summary field for machines only: text that is JSON already, put in as it is
};

struct Column {
  std::string key;    // CSV header and JSON name, snake_case: an interface, never renamed
  std::string title;  // for people
  Kind kind = Kind::text;
  bool wide = false;  // may be shortened when the terminal is narrow (summaries)
  int spare = 0;      // left out where a terminal has no room for all, the greatest first; 0 = never
  bool wrap = false;  // of the last column: goes on below itself instead of being shortened
};

// A row of a table out of what may be moved into it; braces would copy every text, twice.
template <class... T>
std::vector<Cell> row_of(T&&... cells) {
  std::vector<Cell> row;
  row.reserve(sizeof...(cells));
  (row.emplace_back(std::forward<T>(cells)), ...);
  return row;
}

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // each as long as columns
};

// One named value of a report's summary. Dots in the key nest in JSON: `totals.committed.points`.
// For people, neighbours with the same title share a line: `Committed  12 issues, 34 points`.
struct Field {
  std::string key;
  std::string title;  // empty: for machines only
  Cell value;
  Kind kind = Kind::text;
  std::string reason;  // why the value is unknown; required when it is, empty otherwise
  std::string unit{};  // for people, after the value: points, of points
};

// A picture of a section's table for people: `x` and `series` name columns of it.
struct Chart {
  enum class Type { line, bars } type = Type::line;
  std::string x;
  std::vector<std::string> series;
  std::string unit;  // e.g. "points"
};

// For people: rows that share a value stand below it instead of repeating it.
struct Grouping {
  std::string by;  // key of a text column whose equal values follow each other
  std::vector<std::string> headings{};  // what follows each value, in order: "7 of 8 points"
  std::string line{};  // key of a boolean column: where it turns true, once in a group, a line is drawn instead of the column
  std::string line_text{};
};

struct Section {
  std::string key;    // snake_case; dots nest in JSON: `breakdowns.team`
  std::string title;
  Table table;
  std::optional<Chart> chart;
  bool hidden = false;  // machines only (JSON, or --section NAME in CSV)
  std::optional<Grouping> groups{};
  std::size_t shown_rows = 0;  // how many people see before they ask for the section by name; 0 = all
};

// Something at a time or on a day, for --format ics.
struct CalendarEvent {
  std::string uid;  // the same for the same thing, always
  std::string title, description;
  Instant stamp;    // when it was said
  std::optional<Instant> starts, ends;  // without an end: a moment
  std::optional<Date> day;              // instead of `starts`
};

// What a command answers. Rendered once, by core/render.
struct Report {
  std::string title;
  std::vector<Field> summary;
  std::vector<Section> sections;  // the main one is what CSV, --columns, --sort and --limit act on
  std::string main;                   // key of the main section; empty = the first
  std::vector<std::string> notes;     // definitions and conventions used
  std::vector<std::string> warnings;  // what lowers confidence; also on stderr
  std::vector<std::string> explain;   // rule, inputs and issues behind the numbers; shown with --explain
  std::optional<std::vector<CalendarEvent>> events;  // for --format ics; nothing: the answer has no calendar
  std::string text;  // a plain answer instead of all the above (help, scripts); written as is
  bool ordered = false;  // --sort and --limit were part of the question: the rows are as they should be
  bool finding = false;  // the answer is no (doctor, --verify): exit code 1
  Exit exit = Exit::ok;  // partial for a sync that must be run again
};

// As people see it: at most 2 decimals, without trailing zeros.
std::string people_number(double value);

// The value of a summary field, or of nothing. Used by --fail-if.
const Field* find_field(const Report& report, std::string_view key);

}  // namespace juno
