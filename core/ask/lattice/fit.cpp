// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include "core/ask/lattice/lattice.h"
#include "core/text.h"
namespace juno::ask {
namespace {

// What some word of the question is about.
class Said {
 public:
  void add(std::string_view thing) { things_.insert(thing); }
  bool any(std::initializer_list<std::string_view> names) const {
    return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return things_.contains(n); });
  }

 private:
  std::set<std::string_view> things_;
};

// Entries that make sense only beside one of certain things; `arg` and `phrases` are beginnings.
constexpr std::string_view kOnTime = "on time|";
struct Need { Word word; std::string_view arg, phrases; std::string_view things[2]; };
constexpr Need kNeeds[] = {
    {Word::verb, "logged", "", {"worklog", "time"}}, {Word::verb, "ended", "", {"sprint"}}, {Word::verb, "sprint_started", "", {"sprint"}}, {Word::verb, "released", "", {"release"}},
    {Word::verb, "promised", "", {"points", "sprint"}}, {Word::verb, "scope_added", "", {"points", "sprint"}}, {Word::verb, "was", "", {"status"}},
    {Word::state, "sprint:", "", {"sprint"}}, {Word::state, "release:", "", {"release"}}, {Word::state, "ci_run:conclusion=c", "", {"ci_run"}}, {Word::state, "ci_run:conclusion=p", "", {"ci_run"}},
    {Word::measure, "logged_time", "", {"log"}}, {Word::metric, "", "duration|", {"ci_run", "workflow"}}, {Word::metric, "", "success rate|", {"ci_run", "workflow"}}, {Word::verb, "", "triggered|", {"ci_run", "workflow"}},
    {Word::metric, "", kOnTime, {"sprint"}},  // else of what is due
    {Word::report, "sprint:how", "", {"sprint"}}};

bool fits(const Entry& e, const Said& said) {
  for (const Need& n : kNeeds)
    if (n.word == e.word && e.arg.starts_with(n.arg) && e.phrases.starts_with(n.phrases) && !said.any({n.things[0], n.things[1].empty() ? n.things[0] : n.things[1]})) return false;
  if (e.word == Word::metric && e.phrases.starts_with("success rate|")) return said.any({"workflow"}) || !said.any({"deployment", "sprint"});
  if (e.word != Word::verb) return true;
  const bool pulls = said.any({"pull_request", "review"}), other = said.any({"pull_request", "review", "commit", "deployment", "ci_run", "sprint", "release", "feature", "worklog"});
  if (e.arg == "committed") return said.any({"commit", "lines"}) || (e.phrases.starts_with("committed") && !said.any({"points", "sprint", "issue", "pull_request"}));
  if (among(e.arg, {"closed", "merged", "abandoned"})) return pulls || !other;
  if (e.arg == "deployed") return said.any({"deployment"}) || !said.any({"issue", "release"});
  return e.arg != "started" || !pulls;
}

std::string_view thing_said(const Entry& e) {
  static constexpr std::pair<std::string_view, std::string_view> kMeasures[] = {{"story_points", "points"}, {"logged_hours", "worklog"}, {"size", "lines"}, {"additions", "lines"}, {"deletions", "lines"},
                                                                               {"roi", "feature"}, {"effort", "feature"}, {"value", "feature"}, {"confidence", "feature"}};
  static constexpr std::pair<std::string_view, std::string_view> kMetrics[] = {  // by their beginnings
      {"velocity", "sprint"}, {"commitment", "sprint"}, {"say_do", "sprint"}, {"carryover", "sprint"}, {"scope_added", "sprint"}, {"completion_rate", "sprint"}, {"burndown", "sprint"}, {"burnup", "sprint"},
      {"promise", "sprint"}, {"capacity", "sprint"}, {"utilization", "sprint"}, {"sprint_success_probability", "sprint"}, {"lines", "lines"}, {"ci_", "ci_run"}, {"deploy", "deployment"}, {"change_f", "deployment"}};
  if (e.word == Word::noun) return e.arg;
  if (e.phrases.starts_with(kOnTime)) return "";
  for (const auto& [measure, thing] : kMeasures)
    if (e.word == Word::measure && e.arg == measure) return thing;
  for (const auto& [metric, thing] : kMetrics)
    if (e.word == Word::metric && e.arg.starts_with(metric)) return thing;
  return "";
}
std::string_view thing_named(List list) {
  return list == List::sprints ? "sprint" : list == List::versions ? "release" : list == List::statuses ? "status" : list == List::types ? "issue" : "";
}

