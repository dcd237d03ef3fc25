// SPDX-License-Identifier: Apache-2.0
#include "core/render/text.h"
#include <charconv>
#include <cmath>
#include <utf8proc.h>
namespace juno::render_detail {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct CodePoint {
  std::int32_t value;  // -1 = an invalid byte
  std::size_t bytes;
};

CodePoint next(std::string_view text) {
  utf8proc_int32_t value = -1;
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), size, &value);
  return n <= 0 ? CodePoint{-1, 1} : CodePoint{value, static_cast<std::size_t>(n)};
}

bool plain_ascii(char c) { return c >= 0x20 && c < 0x7f; }

std::size_t plain_prefix(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && plain_ascii(text[n])) ++n;
  return n;
}

bool changes_direction(std::int32_t c) {
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool breaks_line(std::int32_t c) { return (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_control(std::int32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb); }

// At most `decimals`, without trailing zeros and without "-0".
void append_rounded(std::string& out, double value, int decimals) {
  if (std::abs(value) >= 1e15) return append_number(out, value);
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals);
  std::string_view digits(text, static_cast<std::size_t>(end - text));
  if (digits.find('.') != std::string_view::npos) {
    while (digits.back() == '0') digits.remove_suffix(1);
    if (digits.back() == '.') digits.remove_suffix(1);
  }
  out += digits == "-0" ? "0" : digits;
}

void append_list(std::string& out, const List& list, std::string_view separator, void (*append)(std::string&, std::string_view)) {
  bool first = true;
  for (const std::string& item : list) {
    if (!first) out += separator;
    first = false;
    append(out, item);
  }
}

}  // namespace

void append_utf8(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint c = next(text);
    out += c.value < 0 ? kReplacement : text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
}

void append_printable(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return;
    const CodePoint c = next(text);
    if (c.value < 0) out += kReplacement;
    else if (breaks_line(c.value)) out += ' ';
    else if (!is_control(c.value) && !changes_direction(c.value)) out += text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
}

std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    width += static_cast<int>(plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint c = next(text);
    width += c.value < 0 ? 1 : utf8proc_charwidth(c.value);
    text.remove_prefix(c.bytes);
  }
  return width;
}

std::size_t prefix_bytes(std::string_view text, int width) {
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint c = next(text.substr(at));
    const int columns = c.value < 0 ? 1 : utf8proc_charwidth(c.value);
    if (columns > width) break;
    width -= columns;
    at += c.bytes;
  }
  return at;
}

void append_number(std::string& out, std::int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_number(std::string& out, double value) {
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, value == 0 ? 0.0 : value).ptr);
}

std::optional<double> number_in(const Cell& cell) {
  if (const auto* n = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*n);
  if (const auto* d = std::get_if<double>(&cell); d && std::isfinite(*d)) return *d;
  return std::nullopt;
}

bool is_unknown(const Cell& cell) {
  const auto* d = std::get_if<double>(&cell);
  return std::holds_alternative<std::monostate>(cell) || (d && !std::isfinite(*d));
}

bool right_aligned(Kind kind) { return kind == Kind::integer || kind == Kind::number || kind == Kind::ratio; }

void append_for_people(std::string& out, const Cell& cell, Kind kind, const Zone& zone) {
  if (is_unknown(cell)) out += "n/a";
  else if (const auto number = number_in(cell); number && kind == Kind::ratio) {
    if (0 < *number && *number < 0.0005) out += "< 0.1";  // a little is not nothing
    else append_rounded(out, *number * 100, 1);
    out += " %";
  } else if (const auto* n = std::get_if<std::int64_t>(&cell)) append_number(out, *n);
  else if (number && 0 < *number && *number < 0.005) out += "< 0.01";
  else if (number) append_rounded(out, *number, 2);
  else if (const auto* b = std::get_if<bool>(&cell)) out += *b ? "yes" : "";
  else if (const auto* t = std::get_if<Instant>(&cell)) out += zone.format(*t);
  else if (const auto* d = std::get_if<Date>(&cell)) out += format_date(*d);
  else if (const auto* list = std::get_if<List>(&cell)) append_list(out, *list, ", ", append_printable);
  else if (const auto* s = std::get_if<std::string>(&cell)) append_printable(out, *s);
}

void append_cell(std::string& out, const Cell& cell, Kind kind, const Zone& zone) {
  const bool blank = kind == Kind::text || kind == Kind::list || kind == Kind::date || kind == Kind::instant;
  if (!blank || !is_unknown(cell)) append_for_people(out, cell, kind, zone);
}

void append_value(std::string& out, const Field& field, const Zone& zone) {
  if (const auto* b = std::get_if<bool>(&field.value)) out += *b ? "yes" : "no";
  else append_for_people(out, field.value, field.kind, zone);
  if (!field.unit.empty()) {
    if (field.unit.front() != ',') out += ' ';
    append_printable(out, field.unit);
  }
  if (!is_unknown(field.value) || field.reason.empty()) return;
  out += " (";
  append_printable(out, field.reason);
  out += ')';
}

void append_for_machines(std::string& out, const Cell& cell) {
  if (is_unknown(cell)) return;
  if (const auto* n = std::get_if<std::int64_t>(&cell)) append_number(out, *n);
  else if (const auto* d = std::get_if<double>(&cell)) append_number(out, *d);
  else if (const auto* b = std::get_if<bool>(&cell)) out += *b ? "true" : "false";
  else if (const auto* t = std::get_if<Instant>(&cell)) out += format_instant(*t);
  else if (const auto* day = std::get_if<Date>(&cell)) out += format_date(*day);
  else if (const auto* list = std::get_if<List>(&cell)) append_list(out, *list, " ", append_utf8);
  else if (const auto* s = std::get_if<std::string>(&cell)) append_utf8(out, *s);
}

}  // namespace juno::render_detail

namespace juno {

std::string people_number(double value) {
  std::string out;
  render_detail::append_for_people(out, value, Kind::number, Zone{});
  return out;
}

}  // namespace juno
