// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

// The noun at hand.
struct Walk::Noun {
  Item item;
  std::string_view word;  // issue, team, status …
  std::string field;      // of the entity; empty = it has none
  bool many = false;
  bool had = false;       // "with a due date"
  bool keyed = false;     // an issue's key is somewhere in the sentence
};

void Walk::noun_step() {
  Noun n;
  n.item = items_[at_], n.word = n.item.arg(), n.field = field_of(n.word);
  n.many = plural(s_.last_word(n.item));
  if (n.word == "status" && n.item.chunk->edits > 0 && !s_.last_word(n.item).ends_with("es")) n.many = false;  // "staus" is no plural
  n.had = back_is(1, Word::have);
  n.keyed = s_.says(Chunk::Type::key);
  ++at_;
  const bool taken = noun_without(n) || noun_of_epics(n) || noun_negated(n) || noun_with_value(n) || noun_spread(n) || noun_selected(n) || noun_had(n) || noun_asked_for(n) || noun_of_subject(n) ||
                     noun_told_already(n) || noun_dated(n);
  if (!taken) give_up("underspecified", std::string(n.word));
}

// "without a component"
bool Walk::noun_without(const Noun& n) {
  if (!without_) return false;
  without_ = false;
  const auto has_not = [&](std::string_view field, Value none) { return filter({std::string(field), Op::equal, std::move(none), {}}), true; };
  const Entity e = entity();
  if (n.word == own() && d_.asks_for_one_of()) return d_.none_of = true;
  if (n.word == "pull_request" && e == Entity::issue) return has_not("linked_pr", false);
  if (n.word == "issue" && (e == Entity::pull_request || e == Entity::commit)) return has_not("linked_issue", false);
  if (n.word == "review" && e == Entity::pull_request) return has_not("review_count", 0.0);
  if (next_is(0, Chunk::Type::value) && peek()->prep.empty()) return negated_ = true;  // without the label X
  const Field* field = find_field(e, n.field);
  if (!field || n.word == own() || field->type == Type::text) give_up("underspecified", std::string(n.word));
  if (n.word == "reviewer") give_up("ambiguous_scope", "reviewer");  // nobody asked, or nobody answered
  filter({n.field, Op::is_null, {}, {}});
  return true;
}

// "epics": a noun that is the name of a type too; "not in an epic".
bool Walk::noun_of_epics(const Noun& n) {
  if (n.word != "epic" || entity() != Entity::issue || next_is(0, List::epics) || next_is(0, Chunk::Type::key)) return false;
  if (negated_ && !n.many) {
    negated_ = false;
    filter({"epic", Op::is_null, {}, {}});
    return true;
  }
  const bool typed = world_.known && world_.known(List::types, "Epic");
  if (!typed || n.had || n.keyed || d_.who || !n.item.prep.empty() || back_is(2, Word::spread) || back_is(2, List::epics)) return false;
  const bool other = s_.says(Word::noun, "issue") || s_.says(List::types);
  if (other && !negated_ && !except_) return false;
  const bool except = except_;
  filter({"type", Op::equal, std::string("Epic"), {}}, take_negation());
  if (!except || !next_is(0, Word::conj) || next_is(0, Word::conj, "but") || !next_is(1, List::types)) return true;
  ++at_;
  return except_ = true;  // excluding epics and sub-tasks
}

bool Walk::noun_negated(const Noun& n) {
  if (!except_ && !negated_) return false;
  if (next_is(0, Chunk::Type::value) && peek()->prep.empty()) return true;  // except team Mobile: for the value
  if (n.word != own() || !d_.asks_for_one_of()) give_up("underspecified", "not");
  negated_ = false;
  return d_.none_of = true;
}

