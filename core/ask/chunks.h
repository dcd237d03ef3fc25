// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <vector>
#include "core/ask/catalogue.h"
#include "core/ask/lexicon.h"
#include "core/ask/tokens.h"
#include "core/ask/when.h"
namespace juno::ask {

// One reading of some tokens.
struct Chunk {
  enum class Type {
    word,     // of the lexicon
    value,    // a name in the cache
    key,      // an issue's key
    when,
    number,
    duration, // 30d: `text` as the semantic query writes it
    quoted,
    phrase,   // words to look for, after "mentioning"
    branch,   // the name of one
    unknown
  };
  Type type = Type::unknown;
  std::size_t begin = 0, end = 0;  // tokens
  double cost = 0;                 // less is likelier
  const Entry* entry = nullptr;    // of a word
  NameHit name;                    // of a value
  When when;
  double number = 0;
  std::string text;                // key, quoted, phrase, branch, duration, unknown; the project of a chosen sprint
  std::size_t edits = 0;           // letters mistyped
  bool shadowed = false;           // a name that is a common word too
  bool is(Word word) const { return type == Type::word && entry->word == word; }
  bool is(Word word, std::string_view arg) const { return is(word) && entry->arg == arg; }
  bool value_of(List list) const { return type == Type::value && name.list == list; }
};
// What a name that is a common word too costs more; less where a noun beside it says what it is.
inline constexpr double kShadowed = 1.2;
using Cover = std::vector<Chunk>;

// The likeliest ways to read the whole question, best first, equal ones in a fixed order.
struct Covers {
  std::vector<Cover> all;
  std::vector<std::size_t> unknown;  // tokens that nothing explains
};
Covers covers(std::span<const Token> tokens, const Catalogue& catalogue, const Today& today);

}  // namespace juno::ask
