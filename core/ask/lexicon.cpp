// SPDX-License-Identifier: Apache-2.0
#include "core/ask/lexicon.h"
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <iterator>
#include <utility>
#include "core/ask/catalogue.h"
#include "core/ask/phrase_index.h"
namespace juno::ask {
namespace {

constexpr Entry kEntries[] = {
#include "core/ask/lexicon.inc"
};

constexpr PhraseIndex<phrases_in(kEntries), 1 << 14> kIndex(kEntries);

// ---- words that may be meant by a mistyped one. Small words are too near to everything.
constexpr std::string_view kTimeWords = "today yesterday tomorrow january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday since between before until last this next previous current past week weeks month months quarter quarters year years days sprint sprints";
constexpr std::size_t kShortest = 4, kLongest = 24;

// Which letters a word has: words that differ in more than one edit explains are told apart without comparing them.
std::uint32_t letters_of(std::string_view word) {
  std::uint32_t bits = 0;
  for (const char c : word) bits |= std::uint32_t{1} << (static_cast<unsigned char>(c) & 31);
  return bits;
}
bool says_something(Word word) {
  return word != Word::vague && word != Word::filler && word != Word::conj && word != Word::neg && word != Word::be && word != Word::clause;
}
// Calls `take` with the words; with many of them more than once.
template <class Take> void each_word(Take take) {
  const auto words_in = [&](std::string_view text) {
    for (std::size_t from = 0; from < text.size();) {
      std::size_t end = from;
      while (end < text.size() && text[end] != '|' && text[end] != ' ') ++end;
      take(text.substr(from, end - from));
      from = end + 1;
    }
  };
  for (const Entry& e : kEntries)
    if (says_something(e.word)) words_in(e.phrases);
  words_in(kTimeWords);
}

#include "core/ask/plain_words.inc"
struct PlainWords { std::string_view phrases; };
constexpr PlainWords kCommon[] = {{kPlainWords}}, kNames[] = {{kFirstNames}};
constexpr PhraseIndex<phrases_in(kCommon, ' '), 1 << 11, ' '> kCommonIndex(kCommon);
constexpr PhraseIndex<phrases_in(kNames, ' '), 1 << 10, ' '> kNamesIndex(kNames);

}  // namespace

std::span<const Entry> lexicon() { return kEntries; }

std::vector<const Entry*> look_up(std::string_view phrase) {
  std::vector<const Entry*> found;
  kIndex.find(kEntries, phrase, [&](const Entry& e) {
    if (found.empty() || found.back() != &e) found.push_back(&e);
  });
  return found;
}

bool common_word(std::string_view word) {
  bool found = false;
  kCommonIndex.find(kCommon, word, [&](const PlainWords&) { found = true; });
  return found;
}
bool plain_word(std::string_view word) {
  bool found = common_word(word);
  kNamesIndex.find(kNames, word, [&](const PlainWords&) { found = true; });
  return found;
}

std::vector<std::string_view> near_words(std::string_view word) {
  std::vector<std::pair<std::size_t, std::string_view>> found;
  if (word.size() < 3 || word.size() > kLongest || plain_word(word)) return {};
  const std::size_t most = word.size() >= 8 ? 2 : 1;
  const std::uint32_t letters = letters_of(word);
  each_word([&](std::string_view w) {
    if (w.size() < kShortest || w.size() + most < word.size() || word.size() + most < w.size()) return;
    if (word.size() < 5 && w.front() != word.front()) return;
    if (static_cast<std::size_t>(std::popcount(letters ^ letters_of(w))) > 2 * most) return;  // an edit takes one letter and brings one
    const std::size_t d = edits_within(word, w, most);
    if (d <= most) found.emplace_back(d, w);
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string_view> out;
  for (const auto& [d, w] : found)
    if (d == found.front().first) out.push_back(w);
  return out;
}

}  // namespace juno::ask
