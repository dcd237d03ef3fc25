// SPDX-License-Identifier: Apache-2.0
#include "cmd/document.h"
#include <algorithm>
#include <cctype>
#include "core/render/text.h"
namespace juno {
namespace {

using render_detail::display_width;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::size_t width_of(const std::string& text) { return static_cast<std::size_t>(std::max(0, display_width(text))); }

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out, line;
  for (const std::string& word : words_of(text)) {
    if (!line.empty() && indent + width_of(line) + 1 + width_of(word) > width) {
      out += std::string(indent, ' ') + line + '\n';
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return line.empty() ? out : out + std::string(indent, ' ') + line + '\n';
}

std::string pair_lines(const Block& block, std::size_t width) {
  std::size_t column = 0;
  for (const auto& [term, meaning] : block.pairs)
    if (width_of(term) <= 28) column = std::max(column, width_of(term) + 4);
  std::string out;
  for (const auto& [term, meaning] : block.pairs) {
    const std::string text = wrapped(meaning, column, width);
    const bool beside = width_of(term) + 4 <= column && !text.empty();
    out += "  " + term + (beside ? std::string(column - 2 - width_of(term), ' ') + text.substr(column) : "\n" + text);
  }
  return out;
}

std::string indented(std::string_view text, std::size_t by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) out += std::string(by, ' ') + std::string(text.substr(at, end - at));
    out += '\n';
    at = end + 1;
  }
  return out;
}

// ---- mdoc ----

std::string escaped(std::string_view text) {
  std::string out;
  bool in_code = false;
  for (const char c : text) {
    if (c == '`') out += (in_code = !in_code) ? "\\fB" : "\\fR";
    else if (c == '\\') out += "\\e";
    else if (c == '-' && in_code) out += "\\-";
    else if (c == '~') out += "\\(ti";
    else if (c == '^') out += "\\(ha";
    else if (c == '\'' && in_code) out += "\\(aq";
    else out += c;
  }
  return out;
}

// Lines of running text: a sentence begins a line, as mdoc wants it, and no line is longer than 78 bytes.
std::string prose(std::string_view text) {
  std::string out, line;
  const auto flush = [&] {
    if (line.empty()) return;
    if (line.front() == '.' || line.front() == '\'') out += "\\&";
    out += line + '\n';
    line.clear();
  };
  // A full stop ends a sentence also where it closes a bracket or code; "e.g." does not.
  const auto ends_sentence = [](std::string word) {
    if (word.ends_with("\\fR")) word.resize(word.size() - 3);
    if (word.ends_with(')')) word.pop_back();
    return word != "e.g." && word != "i.e." && (word.ends_with('.') || word.ends_with('?') || word.ends_with('!'));
  };
  for (const std::string& word : words_of(escaped(text))) {
    if (!line.empty() && line.size() + 1 + word.size() > 76) flush();
    line += (line.empty() ? "" : " ") + word;
    if (ends_sentence(word)) flush();
  }
  flush();
  return out;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string verbatim(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '\'') out += "\\(aq";
    else if (c == '`') out += "\\(ga";
    else if (c == '~') out += "\\(ti";
    else if (c == '^') out += "\\(ha";
    else if (c == '.' && (out.empty() || out.back() == '\n')) out += "\\&.";
    else out += c;
  }
  return out;
}

}  // namespace

Document paragraphs(std::string_view text) {
  Document out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    if (end > at) out.push_back(paragraph(std::string(text.substr(at, end - at))));
    at = end + 2;
  }
  return out;
}

std::string plain_text(const Document& document, std::size_t width) {
  std::string out;
  for (const Block& block : document) {
    if (!out.empty()) out += '\n';
    switch (block.kind) {
      case Block::Kind::heading: out += block.text + ":\n"; continue;
      case Block::Kind::paragraph: out += wrapped(block.text, 0, width); break;
      case Block::Kind::pairs: out += pair_lines(block, width); break;
      case Block::Kind::code: out += indented(block.text, 4); break;
    }
  }
  // A heading and what it heads stand together.
  for (std::size_t at = 0; (at = out.find(":\n\n  ", at)) != std::string::npos; ++at) out.erase(at + 1, 1);
  return out;
}

std::string mdoc(const Document& document, const std::string& first_section) {
  std::string out;
  bool after_heading = false;
  const auto gap = [&] {
    if (!after_heading) out += ".Pp\n";
    after_heading = false;
  };
  if (document.empty() || document.front().kind != Block::Kind::heading) out += ".Sh " + first_section + "\n", after_heading = true;
  for (const Block& block : document) switch (block.kind) {
      case Block::Kind::heading:
        out += ".Sh " + upper(block.text) + "\n";
        after_heading = true;
        break;
      case Block::Kind::paragraph:
        gap();
        out += prose(block.text);
        break;
      case Block::Kind::pairs:
        out += ".Bl -tag -width Ds\n";
        for (const auto& [term, meaning] : block.pairs) out += ".It " + escaped("`" + term + "`") + "\n" + prose(meaning);
        out += ".El\n";
        after_heading = false;
        break;
      case Block::Kind::code:
        out += ".Bd -literal -offset indent\n" + verbatim(block.text) + (block.text.ends_with('\n') ? "" : "\n") + ".Ed\n";
        after_heading = false;
        break;
    }
  return out;
}

}  // namespace juno
