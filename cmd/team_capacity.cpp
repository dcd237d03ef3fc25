// SPDX-License-Identifier: Apache-2.0
#include "cmd/team_capacity.h"
#include <algorithm>
#include <filesystem>
#include <set>
#include "store/capacity.h"
#include "store/site.h"
namespace juno {
namespace {

// What was said about the sprint until now; nobody said anything where there is no ledger.
std::vector<CapacityChange> said(Context& ctx, const ChosenSprint& sprint) {
  if (!std::filesystem::exists(ctx.paths().ledger)) return {};
  const auto sites = store::sites(ctx.cache());
  const auto site = std::find_if(sites.begin(), sites.end(), [&](const store::Site& s) { return s.number == sprint.row.site; });
  if (site == sites.end()) return {};
  auto changes = store::capacity_changes(ctx.ledger(store::Database::Mode::read_only), site->name, site->to_tracker(sprint.row.sprint.id));
  std::erase_if(changes, [&](const CapacityChange& c) { return c.at > ctx.now(); });
  return changes;
}

// The work of each team in the board's closed sprints before this one, newest first. Reading stops when every team has enough.
std::map<std::string, std::vector<TeamPast>> past_of(Context& ctx, const ChosenSprint& sprint, const std::set<std::string>& teams) {
  const auto enough = static_cast<std::size_t>(ctx.config().capacity.auto_sprints);
  auto rows = store::list_sprints(ctx.cache(), {sprint.row.sprint.board, SprintState::closed});
  const Instant before = std::min(sprint.sprint.began().value_or(ctx.now()), ctx.now());
  std::erase_if(rows, [&](const store::SprintRow& r) { return r.sprint.id == sprint.row.sprint.id || !r.sprint.complete || *r.sprint.complete > before; });
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return std::pair(*a.sprint.complete, a.sprint.id) > std::pair(*b.sprint.complete, b.sprint.id); });
  std::map<std::string, std::vector<TeamPast>> past;
  SprintOptions options;
  options.subtasks = sprint.rules.subtasks;
  options.grace = sprint.rules.grace.count();
  for (std::size_t i = 0; i < std::min(rows.size(), 2 * enough); ++i) {
    if (std::all_of(teams.begin(), teams.end(), [&](const std::string& t) { return past[t].size() >= enough; })) break;
    const ChosenSprint earlier = load_sprint(ctx, rows[i], options);
    const auto days = sprint_days(earlier.sprint, earlier.calendar, earlier.zone).size();
    const auto scope = sprint_scope(earlier.sprint, earlier.issues, earlier.rules, earlier.as_of);
    for (auto& [team, work] : completed_by_team(scope, earlier.issues, store::estimated_hours(ctx.cache(), rows[i].sprint.id))) {
      work.sprint = earlier.sprint.name, work.days = days;
      past[team].push_back(std::move(work));
    }
  }
  return past;
}

bool wants(const Config& config, const char* source) {
  const Names& all = config.capacity.sources;
  return std::find(all.begin(), all.end(), source) != all.end();
}

}  // namespace

std::vector<TeamPlan> team_plans(Context& ctx, const ChosenSprint& sprint) {
  std::set<std::string> teams;
  for (const SprintIssue& issue : sprint.issues)
    if (!issue.subtask || sprint.rules.subtasks) teams.insert(issue.team);
  CapacityInput input{sprint.sprint, ctx.config(), sprint.zone, said(ctx, sprint), {teams.begin(), teams.end()}, {}};
  auto plans = plan_capacity(input);
  // Earlier sprints are read only for teams that nothing else knows.
  std::set<std::string> unknown;
  for (const TeamPlan& p : plans)
    if (!p.capacity.amount || ctx.config().capacity.sources.front() == "auto") unknown.insert(p.capacity.team);
  if (unknown.empty() || !wants(ctx.config(), "auto")) return plans;
  input.past = past_of(ctx, sprint, unknown);
  return plan_capacity(input);
}

std::vector<TeamCapacity> team_capacities(Context& ctx, const ChosenSprint& sprint) {
  std::vector<TeamCapacity> out;
  for (TeamPlan& p : team_plans(ctx, sprint)) out.push_back(std::move(p.capacity));
  return out;
}

}  // namespace juno
