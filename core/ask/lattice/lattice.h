// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/ask/chunks.h"
namespace juno::ask {

inline constexpr std::size_t kLongestName = 6;  // words
// What chunks cost. A cover's cost is their sum: a longer phrase is less than its words.
inline constexpr double kFiller = 0.15, kWord = 1, kMistyped = 0.9, kPart = 0.1, kLonger = 0.5;

// Every reading of some tokens of a question, where it begins; from them the likeliest covers.
class Lattice {
 public:
  Lattice(std::span<const Token> tokens, const Catalogue& catalogue, const Today& today) : tokens_(tokens), catalogue_(catalogue), today_(today), from_(tokens.size()), alternatives_(tokens.size()) {}
  Covers run();

 private:
  // ---- plain.cpp: signs, keys, numbers, durations ----
  void plain_tokens();
  void add_sign(std::size_t i);
  void add_key(std::size_t i);
  void add_numbers(std::size_t i);
  bool project(const std::string& key) const;
  void duration(std::size_t begin, std::size_t at, double n);
  // ---- sprints.cpp: "the last three sprints", "the last 5 deployments" ----
  void sprints();
  void chosen_sprint(std::size_t i);
  void sprint_of_project(std::size_t begin, std::size_t at, const std::string& value);
  void numbered(std::size_t begin, std::size_t at);
  std::optional<Quantity> some_sprints(std::size_t at) const;
  void selector(std::size_t begin, std::size_t end, std::string value);
  void last_few(std::size_t i);
  void period_before(std::size_t i);
  void more_than(std::size_t i);
  bool named_at(std::size_t i) const;
  // ---- names.cpp: phrases of the lexicon, names of the cache, words to look for ----
  void phrases(std::size_t i, bool typed);
  void entries(std::size_t begin, std::size_t end, const std::string& phrase, std::size_t edits);
  bool same_letters(std::size_t begin, std::size_t end, std::string phrase) const;
  void values(std::size_t begin, std::size_t end, const std::string& key);
  void signed_names(std::size_t i);
  void branches();
  void branch(std::size_t begin, std::size_t name);
  void phrases_to_find();
  void phrase_to_find(std::size_t start, const std::vector<bool>& known);
  // ---- typos.cpp ----
  void mistyped();
  void find_alternatives();
  void corrected_times();
  bool corrected(std::size_t begin, std::size_t end) const;
  // ---- fit.cpp: what cannot be meant beside the rest ----
  void drop_unfit();
  void keep_whole_phrases();
  void drop_words_out_of_place();
  void keep_whole_names();
  void keep_whole_states();
  void prefer_sprints_chosen();
  void prefer_spelling();
  void prefer_names();
  void shadow_names();
  bool surely_named(std::size_t begin, std::size_t end) const;
  // ---- lattice.cpp ----
  std::vector<Cover> best() const;
  static Chunk chunk(Chunk::Type type, std::size_t begin, std::size_t end, double cost);
  void add(Chunk c) { from_[c.begin].push_back(std::move(c)); }
  void add_word(const Entry& entry, std::size_t begin, std::size_t end, double cost, std::size_t edits = 0);
  void add_value(const NameHit& name, std::size_t begin, std::size_t end, double cost);
  void add_when(const When& w, std::size_t edits);
  bool covered(std::size_t i) const;
  std::string norm(std::size_t i) const;
  bool wordlike(std::size_t i) const;
  bool word_in(std::size_t i, std::initializer_list<std::string_view> names) const;

  std::span<const Token> tokens_;
  const Catalogue& catalogue_;
  const Today& today_;
  std::vector<std::vector<Chunk>> from_;                 // by first token
  std::vector<std::vector<std::string>> alternatives_;  // what a mistyped token may have meant
};

}  // namespace juno::ask
