// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
namespace juno::learn {

// Keeps each term once; what was counted with it refers to it and must not outlive it.
class Lexicon {
 public:
  Lexicon() = default;
  // A closed one, for models that are made already: of texts it keeps the terms they know, and no others.
  explicit Lexicon(const std::vector<std::string>& known) : terms_(known.begin(), known.end()), closed_(true) {}
  std::string_view keep(std::string_view term) {
    const auto at = terms_.find(term);
    return at != terms_.end() ? *at : *terms_.emplace(term).first;
  }
  // A term of a text; empty where it is not kept.
  std::string_view keep_of_text(std::string_view term) {
    if (!closed_) return keep(term);
    const auto at = terms_.find(term);
    return at != terms_.end() ? *at : std::string_view{};
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> terms_;
  bool closed_ = false;
};

// How often each term stands in a text, terms ascending: words (core/words.h) and pairs of neighbours with a space between.
// The title counts twice. `words`: how many there were, those not kept included.
using TermCounts = std::vector<std::pair<std::string_view, int>>;
TermCounts count_text(Lexicon& lexicon, std::string_view title, std::string_view description, int* words = nullptr);

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

// Its columns by name: made once for many texts. The vocabulary must outlive it.
class VocabularyIndex {
 public:
  explicit VocabularyIndex(const Vocabulary& vocabulary);
  SparseRow row(const TermCounts& text) const;  // as the vocabulary's own, to the last bit

 private:
  const Vocabulary& vocabulary_;
  std::unordered_map<std::string_view, std::uint32_t> columns_;
};

double dot(const SparseRow& a, const SparseRow& b);

}  // namespace juno::learn
