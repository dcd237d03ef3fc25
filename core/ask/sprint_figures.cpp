// SPDX-License-Identifier: Apache-2.0
#include "core/ask/sprint_figures.h"
#include <algorithm>
#include <set>
#include "core/error.h"
namespace juno::ask {
namespace {

using Values = std::vector<std::optional<double>>;

const std::set<std::string> kOfSprint = {"sprint", "name", "state", "project", "start", "end", "goal"};
const std::set<std::string> kOfIssue = {"team", "assignee", "epic", "type"};
const std::set<std::string> kTold = {"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate"};

std::optional<double> figure(std::string_view metric, const SprintTotals& t) {
  if (metric == "velocity") return t.completed.points;
  if (metric == "commitment") return t.committed.points;
  if (metric == "say_do") return t.say_do.points;
  if (metric == "carryover") return t.not_completed.issues;
  if (metric == "scope_added") return t.added.points;
  return t.completion_rate.issues;
}

// Of several sprints: amounts add up, ratios are averaged.
std::optional<double> of_sprints(const MetricUse& use, const Values& all) {
  std::vector<double> known;
  for (const auto& v : all)
    if (v) known.push_back(*v);
  const bool ratio = use.metric->unit == "ratio";
  return aggregated(use.aggregation != Aggregation::per_sprint ? use.aggregation : ratio ? Aggregation::average : Aggregation::sum, known);
}

}  // namespace

bool about_sprint(const Filter& f) {
  if (f.any.empty()) return kOfSprint.count(f.atom.field) == 1;
  return std::all_of(f.any.begin(), f.any.end(), [](const auto& branch) { return std::all_of(branch.begin(), branch.end(), [](const Atom& a) { return kOfSprint.count(a.field) == 1; }); });
}

std::optional<Instant> end_of(const Sprint& s) { return s.state == SprintState::closed && s.complete ? s.complete : s.end; }

std::optional<std::string> sprint_key(const std::string& group, const Sprint& sprint, const std::string& project, const World& world) {
  if (is_grain(group)) {
    const auto end = end_of(sprint);
    return end ? std::optional(step_label(group, world.clock.zone.date(*end), world.clock.week_start)) : std::nullopt;
  }
  if (group == "project") return project.empty() ? std::nullopt : std::optional(project);
  if (group == "state") return sprint.state == SprintState::closed ? "closed" : sprint.state == SprintState::active ? "active" : "future";
  return sprint.name;
}

SprintFigures::SprintFigures(const SemanticQuery& query, const World& world, std::function<std::string(const SprintIssue&)> team_of)
    : query_(query), world_(world), team_of_(std::move(team_of)) {
  const auto refuse = [](const std::string& what) { throw Error(Exit::usage, "sprints have no " + what); };
  for (const auto& m : query.metrics)
    if (!kTold.count(std::string(metric_use(m).metric->name))) throw Error(Exit::usage, m + " is asked apart from other figures of sprints", "ask two questions");
  if (!query.pct.empty()) refuse("share");
  if (!query.as_of.empty()) refuse("figures as of a day: each is as of its close");
  for (const Filter& f : query.where) {
    if (about_sprint(f)) continue;
    const auto known = [](const Atom& a) { return kOfIssue.count(a.field) == 1 && !is_history(a.op); };
    if (f.any.empty() ? !known(f.atom) : !std::all_of(f.any.begin(), f.any.end(), [&](const auto& b) { return std::all_of(b.begin(), b.end(), known); }))
      refuse("alternative between what they are and what is in them");
    conditions_.push_back(f);
  }
  for (const auto& t : query.time) windows_.push_back(resolve_window(t, world.clock, false).value_or(Span{}));
}

std::optional<std::string> SprintFigures::key_of(const std::string& group, const SprintIssue& i) const {
  const std::string value = group == "team" ? team_of_(i) : group == "assignee" ? i.assignee.name : group == "epic" ? i.epic : i.type;
  return value.empty() ? std::nullopt : std::optional(value);
}

bool SprintFigures::wanted(const SprintIssue& issue) const {
  return std::all_of(conditions_.begin(), conditions_.end(), [&](const Filter& f) { return holds(f, [&](const std::string& field) { return field_value(key_of(field, issue)); }); });
}

void SprintFigures::add(const SprintReportInput& in, const std::string& project) {
  const auto end = end_of(in.sprint);
  if (windows_.empty()) return add_in_window(in, project, 0);
  for (std::size_t w = 0; w < windows_.size(); ++w)
    if (end && windows_[w].contains(*end)) add_in_window(in, project, w);
}

void SprintFigures::add_in_window(const SprintReportInput& in, const std::string& project, std::size_t window) {
  const SprintScope scope = sprint_scope(in.sprint, in.issues, in.rules, in.as_of);
  const auto of_issue = [](const std::string& g) { return kOfIssue.count(g) == 1; };
  const auto keys_of = [&](const SprintIssue* issue) {
    GroupKeys keys;
    for (const auto& g : query_.group_by) {
      if (of_issue(g)) keys.push_back(issue ? key_of(g, *issue) : std::nullopt);
      else keys.push_back(sprint_key(g, in.sprint, project, world_));
    }
    return keys;
  };
  std::set<GroupKeys> groups;
  if (std::none_of(query_.group_by.begin(), query_.group_by.end(), of_issue)) groups.insert(keys_of(nullptr));
  else
    for (const SprintItem& item : scope.items)
      if (wanted(in.issues[item.issue])) groups.insert(keys_of(&in.issues[item.issue]));
  for (const GroupKeys& keys : groups) {
    const SprintTotals totals = sprint_totals(scope, [&](const SprintItem& item) { return wanted(in.issues[item.issue]) && keys_of(&in.issues[item.issue]) == keys; });
    auto& cell = cells_[{keys, window}];
    cell.resize(query_.metrics.size());
    for (std::size_t n = 0; n < query_.metrics.size(); ++n) cell[n].push_back(figure(metric_use(query_.metrics[n]).metric->name, totals));
  }
}

Table SprintFigures::table() const {
  std::vector<FigureRow> rows;
  for (const auto& [place, values] : cells_) {
    FigureRow& row = rows.emplace_back(FigureRow{place.first, place.second, {}, {}});
    for (std::size_t n = 0; n < values.size(); ++n) row.metrics.push_back(of_sprints(metric_use(query_.metrics[n]), values[n]));
  }
  return figure_table(query_, std::move(rows));
}

namespace {

bool any_of_metrics(const std::vector<std::string>& metrics, std::initializer_list<std::string_view> names) {
  return std::any_of(metrics.begin(), metrics.end(), [&](const std::string& m) { return std::find(names.begin(), names.end(), m.substr(0, m.find('.'))) != names.end(); });
}

}  // namespace

bool any_per_sprint(const std::vector<std::string>& metrics) {
  return any_of_metrics(metrics, {"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate", "burndown", "burnup", "sprint_success_probability", "capacity", "utilization"});
}

void add_usual_sprints(SemanticQuery& q, bool trend) {
  const auto is_any = [&](std::initializer_list<std::string_view> names) { return any_of_metrics(q.metrics, names); };
  if (!any_per_sprint(q.metrics)) return;
  const Atom* sprint = nullptr;
  for (const Filter& f : q.where)
    if (f.any.empty() && (f.atom.field == "sprint" || f.atom.field == "name")) sprint = &f.atom;
    else if (about_sprint(f) && f.any.empty() && f.atom.field != "team" && f.atom.field != "project") return;  // chosen by its state or dates
  const bool grouped = std::find(q.group_by.begin(), q.group_by.end(), "sprint") != q.group_by.end();
  const bool aggregated = std::any_of(q.metrics.begin(), q.metrics.end(), [](const std::string& m) { return m.find('.') != std::string::npos; });
  const auto choose = [&](const char* which) { q.where.emplace_back(Atom{"sprint", Op::equal, std::string(which), {}}); };
  // Who asks by project or by month gets a row each, of all its sprints.
  const bool several = std::any_of(q.group_by.begin(), q.group_by.end(), [](const std::string& g) { return is_grain(g) || g == "project" || g == "state"; });
  const auto group = [&] {
    if (!grouped && !several) q.group_by.push_back("sprint");
  };
  const auto* name = sprint ? std::get_if<std::string>(&sprint->value) : nullptr;
  if (name && name->starts_with("@last:") && *name != "@last:1" && !aggregated && !is_any({"burndown", "burnup", "capacity", "utilization"})) return group();
  if (sprint && sprint->op == Op::in && !aggregated && !is_any({"burndown", "burnup"})) return group();
  if (sprint) return;
  if (!q.time.empty()) {
    if (!aggregated) group();
    return;
  }
  if (aggregated) return choose("@last:6");
  if (is_any({"burndown", "burnup", "sprint_success_probability", "scope_added"}) && !grouped && !trend) return choose("@current");
  if (is_any({"capacity", "utilization"})) return choose("@current");
  if (is_any({"carryover"}) && !grouped && !trend) return choose("@previous");
  if (is_any({"completion_rate"}) && !is_any({"velocity", "commitment", "say_do"}) && !grouped && !trend) return choose("@current");
  choose("@last:6");
  group();
}

}  // namespace juno::ask
