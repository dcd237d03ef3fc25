// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

// Names of one list, as they stand in the sentence.
struct Walk::Named {
  List list = List::none;
  Names said;
  std::size_t start = 0;
  Item first;
  bool cue_before = false, cue_after = false;  // "team Mobile", "the Mobile team"
  bool negated = false;
  bool cued() const { return cue_before || cue_after; }
  const std::string& name() const { return said.names[0]; }
};

// Joined by and, or, a comma, "vs".
Walk::Names Walk::value_list(List list, std::size_t begin) const {
  Names out;
  for (std::size_t i = begin;;) {
    out.names.push_back(items_[i].chunk->name.value);
    out.end = i + 1;
    const auto [next, joined] = after_joint(list, i + 1, out.both);
    if (!joined || next >= items_.size()) return out;
    if (list == List::sprints && items_[next].is(Word::one)) {  // "this sprint and the last one"
      out.names.push_back("@previous");
      out.end = next + 1;
      return out;
    }
    if (!items_[next].is(list) || items_[next].clause) return out;
    i = next;
  }
}
// Where the next name would be, and whether anything joins it to the one before.
std::pair<std::size_t, bool> Walk::after_joint(List list, std::size_t next, bool& both) const {
  const auto is_joint = [&](std::size_t i) { return i < items_.size() && (items_[i].is(Word::conj) || items_[i].is(Word::versus, "")); };
  const auto is_noun = [&](std::size_t i) { return i < items_.size() && items_[i].is(Word::noun) && list_of(items_[i].arg()) == list; };
  const bool of_tickets = next + 2 < items_.size() && items_[next].is(Word::noun, "issue") && items_[next + 1].is(Word::versus, "") && items_[next + 2].is(list);  // "hotfix tickets vs peak tickets"
  if (of_tickets || (is_noun(next) && next + 2 < items_.size() && is_joint(next + 1))) ++next;  // "the Backend team and the Frontend team"
  bool joined = false;
  for (; is_joint(next) || (next < items_.size() && d_.contrast && items_[next].prep == "to"); ++next) {
    if (items_[next].is(Word::versus)) both = true;
    if (items_[next].is(Word::conj, "but")) break;
    joined = true;
  }
  if (joined && is_noun(next) && next + 1 < items_.size() && items_[next + 1].is(list)) ++next;
  if (!joined && d_.contrast && next + 1 < items_.size() && items_[next].is(Word::have)) joined = true, ++next;
  const bool contrasted = d_.contrast && next < items_.size() && among(items_[next].prep, {"with", "to", "against"});
  return {next, joined || contrasted};
}

void Walk::value_step() {
  Named n;
  n.start = at_, n.first = items_[at_], n.list = n.first.chunk->name.list;
  n.said = value_list(n.list, at_);
  n.cue_before = back_is(1, Word::noun) && list_of(back(1)->arg()) == n.list && !(n.list == List::people && n.first.prep == "on");  // "per person on Tom's"
  d_.versus |= n.said.both;
  if (n.list == List::labels && !d_.contrast && !n.said.both && !negated_ && !except_)  // one ticket with both, or the tickets of each?
    for (std::size_t i = n.start; i < n.said.end; ++i)
      if (items_[i].is(Word::conj, "and")) give_up("ambiguous_scope", "and");
  at_ = n.said.end;
  n.cue_after = cue_follows(n);
  if (n.cue_after) ++at_;
  for (std::size_t i = n.start; i < n.said.end; ++i)
    if (n.cued() && items_[i].is(Chunk::Type::value) && items_[i].chunk->shadowed) d_.cost -= kShadowed;
  n.negated = take_negation();
  if (n.first.prep == "at" && among(s_.word_before(n.first, 2), {"point", "time", "stage"})) give_up("ambiguous_time", n.name());  // was it ever
  if (n.list == List::people) people_value(n);
  else if (n.list == List::statuses) status_value(n);
  else if (n.list == List::sprints) sprint_value(n);
  else other_value(n);
}
// Whether the noun behind says what the name is: "the SHOP project's bugs".
bool Walk::cue_follows(const Named& n) const {
  if (n.cue_before || !next_is(0, Word::noun) || !peek()->prep.empty()) return false;
  const std::string_view noun = peek()->arg();
  const List other = list_of(noun);
  if (other == List::none) return false;
  // "bugs labelled X": a cue of the next name
  const bool named_next = next_is(1, other) || (next_is(1, Word::compare, "=") && next_is(2, other)) || (noun == "epic" && next_is(1, Chunk::Type::key));
  if (named_next && peek(1)->prep.empty() && other != n.list) return false;
  if (other == n.list && noun != "person") {
    const bool touching = n.start > 0 && items_[n.start - 1].is(Chunk::Type::value) && items_[n.start - 1].chunk->end == n.first.chunk->begin;
    if (touching && !n.first.article && noun != "sprint") give_up("unknown_value", std::string(noun));
    return true;
  }
  if (among(noun, {"team", "project", "component", "label", "repo", "epic", "workflow", "environment", "status"}) && !next_is(1, Word::spread)) give_up("unknown_value", std::string(noun));
  return false;
}

