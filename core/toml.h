// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "core/time.h"
namespace juno {

// A place in a text: line and column from 1, columns in code points.
struct TextPosition {
  int line = 0, column = 0;
};

// A TOML value as plain data, with where it stood. Times of day and date-times, which no setting uses, keep only their name.
struct TomlValue {
  struct Time {};
  struct Entry;
  using Array = std::vector<TomlValue>;
  using Table = std::vector<Entry>;  // by key
  std::variant<Table, Array, std::string, std::int64_t, double, bool, Date, Time> value;
  TextPosition begin{}, end{};  // end: just after it
  bool block = false;           // a table with its own [header], or a list of [[header]]s

  const Table* table() const { return std::get_if<Table>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  // The entry of that key, or nothing; also nothing when this is no table.
  const TomlValue* find(std::string_view key) const;
};
struct TomlValue::Entry {
  std::string key;
  TextPosition at{};
  TomlValue value;
};

// What a file may hold: in errors, a line of one that holds secrets is never quoted.
enum class TomlContent { settings, secrets };

// Parses a TOML document (1 MiB at most). Throws Error{config}: `FILE:LINE: why`, and for settings the line with a caret
// below the place as details.
TomlValue parse_toml(std::string_view text, std::string_view filename, TomlContent content = TomlContent::settings);

// Two lines: the text's line, and a caret below the column. Whatever looks like a secret is cut off; no lines when the
// position is outside the text.
std::vector<std::string> caret(std::string_view text, TextPosition at, int length = 1);

// The value as it would be written on one line. A table as an inline table.
std::string to_toml(const TomlValue& value);
std::string toml_string(std::string_view text);  // quoted and escaped
std::string toml_key(std::string_view key);      // bare where it can be

}  // namespace juno
