// SPDX-License-Identifier: Apache-2.0
#include "core/sprint_report.h"
#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
namespace juno {
namespace {

using Points = std::optional<double> SprintItem::*;

using Of = std::function<bool(const SprintItem&)>;

template <typename Belongs>
Amount amount(const SprintScope& scope, Points points, Belongs belongs) {
  Amount out;
  double sum = 0;
  for (const SprintItem& item : scope.items) {
    if (!belongs(item)) continue;
    ++out.issues;
    sum += (item.*points).value_or(0);
  }
  if (scope.estimated) out.points = sum;
  return out;
}

Amount with_outcome(const SprintScope& scope, Outcome outcome, const Of& of) {
  return amount(scope, &SprintItem::points_end, [&](const SprintItem& i) { return i.outcome == outcome && of(i); });
}

std::optional<double> ratio(double part, double whole, const std::string& reason, std::string& why) {
  if (whole > 0) return part / whole;
  why = reason;
  return std::nullopt;
}

Rate rate(const SprintScope& scope, double part_issues, double whole_issues, double part_points, double whole_points, const std::string& none) {
  Rate out;
  out.issues = ratio(part_issues, whole_issues, none + " issues", out.no_issues);
  if (!scope.estimated) out.no_points = "no issue of the sprint is estimated";
  else out.points = ratio(part_points, whole_points, none + " points", out.no_points);
  return out;
}

void rates(SprintTotals& r, const SprintScope& scope, const Of& of) {
  const auto points = [](const Amount& a) { return a.points.value_or(0); };
  const auto kept = amount(scope, &SprintItem::points_end, [&](const SprintItem& i) { return i.committed() && i.outcome == Outcome::completed && of(i); });
  const int scope_issues = r.committed.issues + r.added.issues - r.removed.issues;
  const double scope_points = points(r.committed) + points(r.added) - points(r.removed);
  r.say_do = rate(scope, kept.issues, r.committed.issues, points(kept), points(r.committed), "committed 0");
  r.scope_change = rate(scope, r.added.issues - r.removed.issues, r.committed.issues, points(r.added) - points(r.removed), points(r.committed), "committed 0");
  r.completion_rate = rate(scope, r.completed.issues, scope_issues, points(r.completed), scope_points, "committed + added - removed is not above 0");
  if (scope.window.begun) return;
  for (Rate* x : {&r.say_do, &r.scope_change, &r.completion_rate}) *x = {{}, {}, "the sprint has not begun", "the sprint has not begun"};
}

// `who` tells people of one name apart.
struct Name {
  std::string_view text;
  Id who = 0;
  friend bool operator==(const Name&, const Name&) = default;
};
struct NameHash {
  std::size_t operator()(const Name& n) const { return std::hash<std::string_view>{}(n.text) ^ (static_cast<std::size_t>(n.who) * 0x9e3779b97f4a7c15U); }
};

struct Group {
  Name name;
  BreakdownRow row;
  std::map<std::string_view, int> types;
  std::set<std::string_view> fields;
  std::string_view last_field;  // hardly ever another one
  double points = 0;
};

BreakdownRow finished(Group& g, int total, bool estimated) {
  const auto top = std::max_element(g.types.begin(), g.types.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  g.row.top_type = top->first;
  for (const std::string_view f : g.fields) (g.row.field_used += g.row.field_used.empty() ? "" : ", ") += f;
  g.row.share = static_cast<double>(g.row.issues) / total;
  if (estimated) {
    g.row.points = g.points;
    g.row.per_issue = g.points / g.row.issues;
  }
  if (g.row.estimated > 0) g.row.per_estimated = g.points / g.row.estimated;
  return std::move(g.row);
}

// `last` names the group that is listed last; `keys`: with the keys of its issues.
template <typename NameOf>
Breakdown breakdown(const SprintReport& r, std::span<const SprintIssue> issues, std::string_view last, bool keys, NameOf name_of) {
  std::unordered_map<Name, std::size_t, NameHash> index;
  std::vector<Group> groups;
  int total = 0;
  for (const SprintItem& item : r.scope.items) {
    if (!item.in_at_end) continue;
    const SprintIssue& issue = issues[item.issue];
    const Name name = name_of(issue, item);
    const auto [found, fresh] = index.try_emplace(name, groups.size());
    if (fresh) groups.emplace_back().name = name;
    Group& g = groups[found->second];
    ++g.row.issues;
    ++total;
    g.row.estimated += item.points_end.has_value();
    g.points += item.points_end.value_or(0);
    if (keys) g.row.keys.push_back(issue.key);
    ++g.types[issue.type];
    if (!issue.field_used.empty() && issue.field_used != g.last_field) g.fields.insert(g.last_field = issue.field_used);
  }
  std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    const bool a_last = a.name.text == last, b_last = b.name.text == last;
    return std::tie(a_last, b.row.issues, a.name.text, a.name.who) < std::tie(b_last, a.row.issues, b.name.text, b.name.who);
  });
  Breakdown out;
  for (Group& g : groups) {
    g.row.name = g.name.text;
    out.push_back(finished(g, total, r.scope.estimated));
  }
  return out;
}

std::string_view or_else(std::string_view name, std::string_view otherwise) { return name.empty() ? otherwise : name; }

void breakdowns(SprintReport& r, const SprintReportInput& in) {
  std::map<Id, std::string> statuses;
  for (const SprintItem& item : r.scope.items)
    if (!statuses.count(item.status_end)) statuses[item.status_end] = in.status_name(item.status_end);
  const auto by = [&](std::string_view last, auto name_of, bool keys = false) { return breakdown(r, in.issues, last, keys, name_of); };
  using I = const SprintIssue&;
  r.by_team = by("Unassigned", [](I i, const SprintItem&) { return Name{or_else(i.team, "Unassigned")}; }, true);
  r.by_type = by("", [](I i, const SprintItem&) { return Name{or_else(i.type, "None")}; });
  r.by_status = by("", [&](I, const SprintItem& item) { return Name{statuses.at(item.status_end), item.status_end}; });
  r.by_priority = by("", [](I i, const SprintItem&) { return Name{or_else(i.priority, "None")}; });
  r.by_assignee = by("", [](I i, const SprintItem&) { return Name{or_else(i.assignee.name, "Unassigned"), i.assignee.id}; });
  r.by_stakeholder = by("", [](I i, const SprintItem&) { return Name{or_else(i.stakeholder.name, "Nobody"), i.stakeholder.id}; });
}

void name_what_is_open(SprintReport& r, const SprintReportInput& in) {
  for (std::size_t k = 0; k < r.scope.items.size(); ++k) {
    const SprintItem& item = r.scope.items[k];
    if (((item.committed() || item.added) && !item.points_start) || !item.points_end) r.unestimated.push_back(k);
    if (item.outcome != Outcome::not_completed) continue;
    if (in.issues[item.issue].flagged) r.blocked.push_back(k);
    const bool working = in.rules.category && item.status_end != 0 && in.rules.category(item.status_end) == StatusCategory::in_progress;
    if (working && item.started)
      r.ageing.push_back({k, *item.started, in.calendar.working_days(*item.started, r.scope.window.end, in.zone)});
  }
  std::stable_sort(r.ageing.begin(), r.ageing.end(), [](const AgeingIssue& a, const AgeingIssue& b) { return a.since < b.since; });
}

}  // namespace

