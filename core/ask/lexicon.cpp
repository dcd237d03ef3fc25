// SPDX-License-Identifier: Apache-2.0
#include "core/ask/lexicon.h"
#include <algorithm>
#include <cstdlib>
#include <cstdint>
#include <string>
#include <utility>
#include "core/ask/catalogue.h"
namespace juno::ask {
namespace {

constexpr Entry kEntries[] = {
#include "core/ask/lexicon.inc"
};

// Every phrase by its hash: made at each start, so nothing is sorted.
class Phrases {
 public:
  Phrases() : heads_(kHeads, kEnd) {
    rows_.reserve(12'000);
    for (const Entry& e : kEntries)
      for (std::size_t from = 0; from <= e.phrases.size();) {
        const std::size_t bar = std::min(e.phrases.find('|', from), e.phrases.size());
        rows_.push_back({e.phrases.substr(from, bar - from), &e, kEnd});
        from = bar + 1;
      }
    for (std::size_t n = rows_.size(); n-- > 0;) {  // backwards, so that the first of a phrase comes first
      std::uint32_t& head = heads_[slot(rows_[n].phrase)];
      rows_[n].next = head, head = static_cast<std::uint32_t>(n);
    }
  }
  std::vector<const Entry*> find(std::string_view phrase) const {
    std::vector<const Entry*> found;
    for (std::uint32_t n = heads_[slot(phrase)]; n != kEnd; n = rows_[n].next)
      if (rows_[n].phrase == phrase && (found.empty() || found.back() != rows_[n].entry)) found.push_back(rows_[n].entry);
    return found;
  }

 private:
  static constexpr std::size_t kHeads = 1 << 14;
  static constexpr std::uint32_t kEnd = ~0u;
  struct Row {
    std::string_view phrase;
    const Entry* entry;
    std::uint32_t next;
  };
  static std::size_t slot(std::string_view text) {
    std::uint64_t h = 0xcbf29ce484222325;  // FNV-1a
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return (h ^ (h >> 32)) % kHeads;
  }
  std::vector<Row> rows_;
  std::vector<std::uint32_t> heads_;
};

// Words that may be meant by a mistyped one. Small words are too near to everything.
const std::vector<std::string_view>& vocabulary() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    all.reserve(24'000);
    for (const Entry& e : kEntries) {
      if (e.word == Word::vague || e.word == Word::filler || e.word == Word::conj || e.word == Word::neg || e.word == Word::be || e.word == Word::clause) continue;
      for (std::size_t from = 0; from < e.phrases.size();) {
        const std::size_t end = std::min(e.phrases.find_first_of("| ", from), e.phrases.size());
        if (end - from >= 4) all.push_back(e.phrases.substr(from, end - from));
        from = end + 1;
      }
    }
    for (const std::string_view w : {"today", "yesterday", "tomorrow", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday",
                                     "thursday", "friday", "since", "between", "before", "until", "last", "this", "next", "previous", "current", "past", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "days", "sprint", "sprints"})
      all.push_back(w);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return words;
}

#include "core/ask/plain_words.inc"
std::vector<std::string_view> apart(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    if (end > from) out.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::span<const Entry> lexicon() { return kEntries; }

std::vector<const Entry*> look_up(std::string_view phrase) {
  static const Phrases phrases;
  return phrases.find(phrase);
}

bool common_word(std::string_view word) {
  static const std::vector<std::string_view> words = apart(kPlainWords);
  return std::binary_search(words.begin(), words.end(), word);
}
bool plain_word(std::string_view word) {
  static const std::vector<std::string_view> names = apart(kFirstNames);
  return common_word(word) || std::binary_search(names.begin(), names.end(), word);
}

std::vector<std::string_view> near_words(std::string_view word) {
  std::vector<std::pair<std::size_t, std::string_view>> found;
  if (word.size() < 3 || word.size() > 24 || plain_word(word)) return {};
  const std::size_t most = word.size() >= 8 ? 2 : 1;
  for (const std::string_view w : vocabulary()) {
    if (w.size() + most < word.size() || word.size() + most < w.size()) continue;
    if (word.size() < 5 && w.front() != word.front()) continue;
    const std::size_t d = edits_within(word, w, most);
    if (d <= most) found.emplace_back(d, w);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string_view> out;
  for (const auto& [d, w] : found)
    if (d == found.front().first) out.push_back(w);
  return out;
}

}  // namespace juno::ask
