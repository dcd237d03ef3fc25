// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <vector>
namespace juno::ask {

// What a known phrase is good for. `arg` of an entry says which one; its form is given behind each.
enum class Word {
  filler,   // nothing: "please"
  prep,     // the preposition itself
  be,       // be, were (past), do, did, will
  have,     // with, has
  neg,      // not, no, without, except
  conj,     // and, or, comma
  versus,   // "vs"
  count,    // "how many"
  list,     // "show"
  which,    // "which", "what"
  who,      //
  share,    // "what percentage of"
  when,     // "when will", "when did"
  how_long, // how_long, how_old, how_often, how_big
  noun,     // a thing or one of its features: issue, pull_request, team, status …
  measure,  // a number that things have: story_points, comment_count …
  metric,   // its name; or by entity "pull_request=pr_cycle_time;issue=cycle_time"
  agg,      // avg, p85 …
  state,    // conditions by entity: "issue:open=true;pull_request:state=open", `&` joins
  verb,     // what happened: created, resolved, merged, updated, closed, reviewed, deployed, logged …
  role,     // what a person is to it: assignee, creator, reviewer, requested_reviewer …
  moved,    // changed_to, changed_from
  group,    // by, each
  grain,    // day, week …
  spread,   // "distribution"
  rank,     // most, fewest, highest, lowest, oldest, newest, longest, shortest, largest, smallest, top, bottom
  compare,  // a comparator: > >= < <= =
  age,      // a comparator on age: "older than"
  sort,     // "sorted by"; asc, desc
  trend,
  contrast, // "compare"
  text,     // "mentioning": text, summary
  me,       // me, my
  all,      // "everyone"
  nobody,
  sprint,   // @current, @previous, @next; @last = "last N sprints" written by the sprint reader
  adjective,// of a priority: 0, 1, mid, low
  report,   // its name
  vague,    // a reason to ask back
  refuse,   // a reason to refuse
  clause,   // that, which are: begins a relative clause
  one,      // "the last one", "those": stands for the noun before
};

struct Entry {
  std::string_view phrases;  // in normal form, several apart by |
  Word word;
  std::string_view arg;
};
std::span<const Entry> lexicon();

// Entries with exactly that phrase.
std::vector<const Entry*> look_up(std::string_view phrase);
// Whether some entry begins so (with more words to come), to stop looking early.
inline constexpr std::size_t kLongestPhrase = 7;  // words
// Single words of the lexicon's content near a mistyped one: at most one edit (two from eight letters on), best first.
std::vector<std::string_view> near_words(std::string_view word);
// A word of English that is no first name.
bool common_word(std::string_view word);
// A word of English or a first name, spelled rightly: whatever else it is near to, that is not what was meant.
bool plain_word(std::string_view word);

}  // namespace juno::ask