void Walk::people_value(const Named& n) {
  if (entity() == Entity::person) return filter_names("name", n.said.names, n.negated);
  if (entity() == Entity::review && n.first.owned && next_is(0, Word::noun, "pull_request")) return filter_names("author", n.said.names, n.negated);  // reviews of her pull requests
  if (n.first.prep.starts_with("await") && n.cued()) give_up("ambiguous_scope", n.name());
  if (n.cued()) {
    const std::string field = field_of(items_[n.cue_after ? at_ - 1 : n.start - 1].arg());
    if (field.empty()) give_up("ambiguous_scope");
    return filter_names(field, n.said.names, n.negated);
  }
  if (n.start > 0 && items_[n.start - 1].is(Word::have)) give_up("ambiguous_scope", n.name());
  // "How many issues did create Ann": who did it, or whose they are?
  if (n.start > 0 && items_[n.start - 1].is(Word::verb) && items_[n.start - 1].be == "did" && n.first.prep.empty() && !n.first.clause && !n.first.owned) give_up("ambiguous_scope", n.name());
  // "PRs waiting on Ann's review"
  const bool waiting = among(s_.word_before(n.first), {"for", "on"}) && among(s_.word_before(n.first, 2), {"waiting", "wait", "blocked", "pending", "stuck"});
  const bool awaited = n.first.prep.starts_with("await");
  if (n.first.owned && (waiting || awaited) && entity() == Entity::pull_request && next_is(0, Word::noun, "review") && !n.negated) {
    ++at_;
    items_[n.start].be = {};
    return person(n.said.names, "requested_reviewer", false);
  }
  const auto role = role_behind(n);
  // "On the login page": a common word in small letters is nobody's first name where nothing else says so.
  const Token& said = tokens_[n.first.chunk->begin];
  if (!role && !n.first.owned && n.first.prep.empty() && !n.first.chunk->name.whole && !said.capital && common_word(said.norm)) give_up("ambiguous_value", n.name());
  if (!role && among(n.first.prep, {"with", "on", "in", "to", "at", "into"})) give_up("ambiguous_scope", n.name());
  d_.versus |= d_.contrast;
  person(n.said.names, role.value_or(""), n.negated);
}
// What the people did or are, where that follows: "that Greta is assigned to".
std::optional<std::string_view> Walk::role_behind(const Named& n) {
  if (n.first.owned) return {};
  const bool review = next_is(0, Word::state) && peek()->be.empty() && peek()->arg().find("review_state") != std::string_view::npos;
  if (review && entity() == Entity::pull_request) give_up("ambiguous_scope", n.name());  // "PRs that Ann approved": she reviewed them
  if (next_is(0, Word::verb)) return next_is(0, Word::verb, "open") ? "created" : peek()->arg();
  if (!next_is(0, Word::role)) return {};
  const std::string_view role = peek()->arg();
  if (role == "works") {
    ++at_;
    filter({"status_category", Op::equal, std::string("in_progress"), {}});
    return "";
  }
  const bool to_somebody = next_is(1, Word::me) || next_is(1, Word::nobody) || next_is(1, Word::neg) || next_is(1, List::people);
  if (role != "requested_reviewer" && (role != "assignee" || to_somebody)) return {};
  ++at_;
  return role;
}

