// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>
namespace juno::learn {

// Keeps each term once; what was counted with it refers to it and must not outlive it.
class Lexicon {
 public:
  std::string_view keep(std::string term) { return *terms_.insert(std::move(term)).first; }

 private:
  std::unordered_set<std::string> terms_;
};

// How often each term stands in a text, terms ascending: words (core/words.h) and pairs of neighbours with a space between.
// The title counts twice.
using TermCounts = std::vector<std::pair<std::string_view, int>>;
TermCounts count_text(Lexicon& lexicon, std::string_view title, std::string_view description);

// A sparse row: columns ascending, each once.
struct Entry {
  std::uint32_t column = 0;
  float value = 0;
};
using SparseRow = std::vector<Entry>;

// The terms that a model knows, with their weights: TF-IDF as Salton and Buckley (1988) have it, 1 + ln tf times
// ln((1 + n)/(1 + df)) + 1, rows scaled to length 1.
struct Vocabulary {
  std::vector<std::string> terms;  // ascending: a column each
  std::vector<float> rarity;       // idf of each
  // Of terms that at least `least` texts have; of more than `most` those that most texts have, then by name.
  static Vocabulary of(std::span<const TermCounts> texts, int least, std::size_t most);
  SparseRow row(const TermCounts& text) const;  // empty where no term is known
};

double dot(const SparseRow& a, const SparseRow& b);

}  // namespace juno::learn
