// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/lattice/lattice.h"
namespace juno::ask {

// Words that nothing explains, put right: as words of the lexicon, as names, as words about time and sprints.
void Lattice::mistyped() {
  find_alternatives();
  if (std::all_of(alternatives_.begin(), alternatives_.end(), [](const auto& words) { return words.empty(); })) return;
  for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, true);
  corrected_times();
}
void Lattice::find_alternatives() {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Token& t = tokens_[i];
    if (t.type != Token::Class::word || covered(i) || t.norm.size() < 3) continue;
    // A capital within the sentence marks a name; no word of ours is meant by it.
    if (!t.capital || i == 0)
      for (const std::string_view w : near_words(t.norm)) alternatives_[i].emplace_back(w);
    if (alternatives_[i].size() > 4) alternatives_[i].clear();
    if (t.norm.size() < 4 || plain_word(t.norm)) continue;
    for (const NameHit& hit : catalogue_.near(t.norm)) add_value(hit, i, i + 1, kWord + (hit.whole ? 0 : kPart) + kMistyped * static_cast<double>(hit.edits));
  }
}
// Whether something rests on a word that was put right.
bool Lattice::corrected(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i)
    if (!alternatives_[i].empty()) return true;
  return false;
}
void Lattice::corrected_times() {
  std::vector<Token> right(tokens_.begin(), tokens_.end());
  for (std::size_t i = 0; i < right.size(); ++i)
    if (alternatives_[i].size() == 1) right[i].norm = alternatives_[i][0];
  const std::span<const Token> written = tokens_;
  tokens_ = right;
  for (const When& w : find_when(tokens_, today_))
    if (corrected(w.begin, w.end)) add_when(w, 1);
  std::vector<std::size_t> sizes;
  for (const auto& list : from_) sizes.push_back(list.size());
  sprints();
  tokens_ = written;
  for (std::size_t b = 0; b < from_.size(); ++b)
    for (std::size_t k = from_[b].size(); k-- > sizes[b];) {  // of the sprints only what rests on a corrected word is new
      if (corrected(b, from_[b][k].end)) from_[b][k].edits = 1, from_[b][k].cost += kMistyped;
      else from_[b].erase(from_[b].begin() + static_cast<std::ptrdiff_t>(k));
    }
}

}  // namespace juno::ask
