// SPDX-License-Identifier: Apache-2.0
#include "core/ask/sprint_figures.h"
#include <algorithm>
#include <numeric>
#include <set>
#include "core/error.h"
#include "core/stats.h"
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
std::optional<double> aggregated(const MetricUse& use, const Values& all) {
  std::vector<double> known;
  for (const auto& v : all)
    if (v) known.push_back(*v);
  const bool ratio = use.metric->unit == "ratio";
  const Aggregation a = use.aggregation != Aggregation::per_sprint ? use.aggregation : ratio ? Aggregation::average : Aggregation::sum;
  if (known.empty()) return std::nullopt;
  switch (a) {
    case Aggregation::sum: return std::accumulate(known.begin(), known.end(), 0.0);
    case Aggregation::median: return median(known);
    case Aggregation::least: return *std::min_element(known.begin(), known.end());
    case Aggregation::most: return *std::max_element(known.begin(), known.end());
    case Aggregation::deviation: return standard_deviation(known);
    case Aggregation::average: case Aggregation::per_sprint: case Aggregation::count: case Aggregation::p15: case Aggregation::p50: case Aggregation::p75: case Aggregation::p85:
    case Aggregation::p90: case Aggregation::p95: case Aggregation::ratio: case Aggregation::series: break;
  }
  return mean(known);
}

bool compares(double a, Op op, double b) {
  if (op == Op::equal) return a == b;
  if (op == Op::not_equal) return a != b;
  if (op == Op::less) return a < b;
  if (op == Op::at_most) return a <= b;
  return op == Op::greater ? a > b : a >= b;
}

}  // namespace

struct SprintFigures::Row {
  Keys keys;
  std::size_t window = 0;
  Values metrics;
};

bool about_sprint(const Filter& f) {
  if (f.any.empty()) return kOfSprint.count(f.atom.field) == 1;
  return std::all_of(f.any.begin(), f.any.end(), [](const auto& branch) { return std::all_of(branch.begin(), branch.end(), [](const Atom& a) { return kOfSprint.count(a.field) == 1; }); });
}

std::optional<Instant> end_of(const Sprint& s) { return s.state == SprintState::closed && s.complete ? s.complete : s.end; }

SprintFigures::SprintFigures(const SemanticQuery& query, const World& world, std::function<std::string(const SprintIssue&)> team_of)
    : query_(query), world_(world), team_of_(std::move(team_of)) {
  const auto refuse = [](const std::string& what) { throw Error(Exit::usage, "not supported yet: " + what); };
  for (const auto& m : query.metrics)
    if (!kTold.count(std::string(metric_use(m).metric->name))) refuse(m + ", or " + m + " together with other metrics of sprints");
  if (!query.pct.empty()) refuse("a share of sprints");
  if (!query.as_of.empty()) refuse("sprints as of a day");
  for (const Filter& f : query.where) {
    if (about_sprint(f)) continue;
    const auto known = [](const Atom& a) { return kOfIssue.count(a.field) == 1 && !is_history(a.op); };
    if (f.any.empty() ? !known(f.atom) : !std::all_of(f.any.begin(), f.any.end(), [&](const auto& b) { return std::all_of(b.begin(), b.end(), known); }))
      refuse("sprints and their issues in one alternative");
    conditions_.push_back(f);
  }
  for (const auto& t : query.time) windows_.push_back(resolve_window(t, world.clock, false).value_or(Span{}));
}

std::optional<std::string> SprintFigures::key_of(const std::string& group, const SprintIssue& i) const {
  const std::string value = group == "team" ? team_of_(i) : group == "assignee" ? i.assignee.name : group == "epic" ? i.epic : i.type;
  return value.empty() ? std::nullopt : std::optional(value);
}