// The value is to come: "team Mobile", "status = In Review". Its step sees the noun before it.
bool Walk::noun_with_value(const Noun& n) {
  if (n.word == "sprint" && next_is(0, Chunk::Type::number) && peek()->prep.empty()) give_up("unknown_value", "sprint");
  if (!peek()) return false;
  const bool equals = next_is(0, Word::compare, "=");
  const List of = list_of(n.word);
  if (const Item* v = peek(equals ? 1 : 0)) {
    const bool role = among(n.word, {"assignee", "reporter", "author", "reviewer"});
    const bool value = role ? v->is(List::people) && (v->prep.empty() || v->be == "be")
                            : of != List::none && of != List::people && v->is(of) && (v->prep.empty() || v->prep == "in" || equals) && !v->chunk->name.value.starts_with('@');
    if (value && equals) items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at_));
    if (value || (n.word == "epic" && v->is(Chunk::Type::key))) return true;
    if (n.word == "parent" && v->is(Chunk::Type::key)) {
      const std::string key = v->chunk->text;
      at_ += equals ? 2 : 1;
      filter({"parent", Op::equal, key, {}});
      return true;
    }
    if (among(n.word, {"label", "component"}) && v->is(Chunk::Type::quoted)) give_up("unknown_value", std::string(n.word));
    if (n.word == "priority" && v->is(Word::adjective) && v->prep.empty()) return true;
  }
  if (next_is(0, Word::neg, "not") && of != List::none && next_is(1, of)) {
    if (of != List::people) return true;  // status is not Done
    if (among(n.word, {"assignee", "reporter", "author"})) return noun_is_not(n);
  }
  if (n.word != "priority" || !next_is(0, Word::compare) || !next_is(1, List::priorities)) return false;
  filter({"priority", op_of(peek()->arg()), peek(1)->chunk->name.value, {}});
  at_ += 2;
  return true;
}

// "assignee is not Tom": of nobody else's, and of what is nobody's too
bool Walk::noun_is_not(const Noun& n) {
  const auto [names, end, both] = value_list(List::people, at_ + 1);
  if (both || items_[at_ + 1].owned || !d_.has_field(n.field)) give_up("underspecified", "not");
  at_ = end;
  filter_names(n.field, names, true);
  return true;
}

// "status distribution", "distribution of priorities"
bool Walk::noun_spread(const Noun& n) {
  if (next_is(0, Word::spread)) {
    add_group(n.field);
    ++at_;
    return d_.spread = true;
  }
  if (!back_is(2, Word::spread) || n.word == own() || n.field.empty() || n.word == "issue") return false;
  add_group(n.field);
  return true;
}

// "the status of SHOP-1"
bool Walk::noun_selected(const Noun& n) {
  if (!n.keyed || n.field.empty() || n.word == own() || !d_.where.empty()) return false;
  if (n.word == "person" && among(n.item.be, {"do", "did"})) give_up("underspecified", "did");  // what people did to it
  d_.select.push_back(n.field);
  return true;
}

// "with a due date"
bool Walk::noun_had(const Noun& n) {
  if (!n.had) return false;
  const bool named_next = peek() && peek()->prep.empty() && !peek()->clause && (next_is(0, Word::state) || next_is(0, Word::adjective) || next_is(0, Chunk::Type::value));
  if (named_next || (n.field == "due" && next_is(0, Chunk::Type::when))) give_up("underspecified", std::string(n.word));  // "with a due date in June": due then
  if (among(s_.word_before(n.item), {"their", "its"}) && n.word != own()) {  // "with their due dates": to be shown
    if (n.field.empty() || d_.grouped() || d_.shape == Draft::Shape::count || d_.shape == Draft::Shape::share) give_up("underspecified", std::string(n.word));
    d_.select.push_back(n.field);
    return true;
  }
  if (n.word != own() && !n.field.empty() && !d_.asks_for_one_of() && n.word != "person") filter({n.field, Op::not_null, {}, {}});
  else if (n.word == "pull_request" && entity() == Entity::issue) filter({"linked_pr", Op::equal, true, {}});
  else return false;
  return true;
}

