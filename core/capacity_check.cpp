// SPDX-License-Identifier: Apache-2.0
#include "core/capacity_check.h"
#include <algorithm>
#include <tuple>
#include "core/capacity_conflicts.h"
#include "core/names.h"
#include "core/priority.h"
namespace juno {
namespace {

constexpr std::size_t kMostMoves = 50;  // of one team: past that the plan needs people, not advice

// Size of an issue in that unit, as in the queue: nothing when it is not estimated, negative points are 0.
std::optional<double> size_in(CapacityUnit unit, const CapacityIssue& issue) {
  switch (unit) {
    case CapacityUnit::points: return issue.points ? std::optional(std::max(0.0, *issue.points)) : std::nullopt;
    case CapacityUnit::hours: return issue.hours;
    case CapacityUnit::issues: return 1.0;
  }
  return std::nullopt;
}

std::string_view team_of(const CapacityIssue& issue) { return issue.team.empty() ? std::string_view(kNoTeam) : std::string_view(issue.team); }

struct Sums {
  double all = 0, urgent = 0, low = 0;
};

void finish(TeamLoad& t, const Sums& sums) {
  const auto& amount = t.plan.capacity.amount;
  if (t.issues > 0 && t.unestimated == t.issues) t.no_allocated = "none of its issues is estimated";
  else t.allocated = sums.all;
  if (sums.all > 0) t.urgent = sums.urgent / sums.all, t.low = sums.low / sums.all;
  if (t.allocated && amount) t.remaining = std::max(0.0, *amount - *t.allocated);
  if (!amount) t.no_utilisation = "no capacity data";
  else if (!t.allocated) t.no_utilisation = t.no_allocated;
  else if (*amount > 0) t.utilisation = *t.allocated / *amount;
  else if (*t.allocated == 0) t.no_utilisation = "the capacity is 0 and so is the work";
  else t.no_utilisation = "the capacity is 0";
}

// Hands work from teams over their capacity to teams with room.
class Balancer {
 public:
  Balancer(const std::vector<TeamLoad>& teams, std::span<const CapacityIssue> issues, const CapacitySettings& settings) : teams_(teams), issues_(issues), settings_(settings) {
    for (const TeamLoad& t : teams) load_.push_back(t.allocated.value_or(0)), gives_.push_back(t.utilisation && *t.utilisation > 1);
    std::map<std::string, std::size_t> index;
    for (std::size_t t = 0; t < teams.size(); ++t) index.emplace(fold_case(teams[t].plan.capacity.team), t);
    std::map<std::string_view, std::size_t> known;  // teams as issues write them
    of_team_.resize(teams.size());
    for (std::size_t i = 0; i < issues.size(); ++i) {
      const auto [at, fresh] = known.emplace(team_of(issues[i]), 0);
      if (fresh) at->second = index.at(fold_case(team_of(issues[i])));
      of_team_[at->second].push_back(i);
    }
    for (const TeamLoad& t : teams) takes_.push_back(t.utilisation && *t.utilisation < settings_.room && t.plan.capacity.team != kNoTeam);
  }

  void run(CapacityCheck& out) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < teams_.size(); ++i)
      if (gives_[i]) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *teams_[a].utilisation > *teams_[b].utilisation; });
    for (const std::size_t from : order) {
      const std::size_t before = out.moves.size();
      hand_on(from, out);
      if (out.moves.size() == before) out.no_moves.push_back(teams_[from].plan.capacity.team);
    }
  }

 private:
  double capacity(std::size_t team) const { return *teams_[team].plan.capacity.amount; }
  double excess(std::size_t team) const { return load_[team] - capacity(team); }

  // Issues not begun, the least urgent first, of these the largest.
  std::vector<std::size_t> candidates(std::size_t from) const {
    const CapacityUnit unit = teams_[from].plan.capacity.unit;
    std::vector<std::size_t> out;
    for (const std::size_t i : of_team_[from])
      if (!issues_[i].started && !issues_[i].done && size_in(unit, issues_[i]).value_or(0) > 0) out.push_back(i);
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(issues_[a].score, -*size_in(unit, issues_[a])) < std::pair(issues_[b].score, -*size_in(unit, issues_[b]));
    });
    return out;
  }

  // The team with the most room that stays within its capacity.
  std::optional<std::size_t> receiver(std::size_t from, double amount) const {
    std::optional<std::size_t> best;
    for (std::size_t t = 0; t < teams_.size(); ++t) {
      const bool fits = takes_[t] && t != from && teams_[t].plan.capacity.unit == teams_[from].plan.capacity.unit && load_[t] + amount <= capacity(t);
      if (fits && (!best || excess(t) < excess(*best))) best = t;
    }
    return best;
  }

  void hand_on(std::size_t from, CapacityCheck& out) {
    const auto all = candidates(from);
    const CapacityUnit unit = teams_[from].plan.capacity.unit;
    std::size_t moved = 0;
    std::vector<bool> gone(all.size());
    // First what does not overshoot; then one item that does, where something is still over.
    for (const bool overshoot : {false, true})
      for (std::size_t k = 0; k < all.size() && moved < kMostMoves && excess(from) > 0; ++k) {
        const CapacityIssue& issue = issues_[all[k]];
        const double amount = *size_in(unit, issue);
        // What would leave the giver under-used is no help.
        if (gone[k] || (!overshoot && amount > excess(from)) || load_[from] - amount < settings_.under * capacity(from)) continue;
        const auto to = receiver(from, amount);
        if (!to) continue;
        gone[k] = true;
        ++moved;
        CapacityMove m{issue.key, issue.summary, teams_[from].plan.capacity.team, teams_[*to].plan.capacity.team, amount, load_[from] / capacity(from), 0, load_[*to] / capacity(*to), 0};
        load_[from] -= amount, load_[*to] += amount;
        m.from_after = load_[from] / capacity(from), m.to_after = load_[*to] / capacity(*to);
        out.moves.push_back(std::move(m));
      }
  }

  const std::vector<TeamLoad>& teams_;
  std::span<const CapacityIssue> issues_;
  const CapacitySettings& settings_;
  std::vector<double> load_;
  std::vector<std::vector<std::size_t>> of_team_;  // issues
  std::vector<bool> gives_, takes_;
};

}  // namespace

