// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include "core/error.h"
#include "core/render/text.h"
#include "store/export.h"
#include "store/line_writer.h"
#include "store/views.h"
namespace juno::store {
namespace {

const View& view_named(std::string_view name) {
  std::string names;
  for (const auto& view : public_views()) {
    if (view.name == name) return view;
    names += (names.empty() ? "" : ", ") + view.name;
  }
  throw Error(Exit::usage, "there is no table " + std::string(name), "the tables are: " + names);
}

// In the order in which the rows lie, which is that of their ids.
std::string select(const View& view) {
  std::string columns;
  for (const auto& c : view.columns) columns += (columns.empty() ? "" : ", ") + c;
  return "select " + columns + " from " + view.name;
}

bool plain_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && text.back() >= '0' && text.back() <= '9';
}

// RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe, as in core/render.
void append_csv(std::string& out, std::string_view text) {
  if (text.empty()) return;
  bool quoted = false, ascii = true;
  for (const char c : text) {
    quoted = quoted || c == ',' || c == '"' || c == '\n' || c == '\r';
    ascii = ascii && static_cast<signed char>(c) >= 0;
  }
  std::string repaired;
  if (!ascii) {
    render_detail::append_utf8(repaired, text);
    text = repaired;
  }
  const bool formula = std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos && !plain_number(text);
  if (quoted) out += '"';
  if (formula) out += '\'';
  if (!quoted) {
    out += text;
    return;
  }
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::int64_t export_csv(Database& cache, std::string_view name, const Sink& sink) {
  const View& view = view_named(name);
  Buffered buffer(sink);
  std::string& out = buffer.out();
  for (const auto& c : view.columns) out.append(out.empty() ? "" : ",").append(c);
  out += "\r\n";
  std::int64_t lines = 0;
  const int columns = static_cast<int>(view.columns.size());
  for (Query q(cache, select(view)); q.next(); ++lines) {
    for (int c = 0; c < columns; ++c) {
      if (c) out += ',';
      switch (q.type(c)) {
        case Query::Type::null: break;
        case Query::Type::integer: append_integer(out, q.integer(c)); break;
        case Query::Type::real: append_real(out, q.real(c)); break;
        case Query::Type::text: append_csv(out, q.text(c)); break;
      }
    }
    out += "\r\n";
    buffer.line_done();
  }
  buffer.flush();
  return lines;
}

std::int64_t export_view_lines(Database& cache, std::string_view name, const Sink& sink) {
  const View& view = view_named(name);
  Buffered buffer(sink);
  std::string& out = buffer.out();
  std::vector<std::string> keys;
  for (const auto& c : view.columns) keys.push_back((keys.empty() ? "{\"" : ",\"") + c + "\":");
  std::int64_t lines = 0;
  for (Query q(cache, select(view)); q.next(); ++lines) {
    int c = 0;
    for (const auto& key : keys) {
      out += key;
      switch (q.type(c)) {
        case Query::Type::null: out += "null"; break;
        case Query::Type::integer: append_integer(out, q.integer(c)); break;
        case Query::Type::real: append_real(out, q.real(c)); break;
        case Query::Type::text: append_json(out, q.text(c)); break;
      }
      ++c;
    }
    out += "}\n";
    buffer.line_done();
  }
  buffer.flush();
  return lines;
}

}  // namespace juno::store