// "which team", "top 5 teams", "people with more than", "teams without": what is ranked or counted by.
bool Walk::noun_asked_for(const Noun& n) {
  const Item* before = back(2);
  const bool listed = before && (before->is(Word::which) || before->is(Word::list));
  if (n.word == "sprint" && own() == "sprint") {
    if (!listed || !ahead({Word::rank, Word::compare}, at_)) return false;
    d_.target = "sprint", d_.target_many = n.many, d_.target_noun = n.word;
    return true;
  }
  const bool ranked = !d_.rank.empty() || (before && before->is(Word::rank));
  const bool placed = listed || ranked || at_ == 1 || (before && (before->is(Word::who) || before->is(Chunk::Type::number)));
  if (n.word == own() || n.field.empty() || n.had || d_.who || !n.item.prep.empty() || !placed) return false;
  if (!ranked && !counts_follow(n.word)) return false;
  if (!d_.target.empty()) give_up("underspecified", std::string(n.word));
  const bool one_of = before && before->is(Word::which) && before->chunk->begin + 1 < tokens_.size() && tokens_[before->chunk->begin + 1].norm == "of";  // which of our teams: one is wanted
  d_.target = n.field, d_.target_many = n.many && !one_of, d_.target_noun = n.word;
  return true;
}
bool Walk::counts_follow(std::string_view noun) const {
  const bool has_people = noun == "person" || noun == "team";
  // "Which epics have open bugs", also "still have": those that there are some of.
  const bool of_rows = back_is(2, Word::which) && next_is(0, Word::have) && noun != "sprint" && noun != "status";
  if (of_rows && std::any_of(items_.begin() + static_cast<std::ptrdiff_t>(at_), items_.end(), [&](const Item& i) { return i.is(List::types) || i.is(Word::noun, own()); })) return true;
  for (std::size_t i = at_; i < items_.size() && !items_[i].is(Word::group); ++i) {
    const Item& item = items_[i];
    if (item.is(Word::rank) || item.is(Word::compare) || item.is(Word::contrast, "more") || item.is(Word::metric, "utilization:over") || item.is(Word::metric, "time_in_status:most")) return true;
    if (item.is(Word::neg) && (has_people || item.arg() == "without" || (i + 1 < items_.size() && items_[i + 1].is(Word::verb, "deployed")))) return true;
  }
  return false;
}

bool Walk::noun_of_subject(const Noun& n) {
  if (n.word != own()) return false;
  const bool production = n.word == "deployment" && n.item.chunk->end > n.item.chunk->begin + 1 && s_.first_word(n.item).starts_with("prod");
  if (production) filter({"environment", Op::equal, world_.production, {}});  // said, not only meant
  const bool with_figures = next_is(0, Word::conj, "and") && (next_is(1, Word::measure) || next_is(1, Word::metric)) && !n.had;  // issues and points
  if (!with_figures) return true;
  const std::string count(count_metric(entity()));
  const Metric* metric = find_metric(count);
  if (!d_.metrics.empty() || !metric || !metric->axis.empty()) give_up("ambiguous_metric", "and");
  d_.metrics.push_back(count);
  return true;
}

// Nouns that repeat what the subject or the item before says.
bool Walk::noun_told_already(const Noun& n) {
  static constexpr std::pair<std::string_view, std::string_view> kTold[] = {{"issue", "worklog"}, {"issue", "sprint"}, {"issue", "incident"}, {"pull_request", "review"}, {"commit", "deployment"}};
  if (n.word == "issue" && own() == "worklog" && (back_is(2, Word::which) || back_is(2, Word::list))) give_up("ambiguous_scope", "issue");
  for (const auto& [noun, subject] : kTold)
    if (noun == n.word && subject == own()) return true;
  const bool name = n.word == "summary" && among(s_.last_word(n.item), {"name", "names"});
  if (name && among(own(), {"sprint", "release", "feature", "person"})) return true;  // the name of the active sprint
  if (n.word == "person" && d_.who) return true;
  if (n.word == "review" && own() == "pull_request" && (!d_.metrics.empty() || s_.says(Word::metric))) return true;
  if (n.word == "sprint" && own() == "issue" && back_is(2, List::sprints)) return true;
  if (n.word == "repo" && back_is(2, List::repos)) return true;
  if (n.word == "deployment" && own() == "incident") give_up("ambiguous_scope");
  if (n.word != "incident" || own() != "issue" || !world_.known || !world_.known(List::types, "Incident")) return false;
  filter({"type", Op::equal, std::string("Incident"), {}});
  return true;
}

// "sorted by due date", "the goal", "end date": columns, an order, or a date.
bool Walk::noun_dated(const Noun& n) {
  const bool dated = own() == "sprint" || own() == "release";
  if (back_is(2, Word::conj) && s_.first_word(*back(2)) == "+" && !peek() && !n.field.empty() && !d_.grouped()) d_.select.push_back(n.field);  // "bugs in review + assignee"
  else if (back_is(2, Word::sort) && !n.field.empty()) d_.sort.push_back({n.field, back(2)->arg() == "desc"});
  else if (n.word == "goal" && own() == "sprint") d_.select.push_back("goal");
  else if (dated && !n.field.empty() && among(n.word, {"end", "start", "release_date", "due"})) {
    if (next_is(0, Chunk::Type::when)) d_.events.push_back({n.word == "start" ? "sprint_started" : "due", at_ - 1, {}});
    else d_.select.push_back(n.field);
  } else return n.word == "release" && back_is(2, List::versions);
  return true;
}

}  // namespace juno::ask
