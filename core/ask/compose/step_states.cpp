// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

void Walk::state_step() {
  const Item item = items_[at_++];
  const std::string_view arg = item.arg();
  if (d_.who && arg == "issue:status_category=in_progress" && next_is(0, Chunk::Type::key)) {  // who is working on SHOP-1
    d_.select = {"assignee"};
    return;
  }
  check_state_of_people(item);
  check_state(item);
  if (negated_ && d_.asks_for_one_of()) {
    if (!arg.starts_with("pull_request:state=merged") || entity() != Entity::pull_request) give_up("underspecified", "not");
    negated_ = false, d_.none_of = true;  // "who has not merged any"
    d_.events.push_back({"merged", at_ - 1, {}});
    return;
  }
  if (d_.asks_for_one_of() && arg == "pull_request:state=open" && !among(s_.first_word(item), {"open", "unmerged"})) give_up("underspecified", "not");
  if ((negated_ || except_) && next_is(0, Word::conj) && next_is(1, Chunk::Type::value)) give_up("underspecified", "not");  // not Done and not the next one?
  const bool negated = take_negation();
  if (arg.ends_with("#count") && d_.shape == Draft::Shape::none) d_.shape = Draft::Shape::count;  // "the size of the backlog"
  d_.snapshot_state |= arg.starts_with("issue:open") || arg.starts_with("issue:status_category") || arg.starts_with("issue:blocked");
  const auto atoms = atoms_for(arg, own());
  if (!atoms) {
    if (!state_of_sprint(arg)) give_up("ambiguous_scope", tokens_[item.chunk->begin].text);
    return;
  }
  if (next_is(0, Word::conj, "or")) return either_state(*atoms, negated);
  if (arg.starts_with("issue:carried_over") && !negated && carried_over()) return;
  if (arg.find("added_mid_sprint=true") != std::string_view::npos && !negated && !s_.says(List::sprints)) filter({"sprint", Op::equal, std::string("@current"), {}});
  if (negated && atoms->size() > 1) give_up("underspecified", "not");
  for (const Atom& a : *atoms) filter(a, negated);
}

// States that say who did something, or to whom.
void Walk::check_state_of_people(const Item& item) const {
  const std::string_view arg = item.arg();
  const bool blocking = arg.starts_with("issue:blocking"), assigned = arg.find(":assignee!") != std::string_view::npos;
  if (blocking && back_is(2, Word::have)) give_up("underspecified");
  const bool by_somebody = (back_is(2, Word::who) || back_is(2, List::people)) && item.be.empty() && !item.clause;
  if (arg.starts_with("issue:reopened") && by_somebody) give_up("no_data", "reopened");  // nobody keeps who did it
  if (blocking && (next_is(0, Chunk::Type::key) || next_is(0, List::epics)) && peek()->prep.empty()) give_up("underspecified", "blocking");
  if (assigned && (next_is(0, Word::me) || next_is(0, Chunk::Type::value) || next_is(0, Word::neg))) give_up("underspecified", "assigned");
  const bool team = (next_is(0, List::teams) || next_is(0, Word::noun, "team")) && among(s_.led_by(*peek()), {"to", "on", "in", "from", "of"});
  if (arg.starts_with("issue:assignee?") && team) give_up("underspecified", "not assigned");  // to nobody, or to none of them
  if (assigned && back_is(2, List::people)) give_up("underspecified", "assigned");
}

// States that could be a date, a status's name or a selector instead.
void Walk::check_state(const Item& item) const {
  const std::string_view arg = item.arg(), before = s_.word_before(item);
  const bool done = arg.starts_with("issue:open=false");
  if (arg.starts_with("sprint:")) {  // "active sprints"; "the active sprint" is a selector
    const bool many = next_is(0, Word::noun, "sprint") && s_.last_word(*peek()).ends_with("s");
    if (entity() != Entity::sprint || ahead({Word::metric, Word::measure, Word::report}, 0) || !(many || item.be == "be" || item.clause)) give_up("ambiguous_scope");
  }
  if (arg.find(":due!") != std::string_view::npos && next_is(0, Chunk::Type::when)) give_up("underspecified", "due");  // due then
  const bool planned = arg == "release:released=false" && among(s_.first_word(item), {"planned", "scheduled"});
  if (planned && next_is(0, Chunk::Type::when)) give_up("underspecified", "planned");  // for when: its date
  if (done && entity() == Entity::incident && next_is(0, Chunk::Type::when)) give_up("underspecified", "resolved");  // resolved then
  if (s_.last_word(item) == "on" && d_.asks_for_epics()) give_up("underspecified", "work on");  // the epics of what they work on
  if (done && before == "be" && s_.word_before(item, 2) == "to") give_up("underspecified", "to be");  // not yet
  // "Sprints that ended in April", "versions released in June": the date says it.
  const bool dated = next_is(0, Chunk::Type::when) && among(s_.first_word(item), {"ended", "released", "shipped"}) && (entity() == Entity::sprint || entity() == Entity::release);
  if (dated && (arg == "sprint:state=closed" || arg == "release:released=true")) give_up("underspecified", "ended");
  if (!d_.history.empty() && among(before, {"to", "into"})) give_up("unknown_value", "status");
  if (among(item.prep, {"in", "to", "into"}) && (done || arg.starts_with("issue:open=true;") || arg.starts_with("issue:blocked"))) give_up("unknown_value", "status");
  if (arg.starts_with("pull_request:state=merged") && entity() == Entity::pull_request && back_is(2, Word::conj) && back_is(3, Word::verb)) give_up("underspecified", "merged");
}