bool is_word(const Chunk& c) { return c.type == Chunk::Type::word; }
bool whole_name(const Chunk& c) { return c.type == Chunk::Type::value && c.name.whole && !c.edits; }
bool of_category(const Chunk& c) { return c.is(Word::state) && c.entry->arg.starts_with("issue:status_category"); }

}  // namespace

void Lattice::drop_unfit() {
  keep_whole_phrases();
  drop_words_out_of_place();
  keep_whole_names();
  keep_whole_states();
  prefer_sprints_chosen();
  prefer_spelling();
  prefer_names();
  shadow_names();
}

void Lattice::drop_words_out_of_place() {
  Said said;
  for (const auto& list : from_)
    for (const Chunk& c : list) said.add(is_word(c) ? thing_said(*c.entry) : c.type == Chunk::Type::value ? thing_named(c.name.list) : "");
  for (const Token& t : tokens_) {
    if (among(t.norm, {"time", "hours"})) said.add("time");
    if (among(t.norm, {"log", "logged", "logging", "book", "booked", "track", "tracked", "spend", "spent", "spending", "record", "recorded", "clocked", "put", "charged", "worked"})) said.add("log");
  }
  for (auto& list : from_) std::erase_if(list, [&](const Chunk& c) { return is_word(c) && !fits(*c.entry, said); });
  if (!from_.empty()) std::erase_if(from_[0], [&](const Chunk& c) { return c.is(Word::clause) && word_in(0, {"who", "which", "where"}); });  // of what?
  // "The bugs we resolved last week": what they did, not how the bugs are now.
  for (std::size_t b = 1; b < from_.size(); ++b)
    if (word_in(b - 1, {"we", "i", "they", "he", "she"}) && std::any_of(from_[b].begin(), from_[b].end(), [&](const Chunk& c) { return c.is(Word::verb, "resolved") && c.end == b + 1 && !c.edits; }))
      std::erase_if(from_[b], [&](const Chunk& c) { return c.is(Word::state) && c.end == b + 1 && c.entry->arg.starts_with("issue:open=false"); });
  // Every epic is a feature that may be built: which of them is meant the other words say.
  const List other = said.any({"feature"}) ? List::epics : List::features, meant = other == List::epics ? List::features : List::epics;
  for (auto& list : from_)
    std::erase_if(list, [&](const Chunk& c) { return c.value_of(other) && std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return o.value_of(meant) && o.end == c.end && o.edits == c.edits; }); });
  // A status of that very name comes before the category.
  for (auto& list : from_)
    std::erase_if(list, [&](const Chunk& c) {
      return c.is(Word::state) && (of_category(c) || c.end > c.begin + 1) && std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return o.value_of(List::statuses) && o.end == c.end && whole_name(o); });
    });
}

// What opens a question ("what part of") and verbs of two words ("carry over") are not taken apart into small words that lead
// to others.
void Lattice::keep_whole_phrases() {
  const auto small = [](const Chunk& c) { return c.is(Word::have) || c.is(Word::prep) || c.is(Word::filler) || c.is(Word::be); };
  for (std::size_t b = 0; b < from_.size(); ++b)
    for (const Chunk& whole : std::vector<Chunk>(from_[b])) {
      if (!is_word(whole) || whole.edits || whole.end < b + 2 || small(whole) || whole.is(Word::vague) || whole.is(Word::compare)) continue;
      const bool opens = whole.is(Word::share) || whole.is(Word::count), two_words = whole.end == b + 2 && word_in(b + 1, {"over", "up", "out", "off", "down", "back"});
      for (std::size_t i = b; (opens || two_words) && i < whole.end; ++i)
        std::erase_if(from_[i], [&](const Chunk& c) { return small(c) && c.end <= whole.end && (opens ? i > b : i == b); });
    }
}

