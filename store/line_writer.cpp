// SPDX-License-Identifier: Apache-2.0
#include "store/line_writer.h"
#include <charconv>
#include <cmath>
#include "core/render/text.h"
namespace juno::store {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
  }
  out += "\\u00";
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void append_integer(std::string& out, std::int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char text[40];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  std::string repaired;
  bool ascii = true;
  for (const char c : text) ascii = ascii && static_cast<signed char>(c) >= 0;
  if (!ascii) {
    render_detail::append_utf8(repaired, text);
    text = repaired;
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, begin, i - begin);
    append_escaped(out, c);
    begin = i + 1;
  }
  out.append(text, begin, text.size() - begin);
  out += '"';
}

void LineWriter::begin(std::string_view table, std::string_view source) {
  buffer_.out() += "{\"table\":\"";
  buffer_.out() += table;
  buffer_.out() += '"';
  if (!source.empty()) add_text("source", source);
}

std::string& LineWriter::add_raw(std::string_view key) {
  std::string& out = buffer_.out();
  out += ",\"";
  out += key;
  out += "\":";
  return out;
}
void LineWriter::add_text(std::string_view key, std::string_view value) { append_json(add_raw(key), value); }

void LineWriter::add(const Query& row, int first, std::span<const OutColumn> columns) {
  int c = first - 1;
  for (const auto& column : columns) {
    ++c;
    if (row.null(c)) continue;
    std::string& out = add_raw(column.key);
    switch (column.as) {
      case As::text: append_json(out, row.text(c)); break;
      case As::integer: append_integer(out, row.integer(c)); break;
      case As::real: append_real(out, row.real(c)); break;
      case As::instant: out.append(1, '"').append(format_instant(row.instant(c))).append(1, '"'); break;
      case As::hours: append_real(out, static_cast<double>(row.integer(c)) / 3600.0); break;
      case As::json: out += row.text(c); break;
    }
  }
}

void LineWriter::end() {
  buffer_.out() += "}\n";
  ++lines_;
  buffer_.line_done();
}
void LineWriter::raw_line(std::string_view line) {
  buffer_.out().append(line).append(1, '\n');
  ++lines_;
}

}  // namespace juno::store
