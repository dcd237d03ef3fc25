// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include "core/ask/lattice/lattice.h"
#include "core/text.h"
namespace juno::ask {

// The present sprint, the last one, the last three.
void Lattice::sprints() {
  for (std::size_t i = 0; i < tokens_.size(); ++i) chosen_sprint(i);
}
void Lattice::chosen_sprint(std::size_t i) {
  std::size_t at = i;
  if (word_in(at, {"the", "our"})) ++at;
  const std::size_t first = at;
  const auto number_at = [&](std::size_t n) { return n < tokens_.size() && tokens_[n].type == Token::Class::number; };
  const bool now = word_in(at, {"current", "active", "this", "ongoing", "running", "present", "curr", "ths", "live"});
  const bool past = word_in(at, {"last", "previous", "prior", "past", "prev", "lst", "preceding", "latest", "recent", "lastest"});
  const bool next = word_in(at, {"next", "upcoming", "coming", "following", "future", "nxt"});
  const std::string value = now ? "@current" : next ? "@next" : "@previous";
  if (now || past || next) ++at;
  else if (word_in(at, {"most"}) && word_in(at + 1, {"recent", "recently"})) at += 2;
  if (at == first) {
    if (at > i && word_in(at, {"sprint", "iteration"}) && !number_at(at + 1)) selector(i, at + 1, "@current");
    return numbered(i, at);
  }
  if (word_in(at, {"active", "current", "ongoing", "closed", "completed", "finished", "running"}) && word_in(at + 1, {"sprint", "sprints", "iteration"})) ++at;
  if (word_in(at, {"sprint", "iteration", "sprnt"}) || (now && word_in(at, {"sprints", "iterations"}) && !word_in(first, {"this"}))) {
    if (!number_at(at + 1)) selector(i, at + 1, value);
    return;
  }
  if (word_in(at + 1, {"sprint", "iteration"}) && !number_at(at + 2)) sprint_of_project(i, at, value);
  const auto few = some_sprints(at);
  if (!few || next || now) return;
  std::size_t end = few->end;
  if (word_in(end, {"closed", "completed", "finished", "full", "recent", "past", "complete", "most"})) end += word_in(end, {"most"}) ? 2 : 1;
  const std::string last = "@last:" + std::to_string(static_cast<int>(few->number));
  if (word_in(end, {"sprint", "sprints", "iterations", "iteration", "sprnts", "sprnt"})) selector(i, end + 1, last);
  else if (word_in(end + 1, {"sprints", "iterations"})) sprint_of_project(i, end, last);
}
// "The last SHOP sprint": `at` is the name between.
void Lattice::sprint_of_project(std::size_t begin, std::size_t at, const std::string& value) {
  for (const NameHit& hit : catalogue_.exact(norm(at))) {
    if (hit.list != List::projects || !hit.whole) continue;
    Chunk c = chunk(Chunk::Type::value, begin, at + 2, 0.85 - kLonger);
    c.name = {List::sprints, value, true, 0}, c.text = hit.value;
    add(std::move(c));
  }
}
// the 3 most recent sprints, three last sprints
void Lattice::numbered(std::size_t begin, std::size_t at) {
  const auto few = some_sprints(at);
  if (!few) return;
  std::size_t end = few->end;
  if (word_in(end, {"most"}) && word_in(end + 1, {"recent"})) end += 2;
  else if (word_in(end, {"last", "latest", "previous", "past"})) ++end;
  else return;
  if (word_in(end, {"closed", "completed", "finished"})) ++end;
  if (word_in(end, {"sprint", "sprints", "iterations"})) selector(begin, end + 1, "@last:" + std::to_string(static_cast<int>(few->number)));
}
std::optional<Quantity> Lattice::some_sprints(std::size_t at) const {
  const auto q = quantity(tokens_, at);
  return q && q->number >= 1 && q->number <= 200 && q->number == std::floor(q->number) ? q : std::nullopt;
}
void Lattice::selector(std::size_t begin, std::size_t end, std::string value) { add_value({List::sprints, std::move(value), true, 0}, begin, end, 0.85); }

// "The last 5 deployments": the newest ones, unless what follows is a stretch of time or sprints.
void Lattice::last_few(std::size_t i) {
  static constexpr Entry kNewest{"last", Word::rank, "newest"};
  if (!word_in(i, {"last", "latest"})) return;
  if (i + 1 < tokens_.size() && !tokens_[i + 1].norm.ends_with("s"))  // "the last deployment to production"
    for (const Entry* e : look_up(tokens_[i + 1].norm))
      if (e->word == Word::noun && among(e->arg, {"deployment", "commit", "incident", "pull_request", "ci_run"})) add_word(kNewest, i, i + 1, 0.9);
  const auto q = quantity(tokens_, i + 1);
  if (!q || q->end >= tokens_.size() || tokens_[q->end].type != Token::Class::word || tokens_[q->end - 1].type == Token::Class::amount) return;
  if (!word_in(q->end, {"hours", "hour", "hrs", "days", "day", "weeks", "week", "months", "month", "quarters", "quarter", "years", "year", "sprints", "sprint", "iterations", "iteration", "fortnights", "business", "working", "fiscal", "calendar", "full"}))
    add_word(kNewest, i, i + 1, 1.1);
}

// "This quarter against the last one": the one before it.
void Lattice::period_before(std::size_t i) {
  if (!word_in(i, {"last", "previous", "prior", "preceding"}) || !word_in(i + 1, {"one"})) return;
  for (std::size_t b = 0; b < i; ++b)
    for (const Chunk& c : std::vector<Chunk>(from_[b])) {
      if (c.type != Chunk::Type::when || c.end > i || !c.when.past.ends_with(":0") || c.edits) continue;
      When before = c.when;
      before.begin = i, before.end = i + 2;
      for (std::string* window : {&before.past, &before.future}) *window = window->substr(0, window->size() - 1) + "-1";
      before.day.reset(), before.future_day.reset();
      add_when(before, 0);
      return;
    }
}

// "More bugs than Otter", "more bugs, Otter or Falcon": two names are compared by a figure. More than a number is a comparator.
void Lattice::more_than(std::size_t i) {
  static constexpr Entry kMore{"more", Word::contrast, "more"}, kThan{"than", Word::versus, "than"};
  if (!word_in(i, {"more", "fewer", "less", "higher", "lower", "longer", "shorter"}) || word_in(i + 1, {"than", "or", "and"})) return;
  for (std::size_t than = i + 2; than < tokens_.size() && than <= i + 8; ++than) {
    const bool follows = word_in(than, {"than"}) && named_at(than + 1), either = word_in(0, {"who", "which", "whose"}) && word_in(than, {"or"}) && named_at(than + 1);
    if (!follows && !either) continue;
    add_word(kMore, i, i + 1, kWord);
    if (follows) add_word(kThan, than, than + 1, kWord);
    return;
  }
}
// A name of the cache or a period, behind the small words that lead to it.
bool Lattice::named_at(std::size_t i) const {
  while (word_in(i, {"the", "team", "project", "on", "in", "for", "of", "by", "with", "squad"})) ++i;
  if (i < tokens_.size() && std::any_of(from_[i].begin(), from_[i].end(), [](const Chunk& c) { return c.type == Chunk::Type::when || (c.value_of(List::sprints) && c.name.value.starts_with('@')); })) return true;
  std::string key;
  for (std::size_t n = i; n < tokens_.size() && n < i + kLongestName && wordlike(n); ++n) {
    key += (key.empty() ? "" : " ") + norm(n);
    if (!catalogue_.exact(key).empty()) return true;
  }
  return false;
}

}  // namespace juno::ask
