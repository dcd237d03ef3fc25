// SPDX-License-Identifier: Apache-2.0
#include "core/ask/tokens.h"
#include <utf8proc.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>
#include "core/text.h"
namespace juno::ask {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }
bool inner(char c) { return is_digit(c) || letter(c); }

// Typographic signs as plain ones, a byte for a byte where it can be: offsets are kept by padding with spaces in front.
constexpr std::array<std::pair<std::string_view, char>, 17> kSigns = {{{"\u2018", '\''}, {"\u2019", '\''}, {"\u02BC", '\''}, {"\u201C", '"'}, {"\u201D", '"'},
                                                                       {"\u201E", '"'}, {"\u00AB", '"'}, {"\u00BB", '"'}, {"\u2010", '-'}, {"\u2011", '-'},
                                                                       {"\u2012", '-'}, {"\u2013", '-'}, {"\u2014", '-'}, {"\u00A0", ' '}, {"\u2026", '.'},
                                                                       {"\u2265", 'G'}, {"\u2264", 'L'}}};

std::string plain_signs(std::string_view text, std::vector<std::size_t>& place) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto hit = std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& s) { return text.substr(i).starts_with(s.first); });
    const std::size_t width = hit == kSigns.end() ? 1 : hit->first.size();
    if (hit == kSigns.end()) out += text[i];
    else if (hit->second == 'G' || hit->second == 'L') out += hit->second == 'G' ? '>' : '<', place.push_back(i), out += '=';
    else out += hit->second;
    place.push_back(i);
    i += width;
  }
  place.push_back(text.size());
  return out;
}

std::string folded(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string out(text);
    for (char& c : out)
      if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  utf8proc_uint8_t* mapped = nullptr;
  const auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD |
                                                             UTF8PROC_IGNORE | UTF8PROC_STRIPCC));
  if (n < 0) return {};
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(n));
  std::free(mapped);
  // Letters that Unicode does not take apart, though people type them so.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kLetters = {{{"ø", "o"}, {"ł", "l"}, {"đ", "d"}, {"æ", "ae"}, {"œ", "oe"}, {"ı", "i"}}};
  for (const auto& [from, to] : kLetters)
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at)) out.replace(at, from.size(), to);
  return out;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    utf8proc_int32_t point = 0;
    const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i, static_cast<utf8proc_ssize_t>(text.size() - i), &point);
    if (n <= 0) return false;
    i += static_cast<std::size_t>(n);
  }
  return true;
}

class Scanner {
 public:
  Scanner(std::string text, std::vector<std::size_t> place) : text_(std::move(text)), place_(std::move(place)) {}
  std::vector<Token> run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void add(Token::Class type, std::size_t end, char glue = 0) {
    Token t;
    t.type = type;
    t.text = text_.substr(at_, end - at_);
    t.begin = place_[at_], t.end = place_[end];
    t.glue = glue == 0 && type == Token::Class::number && at_ > 0 && text_[at_ - 1] == '\'' ? '\'' : glue;
    t.capital = !t.text.empty() && is_upper(t.text.front());
    t.norm = type == Token::Class::sign || type == Token::Class::possession ? t.text : normal(t.text);
    at_ = end;
    out_.push_back(std::move(t));
  }

  void step() {
    const char c = peek();
    if (static_cast<unsigned char>(c) <= ' ') {
      ++at_;
      return;
    }
    if (c == '"' || c == '`' || (c == '\'' && (at_ == 0 || !inner(text_[at_ - 1])))) {
      const std::size_t close = text_.find(c, at_ + 1);
      if (close != std::string::npos && close > at_ + 1 && (c != '\'' || close + 1 == text_.size() || !inner(text_[close + 1]))) return quoted(close);
      ++at_;
      return;
    }
    if (is_digit(c) && (date() || number())) return;
    if ((c == 'w' || c == 'W') && peek(1) == '/' && with()) return;
    if (inner(c)) return word(0);
    sign();
  }

