// SPDX-License-Identifier: Apache-2.0
#include "cmd/semantic_sprints.h"
#include <map>
#include "cmd/chosen_sprint.h"
#include "cmd/team_capacity.h"
#include "core/ask/capacity_figures.h"
#include "core/ask/sprint_figures.h"
#include "core/burndown.h"
#include "core/error.h"
#include "core/known_people.h"
#include "core/sprint_outlook.h"
#include "core/text.h"
#include "core/velocity.h"
#include "store/sprints.h"
namespace juno {
namespace {

using ask::SemanticQuery;

std::vector<store::SprintRow> sprints_of(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, bool future = false) {
  SemanticQuery which;
  which.entity = "sprint";
  for (const ask::Filter& f : q.where)
    if (ask::about_sprint(f)) which.where.push_back(f);
  const auto ids = store::matching_sprints(ctx.cache(), which, in);
  std::vector<store::SprintRow> out;
  for (auto& row : store::list_sprints(ctx.cache(), {}))
    if (ids.count(row.sprint.id) && (future || row.sprint.state != SprintState::future)) out.push_back(std::move(row));
  const auto titles = store::namesake_titles(ctx.cache());
  for (auto& row : out)
    if (const auto title = titles.find(row.sprint.id); title != titles.end()) row.sprint.name = title->second;
  return out;
}

// Keys of the projects of boards, each looked up once.
class BoardProjects {
 public:
  explicit BoardProjects(Context& ctx) : ctx_(ctx) {}
  const std::string& of(Id board) {
    const auto [project, fresh] = keys_.try_emplace(board);
    if (const auto found = fresh ? store::find_board(ctx_.cache(), board) : std::nullopt) project->second = found->project_key;
    return project->second;
  }

