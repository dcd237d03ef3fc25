// SPDX-License-Identifier: Apache-2.0
#include "cmd/team_capacity.h"
#include <algorithm>
#include <filesystem>
#include <set>
#include "cmd/capacity_words.h"
#include "core/error.h"
#include "store/capacity.h"
#include "store/site.h"
namespace juno {
namespace {

// What was said about the sprint until now; nobody said anything where there is no ledger.
std::vector<CapacityChange> said(Context& ctx, const ChosenSprint& sprint) {
  if (!std::filesystem::exists(ctx.paths().ledger)) return {};
  const SprintPlace place = place_of(ctx, sprint.row);
  auto changes = store::capacity_changes(ctx.ledger(store::Database::Mode::read_only), place.source, place.sprint);
  std::erase_if(changes, [&](const CapacityChange& c) { return c.at > ctx.now(); });
  return changes;
}

// Estimates are looked up only where a team counts in hours.
std::map<Id, double> hours_of(Context& ctx, Id sprint, bool wanted) { return wanted ? store::estimated_hours(ctx.cache(), sprint) : std::map<Id, double>{}; }

bool counts_hours(std::span<const TeamPlan> plans) {
  return std::any_of(plans.begin(), plans.end(), [](const TeamPlan& p) { return p.capacity.unit == CapacityUnit::hours; });
}

// The work of each team in the board's closed sprints before this one, newest first. Reading stops when every team has enough.
std::map<std::string, std::vector<TeamPast>> past_of(Context& ctx, const ChosenSprint& sprint, const std::set<std::string>& teams, bool hours) {
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
    for (auto& [team, work] : completed_by_team(scope, earlier.issues, hours_of(ctx, rows[i].sprint.id, hours))) {
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

SprintPlace place_of(Context& ctx, const store::SprintRow& row) {
  for (const store::Site& site : store::sites(ctx.cache()))
    if (site.number == row.site) return {site.name, site.to_tracker(row.sprint.id)};
  throw Error(Exit::store, "the cache does not know the sprint's site", "run `juno sync`");
}

CapacityInput capacity_input(Context& ctx, const ChosenSprint& sprint, bool every_way) {
  std::set<std::string> teams;
  for (const SprintIssue& issue : sprint.issues)
    if (!issue.subtask || sprint.rules.subtasks) teams.insert(issue.team);
  CapacityInput input{sprint.sprint, sprint.row.board, ctx.config(), sprint.zone, said(ctx, sprint), {teams.begin(), teams.end()}, {}};
  if (!wants(ctx.config(), "auto") && !every_way) return input;
  std::set<std::string> unknown;
  const bool first = ctx.config().capacity.sources.front() == "auto";
  const auto plans = plan_capacity(input);
  for (const TeamPlan& p : plans)
    if (every_way || first || !p.capacity.amount) unknown.insert(p.capacity.team);
  if (teams.size() > teams.count("")) unknown.erase(kNoTeam);
  if (!unknown.empty()) input.past = past_of(ctx, sprint, unknown, counts_hours(plans));
  return input;
}

CheckedCapacity checked_capacity(Context& ctx, const SprintOptions& options, const std::string& team) {
  const store::ReadTransaction one_moment(ctx.cache());
  return checked_capacity(ctx, choose_sprint(ctx, options), team);
}

CheckedCapacity checked_capacity(Context& ctx, ChosenSprint sprint, const std::string& team) {
  CheckedCapacity out{std::move(sprint), "", {}, {}};
  const ChosenSprint& chosen = out.sprint;
  const CapacityInput input = capacity_input(ctx, chosen);
  auto plans = plan_capacity(input);
  out.team = team_in(plans, team);
  out.left_out = teams_left_out(input);
  const auto hours = hours_of(ctx, chosen.row.sprint.id, counts_hours(plans));
  const auto issues = capacity_issues(sprint_scope(chosen.sprint, chosen.issues, chosen.rules, chosen.as_of), chosen.issues, chosen.rules, ctx.config(), hours);
  out.result = check_capacity(std::move(plans), issues, input);
  return out;
}

std::vector<TeamCapacity> team_capacities(Context& ctx, const ChosenSprint& sprint) {
  std::vector<TeamCapacity> out;
  for (TeamPlan& p : plan_capacity(capacity_input(ctx, sprint))) out.push_back(std::move(p.capacity));
  return out;
}

}  // namespace juno