  // w/ and w/o
  bool with() {
    const bool out = peek(2) == 'o' || peek(2) == 'O';
    const std::size_t end = at_ + (out ? 3 : 2);
    if (end < text_.size() && inner(text_[end])) return false;
    add(Token::Class::word, end);
    out_.back().norm = out ? "without" : "with";
    return true;
  }

  void quoted(std::size_t close) {
    ++at_;
    const std::size_t end = close;
    add(Token::Class::quoted, end);
    ++at_;
  }

  // Digits, letters Q W H and - / . without spaces that hold two or more parts: left whole for the time grammar.
  bool date() {
    std::size_t end = at_;
    int parts = 1;
    bool word = false;
    while (end < text_.size() && (inner(text_[end]) || ((text_[end] == '-' || text_[end] == '/' || text_[end] == '.') && end + 1 < text_.size() && inner(text_[end + 1])))) {
      if (!inner(text_[end])) ++parts;
      else if (!is_digit(text_[end])) {
        const char low = static_cast<char>(text_[end] | 0x20);
        word |= !((low == 'q' || low == 'w' || low == 'h') && end > at_ && (text_[end - 1] == '-' || is_digit(text_[end - 1])) && end + 1 < text_.size() && is_digit(text_[end + 1]));
      }
      ++end;
    }
    if (word || parts < 2 || parts > 3) return quarter_of_year(end);
    const std::string_view s(text_.data() + at_, end - at_);
    const std::size_t first = s.find_first_of("-/.");
    const bool year_first = first == 4;
    const bool dotted = s.find('.') != std::string_view::npos;
    if (dotted && (parts != 3 || s.size() < 8)) return false;          // 2.3.0 and 0.8 are no dates
    if (!year_first && s.find('-') != std::string_view::npos && parts < 3) return false;  // 3-5 is a range of numbers
    if (first > 4 || first == 3) return false;
    add(Token::Class::date, end);
    return true;
  }
  bool quarter_of_year(std::size_t end) {
    const std::string_view s(text_.data() + at_, end - at_);  // 2026Q4
    const bool fits = s.size() == 6 && (s[4] == 'Q' || s[4] == 'q' || s[4] == 'H' || s[4] == 'h') && is_digit(s[5]) && std::all_of(s.begin(), s.begin() + 4, is_digit);
    if (fits) add(Token::Class::date, end);
    return fits;
  }