SprintTotals sprint_totals(const SprintScope& scope, const std::function<bool(const SprintItem&)>& of) {
  SprintTotals t;
  t.committed = amount(scope, &SprintItem::points_start, [&](const SprintItem& i) { return i.committed() && of(i); });
  t.done_at_start = amount(scope, &SprintItem::points_start, [&](const SprintItem& i) { return i.done_at_start && of(i); });
  t.added = amount(scope, &SprintItem::points_start, [&](const SprintItem& i) { return i.added && of(i); });
  t.completed = with_outcome(scope, Outcome::completed, of);
  t.not_completed = with_outcome(scope, Outcome::not_completed, of);
  t.removed = with_outcome(scope, Outcome::removed, of);
  t.completed_elsewhere = with_outcome(scope, Outcome::completed_elsewhere, of);
  double change = 0;
  for (const SprintItem& i : scope.items) {
    if (!of(i)) continue;
    t.re_estimated.issues += i.re_estimated != 0;
    change += i.re_estimated;
  }
  if (scope.estimated) t.re_estimated.points = change;
  rates(t, scope, of);
  return t;
}

SprintReport sprint_report(const SprintReportInput& in) {
  SprintReport r;
  r.scope = sprint_scope(in.sprint, in.issues, in.rules, in.as_of);
  const SprintWindow& w = r.scope.window;
  static_cast<SprintTotals&>(r) = sprint_totals(r.scope, [](const SprintItem&) { return true; });
  double points = 0;
  int estimated = 0;
  for (const SprintItem& i : r.scope.items) {
    if (!i.in_at_end || !i.points_end) continue;
    points += *i.points_end;
    ++estimated;
  }
  if (estimated > 0) r.points_per_estimated = points / estimated;
  if (w.begun) r.days_elapsed = in.calendar.working_days(w.start, w.end, in.zone);
  if (w.closed) r.days_left = 0;
  else if (w.planned_end) r.days_left = std::max(0.0, in.calendar.working_days(w.end, *w.planned_end, in.zone));
  breakdowns(r, in);
  name_what_is_open(r, in);
  return r;
}

}  // namespace juno
