// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"
#include <algorithm>
#include <array>
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

constexpr std::array<std::string_view, 108> kStopWords{
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "but", "by", "can",
    "could", "did", "do", "does", "doing", "down", "during", "each", "else", "for", "from", "had", "has", "have", "he", "her", "here", "his", "how", "i",
    "if", "in", "into", "is", "it", "its", "just", "like", "may", "me", "might", "more", "most", "my", "no", "nor", "not", "now", "of", "off", "on",
    "once", "only", "or", "other", "our", "out", "over", "own", "please", "same", "she", "should", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "us", "very", "was", "we", "were", "what",
    "when", "where", "which", "while", "who", "why", "will", "with", "would"};
constexpr std::size_t kLongest = 60;  // letters of a word: longer ones are data

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool in_word(char c) { return lower(c) || is_upper(c) || is_digit(c) || high(c) || c == '_'; }

bool stop_word(std::string_view word) { return std::binary_search(kStopWords.begin(), kStopWords.end(), word); }

constexpr char32_t kBroken = 0xfffd;
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};
CodePoint decoded(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const std::size_t n = byte(0) < 0x80 ? 1 : byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : byte(0) >= 0xc0 ? 2 : 1;
  if (n == 1 || n > s.size()) return {byte(0) < 0x80 ? byte(0) : kBroken, 1};
  char32_t value = byte(0) & (0xffu >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {kBroken, 1};
    value = value << 6 | (byte(i) & 0x3f);
  }
  return {value, n};
}
// Letters that are written without spaces between words.
bool unspaced(char32_t c) { return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af) || (c >= 0x20000 && c <= 0x3ffff); }
// Above Latin-1's letters and before the next: dashes, quotes, arrows, pictures.
bool mark(char32_t c) { return (c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f000 && c <= 0x1ffff) || (c >= 0x80 && c < 0xc0) || c == kBroken; }

class Splitter {
 public:
  Splitter(std::size_t most, std::vector<std::string>& out) : most_(most), out_(out) {}

  void text(std::string_view s) {
    for (std::size_t at = 0; at < s.size() && out_.size() < most_;) {
      if (s.substr(at, 7) == "http://" || s.substr(at, 8) == "https://") at = std::min(s.find_first_of(" \t\r\n)]|>\"'", at), s.size());
      else if (s[at] == '{') at = markup(s, at);
      else if (in_word(s[at])) at = run(s, at);
      else ++at;
    }
  }

 private:
  // {code:java}, {noformat}, {color:#f00}: a name and its options, not words. What stands between them is.
  static std::size_t markup(std::string_view s, std::size_t at) {
    const std::size_t end = s.find('}', at);
    const std::string_view inside = end == std::string_view::npos ? "" : s.substr(at + 1, end - at - 1);
    for (const std::string_view name : {"code", "noformat", "color", "quote", "panel", "expand", "info", "note", "warning"})
      if (inside.starts_with(name) && (inside.size() == name.size() || inside[name.size()] == ':')) return end + 1;
    return at + 1;
  }

  std::size_t run(std::string_view s, std::size_t at) {
    std::size_t end = at;
    while (end < s.size() && in_word(s[end])) ++end;
    const std::string_view word = s.substr(at, end - at);
    if (std::any_of(word.begin(), word.end(), high)) foreign(word);
    else ascii(word);
    return end;
  }

  // A word with letters beyond ASCII: cut at marks, pairs of unspaced letters, the rest folded.
  void foreign(std::string_view word) {
    std::size_t begin = 0;
    std::string_view before;  // the unspaced letter just passed
    const auto flush = [&](std::size_t end) {
      if (end <= begin) return;
      const std::string_view part = word.substr(begin, end - begin);
      if (std::any_of(part.begin(), part.end(), high)) add(fold_case(part));
      else ascii(part);
    };
    for (std::size_t at = 0; at < word.size();) {
      const CodePoint c = decoded(word.substr(at));
      if (unspaced(c.value) || mark(c.value)) {
        flush(at);
        begin = at + c.bytes;
        const std::string_view letter = unspaced(c.value) ? word.substr(at, c.bytes) : std::string_view();
        if (!before.empty() && !letter.empty()) add(std::string(before) + std::string(letter));
        before = letter;
      } else {
        before = {};
      }
      at += c.bytes;
    }
    flush(word.size());
  }

  // A word of ASCII, and its parts where case or underscores divide it.
  void ascii(std::string_view word) {
    while (!word.empty() && word.front() == '_') word.remove_prefix(1);
    while (!word.empty() && word.back() == '_') word.remove_suffix(1);
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      const bool divides = i == word.size() || word[i] == '_' || (is_upper(word[i]) && lower(word[i - 1])) || (is_upper(word[i]) && i + 1 < word.size() && lower(word[i + 1]) && is_upper(word[i - 1]));
      if (!divides) continue;
      if (i > begin) parts.push_back(word.substr(begin, i - begin));
      begin = i < word.size() && word[i] == '_' ? i + 1 : i;
    }
    if (parts.size() > 1)
      for (const std::string_view part : parts) add(lowered(part));
    add(lowered(word));
  }
  static std::string lowered(std::string_view word) {
    std::string out(word);
    for (char& c : out)
      if (is_upper(c)) c = static_cast<char>(c + 32);
    return out;
  }
  void add(std::string word) {
    if (word.size() < 2 || word.size() > kLongest || stop_word(word) || out_.size() >= most_) return;
    out_.push_back(stem(word));
  }

  std::size_t most_;
  std::vector<std::string>& out_;
};

}  // namespace

std::vector<std::string> search_words(std::string_view text, std::size_t most) {
  std::vector<std::string> out;
  Splitter(most, out).text(text);
  return out;
}

}  // namespace juno
