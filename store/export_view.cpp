// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <unordered_map>
#include "core/error.h"
#include "core/render/text.h"
#include "store/export.h"
#include "store/line_writer.h"
#include "store/views.h"
namespace juno::store {
namespace {

// In the order in which the rows lie, which is that of their ids.
ViewRead read_of(Database& cache, std::string_view name) {
  ViewRead read = export_of(cache, name);
  if (!read.sql.empty()) return read;
  std::string names;
  for (const auto& view : public_views()) names += (names.empty() ? "" : ", ") + view.name;
  throw Error(Exit::usage, "there is no table " + std::string(name), "the tables are: " + names);
}

// Names of people and words by id, read when first met; forgotten when there are very many.
class Names {
 public:
  explicit Names(Database& db) : term_(db, "select name from term where id = $1"), person_(db, "select name from person where id = $1") {}
  const std::string& of(std::int64_t id, ViewColumn::Finish kind) {
    const bool term = kind == ViewColumn::Finish::term;
    auto& known = term ? terms_ : people_;
    if (known.size() > 200'000) known.clear();
    const auto [it, fresh] = known.try_emplace(id);
    if (fresh) {
      Query& q = term ? term_ : person_;
      q.bind(id);
      if (q.next()) it->second = q.string(0);
      q.done();
    }
    return it->second;
  }

 private:
  Query term_, person_;
  std::unordered_map<std::int64_t, std::string> terms_, people_;
};

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

// Writes one value; `text` and `none` say how a text and nothing are written.
template <class Text> void append_value(std::string& out, const Query& q, int c, ViewColumn::Finish finish, Names& names, std::string_view none, Text text) {
  if (q.null(c)) {
    out += none;
    return;
  }
  switch (finish) {
    case ViewColumn::Finish::instant: return text(out, format_instant(q.instant(c)));
    case ViewColumn::Finish::term: case ViewColumn::Finish::person: return text(out, names.of(q.integer(c), finish));
    case ViewColumn::Finish::none: break;
  }
  switch (q.type(c)) {
    case Query::Type::null: return;
    case Query::Type::integer: return append_integer(out, q.integer(c));
    case Query::Type::real: return append_real(out, q.real(c));
    case Query::Type::text: return text(out, q.text(c));
  }
}

}  // namespace

std::int64_t export_csv(Database& cache, std::string_view name, const Sink& sink) {
  const ViewRead view = read_of(cache, name);
  Names names(cache);
  Buffered buffer(sink);
  std::string& out = buffer.out();
  for (const auto& c : view.columns) out.append(out.empty() ? "" : ",").append(c.name);
  out += "\r\n";
  std::int64_t lines = 0;
  for (Query q(cache, view.sql); q.next(); ++lines) {
    for (std::size_t c = 0; c < view.columns.size(); ++c) {
      if (c) out += ',';
      append_value(out, q, static_cast<int>(c), view.columns[c].finish, names, "", append_csv);
    }
    out += "\r\n";
    buffer.line_done();
  }
  buffer.flush();
  return lines;
}

std::int64_t export_view_lines(Database& cache, std::string_view name, const Sink& sink) {
  const ViewRead view = read_of(cache, name);
  Names names(cache);
  Buffered buffer(sink);
  std::string& out = buffer.out();
  std::vector<std::string> keys;
  for (const auto& c : view.columns) keys.push_back((keys.empty() ? "{\"" : ",\"") + c.name + "\":");
  std::int64_t lines = 0;
  for (Query q(cache, view.sql); q.next(); ++lines) {
    for (std::size_t c = 0; c < keys.size(); ++c) {
      out += keys[c];
      append_value(out, q, static_cast<int>(c), view.columns[c].finish, names, "null", append_json);
    }
    out += "}\n";
    buffer.line_done();
  }
  buffer.flush();
  return lines;
}

}  // namespace juno::store
