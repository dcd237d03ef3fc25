// SPDX-License-Identifier: Apache-2.0
// M. F. Porter, An algorithm for suffix stripping, Program 14 (1980): five steps of rules; m counts the vowel-consonant
// sequences of what would remain.
#include <algorithm>
#include <array>
#include "core/words.h"
namespace juno {
namespace {

class Word {
 public:
  explicit Word(std::string_view text) : w_(text) {}
  std::string take() {
    plurals();
    past();
    if (ends("y") && has_vowel(w_.size() - 1)) w_.back() = 'i';
    replace_first(kStep2, 0);
    replace_first(kStep3, 0);
    remove_long_endings();
    final_e();
    return std::move(w_);
  }

 private:
  struct Rule {
    std::string_view ending, by;
  };
  static constexpr std::array<Rule, 20> kStep2{{{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"abli", "able"}, {"alli", "al"},
                                                {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"},
                                                {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"}}};
  static constexpr std::array<Rule, 7> kStep3{{{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}};
  static constexpr std::array<std::string_view, 19> kStep4{"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"};

  bool consonant(std::size_t i) const {
    switch (w_[i]) {
      case 'a': case 'e': case 'i': case 'o': case 'u': return false;
      case 'y': return i == 0 || !consonant(i - 1);
      default: return true;
    }
  }
  int measure(std::size_t size) const {
    int m = 0;
    bool vowel = false;
    for (std::size_t i = 0; i < size; ++i) {
      if (!consonant(i)) vowel = true;
      else if (vowel) ++m, vowel = false;
    }
    return m;
  }
  bool has_vowel(std::size_t size) const {
    for (std::size_t i = 0; i < size; ++i)
      if (!consonant(i)) return true;
    return false;
  }
  bool ends(std::string_view ending) const { return !w_.empty() && w_.back() == ending.back() && std::string_view(w_).ends_with(ending); }
  bool doubled() const { return w_.size() >= 2 && w_.back() == w_[w_.size() - 2] && consonant(w_.size() - 1); }
  // consonant, vowel, consonant that is not w, x or y: -hop, -fil
  bool short_end(std::size_t size) const {
    if (size < 3 || !consonant(size - 1) || consonant(size - 2) || !consonant(size - 3)) return false;
    const char c = w_[size - 1];
    return c != 'w' && c != 'x' && c != 'y';
  }
  void cut(std::size_t n) { w_.resize(w_.size() - n); }

  void plurals() {
    if (ends("sses") || ends("ies")) cut(2);
    else if (ends("s") && !ends("ss")) cut(1);
  }
  void past() {
    if (ends("eed")) {
      if (measure(w_.size() - 3) > 0) cut(1);
      return;
    }
    const std::size_t n = ends("ed") ? 2 : ends("ing") ? 3 : 0;
    if (n == 0 || !has_vowel(w_.size() - n)) return;
    cut(n);
    if (ends("at") || ends("bl") || ends("iz")) w_ += 'e';
    else if (doubled() && w_.back() != 'l' && w_.back() != 's' && w_.back() != 'z') cut(1);
    else if (measure(w_.size()) == 1 && short_end(w_.size())) w_ += 'e';
  }
  // The longest ending that fits decides, whether it may go or not.
  template <std::size_t N> void replace_first(const std::array<Rule, N>& rules, int above) {
    const Rule* best = nullptr;
    for (const Rule& r : rules)
      if (ends(r.ending) && (!best || r.ending.size() > best->ending.size())) best = &r;
    if (!best || measure(w_.size() - best->ending.size()) <= above) return;
    cut(best->ending.size());
    w_ += best->by;
  }
  void remove_long_endings() {
    std::string_view best;
    for (const std::string_view ending : kStep4)
      if (ends(ending) && ending.size() > best.size()) best = ending;
    const std::size_t left = w_.size() - best.size();
    if (best.empty() || measure(left) <= 1) return;
    if (best == "ion" && (left == 0 || (w_[left - 1] != 's' && w_[left - 1] != 't'))) return;
    cut(best.size());
  }
  void final_e() {
    if (ends("e")) {
      const std::size_t left = w_.size() - 1;
      const int m = measure(left);
      if (m > 1 || (m == 1 && !short_end(left))) cut(1);
    }
    if (ends("ll") && measure(w_.size()) > 1) cut(1);
  }

  std::string w_;
};

}  // namespace

std::string stem(std::string_view word) {
  const bool plain = word.size() > 2 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return plain ? Word(word).take() : std::string(word);
}

}  // namespace juno