bool SprintFigures::wanted(const SprintIssue& issue) const {
  const auto holds = [&](const Atom& a) {
    const auto value = key_of(a.field, issue);
    if (a.op == Op::is_null || a.op == Op::not_null) return value.has_value() == (a.op == Op::not_null);
    bool one = false;
    if (const auto* name = std::get_if<std::string>(&a.value)) one = value == *name;
    if (const auto* names = std::get_if<std::vector<std::string>>(&a.value)) one = value && std::find(names->begin(), names->end(), *value) != names->end();
    return a.op == Op::not_equal || a.op == Op::not_in ? !one : one;
  };
  return std::all_of(conditions_.begin(), conditions_.end(), [&](const Filter& f) {
    if (f.any.empty()) return holds(f.atom);
    return std::any_of(f.any.begin(), f.any.end(), [&](const auto& branch) { return std::all_of(branch.begin(), branch.end(), holds); });
  });
}

void SprintFigures::add(const SprintReportInput& in, const std::string& project) {
  const auto end = end_of(in.sprint);
  if (windows_.empty()) return add_in_window(in, project, 0);
  for (std::size_t w = 0; w < windows_.size(); ++w)
    if (end && windows_[w].contains(*end)) add_in_window(in, project, w);
}

void SprintFigures::add_in_window(const SprintReportInput& in, const std::string& project, std::size_t window) {
  ++sprints_;
  const SprintScope scope = sprint_scope(in.sprint, in.issues, in.rules, in.as_of);
  const auto end = end_of(in.sprint);
  const auto of_issue = [](const std::string& g) { return kOfIssue.count(g) == 1; };
  const auto keys_of = [&](const SprintIssue* issue) {
    Keys keys;
    for (const auto& g : query_.group_by) {
      if (of_issue(g)) keys.push_back(issue ? key_of(g, *issue) : std::nullopt);
      else if (is_grain(g)) keys.push_back(end ? std::optional(step_label(g, world_.clock.zone.date(*end), world_.clock.week_start)) : std::nullopt);
      else if (g == "project") keys.push_back(project.empty() ? std::nullopt : std::optional(project));
      else if (g == "state") keys.push_back(in.sprint.state == SprintState::closed ? "closed" : in.sprint.state == SprintState::active ? "active" : "future");
      else keys.push_back(in.sprint.name);
    }
    return keys;
  };
  std::set<Keys> groups;
  if (std::none_of(query_.group_by.begin(), query_.group_by.end(), of_issue)) groups.insert(keys_of(nullptr));
  else
    for (const SprintItem& item : scope.items)
      if (wanted(in.issues[item.issue])) groups.insert(keys_of(&in.issues[item.issue]));
  for (const Keys& keys : groups) {
    const SprintTotals totals = sprint_totals(scope, [&](const SprintItem& item) { return wanted(in.issues[item.issue]) && keys_of(&in.issues[item.issue]) == keys; });
    auto& cell = cells_[{keys, window}];
    cell.resize(query_.metrics.size());
    for (std::size_t n = 0; n < query_.metrics.size(); ++n) cell[n].push_back(figure(metric_use(query_.metrics[n]).metric->name, totals));
  }
}

