// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/config_keys.h"
#include "core/error.h"
#include "core/toml.h"
namespace juno {
namespace {

// Byte offset of a position; columns are code points.
std::size_t offset_of(std::string_view text, TextPosition at) {
  std::size_t i = 0;
  for (int line = 1; line < at.line && i < text.size(); ++line) i = std::min(text.find('\n', i), text.size() - 1) + 1;
  for (int column = 1; column < at.column && i < text.size(); ++column)
    for (++i; i < text.size() && (text[i] & 0xC0) == 0x80;) ++i;
  return i;
}

// Where a line that follows everything of this table begins: after the last line its own keys reach, not into the next
// section's comments.
int last_line(const TomlValue& table, int header) {
  int last = header;
  for (const auto& entry : *table.table())
    if (!entry.value.block) last = std::max({last, entry.value.end.line, entry.at.line});
  return last;
}

std::string inserted_after(std::string_view text, int line, const std::string& added) {
  std::size_t at = line == 0 ? 0 : offset_of(text, {line + 1, 1});
  std::string before(text.substr(0, at));
  if (!before.empty() && before.back() != '\n') before += '\n';
  return before + added + "\n" + std::string(text.substr(at));
}

std::string dotted(const std::vector<std::string>& path, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out += (out.empty() ? "" : ".") + toml_key(path[i]);
  return out;
}

std::string edited(std::string_view text, const TomlValue& document, const std::vector<std::string>& path, const std::string& value,
                   std::string_view key) {
  const TomlValue* at = &document;
  std::size_t depth = 0;
  for (; depth < path.size(); ++depth) {
    const TomlValue* next = at->find(path[depth]);
    if (!next) break;
    at = next;
    if (!at->table()) break;
  }
  if (depth < path.size() && at->array() && at->block)
    throw Error(Exit::usage, std::string(key) + " is one of several [[" + path.front() + "]] sections", "`juno config path` says which file to edit");
  if ((depth == path.size() && !at->block) || (depth + 1 == path.size() && at != &document && !at->table())) {
    const std::size_t begin = offset_of(text, at->begin), end = offset_of(text, at->end);
    return std::string(text.substr(0, begin)) + value + std::string(text.substr(end));
  }
  if (depth == path.size() || !at->table() || !at->block)
    throw Error(Exit::usage, std::string(key) + " stands where it cannot be set by a command", "`juno config path` says which file to edit");
  // A new key goes into the section that is there; with none, into a section of its own at the end.
  if (depth + 1 == path.size() || at != &document) {
    const bool root = at == &document;
    return inserted_after(text, last_line(*at, root ? 0 : at->begin.line), dotted(path, depth, path.size()) + " = " + value);
  }
  std::string out(text);
  if (!out.empty() && out.back() != '\n') out += '\n';
  if (!out.empty()) out += '\n';
  return out + "[" + dotted(path, 0, path.size() - 1) + "]\n" + toml_key(path.back()) + " = " + value + "\n";
}

// The same document but for the path that was set: what an edit must leave.
bool same_elsewhere(const TomlValue& a, const TomlValue& b, const std::vector<std::string>& path, std::size_t depth = 0) {
  if (depth == path.size()) return true;
  if (!a.table() || !b.table()) return to_toml(a) == to_toml(b);
  for (const auto* side : {&a, &b})
    for (const auto& entry : *side->table()) {
      const TomlValue* left = a.find(entry.key);
      const TomlValue* right = b.find(entry.key);
      if (entry.key == path[depth]) {
        if (left && right && !same_elsewhere(*left, *right, path, depth + 1)) return false;
      } else if (!left || !right || to_toml(*left) != to_toml(*right)) {
        return false;
      }
    }
  return true;
}

const TomlValue* at_path(const TomlValue& document, const std::vector<std::string>& path) {
  const TomlValue* at = &document;
  for (const auto& part : path)
    if (at) at = at->find(part);
  return at;
}

}  // namespace

std::vector<std::string> config_path(std::string_view key) {
  const auto wrong = [&] { return Error(Exit::usage, "'" + std::string(key) + "' is no key", "write section.key; a name with spaces in double quotes: teams.\"QA - APAC\".members"); };
  std::vector<std::string> out;
  for (std::size_t i = 0; i <= key.size(); ++i) {
    std::string part;
    if (i < key.size() && key[i] == '"') {
      const auto end = key.find('"', i + 1);
      if (end == std::string_view::npos) throw wrong();
      part = std::string(key.substr(i + 1, end - i - 1));
      i = end + 1;
    } else {
      const auto end = std::min(key.find('.', i), key.size());
      part = std::string(key.substr(i, end - i));
      i = end;
    }
    if (part.empty() || (i < key.size() && key[i] != '.') || part.find_first_of("\r\n") != std::string::npos) throw wrong();
    out.push_back(std::move(part));
  }
  return out;
}

std::string set_in_text(std::string_view text, std::string_view key, std::string_view value, std::string_view filename) {
  const std::vector<std::string> path = config_path(key);
  const std::string name = dotted(path, 0, path.size());
  Config checked = parse_config(text, filename);
  const TomlValue document = parse_toml(text, filename);
  const TomlValue* present = at_path(document, path);
  if (present && present->block) throw Error(Exit::usage, name + " is a section, not a key", "`juno help configuration` lists the keys");
  try {
    apply_set(checked, name + "=" + std::string(value));
  } catch (const Error& e) {
    constexpr std::string_view kPrefix = "--set: ";
    const std::string_view what = e.what();
    Error told(e.exit, std::string(what.starts_with(kPrefix) ? what.substr(kPrefix.size()) : what), e.hint);
    told.details = e.details;
    throw told;
  }

  // As --set reads it: TOML where that fits the key, else text.
  for (const std::string& written : {std::string(value), toml_string(value)}) {
    std::string out;
    try {
      parse_toml("x = " + written, "");
      out = edited(text, document, path, written, name);
      parse_config(out, filename);
    } catch (const Error& e) {
      if (e.exit == Exit::usage) throw;
      continue;
    }
    const TomlValue after = parse_toml(out, filename);
    if (at_path(after, path) && same_elsewhere(document, after, path)) return out;
  }
  throw Error(Exit::usage, name + " stands where it cannot be set by a command", "`juno config path` says which file to edit");
}

}  // namespace juno
