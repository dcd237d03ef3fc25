// SPDX-License-Identifier: Apache-2.0
#include "core/learn/terms.h"
#include <algorithm>
#include <cmath>
#include <unordered_map>
#include "core/words.h"
namespace juno::learn {
namespace {

constexpr std::size_t kMostWords = 1000;  // of a description: logs and dumps go on for ever

void count(Lexicon& lexicon, TermCounts& counts, std::string_view text, int times) {
  const auto words = search_words(text, kMostWords);
  for (std::size_t i = 0; i < words.size(); ++i) {
    counts.push_back({lexicon.keep(words[i]), times});
    if (i > 0) counts.push_back({lexicon.keep(words[i - 1] + " " + words[i]), times});
  }
}

}  // namespace

TermCounts count_text(Lexicon& lexicon, std::string_view title, std::string_view description) {
  TermCounts all, counts;
  count(lexicon, all, title, 2), count(lexicon, all, description, 1);
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
  SparseRow out;
  double square = 0;
  auto at = terms.begin();
  for (const auto& [term, n] : text) {  // both ascending
    at = std::lower_bound(at, terms.end(), term);
    if (at == terms.end()) break;
    if (*at != term) continue;
    const auto column = static_cast<std::uint32_t>(at - terms.begin());
    const double weight = (1 + std::log(n)) * rarity[column];
    out.push_back({column, static_cast<float>(weight)});
    square += weight * weight;
  }
  const double length = std::sqrt(square);
  for (Entry& e : out) e.value = static_cast<float>(e.value / length);
  return out;
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
