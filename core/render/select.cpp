// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <compare>
#include "core/error.h"
#include "core/render/formats.h"
#include "core/render/text.h"
#include "core/text.h"
namespace juno {
namespace {

// Runs of digits compare by value, so that D-2 comes before D-10; what is left equal is decided by its bytes.
int natural_order(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  const auto run = [](std::string_view s, std::size_t& at) {
    while (at < s.size() && s[at] == '0') ++at;
    const std::size_t from = at;
    while (at < s.size() && is_digit(s[at])) ++at;
    return s.substr(from, at - from);
  };
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = run(a, i), y = run(b, j);
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
      if (const int c = x.compare(y)) return c;
    } else if (a[i] != b[j]) {
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
    } else {
      ++i, ++j;
    }
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j ? -1 : 1;
  return a.compare(b);
}

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int order(const Cell& a, const Cell& b) {
  const auto x = render_detail::number_in(a), y = render_detail::number_in(b);
  if (x && y) {
    const auto *i = std::get_if<std::int64_t>(&a), *j = std::get_if<std::int64_t>(&b);
    return i && j ? three_way(*i, *j) : three_way(*x, *y);
  }
  if (a.index() != b.index()) return three_way(a.index(), b.index());
  if (const auto* s = std::get_if<std::string>(&a)) return natural_order(*s, std::get<std::string>(b));
  return three_way(a, b);
}

std::size_t column_at(const Table& table, const std::string& key) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].key == key) return i;
  std::string names;
  for (const Column& c : table.columns) names += (names.empty() ? "" : ", ") + c.key;
  throw Error(Exit::usage, "there is no column '" + key + "'", "the columns are: " + names);
}

void sort_rows(Table& table, const std::vector<std::string>& keys) {
  struct Key {
    std::size_t column;
    bool descending;
  };
  std::vector<Key> by;
  for (const std::string& k : keys) {
    const bool descending = !k.empty() && k.front() == '-';
    by.push_back({column_at(table, descending ? k.substr(1) : k), descending});
  }
  if (by.empty()) return;
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
    for (const Key& k : by) {
      const Cell &x = a[k.column], &y = b[k.column];
      const bool no_x = render_detail::is_unknown(x), no_y = render_detail::is_unknown(y);
      if (no_x != no_y) return no_y;
      if (no_x) continue;
      if (const int c = order(x, y)) return k.descending ? c > 0 : c < 0;
    }
    return false;
  });
}

void pick_columns(Section& section, const std::vector<std::string>& keys) {
  if (keys.empty()) return;
  Table& table = section.table;
  std::vector<std::size_t> from;
  std::vector<Column> columns;
  for (const std::string& k : keys) {
    from.push_back(column_at(table, k));
    if (std::count(from.begin(), from.end(), from.back()) > 1)
      throw Error(Exit::usage, "column " + k + ": named twice", "Name each column once.");
    columns.push_back(table.columns[from.back()]);
  }
  for (auto& row : table.rows) {
    std::vector<Cell> picked;
    picked.reserve(from.size());
    for (const std::size_t i : from) picked.push_back(std::move(row[i]));
    row = std::move(picked);
  }
  table.columns = std::move(columns);
  if (!section.chart) return;
  std::vector<std::string> needed = section.chart->series;
  needed.push_back(section.chart->x);
  for (const std::string& k : needed)
    if (std::find(keys.begin(), keys.end(), k) == keys.end()) {
      section.chart.reset();
      return;
    }
}

}  // namespace

Report select(Report report, const Selection& selection) {
  if (selection.columns.empty() && selection.sort.empty() && !selection.limit) return report;
  if (report.sections.empty()) {
    if (selection.columns.empty() && selection.sort.empty()) return report;
    throw Error(Exit::usage, "--columns and --sort: this answer has no table");
  }
  Section& section = report.sections[static_cast<std::size_t>(&render_detail::section_named(report, selection.section) - report.sections.data())];
  sort_rows(section.table, selection.sort);
  pick_columns(section, selection.columns);
  if (!selection.columns.empty())
    for (Column& c : section.table.columns) c.spare = 0;  // asked for
  if (!selection.columns.empty() || !selection.sort.empty()) section.groups.reset();
  if (selection.limit && *selection.limit < section.table.rows.size()) section.table.rows.resize(*selection.limit);
  return report;
}

}  // namespace juno