  bool number() {
    std::size_t end = at_;
    std::string digits;
    while (end < text_.size() && (is_digit(text_[end]) || (text_[end] == ',' && end + 3 < text_.size() && is_digit(text_[end + 1]) && is_digit(text_[end + 2]) && is_digit(text_[end + 3]) &&
                                                        (end + 4 == text_.size() || !is_digit(text_[end + 4])))))
      if (text_[end++] != ',') digits += text_[end - 1];
    if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
      const std::size_t point = end++;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      digits += text_.substr(point, end - point);
      if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {  // 2.3.0: a version
        word('.');
        return true;
      }
    }
    std::size_t tail = end;
    while (tail < text_.size() && letter(text_[tail])) ++tail;
    const std::string suffix = folded(std::string_view(text_).substr(end, tail - end));
    if (tail < text_.size() && is_digit(text_[tail])) return false;
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    char unit = 0;
    if (suffix == "d" || suffix == "day" || suffix == "days") unit = 'd';
    else if (suffix == "w" || suffix == "wk" || suffix == "wks" || suffix == "week" || suffix == "weeks") unit = 'w';
    else if (suffix == "h" || suffix == "hr" || suffix == "hrs" || suffix == "hours") unit = 'h';
    else if (suffix == "mo" || suffix == "mos" || suffix == "m" || suffix == "months") unit = 'M';
    else if (suffix == "min" || suffix == "mins" || suffix == "minutes") unit = 'm';
    else if (suffix == "y" || suffix == "yr" || suffix == "yrs" || suffix == "years") unit = 'y';
    else if (suffix == "k") value *= 1000;
    else if (!(suffix.empty() || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th")) return false;
    add(unit ? Token::Class::amount : Token::Class::number, tail);
    out_.back().number = value, out_.back().unit = unit;
    return true;
  }

  // Letters, digits, and apostrophes between letters; `join` also binds ("2.3.0").
  std::size_t word_end(std::size_t from, char join) const {
    std::size_t end = from;
    while (end < text_.size() && (inner(text_[end]) || ((text_[end] == '\'' || text_[end] == join) && text_[end] != 0 && end > from && inner(text_[end - 1]) && end + 1 < text_.size() && inner(text_[end + 1])))) ++end;
    return end;
  }

  char glue_before() const {
    if (out_.empty() || at_ == 0) return 0;
    const char before = text_[at_ - 1];
    return (before == '-' || before == '/' || before == '_' || before == '.') && at_ >= 2 && inner(text_[at_ - 2]) ? before : '\0';
  }

  bool key(std::size_t end) {
    if (peek(end - at_) != '-' || end + 1 >= text_.size() || !is_digit(text_[end + 1]) || !letter(peek())) return false;
    std::size_t tail = end + 1;
    while (tail < text_.size() && is_digit(text_[tail])) ++tail;
    if (tail < text_.size() && (inner(text_[tail]) || (text_[tail] == '-' && tail + 1 < text_.size() && inner(text_[tail + 1])))) return false;
    if (end - at_ < 2 || end - at_ > 12 || !std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return inner(c) && static_cast<unsigned char>(c) < 0x80; })) return false;
    add(Token::Class::key, tail);
    return true;
  }

  void word(char join) {
    std::size_t end = word_end(at_, join);
    if (key(end)) return;
    const bool version = end - at_ >= 2 && (peek() | 0x20) == 'v' && std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(at_ + 1), text_.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
    if (version) end = word_end(at_, '.');  // v2.3
    const std::string low = folded(std::string_view(text_).substr(at_, end - at_));
    const std::size_t mark = low.rfind('\'');
    if (mark != std::string::npos && low.size() == end - at_) {
      const std::string tail = low.substr(mark + 1);
      if (tail == "s") return split(at_ + mark, end, Token::Class::possession, "");
      for (const auto& [suffix, whole] : {std::pair{"re", "are"}, {"ve", "have"}, {"m", "am"}, {"ll", "will"}, {"d", "would"}})
        if (tail == suffix) return split(at_ + mark, end, Token::Class::word, whole);
    }
    add(Token::Class::word, end, glue_before());
    if (peek() == '\'' && !inner(peek(1)) && out_.back().norm.ends_with("s")) add(Token::Class::possession, at_ + 1), out_.back().norm = "'s";
  }
  void split(std::size_t mark, std::size_t end, Token::Class tail, const char* norm) {
    add(Token::Class::word, mark, glue_before());
    add(tail, end);
    out_.back().norm = *norm ? norm : "'s";
  }

  void sign() {
    const char c = peek(), d = peek(1);
    const bool two = ((c == '<' || c == '>' || c == '!' || c == '=') && d == '=') || (c == '<' && d == '>');
    const bool joins = (c == '-' || c == '_' || c == '/' || c == '.' || c == '\'') && at_ > 0 && inner(text_[at_ - 1]) && inner(d);
    if (joins) ++at_;
    else add(Token::Class::sign, at_ + (two ? 2 : 1));
  }

  std::string text_;
  std::vector<std::size_t> place_;
  std::size_t at_ = 0;
  std::vector<Token> out_;
};

}  // namespace

std::string normal(std::string_view text) {
  std::vector<std::size_t> place;
  const std::string low = folded(plain_signs(text, place));
  std::string out;
  for (std::size_t i = 0; i < low.size(); ++i) {
    const char c = low[i];
    if (c == '\'' || c == '`') continue;
    const bool point = c == '.' && i > 0 && i + 1 < low.size() && is_digit(low[i - 1]) && is_digit(low[i + 1]);
    if (inner(c) || point) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::optional<std::vector<Token>> tokens(std::string_view question) {
  if (question.size() > kLongestQuestion || !is_utf8(question)) return {};
  std::vector<std::size_t> place;
  std::string text = plain_signs(question, place);
  auto all = Scanner(std::move(text), std::move(place)).run();
  if (all.size() > kMostTokens) return {};
  return all;
}

}  // namespace juno::ask
