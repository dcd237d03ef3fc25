// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include "core/error.h"
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void append_escape(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (c == '"' || c == '\\') (out += '\\') += c;
  else if (c == '\n') out += "\\n";
  else if (c == '\t') out += "\\t";
  else if (c == '\r') out += "\\r";
  else ((out += "\\u00") += kHex[static_cast<unsigned char>(c) >> 4]) += kHex[c & 15];
}

// Printable ASCII without quote and backslash: what most texts are made of, and goes out as it is.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

void append_string(std::string& out, std::string_view text) {
  out += '"';
  if (std::all_of(text.begin(), text.end(), [](char c) { return kPlain[static_cast<unsigned char>(c)]; })) {
    out += text;
    out += '"';
    return;
  }
  const std::size_t from = out.size();
  append_utf8(out, text);
  const auto rare = [](char c) { return needs_escape(c) || c == '\xC2'; };
  if (std::any_of(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), rare)) {
    const std::string raw = out.substr(from);
    out.resize(from);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      // C2 80…9F are U+0080…9F: controls that some terminals obey.
      const bool control = raw[i] == '\xC2' && static_cast<unsigned char>(raw[i + 1]) < 0xa0;
      if (control) append_escape(out, raw[++i]);
      else if (needs_escape(raw[i])) append_escape(out, raw[i]);
      else out += raw[i];
    }
  }
  out += '"';
}

void append_cell(std::string& out, const Cell& cell) {
  if (is_unknown(cell)) out += "null";
  else if (const auto* s = std::get_if<std::string>(&cell)) append_string(out, *s);
  else if (const auto* list = std::get_if<List>(&cell)) {
    out += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (i > 0) out += ", ";
      append_string(out, (*list)[i]);
    }
    out += ']';
  } else {
    const bool quoted = std::holds_alternative<Instant>(cell) || std::holds_alternative<Date>(cell);
    if (quoted) out += '"';
    append_for_machines(out, cell);
    if (quoted) out += '"';
  }
}

void append_indent(std::string& out, int depth) { out.append(static_cast<std::size_t>(depth) * 2, ' '); }

void append_rows(std::string& out, const Table& table, int depth) {
  if (table.rows.empty()) {
    out += "[]";
    return;
  }
  std::vector<std::string> names;  // `"key": `, once
  for (const Column& c : table.columns) {
    append_string(names.emplace_back(), c.key);
    names.back() += ": ";
  }
  out += '[';
  const std::size_t begin = out.size();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    reserve_rows(out, begin, r, table.rows.size());
    out += r == 0 ? "\n" : ",\n";
    append_indent(out, depth + 1);
    out += '{';
    const auto& row = table.rows[r];
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ", ";
      out += names[i];
      append_cell(out, row[i]);
    }
    out += '}';
  }
  out += '\n';
  append_indent(out, depth);
  out += ']';
}

void append_strings(std::string& out, const std::vector<std::string>& lines, int depth) {
  out += '[';
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    append_indent(out, depth + 1);
    append_string(out, lines[i]);
  }
  if (!lines.empty()) {
    out += '\n';
    append_indent(out, depth);
  }
  out += ']';
}

// Dotted keys as a tree, members in order of first appearance.
struct Node {
  std::string name;
  const Cell* cell = nullptr;
  const Table* table = nullptr;
  const std::vector<std::string>* strings = nullptr;
  const std::string* raw = nullptr;
  std::vector<Node> members;

  Node& at(std::string_view key) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string_view head = key.substr(0, dot);
    auto found = std::find_if(members.begin(), members.end(), [&](const Node& n) { return n.name == head; });
    if (found == members.end()) {
      members.push_back({});
      members.back().name = head;
      found = std::prev(members.end());
    }
    const bool last = dot == key.size();
    if (found->cell || found->table || found->strings || found->raw || (last && !found->members.empty()))
      throw Error(Exit::internal, "report: two values for the JSON key " + std::string(key));
    return last ? *found : found->at(key.substr(dot + 1));
  }
};

void append_node(std::string& out, const Node& node, int depth) {
  if (node.cell) return append_cell(out, *node.cell);
  if (node.raw) return void(out += *node.raw);
  if (node.table) return append_rows(out, *node.table, depth);
  if (node.strings) return append_strings(out, *node.strings, depth);
  if (node.members.empty()) {
    out += "{}";
    return;
  }
  // Objects of plain values stay on one line: {"issues": 4, "points": 13}.
  const bool flat = depth > 1 && std::all_of(node.members.begin(), node.members.end(), [](const Node& n) { return n.cell; }) && node.members.size() <= 4;
  out += '{';
  for (std::size_t i = 0; i < node.members.size(); ++i) {
    if (i > 0) out += flat ? ", " : ",";
    if (!flat) out += '\n', append_indent(out, depth + 1);
    append_string(out, node.members[i].name);
    out += ": ";
    append_node(out, node.members[i], depth + 1);
  }
  if (!flat) out += '\n', append_indent(out, depth);
  out += '}';
}

}  // namespace

std::string to_json(const Report& report, const RenderOptions& options) {
  Node root;
  root.members.reserve(2);  // keeps the references below valid
  Node& data = root.at("data");
  if (report.summary.empty() && report.sections.size() == 1) {
    data.table = &report.sections.front().table;
  } else {
    for (const Field& f : report.summary) {
      if (f.kind == Kind::json) data.at(f.key).raw = &std::get<std::string>(f.value);
      else data.at(f.key).cell = &f.value;
    }
    for (const Section& s : report.sections) data.at(s.key).table = &s.table;
  }
  Node& meta = root.at("meta");
  for (const Field& f : options.meta) meta.at(f.key).cell = &f.value;
  meta.at("notes").strings = &report.notes;
  meta.at("warnings").strings = &report.warnings;
  if (options.explain) meta.at("explain").strings = &report.explain;
  // Reasons are named by the whole dotted key.
  std::vector<Cell> reasons;
  reasons.reserve(report.summary.size());
  Node& unknown = meta.at("unknown");
  for (const Field& f : report.summary) {
    if (!is_unknown(f.value)) continue;
    reasons.emplace_back(f.reason);
    unknown.members.push_back({});
    unknown.members.back().name = f.key;
    unknown.members.back().cell = &reasons.back();
  }
  std::string out;
  append_node(out, root, 0);
  out += '\n';
  return out;
}

}  // namespace juno::render_detail