void Walk::status_value(const Named& n) {
  const Item& first = n.first;
  const auto begin = items_.begin() + static_cast<std::ptrdiff_t>(n.start), end = items_.begin() + static_cast<std::ptrdiff_t>(n.said.end);
  const bool part = std::any_of(begin, end, [](const Item& i) { return i.is(Chunk::Type::value) && !i.chunk->name.whole; });
  if (part && first.prep.empty() && !n.cued()) give_up("unknown_value", n.name());
  if (first.chunk->shadowed && !n.cued() && first.prep != "in") give_up("ambiguous_value", n.name());
  const auto just_said = [&](std::string_view word) { return s_.word_before(first, 1) == word || s_.word_before(first, 2) == word || s_.word_before(first, 3) == word; };
  const bool never = just_said("never"), was = n.start > 0 && items_[n.start - 1].is(Word::verb, "was");
  if (n.negated && never) {
    if (n.said.names.size() != 1) give_up("underspecified", "never");
    d_.history.push_back({"status", Op::was_not, n.name(), {}});
    return;
  }
  const bool for_long = next_is(0, Word::compare) && next_is(1, Chunk::Type::duration);
  if (just_said("been") && !never && !was && !for_long) give_up("ambiguous_time", n.name());
  if (!status_then(n, was)) filter_names("status", n.said.names, n.negated);
}
// A status of some time, which is history: "were in QA last week".
bool Walk::status_then(const Named& n, bool was) {
  std::vector<const When*> later;
  for (std::size_t i = at_; i < items_.size(); ++i)
    if (items_[i].is(Chunk::Type::when)) later.push_back(&items_[i].chunk->when);
  // "How many were in QA at the end of May" is a count of that moment, not of a day's comings and goings.
  const bool moment = d_.shape == Shape::count && std::any_of(later.begin(), later.end(), [](const When* w) { return w->snapshot; });
  d_.snapshot_state |= moment;
  if (entity() != Entity::issue) give_up("ambiguous_scope", "status");
  if (was && std::any_of(later.begin(), later.end(), [](const When* w) { return w->past.starts_with("since:"); })) give_up("ambiguous_time", "since");  // ever since, or once
  const bool timed = n.first.be == "were" && ((!later.empty() && !moment) || !d_.times.empty());
  const bool lengths = std::any_of(d_.metrics.begin(), d_.metrics.end(), [](const std::string& m) { return m.starts_with("time_in_status"); });
  if (!lengths && d_.events.empty() && (was || timed)) {
    if (n.said.names.size() != 1) give_up("underspecified", "was");
    d_.history.push_back({"status", n.negated ? Op::was_not : Op::was, n.name(), {}});
    return true;
  }
  if (n.first.be == "did") give_up("underspecified");
  return false;
}

void Walk::sprint_value(const Named& n) {
  if (n.first.prep == "between" && n.said.names.size() > 1 && !d_.compared()) give_up("underspecified", "between");
  if (const std::string& project = n.first.chunk->text; !project.empty()) {  // the last SHOP sprint
    if (n.negated || n.said.names.size() > 1) give_up("underspecified", project);
    filter({"project", Op::equal, project, {}});
  }
  const bool figures = s_.says(Word::metric) || s_.says(Word::measure) || s_.says(Word::report);
  if (entity() == Entity::sprint && d_.metrics.empty() && n.said.names == std::vector<std::string>{"@current"} && !figures && !d_.hours)
    return filter({"state", Op::equal, std::string("active"), {}}, n.negated);
  if (holds(d_.metrics, "carryover") && among(s_.led_by(n.first), {"into", "to"})) give_up("ambiguous_scope", "carried over");  // it has them now; what it leaves is another figure
  if (!d_.has_field("sprint")) give_up("ambiguous_time", "sprint");
  const bool alone = items_.size() == 1 || (items_.size() == 2 && items_[0].is(Word::list));
  if (alone && n.name().starts_with('@')) give_up("vague", "sprint");
  if (n.negated && n.name().starts_with("@last")) give_up("underspecified");
  // "Which of the last ten sprints had the highest velocity"; "out of the last six sprints, which ones had …"
  const bool which_of = back_is(2, Word::which) && among(s_.word_before(n.first), {"of"}), which_ones = next_is(0, Word::which) && s_.uses({"ones"});
  if (entity() == Entity::sprint && n.name().starts_with("@last:") && d_.target.empty() && (which_of || which_ones) && ahead({Word::rank, Word::compare}, at_)) d_.target = "sprint", d_.target_many = which_ones, d_.target_noun = "sprint";
  if (n.said.both || (d_.contrast && n.said.names.size() > 1)) add_group("sprint"), told_both();
  filter_names("sprint", n.said.names, n.negated);
}

