// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include "core/toml.h"
namespace juno {
namespace {

constexpr std::size_t kWidestLine = 160;

bool continuation(char c) { return (c & 0xC0) == 0x80; }

std::string_view line_of(std::string_view text, int number) {
  for (int n = 1; n < number; ++n) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// How much of a line may be shown: nothing after the `=` of a key that sounds like a secret, nothing of a URL's user part.
std::size_t quotable(std::string_view line) {
  std::string lower(line);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view word : {"token", "secret", "passw", "api_key", "apikey", "api-key", "credential", "authorization", "bearer"})
    if (lower.find(word) != std::string::npos) return std::min(line.size(), line.find('=') == std::string_view::npos ? 0 : line.find('=') + 1);
  const auto scheme = lower.find("://");
  if (scheme != std::string::npos && lower.find('@', scheme) != std::string::npos) return scheme + 3;
  return line.size();
}

std::string number_text(double value) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string out(buffer.data(), end);
  if (out.find_first_of(".en") == std::string::npos) out += ".0";  // n: inf, nan
  return out;
}

struct Writer {
  std::string operator()(const TomlValue::Table& table) const {
    std::string out;
    for (const auto& entry : table) out += (out.empty() ? "{ " : ", ") + toml_key(entry.key) + " = " + to_toml(entry.value);
    return out.empty() ? "{}" : out + " }";
  }
  std::string operator()(const TomlValue::Array& array) const {
    std::string out = "[";
    for (const auto& item : array) out += (out.size() == 1 ? "" : ", ") + to_toml(item);
    return out + "]";
  }
  std::string operator()(const std::string& text) const { return toml_string(text); }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return number_text(value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(Date value) const { return format_date(value); }
  std::string operator()(TomlValue::Time) const { return "(time)"; }
};

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const {
  const Table* const entries = table();
  if (!entries) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(), [&](const Entry& e) { return e.key == key; });
  return found == entries->end() ? nullptr : &found->value;
}

std::vector<std::string> caret(std::string_view text, TextPosition at, int length) {
  std::string_view line = line_of(text, at.line);
  if (at.line < 1 || at.column < 1 || line.empty()) return {};
  const std::size_t shown = std::min(quotable(line), kWidestLine);
  std::string quoted, below;
  int column = 0;
  for (std::size_t i = 0; i < shown || (i < line.size() && i == shown && continuation(line[i])); ++i) {
    if (!continuation(line[i]) && ++column < at.column) below += line[i] == '\t' ? '\t' : ' ';
    const auto byte = static_cast<unsigned char>(line[i]);
    quoted += byte < 0x20 && byte != '\t' ? '?' : line[i];  // nothing in a file may steer the terminal
  }
  if (column + 1 < at.column) return {quoted + " …"};  // the place itself is not shown
  if (shown < line.size()) quoted += " …";
  return {quoted, below + std::string(static_cast<std::size_t>(std::clamp(length, 1, 60)), '^')};
}

std::string to_toml(const TomlValue& value) { return std::visit(Writer{}, value.value); }

std::string toml_string(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\r') out += "\\r";
    else if (byte < 0x20 || byte == 0x7F) out += "\\u00", out += kHex[byte >> 4], out += kHex[byte & 15];
    else out += c;
  }
  return out + "\"";
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(key) : toml_string(key);
}

}  // namespace juno
