// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>
#include "core/ask/chunks.h"
#include "core/ask/compose/draft.h"
namespace juno::ask {

// A chunk that says something, with the small words that lead to it.
struct Item {
  const Chunk* chunk = nullptr;  // of the cover, which outlives it
  std::string_view prep;         // the word before: "in", "by" …
  std::string_view be;           // be, were, do, did, will just before
  bool clause = false;           // a relative clause begins here
  bool article = false;          // "the", "this"
  bool owned = false;            // 's follows

  bool is(Word word) const { return chunk->is(word); }
  bool is(Word word, std::string_view arg) const { return chunk->is(word, arg); }
  bool is(Chunk::Type type) const { return chunk->type == type; }
  bool is(List list) const { return chunk->value_of(list); }
  std::string_view arg() const { return chunk->entry ? chunk->entry->arg : std::string_view(); }
};

// What a cover says, in order.
struct Sentence {
  std::span<const Token> tokens;
  std::vector<Item> items;

  template <class Test> bool any(Test test) const { return std::any_of(items.begin(), items.end(), test); }
  // Whether some item is that word, name of that list or type of chunk.
  template <class... What> bool says(What... what) const { return any([&](const Item& i) { return i.is(what...); }); }
  // Whether one of the words is used, whatever it was taken for.
  bool uses(std::initializer_list<std::string_view> words) const;

  std::string_view first_word(const Item& item) const { return tokens[item.chunk->begin].norm; }
  std::string_view last_word(const Item& item) const { return tokens[item.chunk->end - 1].norm; }
  bool has_word(const Item& item, std::string_view word) const;
  // The n-th word before an item, whatever it was taken for; empty = there is none.
  std::string_view word_before(const Item& item, std::size_t n = 1) const;
  // The same without articles: "to" before "the Mobile team".
  std::string_view led_by(const Item& item) const;
};

// Stage 1: the items of a cover. What the small words alone say ("who has", "were") goes to the draft.
Sentence collect(const Cover& cover, std::span<const Token> tokens, Draft& draft);
// Stage 2: what the question is about.
Entity decide_entity(const Sentence& sentence);

// A plural, by its ending.
bool plural(std::string_view noun);
// Of "pull_request=pr_cycle_time;issue=cycle_time" the part for an entity; the whole where it names none; empty = none of it.
std::string_view metric_for(std::string_view arg, std::string_view entity);
// "issue:open=true&sprint?" taken apart, for one entity; nothing = it says nothing about that.
std::optional<std::vector<Atom>> atoms_for(std::string_view arg, std::string_view entity);

}  // namespace juno::ask