// The whole name of a thing is not taken apart into words that mean something else.
void Lattice::keep_whole_names() {
  const auto keeps = [](List list) {
    return list == List::teams || list == List::types || list == List::projects || list == List::components || list == List::people || list == List::epics || list == List::features;
  };
  for (std::size_t b = 0; b < from_.size(); ++b)
    for (std::size_t n = 0; n < from_[b].size(); ++n) {
      const Chunk whole = from_[b][n];
      if (!whole_name(whole) || whole.end < b + 2 || whole.name.value.starts_with('@') || !keeps(whole.name.list)) continue;
      for (std::size_t i = b; i < whole.end; ++i)
        std::erase_if(from_[i], [&](const Chunk& c) {
          // Nor for the same words as they are used elsewhere: "change requests" where a type is called so.
          const bool same = c.end - c.begin == whole.end - b, other = is_word(c) && !c.is(Word::refuse);
          return c.end <= whole.end && (!same || other) && c.type != Chunk::Type::phrase;
        });
      n = 0;  // where it is now
      while (n < from_[b].size() && !(from_[b][n].type == Chunk::Type::value && from_[b][n].end == whole.end && from_[b][n].name == whole.name)) ++n;
    }
}

// "In Code Review" is that status where there is one, no review; "still to be done" is one phrase, not "to be done" behind a
// word without meaning.
void Lattice::keep_whole_states() {
  for (std::size_t b = 0; b < from_.size(); ++b) {
    const auto status = std::find_if(from_[b].begin(), from_[b].end(), [&](const Chunk& c) { return c.value_of(List::statuses) && whole_name(c) && c.end > b + 1; });
    if (status == from_[b].end() || b == 0 || !word_in(b - 1, {"in", "to", "into", "from"})) continue;
    const std::size_t end = status->end;
    std::erase_if(from_[b], [end](const Chunk& c) { return is_word(c) && c.entry->word == Word::noun && c.end == end; });
  }
  const auto idle = [&](std::size_t i) { return std::any_of(from_[i].begin(), from_[i].end(), [&](const Chunk& c) { return c.is(Word::filler) && c.end == i + 1; }); };
  for (std::size_t b = 0; b < from_.size(); ++b)
    for (const Chunk& whole : std::vector<Chunk>(from_[b])) {
      if (!whole.is(Word::state) || whole.edits || whole.end < b + 3) continue;
      for (std::size_t i = b + 1; i + 1 < whole.end && idle(i - 1); ++i)
        std::erase_if(from_[i], [&](const Chunk& c) { return c.is(Word::state) && c.end == whole.end && c.entry != whole.entry; });
    }
}

// "This sprint" is that one, not some sprint.
void Lattice::prefer_sprints_chosen() {
  for (std::size_t b = 0; b < from_.size(); ++b) {
    const bool chosen = word_in(b, {"this", "current", "last", "previous", "next", "upcoming"}) &&
                        std::any_of(from_[b].begin(), from_[b].end(), [&](const Chunk& c) { return c.value_of(List::sprints) && c.name.value.starts_with('@') && !c.edits && c.end == b + 2; });
    if (chosen) std::erase_if(from_[b + 1], [](const Chunk& c) { return c.is(Word::noun, "sprint") && c.end == c.begin + 1; });
  }
}

