// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include "core/ask/lattice/lattice.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// As the semantic query writes durations: months are of 30 days, years of 365.
std::string length(double n, char unit) {
  const double days = unit == 'M' ? 30 * n : unit == 'y' ? 365 * n : n;
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), days);
  return std::string(buffer.data(), end) + (unit == 'M' || unit == 'y' ? 'd' : unit);
}

}  // namespace

void Lattice::plain_tokens() {
  static constexpr Entry kOwns{"'s", Word::filler, "'s"};
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Token& t = tokens_[i];
    if (t.type == Token::Class::sign) add_sign(i);
    if (t.type == Token::Class::possession) add_word(kOwns, i, i + 1, 0);
    if (t.type == Token::Class::key) add_key(i);
    if (t.type == Token::Class::quoted) {
      Chunk c = chunk(Chunk::Type::quoted, i, i + 1, 1.2);
      c.text = t.text;
      add(std::move(c));
      values(i, i + 1, t.norm);
    }
    add_numbers(i);
    if (t.type == Token::Class::amount) {
      Chunk c = chunk(Chunk::Type::duration, i, i + 1, 1);
      c.text = length(t.number, t.unit);
      add(std::move(c));
    }
  }
}

void Lattice::add_sign(std::size_t i) {
  static constexpr Entry kNothing{"?", Word::filler, ""};
  static constexpr Entry kSigns[] = {{",", Word::conj, ","}, {"&", Word::conj, "and"}, {"+", Word::compare, "+"}, {"<", Word::compare, "<"}, {"<=", Word::compare, "<="}, {">", Word::compare, ">"},
                                     {">=", Word::compare, ">="}, {"=", Word::compare, "="}, {"==", Word::compare, "="}, {"!=", Word::neg, "not"}, {"<>", Word::neg, "not"}};
  const std::string_view s = tokens_[i].norm == ";" ? "," : std::string_view(tokens_[i].norm);
  static constexpr Entry kAnd{"+", Word::conj, "and"};
  const auto number = [&](std::size_t n) { return n < tokens_.size() && tokens_[n].type == Token::Class::number; };
  if (s == "+" && i > 0 && !number(i - 1) && !number(i + 1)) add_word(kAnd, i, i + 1, 0.3);
  for (const Entry& sign : kSigns)
    if (sign.phrases == s) add_word(sign, i, i + 1, 0.3);
  if (s == ",") add_word(kNothing, i, i + 1, 0.3);  // a pause
  const bool percent = s == "%" && i > 0 && tokens_[i - 1].type == Token::Class::number;
  if (percent || (s.size() == 1 && std::string_view("?!.:()[]\"'-/@#").find(s) != std::string_view::npos)) add_word(kNothing, i, i + 1, 0);
}

void Lattice::add_key(std::size_t i) {
  Chunk c = chunk(Chunk::Type::key, i, i + 1, 1);
  c.text = tokens_[i].text;
  for (char& ch : c.text)
    if (is_letter(ch) && !is_upper(ch)) ch = static_cast<char>(ch - 'a' + 'A');
  if (tokens_[i].text == c.text || project(c.text)) add(std::move(c));
}
bool Lattice::project(const std::string& key) const {
  const auto hits = catalogue_.exact(normal(key.substr(0, key.find('-'))));
  return std::any_of(hits.begin(), hits.end(), [](const NameHit& h) { return h.list == List::projects; });
}

void Lattice::add_numbers(std::size_t i) {
  const bool led = i > 0 && word_in(i - 1, {"than", "over", "least", "under", "for", "in", "within", "most", "past", "about"});
  if (led && word_in(i, {"a", "an", "one"}) && !word_in(i + 1, {"hundred", "couple", "few", "dozen"})) duration(i, i + 1, 1);  // "for a week"
  const auto q = quantity(tokens_, i);
  if (!q) return;
  duration(i, q->end, q->number);
  Chunk c = chunk(Chunk::Type::number, i, q->end, 1);
  c.number = q->number;
  add(std::move(c));
}
// "30 days" as one chunk
void Lattice::duration(std::size_t begin, std::size_t at, double n) {
  static constexpr std::pair<std::string_view, char> kUnits[] = {{"minute", 'm'}, {"minutes", 'm'}, {"mins", 'm'}, {"min", 'm'}, {"hr", 'h'}, {"wk", 'w'}, {"hour", 'h'}, {"hours", 'h'}, {"hrs", 'h'}, {"h", 'h'}, {"day", 'd'}, {"days", 'd'}, {"week", 'w'}, {"weeks", 'w'},
                                                                 {"wks", 'w'}, {"month", 'M'}, {"months", 'M'}, {"mos", 'M'}, {"year", 'y'}, {"years", 'y'}, {"fortnight", 'F'}, {"fortnights", 'F'}};
  if (at >= tokens_.size() || tokens_[at].type != Token::Class::word) return;
  for (const auto& [word, unit] : kUnits) {
    if (tokens_[at].norm != word) continue;
    Chunk c = chunk(Chunk::Type::duration, begin, at + 1 + (word_in(at + 1, {"ago"}) ? 1 : 0), 0.9);
    c.text = unit == 'F' ? length(2 * n, 'w') : length(n, unit);
    add(c);
    if (!word_in(at + 1, {"old"})) return;
    c.end = at + 2, c.cost = 0.8, c.number = 1;  // its age; "more than 3 days old" needs its comparator
    return add(std::move(c));
  }
}

}  // namespace juno::ask
