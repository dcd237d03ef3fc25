// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/sentence.h"
#include "core/text.h"
namespace juno::ask {
namespace {

class Collector {
 public:
  Collector(std::span<const Token> tokens, Draft& draft) : d_(draft) { sentence_.tokens = tokens; }

  Sentence run(const Cover& cover) {
    for (const Chunk& c : cover) {
      if (c.type == Chunk::Type::unknown) give_up("unknown_value", c.text);
      if (c.type == Chunk::Type::when && c.when.kind != When::Kind::window) give_up("ambiguous_time", text(c.begin));
      if (c.type == Chunk::Type::word && small_word(c)) continue;
      next_.chunk = &c;
      sentence_.items.push_back(next_);
      next_ = Item{};
    }
    if (sentence_.items.empty()) give_up("vague");
    unfinished(cover);
    return std::move(sentence_);
  }

 private:
  std::string_view norm(std::size_t i) const { return sentence_.tokens[i].norm; }
  const std::string& text(std::size_t i) const { return sentence_.tokens[i].text; }

  // Whether it only leads to the next item.
  bool small_word(const Chunk& c) {
    const std::string_view arg = c.entry->arg;
    if (c.is(Word::vague)) give_up(std::string(arg), text(c.begin));
    if (c.is(Word::neg) && c.begin == 0 && c.end > 1) {  // "who has not …"
      if (norm(0) == "who") d_.who = true;
      else if (norm(0) == "which" || norm(0) == "that") give_up("underspecified", text(0));
    }
    if (c.is(Word::have) && c.begin == 0 && norm(0) == "who") d_.who = true;
    if (c.is(Word::filler)) filler(c);
    else if (c.is(Word::prep)) next_.prep = norm(c.begin + (norm(c.begin) == "back" ? 1 : 0));
    else if (c.is(Word::be)) next_.be = arg, d_.past |= arg == "were" || arg == "did";
    else if (c.is(Word::clause)) clause(c);
    else return false;
    return true;
  }

  void filler(const Chunk& c) {
    auto& items = sentence_.items;
    if (c.entry->arg == "'s" && !items.empty() && items.back().chunk->end == c.begin) items.back().owned = true;
    for (std::size_t i = c.begin; i < c.end; ++i) {
      if (norm(i) == "the" || norm(i) == "this") next_.article = true;
      if (norm(i) == "total") next_.article = false, d_.total = true;
    }
  }

  void clause(const Chunk& c) {
    if (c.begin == 0 && among(norm(0), {"who", "which", "where"})) give_up("underspecified", text(0));
    next_.clause = true;
    for (std::size_t i = c.begin; i < c.end; ++i) {
      if (among(norm(i), {"were", "was"})) next_.be = "were", d_.past = true;
      if (among(norm(i), {"are", "is"})) next_.be = "be";
    }
  }

  // Small words at the end that lead to nothing.
  void unfinished(const Cover& cover) const {
    const auto& tokens = sentence_.tokens;
    if (next_.be == "take" && !sentence_.says(Word::how_long) && !sentence_.says(Word::metric)) give_up("underspecified", "last");  // "the bug reported last"
    if (!among(next_.be, {"do", "did", "will"})) return;
    // "say/do": a verb without what it does.
    const std::size_t end = tokens.size() - (tokens.back().type == Token::Class::sign ? 1 : 0);
    for (const Chunk& c : cover)
      if (c.is(Word::be) && c.begin + 1 >= end && !among(norm(c.begin), {"have", "has", "had"})) give_up("underspecified", std::string(norm(cover.back().begin)));
  }

  Draft& d_;
  Sentence sentence_;
  Item next_;
};

}  // namespace

Sentence collect(const Cover& cover, std::span<const Token> tokens, Draft& draft) {
  for (const Chunk& c : cover) draft.cost += c.cost;
  return Collector(tokens, draft).run(cover);
}

bool Sentence::uses(std::initializer_list<std::string_view> words) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& t) { return among(t.norm, words); });
}

bool Sentence::has_word(const Item& item, std::string_view word) const {
  const auto own = tokens.subspan(item.chunk->begin, item.chunk->end - item.chunk->begin);
  return std::any_of(own.begin(), own.end(), [&](const Token& t) { return t.norm == word; });
}

std::string_view Sentence::word_before(const Item& item, std::size_t n) const {
  return item.chunk->begin >= n ? std::string_view(tokens[item.chunk->begin - n].norm) : std::string_view();
}

bool plural(std::string_view noun) { return noun.ends_with("s") ? !among(noun, {"status", "s"}) : among(noun, {"people", "ppl", "folk"}); }

std::string_view Sentence::led_by(const Item& item) const {
  std::size_t i = item.chunk->begin;
  while (i > 0 && among(tokens[i - 1].norm, {"the", "our", "my", "a", "an"})) --i;
  return i > 0 ? std::string_view(tokens[i - 1].norm) : std::string_view();
}

}  // namespace juno::ask
