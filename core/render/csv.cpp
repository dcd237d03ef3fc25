// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

bool plain_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const char last = text.empty() ? 'x' : text.back();
  return error == std::errc{} && end == text.data() + text.size() && ((last >= '0' && last <= '9') || last == '.');
}

// What a spreadsheet would run as a formula when the file is opened.
bool runs(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos && !plain_number(text);
}

// Turns what was appended since `from` into one field.
void finish_field(std::string& out, std::size_t from, bool text) {
  if (text && runs(std::string_view(out).substr(from))) out.insert(from, 1, '\'');
  if (out.find_first_of(",\"\r\n", from) == std::string::npos) return;
  std::string quoted = "\"";
  for (std::size_t i = from; i < out.size(); ++i) {
    if (out[i] == '"') quoted += '"';
    quoted += out[i];
  }
  out.replace(from, std::string::npos, quoted += '"');
}

void append_field(std::string& out, const Cell& cell) {
  const std::size_t from = out.size();
  append_for_machines(out, cell);
  finish_field(out, from, std::holds_alternative<std::string>(cell) || std::holds_alternative<List>(cell));
}

void append_text(std::string& out, std::string_view text) {
  const std::size_t from = out.size();
  append_utf8(out, text);
  finish_field(out, from, true);
}

std::string summary_rows(const Report& report) {
  std::string out = "key,value\n";
  for (const Field& f : report.summary) {
    append_text(out, f.key);
    out += ',';
    append_field(out, f.value);
    out += '\n';
  }
  return out;
}

}  // namespace

std::string to_csv(const Report& report, const RenderOptions& options) {
  if (options.section == "summary" || (options.section.empty() && report.sections.empty())) return summary_rows(report);
  const Table& table = section_named(report, options.section).table;
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_text(out, table.columns[i].key);
  }
  out += '\n';
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const auto& row = table.rows[r];
    reserve_rows(out, 0, r, table.rows.size());
    const std::size_t line = out.size();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      append_field(out, row[i]);
    }
    if (out.size() == line && row.size() == 1) out += "\"\"";  // else a blank line, which readers skip
    out += '\n';
  }
  return out;
}

}  // namespace juno::render_detail
