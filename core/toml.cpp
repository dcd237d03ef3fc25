// SPDX-License-Identifier: Apache-2.0
// toml++ 3.3 asserts things of hostile text that do not hold (`[,a]`); with NDEBUG it would assume them. Here, in every
// build, a failed assertion is a refused document.
namespace juno {
struct RefusedByParser {};
[[noreturn]] void refuse_document();
}  // namespace juno
#undef NDEBUG
#define TOML_ASSERT(expr) ((expr) ? void() : juno::refuse_document())
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
// Nobody nests settings deeper; bounds the recursion of parser and destructors on hostile files.
#define TOML_MAX_NESTED_VALUES 16
#include "core/toml.h"
#include <toml++/toml.h>
#include <algorithm>
#include <chrono>
#include "core/error.h"
namespace juno {

void refuse_document() { throw RefusedByParser{}; }

namespace {

constexpr std::size_t kLargest = 1u << 20;
constexpr int kMostDotsInLine = 200;  // a.b.c… makes a table inside a table for each dot

TextPosition position(const toml::source_position& p) { return {static_cast<int>(p.line), static_cast<int>(p.column)}; }

TomlValue converted(const toml::node& node);

TomlValue::Table converted_table(const toml::table& table) {
  TomlValue::Table out;
  for (const auto& [key, node] : table) out.push_back({std::string(key.str()), position(key.source().begin), converted(node)});
  return out;  // toml++ keeps keys sorted
}

std::optional<Date> date_of(const toml::date& d) {
  const std::chrono::year_month_day day{std::chrono::year(d.year), std::chrono::month(d.month), std::chrono::day(d.day)};
  if (!day.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(day).time_since_epoch().count())};
}

TomlValue converted(const toml::node& node) {
  TomlValue out;
  out.begin = position(node.source().begin);
  out.end = position(node.source().end);
  if (const auto* table = node.as_table()) {
    out.block = !table->is_inline();
    out.value = converted_table(*table);
  } else if (const auto* array = node.as_array()) {
    TomlValue::Array items;
    for (const auto& item : *array) items.push_back(converted(item));
    out.block = !items.empty() && items.front().block;
    out.value = std::move(items);
  } else if (const auto text = node.as_string()) {
    out.value = text->get();
  } else if (const auto whole = node.as_integer()) {
    out.value = whole->get();
  } else if (const auto real = node.as_floating_point()) {
    out.value = real->get();
  } else if (const auto yes = node.as_boolean()) {
    out.value = yes->get();
  } else if (const auto date = node.as_date(); date && date_of(date->get())) {
    out.value = *date_of(date->get());
  } else {
    out.value = TomlValue::Time{};
  }
  return out;
}

[[noreturn]] void fail(std::string_view text, std::string_view filename, TomlContent content, TextPosition at, const std::string& why) {
  const bool quotable = content == TomlContent::settings;
  Error error(Exit::config, std::string(filename) + ":" + std::to_string(at.line) + ": " + (quotable ? why : "not valid TOML"),
              "TOML is `key = value` below [section] headers; texts stand in double quotes");
  if (quotable) error.details = caret(text, at);
  throw error;
}

void check_size(std::string_view text, std::string_view filename) {
  if (text.size() > kLargest) throw Error(Exit::config, std::string(filename) + ": larger than 1 MiB, which no configuration is");
  int line = 1, dots = 0;
  for (const char c : text) {
    if (c == '\n') ++line, dots = 0;
    if (c == '.' && ++dots > kMostDotsInLine) throw Error(Exit::config, std::string(filename) + ":" + std::to_string(line) + ": too many dots in one line");
  }
}

// Skips a comment or a string that begins at i, to just after it; returns i where neither begins.
std::size_t after_quoted(std::string_view text, std::size_t i) {
  const char quote = text[i];
  if (quote == '#') return std::min(text.find('\n', i), text.size());
  if (quote != '"' && quote != '\'') return i;
  const std::string_view triple = quote == '"' ? R"(""")" : "'''";
  const bool multiline = text.substr(i).starts_with(triple);
  for (i += multiline ? 3 : 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') ++i;
    else if (multiline ? text.substr(i).starts_with(triple) : text[i] == quote) return std::min(text.size(), i + (multiline ? 3 : 1));
    else if (!multiline && text[i] == '\n') return i;  // unterminated: the parser says so
  }
  return text.size();
}

// Letters beyond ASCII stand in strings and comments only. Checked before parsing, because toml++ 3.3 has undefined
// behaviour for some of them elsewhere (is_non_ascii_horizontal_whitespace), and because pasted “quotes” deserve a word.
std::optional<TextPosition> stray_letter(std::string_view text) {
  TextPosition at{1, 1};
  std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0, counted = i;
  while (i < text.size()) {
    const std::size_t next = after_quoted(text, i);
    const bool stray = next == i && static_cast<unsigned char>(text[i]) >= 0x80;
    const std::size_t end = next == i && !stray ? i + 1 : next;
    for (; counted < end; ++counted) {
      if (text[counted] == '\n') ++at.line, at.column = 1;
      else if ((text[counted] & 0xC0) != 0x80) ++at.column;
    }
    if (stray) return at;
    i = end;
  }
  return std::nullopt;
}

// "Error while parsing value: …" reads better without the first words.
std::string reason(std::string_view description) {
  constexpr std::string_view kPrefix = "Error while parsing ";
  if (description.starts_with(kPrefix)) description.remove_prefix(kPrefix.size());
  return "not valid TOML: " + std::string(description);
}

// The first line with which the parser refuses the text, as it does not say so itself.
TextPosition refused_at(std::string_view text) {
  TextPosition at{1, 1};
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1), ++at.line) {
    try {
      static_cast<void>(toml::parse(text.substr(0, end)));
    } catch (const RefusedByParser&) {
      return at;
    } catch (const toml::parse_error&) {
      // A value over several lines is cut here.
    }
  }
  return at;
}

}  // namespace

TomlValue parse_toml(std::string_view text, std::string_view filename, TomlContent content) {
  check_size(text, filename);
  if (const auto at = stray_letter(text))
    fail(text, filename, content, *at, "not valid TOML: a letter beyond ASCII outside of quotes (plain \" and ' are quotes)");
  try {
    const toml::table table = toml::parse(text);
    TomlValue out;
    out.value = converted_table(table);
    out.block = true;
    return out;
  } catch (const RefusedByParser&) {
    fail(text, filename, content, refused_at(text), "not valid TOML: no key or value where one is expected");
  } catch (const toml::parse_error& e) {
    fail(text, filename, content, position(e.source().begin), reason(e.description()));
  }
}

}  // namespace juno
