// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
namespace juno {

// Documentation as data: shown as plain text by `juno help`, written as mdoc for the manual pages. `code` in backticks.
struct Block {
  enum class Kind { heading, paragraph, pairs, code };
  Kind kind = Kind::paragraph;
  std::string text;                                        // heading, paragraph, code
  std::vector<std::pair<std::string, std::string>> pairs;  // term and what it means
};
using Document = std::vector<Block>;

inline Block heading(std::string text) { return {Block::Kind::heading, std::move(text), {}}; }
inline Block paragraph(std::string text) { return {Block::Kind::paragraph, std::move(text), {}}; }
inline Block code(std::string text) { return {Block::Kind::code, std::move(text), {}}; }
inline Block pairs(std::vector<std::pair<std::string, std::string>> rows) { return {Block::Kind::pairs, {}, std::move(rows)}; }
// One paragraph each, of text with blank lines between.
Document paragraphs(std::string_view text);

std::string plain_text(const Document& document, std::size_t width = 80);
// The body of a manual page, from its first .Sh; starts a section of that name where the document has no heading first.
std::string mdoc(const Document& document, const std::string& first_section = "DESCRIPTION");

}  // namespace juno
