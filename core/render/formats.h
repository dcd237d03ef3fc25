// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <vector>
#include "core/render/render.h"
namespace juno::render_detail {

std::string to_table(const Report& report, const RenderOptions& options);
std::string to_csv(const Report& report, const RenderOptions& options);
std::string to_json(const Report& report, const RenderOptions& options);
std::string to_ics(const Report& report);
std::string to_markdown(const Report& report, const RenderOptions& options);
std::string to_html(const Report& report, const RenderOptions& options);
// The section's picture without colour codes when `options.color` is off; empty when there is nothing to draw.
std::string draw(const Section& section, const RenderOptions& options);

// A group of a section's rows, [from, to), and where its line falls (`to` = nowhere).
struct Group {
  std::string title, heading;
  std::size_t from = 0, to = 0, line = 0;
};
// Nothing where the section has no grouping or its rows do not stand together. `drop`: keys of the columns that groups make
// superfluous; the column of the line stays where a group has no single place for it.
std::vector<Group> groups_of(const Section& section, std::vector<std::string>& drop);
// Indexes of the columns that are not those.
std::vector<std::size_t> columns_without(const Table& table, const std::vector<std::string>& keys);

// Called with each row: once some of them tell how long the others are, takes room for all. `begin`: where the first one's
// text begins. Growing by doubling touches three times the memory of a long table.
inline void reserve_rows(std::string& out, std::size_t begin, std::size_t row, std::size_t rows) {
  constexpr std::size_t kSample = 1024;
  if (row == kSample) out.reserve(out.size() + (out.size() - begin) / kSample * (rows - row) / 8 * 9);
}

// Throws Error{usage} naming the valid ones.
const Section& section_named(const Report& report, const std::string& wanted);  // empty = the main one
// The sections that people see: the named one, or all that are not hidden.
std::vector<const Section*> shown_sections(const Report& report, const std::string& key);

}  // namespace juno::render_detail
