// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/capacity.h"
#include "core/report.h"
namespace juno {

// An issue that takes, or took, capacity of the sprint: in it at its end, and not done before it.
struct CapacityIssue {
  std::string key, summary, team, assignee;  // team, assignee empty = nobody
  double score = 0;                          // of its priority
  std::optional<double> points, hours;
  bool started = false, done = false;
};
// The issues of a sprint's scope that count, in its order. `hours` are estimates by issue.
std::vector<CapacityIssue> capacity_issues(const SprintScope& scope, std::span<const SprintIssue> issues, const SprintRules& rules, const Config& config,
                                           const std::map<Id, double>& hours);

// What a team has to do against what it can.
struct TeamLoad {
  TeamPlan plan;
  int issues = 0, unestimated = 0;
  std::optional<double> allocated;    // in the capacity's unit; nothing when none of the issues is estimated
  std::optional<double> remaining;    // max(0, capacity - allocated)
  std::optional<double> utilisation;  // allocated / capacity
  std::string no_allocated, no_utilisation;
  std::optional<double> urgent, low;  // share of the allocated work; nothing without any
};

// What is assigned to one person in a team's work against what that person can, in the team's unit.
struct PersonLoad {
  std::string team, person;           // as configured; of no member, as the issues have it
  CapacityUnit unit = CapacityUnit::points;
  std::optional<double> capacity;     // this sprint's part of the team's plan, the team's exception included
  double allocated = 0;
  std::optional<double> utilisation;  // allocated / capacity
  std::string reason;                 // why the capacity is unknown
};

struct CapacityConflict {
  std::string kind;      // over_allocated, under_used, urgent_work, low_work, no_capacity, person_over_allocated, person_away, double_booked,
                         // overlapping_absences, absence_outside, absence_without_team, thin_days
  std::string severity;  // high, medium or low
  std::string team, person, text;
};

// One issue to hand from a team over its capacity to one with room, and what that changes, one move after the other.
struct CapacityMove {
  std::string key, summary, from, to;
  double amount = 0;  // in both teams' unit
  double from_before = 0, from_after = 0, to_before = 0, to_after = 0;  // utilisations
};

struct CapacityCheck {
  std::vector<TeamLoad> teams;  // as given
  std::vector<PersonLoad> people;  // by team as given, members first; work without a team or without an assignee is nobody's
  std::vector<CapacityConflict> conflicts;  // grave first, then by team
  std::vector<CapacityMove> moves;
  std::vector<std::string> no_moves;  // teams over capacity that no move helps
};
// `input` is what `plans` were made from.
CapacityCheck check_capacity(std::vector<TeamPlan> plans, std::span<const CapacityIssue> issues, const CapacityInput& input);

// All of those whose capacity and work are known, where they count in one unit; else why not.
struct CapacityTotals {
  double capacity = 0, allocated = 0;
  std::string unit, why;             // why: the sums mean nothing
  std::optional<double> utilisation;
  std::string no_utilisation;
  int counted = 0, without = 0;      // teams in the sums, teams without a capacity
  std::vector<std::string> left_out; // teams with work that are not in the sums
};
CapacityTotals capacity_totals(std::span<const TeamLoad* const> teams);
// How a team's capacity comes about, in one line.
std::string capacity_line(const TeamPlan& plan);

// What `capacity show`, `check` and `plan` answer.
struct CapacityView {
  const Sprint& sprint;
  std::string board;
  std::string team;  // only this one; empty = all
  std::vector<std::string> left_out;  // teams_left_out
};
Report show_report(const CapacityCheck& result, const CapacityView& view);
Report check_report(const CapacityCheck& result, const CapacityView& view, const CapacitySettings& settings);
Report plan_report(std::span<const TeamPlan> plans, const CapacityView& view);
Report history_report(std::span<const CapacityChange> changes);

}  // namespace juno
