// SPDX-License-Identifier: Apache-2.0
#include "core/ask/capacity_figures.h"
#include <algorithm>
#include "core/ask/sprint_figures.h"
#include "core/error.h"
#include "core/text.h"
namespace juno::ask {
namespace {

[[noreturn]] void undivided(const std::string& field) {
  throw Error(Exit::usage, "a capacity is that of teams and people: it has no " + field, "ask by team, assignee, sprint or project; juno capacity show --explain");
}

}  // namespace

bool is_capacity(std::string_view metric) { return among(metric, {"capacity", "utilization"}); }

CapacityFigures::CapacityFigures(const SemanticQuery& query, const World& world) : query_(query), world_(world) {
  if (!query.pct.empty() || !query.as_of.empty()) throw Error(Exit::usage, "capacity has no shares and no past: it is asked of sprints", "juno capacity history tells what was said when");
  const auto look = [&](const std::string& field) {
    if (among(field, {"epic", "type"})) undivided(field);
    of_people_ = of_people_ || field == "assignee";
  };
  for (const auto& m : query.metrics)
    if (!is_capacity(metric_use(m).metric->name)) throw Error(Exit::usage, "capacity is asked apart from " + m, "ask two questions");
  for (const auto& g : query.group_by) look(g);
  for (const Filter& f : query.where) {
    if (about_sprint(f)) continue;
    if (f.any.empty()) look(f.atom.field);
    for (const auto& branch : f.any)
      for (const Atom& a : branch) look(a.field);
    conditions_.push_back(f);
  }
  for (const auto& t : query.time) windows_.push_back(resolve_window(t, world.clock, false).value_or(Span{}));
}

void CapacityFigures::add(const Sprint& sprint, const std::string& project, const CapacityCheck& check) {
  const auto end = end_of(sprint);
  if (windows_.empty()) return add_in_window(sprint, project, check, 0);
  for (std::size_t w = 0; w < windows_.size(); ++w)
    if (end && windows_[w].contains(*end)) add_in_window(sprint, project, check, w);
}

void CapacityFigures::add_in_window(const Sprint& sprint, const std::string& project, const CapacityCheck& check, std::size_t window) {
  const auto take = [&](const std::string& team, const std::string& person, CapacityUnit unit, const std::optional<double>& capacity, const std::optional<double>& allocated, const std::string& reason) {
    const auto value_of = [&](const std::string& field) -> std::optional<std::string> {
      if (field == "team") return team == kNoTeam ? std::nullopt : std::optional(team);
      if (field == "assignee") return person.empty() ? std::nullopt : std::optional(person);
      return sprint_key(field, sprint, project, world_);
    };
    if (!std::all_of(conditions_.begin(), conditions_.end(), [&](const Filter& f) { return holds(f, [&](const std::string& field) { return field_value(value_of(field)); }); })) return;
    GroupKeys keys;
    for (const auto& g : query_.group_by) keys.push_back(value_of(g));
    Sum& sum = sums_[{std::move(keys), window}];
    ++sum.all;
    if (!reason.empty()) sum.reasons.insert((of_people_ ? person : team) + ": " + reason);
    if (!capacity) return;
    ++sum.known;
    sum.sprints.insert(sprint.id);
    sum.capacity += *capacity;
    sum.units.insert(std::string(to_string(unit)));
    if (!allocated) return;
    ++sum.loads;
    sum.loaded_capacity += *capacity, sum.allocated += *allocated;
  };
  if (of_people_) {
    for (const PersonLoad& p : check.people) take(p.team, p.person, p.unit, p.capacity, p.allocated, p.capacity ? "" : p.reason);
    return;
  }
  for (const TeamLoad& t : check.teams) {
    const TeamCapacity& c = t.plan.capacity;
    // A bucket without work and without a capacity is no team.
    if (c.team == kNoTeam && t.issues == 0 && !c.amount) continue;
    take(c.team, "", c.unit, c.amount, t.allocated, c.amount ? t.no_allocated : c.reason);
  }
}

std::optional<double> CapacityFigures::value(const MetricUse& use, const Sum& sum) const {
  if (sum.units.size() != 1) return {};
  if (use.metric->name == "capacity") return use.aggregation == Aggregation::average ? sum.capacity / static_cast<double>(sum.sprints.size()) : sum.capacity;
  return sum.loads > 0 && sum.loaded_capacity > 0 ? std::optional(sum.allocated / sum.loaded_capacity) : std::nullopt;
}

Table CapacityFigures::table() const {
  std::vector<FigureRow> rows;
  for (const auto& [place, sum] : sums_) {
    FigureRow& row = rows.emplace_back(FigureRow{place.first, place.second, {}, {}});
    for (const auto& m : query_.metrics) row.metrics.push_back(value(metric_use(m), sum));
    std::string remark = joined(sum.reasons, "; ");
    if (sum.units.size() > 1) remark = "these count in different units: " + joined(sum.units, " and ");
    else if (remark.empty() && sum.known > 0 && std::any_of(row.metrics.begin(), row.metrics.end(), [](const auto& v) { return !v; })) remark = "the capacity is 0";
    else if (sum.known > 0 && sum.known < sum.all) remark = "left out: " + remark;
    row.more = {sum.units.size() == 1 ? Cell(*sum.units.begin()) : Cell(), cell(remark)};
  }
  return figure_table(query_, std::move(rows), {{"unit", "Unit", Kind::text}, {"remark", "Remark", Kind::text, true, 0, true}});
}

}  // namespace juno::ask