 private:
  Context& ctx_;
  std::map<Id, std::string> keys_;
};

Table burn_table(Context& ctx, const std::vector<store::SprintRow>& rows, bool up) {
  Table t;
  t.columns = {{"sprint", "Sprint", Kind::text, false}, {"day", "Day", Kind::date, false}, {"at", "At", Kind::instant, false}};
  for (const char* name : up ? std::array{"completed", "scope"} : std::array{"remaining", "ideal"}) t.columns.push_back({name, ask::column_title(name), Kind::number, false});
  for (const auto& row : rows) {
    const ChosenSprint chosen = load_sprint(ctx, row, {});
    const SprintScope scope = sprint_scope(chosen.sprint, chosen.issues, chosen.rules, chosen.as_of);
    for (const BurndownDay& d : burndown(scope, chosen.input()).days)
      t.rows.push_back({row.sprint.name, d.day, d.at, cell(up ? d.completed : d.remaining), cell(up ? d.scope : d.ideal)});
  }
  return t;
}

// The same code as `juno capacity`.
Table capacity_table(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  ask::CapacityFigures figures(q, in.world);
  BoardProjects projects(ctx);
  for (const auto& row : sprints_of(ctx, q, in, true)) {
    const CheckedCapacity checked = checked_capacity(ctx, load_sprint(ctx, row, {}), "");
    figures.add(checked.sprint.sprint, projects.of(row.sprint.board), checked.result);
    for (const TeamLoad& t : checked.result.teams) report.explain.push_back(row.sprint.name + ": " + capacity_line(t.plan));
  }
  report.notes.push_back("Capacity and work are those of juno capacity show: in points, hours or issues, as each team counts.");
  return figures.table();
}

// Conditions about issues change neither the pace of a board nor its velocity.
void only_sprints(const SemanticQuery& q, std::string_view metric, std::initializer_list<std::string_view> groups) {
  const auto refuse = [&](const std::string& what) { throw Error(Exit::usage, std::string(metric) + " is told of whole sprints, not " + what, "group by sprint or project; eta tells when some issues are done"); };
  if (q.metrics.size() > 1) refuse("together with other figures");
  if (!q.pct.empty() || !q.as_of.empty()) refuse("as a share or of the past");
  for (const ask::Filter& f : q.where)
    if (!ask::about_sprint(f)) refuse("of some issues in them");
  for (const auto& g : q.group_by)
    if (!ask::is_grain(g) && !among(g, groups)) refuse("by " + g);
}

ask::GroupKeys keys_of(const SemanticQuery& q, const Sprint& sprint, const std::string& project, const ask::World& world) {
  ask::GroupKeys keys;
  for (const auto& g : q.group_by) keys.push_back(ask::sprint_key(g, sprint, project, world));
  return keys;
}

// The pace of the board's own sprints.
Forecast board_forecast(Context& ctx, Id board, const ask::World& world, int weeks) {
  const Date today = world.clock.zone.date(world.clock.now);
  BoardPace pace;
  for (const auto& row : store::list_sprints(ctx.cache(), {})) {
    if (row.sprint.board != board || row.sprint.state == SprintState::future) continue;
    if (row.sprint.complete && world.clock.zone.date(*row.sprint.complete) < today + -7 * weeks) continue;
    const ChosenSprint chosen = load_sprint(ctx, row, {});
    pace.add(sprint_scope(chosen.sprint, chosen.issues, chosen.rules, chosen.as_of), world.clock.zone);
  }
  return Forecast(pace.days(today, weeks));
}

Table success_table(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  only_sprints(q, "sprint_success_probability", {"sprint", "project", "state"});
  BoardProjects projects(ctx);
  std::map<Id, Forecast> paces;
  std::vector<ask::FigureRow> rows;
  const ForecastRules rules;
  std::vector<ask::Span> windows;
  for (const auto& t : q.time) windows.push_back(ask::resolve_window(t, in.world.clock, false).value_or(ask::Span{}));
  if (windows.empty()) windows.emplace_back();
  for (const auto& row : sprints_of(ctx, q, in, true)) {
    const ChosenSprint chosen = load_sprint(ctx, row, {});
    auto pace = paces.find(row.sprint.board);
    if (pace == paces.end()) pace = paces.emplace(row.sprint.board, board_forecast(ctx, row.sprint.board, in.world, rules.weeks)).first;
    const SprintScope scope = sprint_scope(chosen.sprint, chosen.issues, chosen.rules, chosen.as_of);
    const SprintOutlook outlook = sprint_outlook(chosen.sprint, scope, pace->second, in.world.clock.zone, in.world.clock.now);
    const auto end = ask::end_of(chosen.sprint);
    for (std::size_t w = 0; w < windows.size(); ++w)
      if (q.time.empty() || (end && windows[w].contains(*end)))
        rows.push_back({keys_of(q, chosen.sprint, projects.of(row.sprint.board), in.world), w, {outlook.chance}, {chosen.sprint.name, cell(outlook.open), cell(outlook.days), cell(outlook.reason)}});
    report.explain.push_back(chosen.sprint.name + ": " + std::to_string(outlook.open) + " issues open, " + std::to_string(outlook.days) + " days left after today; the board's sprints completed " + people_number(pace->second.finished()) +
                             " issues in " + std::to_string(pace->second.weeks()) + " weeks.");
  }
  report.notes.push_back("Simulated from what the board's own sprints completed day by day in the last " + std::to_string(rules.weeks) + " whole weeks (" + std::to_string(rules.trials) + " trials, seed " + std::to_string(rules.seed) +
                         "); what is left of today counts for nothing, and so do issues that are still to be added.");
  return ask::figure_table(q, std::move(rows), {{"name", "Of", Kind::text, true}, {"open", "Open issues", Kind::integer}, {"days", "Days left", Kind::integer}, {"remark", "Remark", Kind::text, true, 0, true}});
}

// The same code as `juno velocity`: one row a board.
Table velocity_forecast_table(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  constexpr int kSprints = 6;
  only_sprints(q, "velocity_forecast", {"project"});
  BoardProjects projects(ctx);
  std::map<Id, store::SprintRow> boards;  // with one of the sprints that are asked about
  for (auto& row : sprints_of(ctx, q, in, true)) boards.emplace(row.sprint.board, std::move(row));
  std::vector<ask::FigureRow> rows;
  for (const auto& [board, any] : boards) {
    std::vector<VelocityRow> past;
    for (const auto& row : store::last_closed_sprints(ctx.cache(), board, kSprints)) {
      const ChosenSprint chosen = load_sprint(ctx, row, {});
      const SprintReport r = sprint_report(chosen.input());
      past.push_back({chosen.sprint, r.committed, r.completed, r.say_do});
    }
    if (past.empty()) continue;
    const Velocity v = velocity(std::move(past));
    std::string line = any.board + ":";
    for (const VelocityRow& row : v.rows) {
      const auto done = v.points ? row.completed.points : std::optional<double>(row.completed.issues);
      line += " " + row.sprint.name + " " + (done ? people_number(*done) : "n/a") + ",";
    }
    line.back() = '.';
    report.explain.push_back(line);
    const auto use = ask::metric_use(q.metrics.front());
    std::optional<double> asked;
    if (v.next) asked = use.aggregation == ask::Aggregation::p15 ? v.likely->low : use.aggregation == ask::Aggregation::p85 ? v.likely->high : v.next->expected;
    const std::string few = v.next ? "" : "not enough history: " + std::to_string(v.counted) + " of " + std::to_string(kPredictionNeeds) + " closed sprints";
    rows.push_back({keys_of(q, any.sprint, projects.of(board), in.world), 0, {asked},
                    {v.next ? Cell(v.next->low) : Cell(), v.next ? Cell(v.next->high) : Cell(), std::string(v.points ? "points" : "issues"), cell(v.counted), any.board, cell(few)}});
  }
  report.notes.push_back("As juno velocity has it: mean and 80 % prediction interval of one more sprint like the last " + std::to_string(kSprints) + " closed ones of the board.");
  return ask::figure_table(q, std::move(rows), {{"low", "Low", Kind::number}, {"high", "High", Kind::number}, {"unit", "Unit", Kind::text}, {"sprints", "Of sprints", Kind::integer}, {"board", "Board", Kind::text, true}, {"remark", "Remark", Kind::text, true, 0, true}});
}

}  // namespace

Table sprint_table(Context& ctx, const SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  if (!store::has_any(ctx.cache(), ask::Entity::sprint, ctx.config())) throw Error(Exit::store, "the cache holds no sprints", "run `juno sync` with a Jira site that has boards");
  const std::string_view name = ask::metric_use(q.metrics.front()).metric->name;
  if (ask::is_capacity(name)) return capacity_table(ctx, q, in, report);
  if (name == "sprint_success_probability") return success_table(ctx, q, in, report);
  if (name == "velocity_forecast") return velocity_forecast_table(ctx, q, in, report);
  const auto rows = sprints_of(ctx, q, in);
  report.notes.push_back("Figures of sprints are those of juno sprint report: sub-tasks left out.");
  const bool of_each = std::find(q.group_by.begin(), q.group_by.end(), "sprint") != q.group_by.end();
  const bool summed = std::any_of(q.metrics.begin(), q.metrics.end(), [](const std::string& m) { return ask::metric_use(m).plain() && ask::metric_use(m).metric->unit != "ratio"; });
  if (!of_each && !q.group_by.empty() && summed && rows.size() > 1) report.notes.push_back("Of several sprints in a row the sum; .avg is what one sprint comes to.");
  if (q.metrics.size() == 1 && (name == "burndown" || name == "burnup")) {
    for (const ask::Filter& f : q.where)
      if (!ask::about_sprint(f)) throw Error(Exit::usage, "a " + std::string(name) + " is that of a whole sprint", "juno query --metric velocity takes conditions on issues");
    return burn_table(ctx, rows, name == "burnup");
  }
  const KnownPeople known(ctx.config());
  ask::SprintFigures figures(q, in.world, [&](const SprintIssue& i) {
    Person assignee;
    assignee.name = i.assignee.name;
    return i.team.empty() && !assignee.name.empty() ? known.team(assignee) : i.team;
  });
  BoardProjects projects(ctx);
  for (const auto& row : rows) figures.add(load_sprint(ctx, row, {}).input(), projects.of(row.sprint.board));
  return figures.table();
}

}  // namespace juno