void Walk::other_value(const Named& n) {
  const auto& names = n.said.names;
  if (n.list == List::versions && n.first.prep == "between" && names.size() > 1) give_up("underspecified", "between");  // those two, or what lies between them
  const std::string of_cue = n.cue_before ? field_of(items_[n.start - 1].arg()) : "";
  const std::string field = of_cue.empty() ? field_of(n.list) : of_cue;
  if (!d_.has_field(field)) give_up("ambiguous_scope", n.name());
  if (n.list == List::priorities) {
    if (n.cue_after && normal(n.name()) == "low") give_up("ambiguous_value", "priority");
    if (entity() != Entity::issue && entity() != Entity::incident) give_up("ambiguous_scope");
    if (names.size() == 1 && next_is(0, Word::compare)) {  // "P1 or higher"
      const std::string_view arg = items_[at_++].arg();
      if (n.negated || !among(arg, {">=", "<=", "+"})) give_up("underspecified", "priority");
      return filter({field, op_of(arg), n.name(), {}});
    }
  }
  if (n.list == List::features && entity() != Entity::feature) give_up("ambiguous_scope", n.name());
  if (n.said.both || (d_.contrast && names.size() > 1)) add_group(field), told_both();
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) give_up("underspecified");
  filter_names(field, names, n.negated);
}

void Walk::key_step() {
  const std::string key = items_[at_].chunk->text;
  const bool epic_before = back_is(1, Word::noun, "epic");
  ++at_;
  const bool epic_after = next_is(0, Word::noun, "epic");
  if (epic_after) ++at_;
  const bool negated = take_negation();
  if (epic_before || epic_after) return filter({"epic", Op::equal, key, {}}, negated);
  if (entity() == Entity::worklog) return filter({"issue", Op::equal, key, {}}, negated);
  if (entity() != Entity::issue || negated) give_up("ambiguous_scope", key);
  if (!d_.key.empty()) give_up("underspecified", key);
  d_.key = key;
}

// "urgent", "low priority"
void Walk::adjective_step() {
  const std::string_view arg = items_[at_++].arg();
  if (!d_.has_field("priority")) give_up("ambiguous_scope", "priority");
  const bool negated = take_negation();
  const bool exactly = back_is(2, Word::noun, "priority");  // "priority high" is that one, "high priority" that and above
  if (next_is(0, Word::noun, "priority")) ++at_;
  const auto& all = world_.priorities;
  if (all.size() < 2 || !world_.priorities_ordered) give_up("unknown_value", "priority");
  const auto named = [&](std::initializer_list<std::string_view> names) {
    return std::find_if(all.begin(), all.end(), [&](const std::string& p) { return among(normal(p), names); });
  };
  if (arg == "0") return filter({"priority", Op::equal, all.front(), {}}, negated);
  if (arg == "last") return filter({"priority", Op::equal, all.back(), {}}, negated);
  if (arg == "1") {
    if (negated) give_up("underspecified", "not");
    const auto high = named({"high"});
    return filter({"priority", exactly ? Op::equal : Op::at_least, high == all.end() ? all[1] : *high, {}});
  }
  const auto middle = named({"medium", "normal"});
  if (arg != "mid" || middle == all.end()) give_up("ambiguous_value", "priority");
  filter({"priority", Op::equal, *middle, {}}, negated);
}

}  // namespace juno::ask