// What is said of issues, as a figure of sprints.
bool Walk::state_of_sprint(std::string_view arg) {
  if (entity() != Entity::sprint) return false;
  if (arg.starts_with("issue:open=false")) d_.events.push_back({"resolved", at_ - 1, {}});
  else if (arg.starts_with("issue:added_mid")) d_.metrics.push_back("scope_added");
  else if (arg.starts_with("issue:carried_over")) d_.metrics.push_back("carryover");
  else return false;
  return true;
}

// "blocked or overdue"
void Walk::either_state(const std::vector<Atom>& first, bool negated) {
  if (either_value(first, negated)) return;
  if (!next_is(1, Word::state)) give_up("underspecified", "or");
  const auto other = atoms_for(peek(1)->arg(), own());
  const auto is_not = [](const Atom& a) { return a.op == Op::equal && a.value == Value(false) && a.field != "open"; };
  if (!other || negated || std::any_of(first.begin(), first.end(), is_not)) give_up("underspecified", "or");  // not blocked, or neither?
  at_ += 2;
  if (next_is(0, Word::conj, "or")) give_up("underspecified", "or");
  const Atom &a = first.front(), &b = other->front();
  if (first.size() == 1 && other->size() == 1 && a.field == b.field && a.op == Op::equal && b.op == Op::equal && std::holds_alternative<std::string>(a.value) && std::holds_alternative<std::string>(b.value))
    return filter_names(a.field, {std::get<std::string>(a.value), std::get<std::string>(b.value)}, false);  // failed or cancelled
  Filter either;
  either.any = {first, *other};
  d_.conditions().push_back(std::move(either));
}

// "Flagged or of Emergency priority"
bool Walk::either_value(const std::vector<Atom>& first, bool negated) {
  static constexpr std::pair<List, std::string_view> kFields[] = {{List::priorities, "priority"}, {List::labels, "label"}, {List::components, "component"}};
  const auto kind = std::find_if(std::begin(kFields), std::end(kFields), [&](const auto& f) { return next_is(1, f.first); });
  if (kind == std::end(kFields) || negated || first.size() != 1 || !d_.has_field(kind->second)) return false;
  if (back_is(2, Word::conj) || back_is(2, Word::state)) give_up("ambiguous_scope", "or");  // "open and flagged or urgent": what belongs together?
  const std::string value = peek(1)->chunk->name.value;
  at_ += 2;
  if (next_is(0, Word::noun, kind->second)) ++at_;
  if (next_is(0, Word::conj) || next_is(0, Word::compare) || next_is(0, Word::noun) || next_is(0, List::types)) give_up("ambiguous_scope", "or");
  Filter either;
  either.any = {first, {{std::string(kind->second), Op::equal, value, {}}}};
  d_.conditions().push_back(std::move(either));
  return true;
}

// "How many issues were carried over from last sprint" counts what that sprint left; a list is of those now in a sprint.
bool Walk::carried_over() {
  if (s_.any([&](const Item& i) { return i.is(List::sprints) && among(s_.led_by(i), {"into", "to"}); })) return false;  // it has them now
  const bool from = s_.any([](const Item& i) { return i.is(List::sprints) && i.chunk->name.value != "@current"; });
  const bool counted = d_.shape == Shape::count && entity() == Entity::issue;
  if (from && !counted) give_up("ambiguous_scope", "carried over");
  if (from) d_.entity = Entity::sprint, d_.metrics = {"carryover"};
  return from;
}

// ---- negation: takes effect on what follows ----------------------------------------------------------------------------
void Walk::neg_step() {
  const Item neg = items_[at_];
  const std::string_view arg = neg.arg();
  no_negation();
  if (back_is(1, Word::conj) && back_is(2, Word::state) && back_is(3, Word::neg)) give_up("underspecified", "not");
  if (arg == "except" && back_is(1, Word::noun) && back_is(2, Word::group) && among(s_.first_word(*back(2)), {"every", "each", "all", "from", "of"})) give_up("underspecified", "every");  // "every team except Core"
  (arg == "not" ? negated_ : arg == "except" || arg == "behind" ? except_ : without_) = true;
  ++at_;
  if (next_is(0, Word::compare, "=")) ++at_;
  if (!peek()) give_up("underspecified", "not");
  const bool ever = (next_is(0, Word::state) || next_is(0, Word::role)) && !next_is(0, Word::state, "pull_request:state=merged");
  if (s_.last_word(*back(1)) == "never" && ever) give_up("ambiguous_time", "never");  // not now is not never
  if (without_ && !next_is(0, Word::noun) && !next_is(0, Word::measure)) return without_others();
  const bool what = (next_is(0, Word::which) || next_is(0, Word::list)) && s_.first_word(*peek()) == "what";
  if (except_ && (next_is(0, Word::have) || next_is(0, Word::one) || what)) ++at_;  // "excluding those labelled X", "except what is done"
}
// "No more than" is a comparator of its own; "who has no open issues" counts to nothing.
void Walk::without_others() {
  without_ = false;
  if (d_.asks_for_one_of()) d_.none_of = true;
  else if (next_is(0, List::labels) || next_is(0, List::components) || is_none_of_types()) negated_ = true;
  else give_up("underspecified", "without");
}
// "That are no bug and no task"
bool Walk::is_none_of_types() const {
  if (!next_is(0, List::types)) return false;
  return back(1)->clause || back(1)->be == "be" || back_is(2, Word::conj);
}
bool Walk::take_negation() {
  const bool was = negated_ || except_;
  if (without_) give_up("underspecified", "without");
  negated_ = except_ = false;
  return was;
}
void Walk::no_negation() const {
  if (negated_ || without_ || except_) give_up("underspecified", "not");
}

}  // namespace juno::ask
