// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include "connectors/jira/text.h"
#include "core/text.h"
namespace juno::jira {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80; }

// What stands for a link's inside: its text, or its address without decorations.
std::string_view link_text(std::string_view inside) {
  if (const auto bar = inside.find('|'); bar != std::string_view::npos && bar > 0) return inside.substr(0, bar);
  if (inside.starts_with("~accountid:")) return inside.substr(11);
  if (inside.starts_with("~") || inside.starts_with("#") || inside.starts_with("^")) return inside.substr(1);
  if (inside.starts_with("mailto:")) return inside.substr(7);
  return inside;
}

// Marks within a line: *bold* _italic_ -deleted- +inserted+ ^sup^ ~sub~ ??cite?? {{mono}} [text|url] !image! {macro} \escape.
class Line {
 public:
  explicit Line(std::string_view text) : text_(text) {}

  std::string plain() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) escape();
      else if (c == '{') brace();
      else if (c == '[') link();
      else if (c == '!') image();
      else if (text_.substr(at_, 2) == "??") skip(2);
      else if (std::string_view("*_-+^~").find(c) != std::string_view::npos && is_mark(c)) skip(1);
      else keep(1);
    }
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kMaxMarked = 1000;  // looking further for a partner would cost quadratic time

  void skip(std::size_t n) { at_ += n; }
  void keep(std::size_t n) {
    out_ += text_.substr(at_, n);
    at_ += n;
  }
  char before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  char after() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : ' '; }

  void escape() {
    if (text_[at_ + 1] == '\\') {
      out_ += '\n';
      return skip(2);
    }
    const bool escapes = std::ispunct(static_cast<unsigned char>(text_[at_ + 1]));
    if (escapes) skip(1);
    keep(1);
  }

  // An opening mark stands before a word and has its partner on the line; a closing one stands after a word.
  bool is_mark(char c) {
    const auto open = std::find(open_.rbegin(), open_.rend(), c);
    if (open != open_.rend() && before() != ' ' && !is_word(after())) {
      open_.erase(std::prev(open.base()));
      return true;
    }
    if (is_word(before()) || after() == ' ' || after() == c || !closes(c)) return false;
    open_.push_back(c);
    return true;
  }
  bool closes(char c) const {
    const std::string_view near = text_.substr(0, at_ + kMaxMarked);
    for (auto end = near.find(c, at_ + 2); end != std::string_view::npos; end = near.find(c, end + 1))
      if (text_[end - 1] != ' ' && text_[end - 1] != '\\' && (end + 1 == text_.size() || !is_word(text_[end + 1]))) return true;
    return false;
  }

  void brace() {
    const auto close = text_.find('}', at_);
    if (close == std::string_view::npos || at_ + 1 >= text_.size()) return keep(1);
    if (text_[at_ + 1] == '{') {  // {{monospace}}
      const auto end = text_.find("}}", at_);
      if (end == std::string_view::npos) return keep(2);
      out_ += text_.substr(at_ + 2, end - at_ - 2);
      return skip(end + 2 - at_);
    }
    const std::string_view name = text_.substr(at_ + 1, std::min(text_.find_first_of(":}", at_), close) - at_ - 1);
    const bool macro = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!macro) return keep(1);
    skip(close + 1 - at_);
  }

  void link() {
    const auto close = text_.find(']', at_);
    if (close == std::string_view::npos || close == at_ + 1) return keep(1);
    out_ += link_text(text_.substr(at_ + 1, close - at_ - 1));
    skip(close + 1 - at_);
  }

  void image() {
    const auto close = text_.find('!', at_ + 1);
    if (close == std::string_view::npos || is_word(before()) || after() == ' ') return keep(1);
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    const bool file = inside.find('.') != std::string_view::npos && inside.find(' ') == std::string_view::npos;
    if (!file) return keep(1);
    out_ += inside.substr(0, inside.find('|'));
    skip(close + 1 - at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::string open_;
};

// A line's own mark (heading, quote, list, table) turned into text.
std::string line_text(std::string_view line) {
  line = trimmed(line);
  if (line.size() >= 4 && line[0] == 'h' && line[1] >= '1' && line[1] <= '6' && line.substr(2, 2) == ". ") line.remove_prefix(4);
  else if (line.starts_with("bq. ")) line.remove_prefix(4);
  if (line.size() >= 4 && line.find_first_not_of('-') == std::string_view::npos) return {};  // a rule
  const auto marks = line.find_first_not_of("*#-");
  if (marks != std::string_view::npos && marks > 0 && marks < 8 && line[marks] == ' ') return "- " + Line(trimmed(line.substr(marks))).plain();
  if (!line.starts_with('|')) return Line(line).plain();
  std::string out;
  while (!line.empty()) {
    while (line.starts_with('|')) line.remove_prefix(1);
    // A bar within a link belongs to the link.
    std::size_t end = 0;
    for (bool in_link = false; end < line.size() && (in_link || line[end] != '|'); ++end) in_link = line[end] == '[' || (in_link && line[end] != ']');
    const std::string cell = Line(trimmed(line.substr(0, end))).plain();
    if (end > 0) out += (out.empty() ? "" : " | ") + cell;
    line.remove_prefix(end);
  }
  return out;
}

bool opens_verbatim(std::string_view line) { return line.starts_with("{code") || line.starts_with("{noformat"); }

}  // namespace

std::string wiki_text(std::string_view markup) {
  std::string out;
  bool verbatim = false;
  while (!markup.empty()) {
    const auto newline = std::min(markup.find('\n'), markup.size());
    std::string_view line = markup.substr(0, newline);
    markup.remove_prefix(std::min(newline + 1, markup.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view bare = trimmed(line);
    const bool fence = opens_verbatim(bare) && bare.ends_with('}') && bare.find('}') == bare.size() - 1;
    if (fence) verbatim = !verbatim;
    else if (verbatim) out.append(line).append("\n");
    // Blank lines only part paragraphs: the same text comes out as from an Atlassian document.
    else if (const std::string text = line_text(line); !trimmed(text).empty()) out.append(text).append("\n");
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace juno::jira
