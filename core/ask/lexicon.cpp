// SPDX-License-Identifier: Apache-2.0
#include "core/ask/lexicon.h"
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include "core/ask/catalogue.h"
namespace juno::ask {
namespace {

constexpr Entry kEntries[] = {
#include "core/ask/lexicon.inc"
};

using Row = std::pair<std::string_view, const Entry*>;
const std::vector<Row>& rows() {
  static const std::vector<Row> sorted = [] {
    std::vector<Row> all;
    all.reserve(8192);
    for (const Entry& e : kEntries)
      for (std::size_t from = 0; from <= e.phrases.size();) {
        const std::size_t bar = std::min(e.phrases.find('|', from), e.phrases.size());
        all.emplace_back(e.phrases.substr(from, bar - from), &e);
        from = bar + 1;
      }
    std::stable_sort(all.begin(), all.end(), [](const Row& a, const Row& b) { return a.first < b.first; });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return sorted;
}

// Words that may be meant by a mistyped one. Small words are too near to everything.
const std::vector<std::string_view>& vocabulary() {
  static const std::vector<std::string_view> words = [] {
    std::set<std::string_view> all;
    for (const Entry& e : kEntries) {
      if (e.word == Word::vague || e.word == Word::filler || e.word == Word::conj || e.word == Word::neg || e.word == Word::be || e.word == Word::clause) continue;
      for (std::size_t from = 0; from < e.phrases.size();) {
        const std::size_t end = std::min(e.phrases.find_first_of("| ", from), e.phrases.size());
        if (end - from >= 4) all.insert(e.phrases.substr(from, end - from));
        from = end + 1;
      }
    }
    for (const std::string_view w : {"today", "yesterday", "tomorrow", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday",
                                     "thursday", "friday", "since", "between", "before", "until", "last", "this", "next", "previous", "current", "past", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "days", "sprint", "sprints"})
      all.insert(w);
    return std::vector<std::string_view>(all.begin(), all.end());
  }();
  return words;
}

}  // namespace

std::span<const Entry> lexicon() { return kEntries; }

std::vector<const Entry*> look_up(std::string_view phrase) {
  std::vector<const Entry*> found;
  const auto& all = rows();
  for (auto at = std::lower_bound(all.begin(), all.end(), phrase, [](const Row& row, std::string_view p) { return row.first < p; }); at != all.end() && at->first == phrase; ++at) found.push_back(at->second);
  return found;
}

std::vector<std::string_view> near_words(std::string_view word) {
  std::vector<std::pair<std::size_t, std::string_view>> found;
  if (word.size() < 3 || word.size() > 24) return {};
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