std::vector<CapacityIssue> capacity_issues(const SprintScope& scope, std::span<const SprintIssue> issues, const SprintRules& rules, const Config& config,
                                           const std::map<Id, double>& hours) {
  std::vector<CapacityIssue> out;
  std::map<std::string, double> scores;
  for (const SprintItem& item : scope.items) {
    if (!item.in_at_end || item.done_at_start || item.outcome == Outcome::completed_elsewhere) continue;
    const SprintIssue& i = issues[item.issue];
    auto score = scores.find(i.priority);
    if (score == scores.end()) score = scores.emplace(i.priority, priority_score(i.priority, config.priority_scores)).first;
    CapacityIssue& one = out.emplace_back(CapacityIssue{i.key, i.summary, i.team, i.assignee.name, score->second, item.points_end, {}, false, false});
    if (const auto at = hours.find(i.id); at != hours.end()) one.hours = at->second;
    one.done = item.outcome == Outcome::completed;
    one.started = one.done || (rules.category && item.status_end != 0 && rules.category(item.status_end) != StatusCategory::todo);
  }
  return out;
}

CapacityTotals capacity_totals(std::span<const TeamLoad* const> teams) {
  CapacityTotals sum;
  bool mixed = false;
  for (const TeamLoad* t : teams) {
    const TeamCapacity& c = t->plan.capacity;
    if (!c.amount || !t->allocated) {
      sum.without += !c.amount;
      if (t->issues > 0) sum.left_out.push_back(c.team);
      continue;
    }
    const std::string own(to_string(c.unit));
    mixed = mixed || (sum.counted > 0 && own != sum.unit);
    sum.unit = own, ++sum.counted;
    sum.capacity += *c.amount, sum.allocated += *t->allocated;
  }
  sum.why = sum.counted == 0 ? "no team has a known capacity" : mixed ? "the teams count in different units" : "";
  sum.no_utilisation = sum.why.empty() && sum.capacity <= 0 ? "the capacity is 0" : sum.why;
  if (sum.no_utilisation.empty()) sum.utilisation = sum.allocated / sum.capacity;
  return sum;
}

CapacityCheck check_capacity(std::vector<TeamPlan> plans, std::span<const CapacityIssue> issues, const CapacityInput& input) {
  const CapacitySettings& settings = input.config.capacity;
  CapacityCheck out;
  std::map<std::string, std::size_t> index;
  for (TeamPlan& plan : plans) {
    index.emplace(fold_case(plan.capacity.team), out.teams.size());
    out.teams.emplace_back().plan = std::move(plan);
  }
  std::vector<Sums> sums(out.teams.size());
  std::map<std::string_view, std::size_t> known;  // teams as issues write them: folding each would cost more than all the rest
  for (const CapacityIssue& issue : issues) {
    const auto [at, fresh] = known.emplace(team_of(issue), 0);
    if (fresh) at->second = index.at(fold_case(team_of(issue)));
    TeamLoad& team = out.teams[at->second];
    ++team.issues;
    const auto size = size_in(team.plan.capacity.unit, issue);
    if (!size) ++team.unestimated;
    Sums& sum = sums[at->second];
    sum.all += size.value_or(0);
    if (issue.score >= settings.urgent_score) sum.urgent += size.value_or(0);
    if (issue.score <= settings.low_score) sum.low += size.value_or(0);
  }
  for (std::size_t i = 0; i < out.teams.size(); ++i) finish(out.teams[i], sums[i]);
  out.people = person_loads(out.teams, issues, input);
  out.conflicts = capacity_conflicts(out, issues, input);
  Balancer(out.teams, issues, settings).run(out);
  return out;
}

}  // namespace juno