// "booking-web" is the repository that is written so, not the team Booking Web.
void Lattice::prefer_spelling() {
  const auto spelled = [](const Chunk& c, const std::string& text) {
    const std::string& value = c.name.value;
    return value == text || (c.value_of(List::repos) && value.ends_with("/" + text));
  };
  for (std::size_t b = 0; b < from_.size(); ++b)
    for (const Chunk& written : std::vector<Chunk>(from_[b])) {
      if (!whole_name(written) || written.end < b + 2) continue;
      std::string text = tokens_[b].text;
      bool tied = true;
      for (std::size_t i = b + 1; i < written.end; ++i) tied = tied && tokens_[i].glue, text += tokens_[i].glue ? std::string(1, tokens_[i].glue) + tokens_[i].text : "";
      if (!tied || !spelled(written, text)) continue;
      for (std::size_t i = b; i < written.end; ++i)
        std::erase_if(from_[i], [&](const Chunk& c) { return c.type == Chunk::Type::value && c.end <= written.end && !spelled(c, text); });
    }
}

void Lattice::prefer_names() {
  const auto drop_words = [](std::vector<Chunk>& list, auto test) { std::erase_if(list, [&](const Chunk& c) { return is_word(c) && !c.is(Word::refuse) && test(c); }); };
  // "TKT" is the project; "tkt" may be short for a ticket.
  for (std::size_t i = 0; i < from_.size(); ++i) {
    const std::string& text = tokens_[i].text;
    const bool capitals = text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c); });
    if (capitals && std::any_of(from_[i].begin(), from_[i].end(), [&](const Chunk& c) { return c.value_of(List::projects) && c.end == i + 1 && whole_name(c) && c.name.value == text; }))
      drop_words(from_[i], [&](const Chunk& c) { return c.end == i + 1; });
  }
  // "Will's tickets", "did Will close": a person, whatever else the word may be.
  for (auto& list : from_) {
    const auto person = std::find_if(list.begin(), list.end(), [&](const Chunk& c) { return c.value_of(List::people) && !c.edits && surely_named(c.begin, c.end); });
    if (person == list.end()) continue;
    const std::size_t end = person->end;
    drop_words(list, [end](const Chunk& c) { return c.end <= end; });
  }
  // A priority of that very name comes before what people mean by it elsewhere, unless that is its rank too.
  for (auto& list : from_)
    std::erase_if(list, [&](const Chunk& c) {
      return c.is(Word::adjective, "0") && std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return o.value_of(List::priorities) && o.end == c.end && whole_name(o); });
    });
}

// A name that is a common word as well is the less likely reading.
void Lattice::shadow_names() {
  const auto shadows = [](const Chunk& o, const Chunk& c) {
    if (o.end != c.end) return false;
    if (o.type == Chunk::Type::when) return true;
    const bool same_thing = (c.name.list == List::statuses && (of_category(o) || o.is(Word::state, "issue:open=true&sprint?"))) || (c.name.list == List::priorities && o.is(Word::adjective));
    return is_word(o) && !o.edits && !same_thing;
  };
  for (auto& list : from_)
    for (Chunk& c : list) {
      if (c.type != Chunk::Type::value || c.name.value.starts_with('@')) continue;
      const bool led = c.begin > 0 && word_in(c.begin - 1, {"in", "to", "into", "from", "status"});
      if (led && c.value_of(List::statuses) && c.name.whole && c.end > c.begin + 1) continue;
      if (std::any_of(list.begin(), list.end(), [&](const Chunk& o) { return shadows(o, c); })) c.shadowed = true, c.cost += kShadowed;
    }
}
// A capital within a sentence of small letters, or 's behind it.
bool Lattice::surely_named(std::size_t begin, std::size_t end) const {
  if (end < tokens_.size() && tokens_[end].type == Token::Class::possession) return true;
  std::size_t small = 0, large = 0;
  for (std::size_t i = 1; i < tokens_.size(); ++i)
    if (tokens_[i].type == Token::Class::word && (i < begin || i >= end)) (tokens_[i].capital ? large : small)++;
  return begin > 0 && tokens_[begin].capital && small > 2 * large;
}

}  // namespace juno::ask
