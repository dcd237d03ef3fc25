// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/finish.h"
#include "core/text.h"
namespace juno::ask {
namespace {

const std::string* one_name(const Filter& f) { return f.any.empty() ? std::get_if<std::string>(&f.atom.value) : nullptr; }

// "Compare bugs raised in August with bugs raised in September": what both sides say is said once.
void say_once(std::vector<Filter>& where) {
  for (std::size_t i = 0; i < where.size(); ++i)
    for (std::size_t k = where.size(); k-- > i + 1;)
      if (where[i].any.empty() && where[i] == where[k]) where.erase(where.begin() + static_cast<std::ptrdiff_t>(k));
}

// The same name twice: one of them was meant otherwise. "Login Map": in both at once, or in either?
void check_names(const std::vector<Filter>& where) {
  const auto each_two = [&](auto test) {
    for (std::size_t i = 0; i < where.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (one_name(where[i])) test(where[i], where[k]);
  };
  each_two([](const Filter& a, const Filter& b) {
    if (a == b) give_up("underspecified", *one_name(a));
  });
  each_two([](const Filter& a, const Filter& b) {
    if (b.any.empty() && a.atom.field == b.atom.field && a.atom.op == Op::equal && b.atom.op == Op::equal && a.atom.value != b.atom.value) give_up("underspecified", a.atom.field);
  });
}

// "Neither in Doing nor Testing": not one of both.
std::vector<std::string> excluded(const Filter& f) {
  if (one_name(f) && f.atom.op == Op::not_equal) return {*one_name(f)};
  const auto* several = f.any.empty() && f.atom.op == Op::not_in ? std::get_if<std::vector<std::string>>(&f.atom.value) : nullptr;
  return several ? *several : std::vector<std::string>{};
}
void join_exclusions(std::vector<Filter>& where) {
  for (std::size_t i = 0; i < where.size(); ++i) {
    std::vector<std::string> names = excluded(where[i]);
    for (std::size_t k = i + 1; k < where.size() && !names.empty();) {
      const auto more = excluded(where[k]);
      if (more.empty() || where[k].atom.field != where[i].atom.field) {
        ++k;
        continue;
      }
      names.insert(names.end(), more.begin(), more.end());
      where.erase(where.begin() + static_cast<std::ptrdiff_t>(k));
    }
    if (names.size() > 1) where[i].atom.op = Op::not_in, where[i].atom.value = std::move(names);
  }
}

// "Stories rather than bugs": what a story is says that already. "Excluding stories, bugs": is the second excluded too?
void drop_told_exclusions(std::vector<Filter>& where, Entity entity) {
  for (std::size_t i = 0; i < where.size(); ++i) {
    const bool chosen = where[i].any.empty() && ((one_name(where[i]) && where[i].atom.op == Op::equal) || where[i].atom.op == Op::in);
    const Field* field = chosen ? find_field(entity, where[i].atom.field) : nullptr;
    if (!field || field->many) continue;
    for (std::size_t k = where.size(); k-- > 0;) {
      const Filter& other = where[k];
      const bool excluded = other.any.empty() && other.atom.field == field->name && (other.atom.op == Op::not_equal || other.atom.op == Op::not_in);
      if (!excluded) continue;
      if (k < i) give_up("underspecified", "not");
      if (one_name(other) && one_name(where[i])) where.erase(where.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }
}

// "Neither done nor in progress": not begun.
void join_not_begun(std::vector<Filter>& where) {
  const auto idle = std::find_if(where.begin(), where.end(), [](const Filter& f) { return one_name(f) && f.atom.field == "status_category" && f.atom.op == Op::not_equal && *one_name(f) == "in_progress"; });
  if (idle == where.end() || !is_true(find_atom(where, "open"))) return;
  idle->atom.op = Op::equal, idle->atom.value = std::string("todo");
  drop(where, "open");
}

}  // namespace

void Finish::groups() {
  auto& by = query_.group_by;
  by = d_.groups;
  const bool figures = !metrics_.empty();
  if (figures && !d_.target.empty() && !holds(by, d_.target)) by.insert(by.begin(), d_.target);
  if (figures && d_.who) {
    const std::string_view field = is(Entity::issue) && d_.happened("created") ? "reporter" : info(entity()).person_field;
    if (field.empty()) give_up("ambiguous_scope", "who");
    if (!holds(by, field)) by.emplace_back(field);
  }
  // "Average hours per day": of each day's sum, or of each entry? Only the entries have an average here.
  const bool people_or_days = std::any_of(by.begin(), by.end(), [](const std::string& g) { return is_grain(g) || g == "assignee"; });
  const bool sums = first() && first()->aggregation == Aggregation::sum && (among(first()->unit, {"hours", "lines"}) || (first()->unit == "points" && people_or_days));
  if (sums && !by.empty() && !among(d_.aggregation, {"", "sum"})) give_up("ambiguous_metric", d_.aggregation);
  if (d_.target == "assignee" && d_.target_noun == "person" && is(Entity::issue) && d_.happened("created")) std::replace(by.begin(), by.end(), std::string("assignee"), std::string("reporter"));
  if (d_.who && is(Entity::person) && d_.where.empty()) give_up("vague");
  if (d_.who && !is(Entity::person) && !figures && d_.select.empty()) give_up("underspecified", "who");
  if (!d_.target.empty() && !figures) give_up("underspecified", d_.target);
}

void Finish::conditions() {
  if (d_.compared() && (query_.time.size() == 2 || query_.metrics.size() == 2)) say_once(d_.where);
  check_names(d_.where);
  if (is(Entity::issue) && is_text(said("type"), "Epic") && said("epic")) give_up("ambiguous_scope", "epic");  // no epic is in an epic
  join_exclusions(d_.where);
  drop_told_exclusions(d_.where, entity());
  join_not_begun(d_.where);
  query_.where = d_.where, query_.pct = d_.pct;
  // "How many did we open, how many close": the state that one verb counts is no condition of the other's figure.
  if (query_.metrics.size() < 2) return;
  if (holds(query_.metrics, "issues_resolved") && is_false(find_atom(query_.where, "open"))) drop(query_.where, "open");
  if (holds(query_.metrics, "prs_merged") && is_text(find_atom(query_.where, "state"), "merged")) drop(query_.where, "state");
}

void Finish::share() {
  if (d_.shape != Shape::share) {
    if (!query_.pct.empty()) give_up("underspecified", "share");
    return;
  }
  auto& side = d_.in_share ? query_.pct : query_.where;
  if (is(Entity::pull_request) && find_atom(side, "review_count") && is_text(find_atom(side, "state"), "merged")) {  // merged without a review
    drop(side, "review_count"), drop(side, "state");
    if (!query_.pct.empty() || find_atom(query_.where, "state")) give_up("underspecified", "share");
    query_.metrics = {"unreviewed_rate"};
    if (query_.time.empty() && find_atom(query_.where, "created")) give_up("ambiguous_time");
    if (!query_.time.empty() && metrics_ != std::vector<std::string>{"prs_merged"}) give_up("ambiguous_time");
  } else if (query_.metrics == std::vector<std::string>{"prs_merged"} && query_.pct.size() == 1 && find_atom(query_.pct, "review_count") && find_atom(query_.pct, "review_count")->value == Value(0.0)) {
    query_.metrics = {"unreviewed_rate"}, query_.pct.clear();  // of what was merged: a metric of its own, which knows whose review counts
  } else {
    if (query_.pct.empty() || query_.metrics.size() != 1) give_up("underspecified", "share");
    const bool rate = is(Entity::deployment) || (is(Entity::pull_request) && (find_atom(query_.pct, "linked_issue") || find_atom(query_.pct, "state")));  // a metric of its own
    if (rate) give_up("ambiguous_metric", "share");
  }
  if (!d_.rank.empty() || d_.number_of) give_up("underspecified", "share");
}

// "More than 10", "no open issues": conditions on groups.
void Finish::having() {
  if (d_.number_of || d_.none_of) {
    if (query_.metrics.size() != 1 || query_.group_by.empty()) give_up("underspecified", "than");
    query_.having.push_back(d_.none_of ? Having{query_.metrics[0], Op::equal, 0} : Having{query_.metrics[0], d_.number_of->first, d_.number_of->second});
  }
  query_.having.insert(query_.having.end(), d_.having.begin(), d_.having.end());
  if (!query_.having.empty() && query_.group_by.empty()) give_up("underspecified", "than");
}

}  // namespace juno::ask
