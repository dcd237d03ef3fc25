// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

bool word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One line of text that Markdown shows as it is: no markup, links, HTML or cell borders from the data.
void append_escaped(std::string& out, std::string_view text) {
  const std::string plain = printable(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const bool inside_word = i > 0 && i + 1 < plain.size() && word(plain[i - 1]) && word(plain[i + 1]);
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&' && i + 1 < plain.size() && (word(plain[i + 1]) || plain[i + 1] == '#')) out += "&amp;";
    else {
      if (std::string_view("\\`*[]|~").find(c) != std::string_view::npos || (c == '_' && !inside_word)) out += '\\';
      out += c;
    }
  }
}

void append_escaped_cell(std::string& out, const Cell& cell, Kind kind, const Zone& zone) {
  std::string text;
  append_cell(text, cell, kind, zone);
  append_escaped(out, text);
}

void append_rows(std::string& out, const Table& table, const std::vector<std::size_t>& columns, std::size_t from, std::size_t to, const Zone& zone) {
  for (const std::size_t c : columns) {
    out += "| ";
    append_escaped(out, table.columns[c].title.empty() ? table.columns[c].key : table.columns[c].title);
    out += ' ';
  }
  out += "|\n";
  for (const std::size_t c : columns) out += right_aligned(table.columns[c].kind) ? "| ---: " : "| --- ";
  out += "|\n";
  for (std::size_t r = from; r < to; ++r) {
    for (const std::size_t c : columns) {
      out += "| ";
      append_escaped_cell(out, table.rows[r][c], table.columns[c].kind, zone);
      out += ' ';
    }
    out += "|\n";
  }
}

void append_summary(std::string& out, const Report& report, const Zone& zone) {
  const std::string* title = nullptr;
  for (const Field& f : report.summary) {
    if (f.title.empty()) continue;
    if (title && *title == f.title) {
      out.pop_back();
      out += ", ";
    } else {
      out += "- ";
      append_escaped(out, f.title);
      out += ": ";
    }
    title = &f.title;
    std::string value;
    append_value(value, f, zone);
    append_escaped(out, value);
    out += '\n';
  }
}

void append_heading(std::string& out, std::string_view marks, std::string_view text) {
  if (!out.empty() && !out.ends_with("\n\n")) out += '\n';
  (out += marks) += ' ';
  append_escaped(out, text);
  out += "\n\n";
}

void append_lines(std::string& out, std::string_view heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  append_heading(out, "##", heading);
  for (const std::string& line : lines) {
    out += "- ";
    append_escaped(out, line);
    out += '\n';
  }
}

// Groups keep the column of their line: a table of Markdown cannot be ruled off.
void append_table(std::string& out, const Section& section, const Zone& zone) {
  const Table& table = section.table;
  std::vector<std::string> drop;
  const auto groups = groups_of(section, drop);
  drop.resize(std::min<std::size_t>(drop.size(), 1));
  const auto columns = columns_without(table, drop);
  if (groups.empty()) append_rows(out, table, columns, 0, table.rows.size(), zone);
  for (const Group& g : groups) {
    append_heading(out, "###", g.title + (g.heading.empty() ? "" : ": " + g.heading));
    append_rows(out, table, columns, g.from, g.to, zone);
  }
}

}  // namespace

std::string to_markdown(const Report& report, const RenderOptions& options) {
  std::string out;
  const bool whole = options.section.empty();
  if (whole && !report.title.empty()) append_heading(out, "#", report.title);
  if (whole) append_summary(out, report, options.zone);
  RenderOptions plain = options;
  plain.color = false;
  for (const Section* s : shown_sections(report, options.section)) {
    if (!s->title.empty()) append_heading(out, "##", s->title);
    else if (!out.empty() && out.find('\n') != out.size() - 2) out += '\n';
    if (options.charts && s->chart)
      if (const std::string picture = draw(*s, plain); !picture.empty()) ((out += "```text\n") += picture) += "```\n\n";
    if (s->table.rows.empty() && !s->title.empty()) out += "None.\n";
    else append_table(out, *s, options.zone);
  }
  if (options.explain) append_lines(out, "How these numbers come about", report.explain);
  if (!whole) return out;
  append_lines(out, "Notes", report.notes);
  append_lines(out, "Warnings", report.warnings);
  return out;
}

}  // namespace juno::render_detail
