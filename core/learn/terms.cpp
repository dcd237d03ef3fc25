// SPDX-License-Identifier: Apache-2.0
#include "core/learn/terms.h"
#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include "core/words.h"
namespace juno::learn {
namespace {

constexpr std::size_t kMostWords = 1000;  // of a description: logs and dumps go on for ever

// Returns how many words there were.
int count(Lexicon& lexicon, TermCounts& counts, std::string_view text, int times) {
  const auto add = [&](std::string_view term) {
    if (const auto kept = lexicon.keep_of_text(term); !kept.empty()) counts.push_back({kept, times});
  };
  const auto words = search_words(text, kMostWords);
  std::string pair;
  for (std::size_t i = 0; i < words.size(); ++i) {
    add(words[i]);
    if (i > 0) add(((pair = words[i - 1]) += ' ') += words[i]);
  }
  return times * static_cast<int>(words.size());
}

// The row of a text; `column_of` says where a term's column is, asked with terms ascending.
template <class F>
SparseRow weighted(const TermCounts& text, const std::vector<float>& rarity, F column_of) {
  SparseRow out;
  double square = 0;
  for (const auto& [term, n] : text) {
    const std::optional<std::uint32_t> column = column_of(term);
    if (!column) continue;
    const double weight = (1 + std::log(n)) * rarity[*column];
    out.push_back({*column, static_cast<float>(weight)});
    square += weight * weight;
  }
  const double length = std::sqrt(square);
  for (Entry& e : out) e.value = static_cast<float>(e.value / length);
  return out;
}

}  // namespace

TermCounts count_text(Lexicon& lexicon, std::string_view title, std::string_view description, int* words) {
  TermCounts all, counts;
  const int there = count(lexicon, all, title, 2) + count(lexicon, all, description, 1);
  if (words) *words = there;
  std::sort(all.begin(), all.end());
  for (const auto& [term, n] : all) {
    if (!counts.empty() && counts.back().first == term) counts.back().second += n;
    else counts.push_back({term, n});
  }
  counts.shrink_to_fit();
  return counts;
}

Vocabulary Vocabulary::of(std::span<const TermCounts> texts, int least, std::size_t most) {
  std::unordered_map<std::string_view, int> documents;
  for (const TermCounts& text : texts)
    for (const auto& [term, n] : text) ++documents[term];
  std::vector<std::pair<int, std::string_view>> kept;
  for (const auto& [term, n] : documents)
    if (n >= least) kept.push_back({n, term});
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (kept.size() > most) kept.resize(most);
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  Vocabulary out;
  const double all = static_cast<double>(texts.size());
  for (const auto& [n, term] : kept) {
    out.terms.emplace_back(term);
    out.rarity.push_back(static_cast<float>(std::log((1 + all) / (1 + n)) + 1));
  }
  return out;
}

SparseRow Vocabulary::row(const TermCounts& text) const {
  auto at = terms.begin();
  return weighted(text, rarity, [&](std::string_view term) -> std::optional<std::uint32_t> {  // both ascending
    at = std::lower_bound(at, terms.end(), term);
    if (at == terms.end() || *at != term) return std::nullopt;
    return static_cast<std::uint32_t>(at - terms.begin());
  });
}

VocabularyIndex::VocabularyIndex(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (std::uint32_t c = 0; c < vocabulary.terms.size(); ++c) columns_[vocabulary.terms[c]] = c;
}

SparseRow VocabularyIndex::row(const TermCounts& text) const {
  return weighted(text, vocabulary_.rarity, [&](std::string_view term) {
    const auto at = columns_.find(term);
    return at == columns_.end() ? std::nullopt : std::optional(at->second);
  });
}

double dot(const SparseRow& a, const SparseRow& b) {
  double sum = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->column < y->column) ++x;
    else if (y->column < x->column) ++y;
    else sum += static_cast<double>(x++->value) * static_cast<double>(y++->value);
  }
  return sum;
}

}  // namespace juno::learn
