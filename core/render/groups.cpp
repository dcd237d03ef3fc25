// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include "core/render/formats.h"
namespace juno::render_detail {
namespace {

std::size_t column_named(const Table& table, const std::string& key) {
  return static_cast<std::size_t>(std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.key == key; }) - table.columns.begin());
}

std::string text_of(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text ? *text : std::string();
}

bool is_true(const Cell& cell) {
  const auto* flag = std::get_if<bool>(&cell);
  return flag && *flag;
}

}  // namespace

std::vector<Group> groups_of(const Section& section, std::vector<std::string>& drop) {
  if (!section.groups) return {};
  const Table& t = section.table;
  const std::size_t by = column_named(t, section.groups->by), flag = column_named(t, section.groups->line);
  if (by == t.columns.size()) return {};
  std::vector<Group> out;
  std::set<std::string> met;
  bool one_line = flag != t.columns.size();
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const std::string value = text_of(t.rows[r][by]);
    if (out.empty() || out.back().title != value) {
      if (!met.insert(value).second) return {};
      const auto& headings = section.groups->headings;
      out.push_back({value, out.size() < headings.size() ? headings[out.size()] : "", r, r, r});
    }
    Group& g = out.back();
    const bool below = one_line && is_true(t.rows[r][flag]);
    if (g.line < r && !below) one_line = false;  // above again
    g.to = r + 1;
    if (!below) g.line = g.to;
  }
  drop = {section.groups->by};
  if (one_line) drop.push_back(section.groups->line);
  else
    for (Group& g : out) g.line = g.to;
  return out;
}

std::vector<std::size_t> columns_without(const Table& table, const std::vector<std::string>& keys) {
  std::vector<std::size_t> kept;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (std::find(keys.begin(), keys.end(), table.columns[c].key) == keys.end()) kept.push_back(c);
  return kept;
}

}  // namespace juno::render_detail