std::vector<SprintFigures::Row> SprintFigures::rows() const {
  std::vector<Row> out;
  for (const auto& [place, values] : cells_) {
    Row row{place.first, place.second, {}};
    for (std::size_t n = 0; n < values.size(); ++n) row.metrics.push_back(aggregated(metric_use(query_.metrics[n]), values[n]));
    const bool kept = std::all_of(query_.having.begin(), query_.having.end(), [&](const Having& h) {
      const auto n = static_cast<std::size_t>(std::find(query_.metrics.begin(), query_.metrics.end(), h.metric) - query_.metrics.begin());
      return n < row.metrics.size() && row.metrics[n] && compares(*row.metrics[n], h.op, h.value);
    });
    if (kept) out.push_back(std::move(row));
  }
  const auto by = [&](const Sort& s) {
    const auto metric = std::find(query_.metrics.begin(), query_.metrics.end(), s.by), group = std::find(query_.group_by.begin(), query_.group_by.end(), s.by);
    std::stable_sort(out.begin(), out.end(), [&](const Row& a, const Row& b) {
      if (metric != query_.metrics.end()) {
        const auto n = static_cast<std::size_t>(metric - query_.metrics.begin());
        if (!a.metrics[n] || !b.metrics[n]) return a.metrics[n].has_value() > b.metrics[n].has_value();
        return s.descending ? *a.metrics[n] > *b.metrics[n] : *a.metrics[n] < *b.metrics[n];
      }
      const auto n = static_cast<std::size_t>(group - query_.group_by.begin());
      return n < a.keys.size() && (s.descending ? b.keys[n] < a.keys[n] : a.keys[n] < b.keys[n]);
    });
  };
  const bool grained = std::any_of(query_.group_by.begin(), query_.group_by.end(), [](const auto& g) { return is_grain(g); });
  if (query_.sort.empty() && query_.metrics.size() == 1 && !query_.group_by.empty() && !grained && windows_.size() < 2) by({query_.metrics.front(), true});
  for (auto s = query_.sort.rbegin(); s != query_.sort.rend(); ++s) by(*s);
  if (query_.limit && out.size() > static_cast<std::size_t>(*query_.limit)) out.resize(static_cast<std::size_t>(*query_.limit));
  return out;
}

Table SprintFigures::table() const {
  Table t;
  const auto title = [](const std::string& name) {
    std::string text = words_of(name);
    text.front() = static_cast<char>(text.front() - ('a' - 'A'));
    return text;
  };
  for (const auto& g : query_.group_by) t.columns.push_back({g, title(g), Kind::text, false});
  if (windows_.size() > 1) t.columns.push_back({"window", "Window", Kind::integer, false});
  for (const auto& m : query_.metrics) {
    const MetricUse use = metric_use(m);
    const std::string suffix = use.plain() ? "" : " " + std::string(to_string(use.aggregation));
    t.columns.push_back({m, title(std::string(use.metric->name)) + suffix + (use.metric->unit == "points" ? " (points)" : ""), use.metric->unit == "ratio" ? Kind::ratio : Kind::number, false});
  }
  for (const Row& row : rows()) {
    auto& cells = t.rows.emplace_back();
    for (const auto& k : row.keys) cells.push_back(k ? Cell(*k) : Cell());
    if (windows_.size() > 1) cells.push_back(static_cast<std::int64_t>(row.window));
    for (const auto& v : row.metrics) cells.push_back(v ? Cell(*v) : Cell());
  }
  return t;
}

void add_usual_sprints(SemanticQuery& q, bool trend) {
  const auto is_any = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(q.metrics.begin(), q.metrics.end(), [&](const std::string& m) { return std::find(names.begin(), names.end(), m.substr(0, m.find('.'))) != names.end(); });
  };
  if (!is_any({"velocity", "commitment", "say_do", "carryover", "scope_added", "completion_rate", "burndown", "burnup", "sprint_success_probability", "capacity", "utilization"})) return;
  const Atom* sprint = nullptr;
  for (const Filter& f : q.where)
    if (f.any.empty() && (f.atom.field == "sprint" || f.atom.field == "name")) sprint = &f.atom;
    else if (about_sprint(f) && f.any.empty() && f.atom.field != "team" && f.atom.field != "project") return;  // chosen by its state or dates
  const bool grouped = std::find(q.group_by.begin(), q.group_by.end(), "sprint") != q.group_by.end();
  const bool aggregated = std::any_of(q.metrics.begin(), q.metrics.end(), [](const std::string& m) { return m.find('.') != std::string::npos; });
  const auto choose = [&](const char* which) { q.where.emplace_back(Atom{"sprint", Op::equal, std::string(which), {}}); };
  const auto group = [&] {
    if (!grouped) q.group_by.push_back("sprint");
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
