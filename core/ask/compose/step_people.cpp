// SPDX-License-Identifier: Apache-2.0
#include "core/ask/compose/walk.h"
#include "core/text.h"
namespace juno::ask {

// What people did or are to the entity; `role` is a verb, a role, "by" or empty.
void Walk::person(const std::vector<std::string>& names, std::string_view role, bool negated) {
  const std::string field = person_field(role);
  if (field.empty()) give_up("ambiguous_scope", std::string(role.empty() ? "person" : role));
  if (role == "requested_reviewer") filter({"state", Op::equal, std::string("open"), {}});
  filter_names(field, names, negated);
  if (!d_.compared()) return;
  if (!d_.more || names.size() > 1) add_group(field), told_both();
}

// Empty = the entity does not say who that is.
std::string Walk::person_field(std::string_view role) const {
  const Entity e = entity();
  const auto where_kept = [&](std::string_view field) { return std::string(d_.has_field(field) ? field : ""); };
  if (role == "by") return field_of_by();
  if (role == "created" && (e == Entity::worklog || e == Entity::review)) return std::string(info(e).person_field);
  if (among(role, {"creator", "created"})) return e == Entity::issue ? "reporter" : where_kept("author");
  if (among(role, {"reviewer", "reviewed", "reviewedby"})) return where_kept("reviewer");
  if (among(role, {"requested_reviewer", "assignee"})) return where_kept(role);
  if (among(role, {"resolver", "resolved", "started", "closed"})) return e == Entity::issue || e == Entity::incident || e == Entity::sprint ? "assignee" : "";
  if (among(role, {"merger", "updated", "due", "deployed"})) return {};
  return std::string(info(e).person_field);
}
std::string Walk::field_of_by() const {
  const Entity e = entity();
  const std::string_view verb = d_.events.empty() ? "" : std::string_view(d_.events.back().verb);
  if (e == Entity::deployment) return {};
  if (e == Entity::pull_request) {
    if (took_by_action()) give_up("ambiguous_scope", "by");
    return verb == "reviewed" ? "reviewer" : "author";
  }
  if (e != Entity::issue) return std::string(info(e).person_field);
  if (!among(verb, {"", "updated", "due"})) return verb == "created" ? "reporter" : "assignee";
  if (d_.metrics.empty()) give_up("ambiguous_scope", "by");
  return "assignee";
}
// "merged by", "approved by": not the author, and nobody keeps who it was.
bool Walk::took_by_action() const {
  const auto action = [](const Item& i) { return i.is(Word::state) || (i.is(Word::verb) && among(i.arg(), {"merged", "closed", "abandoned"})); };
  for (std::size_t i = 1; i < items_.size() && i < at_; ++i)
    if (items_[i].is(Word::role, "by") && action(items_[i - 1])) return true;
  return false;
}

void Walk::me_step() {
  if (world_.me.empty()) give_up("no_identity");
  const std::string_view arg = items_[at_++].arg();
  if (arg == "my" && (next_is(0, Word::noun, "team") || next_is(0, Word::noun, "person") || next_is(0, Word::all))) give_up("ambiguous_scope", "team");
  if (next_is(0, Word::role, "requested_reviewer")) {
    ++at_;
    return person({"@me"}, "requested_reviewer", take_negation());
  }
  if (next_is(0, Word::role, "works")) {
    ++at_;
    return person({"@me"}, "", false);
  }
  if (arg != "me" && next_is(0, Word::verb)) return person({"@me"}, peek()->arg(), take_negation());
  if (arg == "i" && !peek()) give_up("underspecified", "I");
  person({"@me"}, "", take_negation());
}

// "everyone"
void Walk::all_step() {
  if (items_[at_].arg() == "any") {  // "did anyone close it": whether it was done
    if (at_ > 0 || negated_ || without_ || except_ || !among(tokens_.front().norm, {"did", "has", "have", "is", "are", "was", "were", "does"})) give_up("unknown_value", tokens_[items_[at_].chunk->begin].text);
    ++at_;
    if (next_is(0, Word::state) && peek()->arg() == "issue:status_category=in_progress" && next_is(1, Chunk::Type::key)) d_.who = true;  // is anyone working on it: who is
    return;
  }
  if (back_is(1, Word::count)) give_up("underspecified", "people");
  ++at_;
  if (d_.asks_for_one_of()) return;
  if (d_.shape == Shape::count) return add_group(field_of("person"));
  if (peek() && !next_is(0, Word::state)) give_up("underspecified", "everyone");
}

void Walk::role_step() {
  const std::string_view role = items_[at_].arg();
  const bool negated = take_negation() != others_than(1);
  ++at_;
  if (role == "by" && entity() == Entity::review && back_is(2, Word::noun, "pull_request") && s_.uses({"reviews"})) give_up("ambiguous_scope", "by");  // whose: the reviews or what is reviewed
  if (role == "works") {
    if (!d_.who || !next_is(0, Chunk::Type::key)) give_up("underspecified", "works");
    d_.select = {"assignee"};
    return;
  }
  if (role == "parent") return parent_role(negated);
  if (role == "merger") give_up("no_data", "merged by");
  if (role == "assignee" && back(1)->be == "were") give_up("ambiguous_time", "were");  // whose it was once
  if (next_is(0, Word::compare, "=")) ++at_;
  if (asks_assignee(role)) {
    d_.select = {"assignee"};
    return;
  }
  if (others_than(0)) at_ += 2;
  const Item* item = peek();
  if (!item) give_up("underspecified", std::string(role));
  if (role == "creator" && entity() != Entity::pull_request && entity() != Entity::commit) d_.events.push_back({"created", at_ - 1, {}});
  if (role == "resolver") d_.events.push_back({"resolved", at_ - 1, {}});
  if (item->is(Word::nobody)) {
    if (role != "assignee") give_up("underspecified");
    ++at_;
    return filter({"assignee", Op::is_null, {}, {}}, negated);
  }
  if (item->is(Word::me)) return role_of_me(role, negated);
  if (item->is(List::people)) return role_of_people(role, negated);
  if (item->is(List::teams) && role != "requested_reviewer") return role_of_team(role, negated);
  if (item->is(Word::noun, "team") && next_is(1, List::teams) && !negated) return;
  if (role == "creator" && item->is(Chunk::Type::when) && item->prep.empty()) give_up("underspecified", std::string(role));
  const bool from = s_.first_word(*back(1)) == "from" && s_.last_word(*back(1)) == "from";
  if (role == "by" && from && !negated) return;  // "from the SHOP project"
  give_up("unknown_value", std::string(role));
}

// "Anyone but Tom", "people other than me".
bool Walk::others_than(std::size_t ahead) const {
  const bool somebody = next_is(ahead, Word::all) || next_is(ahead, Word::noun, "person"), but = next_is(ahead + 1, Word::neg, "except") || next_is(ahead + 1, Word::conj, "but");
  return somebody && but && (next_is(ahead + 2, List::people) || next_is(ahead + 2, Word::me));
}

void Walk::parent_role(bool negated) {
  if (!next_is(0, Chunk::Type::key)) give_up("underspecified", "parent");
  filter({"parent", Op::equal, items_[at_++].chunk->text, {}}, negated);
  if (next_is(0, Word::noun, "epic")) give_up("underspecified", "parent");
}
// "Who is SHOP-1 assigned to"
bool Walk::asks_assignee(std::string_view role) const {
  return role == "assignee" && d_.who && (peek() ? next_is(0, Chunk::Type::key) : !d_.key.empty());
}
void Walk::role_of_me(std::string_view role, bool negated) {
  if (world_.me.empty()) give_up("no_identity");
  ++at_;
  if (next_is(0, Word::noun, "team")) give_up("ambiguous_scope", "team");
  std::vector<std::string> names{"@me"};
  if (next_is(0, Word::conj) && next_is(1, List::people)) names.push_back(peek(1)->chunk->name.value), at_ += 2;
  person(names, role, negated);
}
void Walk::role_of_people(std::string_view role, bool negated) {
  const auto [names, end, both] = value_list(List::people, at_);
  at_ = end;
  for (std::size_t i = at_; i-- > 0 && items_[i].is(Chunk::Type::value);)
    if (items_[i].chunk->shadowed) d_.cost -= kShadowed;
  d_.versus |= both;
  if (!next_is(0, Word::conj, "or") || !next_is(1, Word::nobody)) return person(names, role == "doer" ? "" : role, negated);
  if (role != "assignee" || negated || names.size() != 1) give_up("underspecified", "or");  // "assigned to Tom or unassigned"
  at_ += 2;
  Filter either;
  either.any = {{{"assignee", Op::equal, names[0], {}}}, {{"assignee", Op::is_null, {}, {}}}};
  d_.conditions().push_back(std::move(either));
}
// The next step takes the team itself.
void Walk::role_of_team(std::string_view role, bool negated) {
  if (role == "reviewer") give_up("ambiguous_scope", "team");  // the team of a pull request is its author's
  const bool created = role == "creator" || (!d_.events.empty() && d_.events.back().verb == "created");
  if (entity() == Entity::issue && created) give_up("ambiguous_scope", "team");
  if (negated) except_ = true;
}

}  // namespace juno::ask
