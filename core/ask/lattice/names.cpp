// SPDX-License-Identifier: Apache-2.0
#include "core/ask/lattice/lattice.h"
#include <algorithm>
#include "core/text.h"
namespace juno::ask {
namespace {

// Words that no one calls a thing: not worth a look at the catalogue.
bool trivial(std::string_view text) {
  return among(text, {"a", "all", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "had", "has", "have", "how", "in", "is", "me", "my", "of", "on", "or", "our", "s", "that", "the", "these", "this", "to", "was", "we", "were", "with"});
}
double cost_of(const Entry& e, std::size_t words) {
  if (e.word == Word::filler) return kFiller * static_cast<double>(words);
  if (e.word == Word::prep || e.word == Word::be || e.word == Word::clause) return 0.2;
  if (e.word == Word::vague) return 1.6;
  const bool light = e.word == Word::list || e.word == Word::have || (e.word == Word::compare && words > 1) || (e.word == Word::role && words > 2);
  return light ? 0.5 : kWord;
}

}  // namespace

// Known phrases from `i` on; with `typed`, only those that hold a mistyped word, put right.
void Lattice::phrases(std::size_t i, bool typed) {
  std::vector<std::pair<std::string, std::size_t>> built{{"", 0}};  // phrase, words put right
  if (!typed) signed_names(i);
  for (std::size_t n = 0; n < kLongestPhrase && i + n < tokens_.size() && wordlike(i + n); ++n) {
    std::vector<std::pair<std::string, std::size_t>> longer;
    for (const auto& [text, edits] : built) {
      const std::string head = text.empty() ? "" : text + " ";
      longer.emplace_back(head + norm(i + n), edits);
      if (typed)
        for (const std::string& other : alternatives_[i + n])
          if (longer.size() < 24) longer.emplace_back(head + other, edits + 1);
    }
    built = std::move(longer);
    for (const auto& [text, edits] : built) {
      if (typed != (edits > 0)) continue;
      entries(i, i + n + 1, text, edits);
      if (!typed && n < kLongestName && !(n == 0 && trivial(text))) values(i, i + n + 1, text);
    }
  }
}

void Lattice::entries(std::size_t begin, std::size_t end, const std::string& phrase, std::size_t edits) {
  for (const Entry* e : look_up(phrase)) {
    const auto is = [e](std::initializer_list<Word> words) { return std::find(words.begin(), words.end(), e->word) != words.end(); };
    // A word that is put right must mean something: a name that is not known is not a mistyped "data".
    if (edits && is({Word::vague, Word::filler, Word::neg})) continue;
    // Nor is "Oter" an "over", or "Lisa" a "list", that the reading could do without: only letters that changed places are believed.
    if (edits && is({Word::prep, Word::list, Word::have, Word::be, Word::clause}) && !same_letters(begin, end, phrase)) continue;
    add_word(*e, begin, end, cost_of(*e, end - begin) + kMistyped * static_cast<double>(edits), edits);
  }
}
bool Lattice::same_letters(std::size_t begin, std::size_t end, std::string phrase) const {
  std::string typed;
  for (std::size_t i = begin; i < end; ++i) typed += norm(i);
  std::erase(phrase, ' ');
  return std::is_permutation(typed.begin(), typed.end(), phrase.begin(), phrase.end());
}

void Lattice::values(std::size_t begin, std::size_t end, const std::string& key) {
  const double longer = kLonger * static_cast<double>(end - begin - 1);
  const auto hits = catalogue_.exact(key);
  for (const NameHit& hit : hits) add_value(hit, begin, end, kWord + (hit.whole ? 0 : kPart) - longer);
  if (!hits.empty() || key.size() <= 3 || !look_up(key).empty()) return;
  // "push notification bugs" of the component Push Notifications, "payment" of Payments
  for (const std::string& other : {key + "s", key.back() == 's' ? key.substr(0, key.size() - 1) : std::string()}) {
    if (other.empty()) continue;
    for (const NameHit& hit : catalogue_.exact(other))
      if (hit.whole && (hit.list == List::components || hit.list == List::features || hit.list == List::epics || hit.list == List::labels)) add_value(hit, begin, end, kWord + 2 * kPart - longer);
  }
}
// "Search & Rank": a name with a sign between its words.
void Lattice::signed_names(std::size_t i) {
  std::string key;
  bool sign = false;
  for (std::size_t n = i; n < tokens_.size() && n < i + kLongestName; ++n) {
    if (n > i && n + 1 < tokens_.size() && word_in(n, {"&", "+", "/", "-", "(", "[", ".", ":", "#"}) && tokens_[n].type == Token::Class::sign) {
      sign = true;
      continue;
    }
    if (!wordlike(n)) return;
    key += (key.empty() ? "" : " ") + norm(n);
    if (sign) values(i, n + 1, key);
  }
}

// "On branch main", "the develop branch", "on main": nobody lists the branches.
void Lattice::branches() {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const bool usual = word_in(i, {"main", "master", "develop", "trunk"});
    if (word_in(i, {"branch"})) branch(i, i + 1);
    else if (usual && word_in(i + 1, {"branch"})) branch(i, i);
    else if (usual && i > 0 && word_in(i - 1, {"on", "against", "in", "for", "from", "of"})) branch(i, i);
  }
}
// From `begin` on, with the first token of the name.
void Lattice::branch(std::size_t begin, std::size_t name) {
  if (name >= tokens_.size() || !wordlike(name)) return;
  if (begin < name && covered(name) && !word_in(name, {"main", "master", "develop", "trunk", "release", "feature", "hotfix"})) return;  // "branch by branch"
  const auto touches = [&](std::size_t i) { return i < tokens_.size() && tokens_[i].begin == tokens_[i - 1].end; };
  std::string text = tokens_[name].text;
  std::size_t end = name + 1;
  for (; touches(end) && (wordlike(end) || (word_in(end, {"/", "-", ".", "_"}) && touches(end + 1))); ++end) text += tokens_[end].text;
  if (begin == name && word_in(end, {"branch"})) ++end;
  Chunk c = chunk(Chunk::Type::branch, begin, end, 0.8);
  c.text = text;
  add(std::move(c));
}

// After "mentioning": one to six words as they stand. Words that mean something else cost more.
void Lattice::phrases_to_find() {
  std::vector<std::size_t> starts;
  for (const auto& list : from_)
    for (const Chunk& c : list)
      if (c.is(Word::text) && c.end < tokens_.size()) starts.push_back(c.end);
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  std::vector<bool> known(tokens_.size());
  for (std::size_t i = 0; i < tokens_.size(); ++i) known[i] = covered(i);
  for (const std::size_t start : starts) phrase_to_find(start, known);
}
void Lattice::phrase_to_find(std::size_t start, const std::vector<bool>& known) {
  std::string text;
  double cost = 0.5;
  for (std::size_t i = start; i < tokens_.size() && i < start + kLongestName && wordlike(i); ++i) {
    const bool owns = tokens_[i].type == Token::Class::possession;
    if (word_in(i, {"but", "not", "and", "or", "without", "excluding", "except", "anywhere", "somewhere", "please"})) return;
    if (i == start && (owns || word_in(i, {"the", "a", "an"}))) return;
    if (!text.empty() && !owns) text += tokens_[i].glue ? tokens_[i].glue : ' ';
    text += tokens_[i].text;
    cost += known[i] ? 0.75 : 0.2;
    Chunk c = chunk(Chunk::Type::phrase, start, i + 1, cost);
    c.text = text;
    add(std::move(c));
  }
}

}  // namespace juno::ask
