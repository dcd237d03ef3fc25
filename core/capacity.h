// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/calendar.h"
#include "core/config.h"
#include "core/sprint_scope.h"
#include "core/time.h"
namespace juno {

enum class CapacityUnit { points, hours, issues };
std::string_view to_string(CapacityUnit unit);
std::optional<CapacityUnit> capacity_unit_named(std::string_view name);

// What a team can carry in one sprint.
struct TeamCapacity {
  std::string team;
  std::optional<double> amount;  // nothing when unknown
  CapacityUnit unit = CapacityUnit::points;
  std::string source;            // set, plan or auto; empty when unknown
  std::string reason;            // why the amount is unknown
  int n = 0;                     // auto: the sprints it is the mean of
  std::optional<double> spread;  // auto: their standard deviation
};

inline constexpr const char* kNoTeam = "Unassigned";

// Something a person said about capacity in one sprint. The last word on the same thing counts; all are kept.
struct CapacityChange {
  enum class What {
    amount,        // of the team, in `unit`
    availability,  // of the person (in the team; without one in every team), or of the whole team: share of the usual
    absence,       // of the person, whatever the team, from..to: the share still worked, 0..1
  };
  std::int64_t id = 0;
  std::string source;  // the site's name
  Id sprint = 0;       // the tracker's id
  std::string sprint_name, team, person;
  What what = What::amount;
  std::optional<double> value;  // nothing: taken back
  CapacityUnit unit = CapacityUnit::points;
  std::optional<Date> from, to;  // of an absence, inclusive
  std::string origin = "hand";   // hand, plan (a saved plan) or file (CSV)
  Instant at;
  std::string author, reason;
};
std::string_view to_string(CapacityChange::What what);
std::optional<CapacityChange::What> capacity_change_named(std::string_view name);

// What counts of all that was said, in the order in which it was said: the last word on each thing, less what was taken back.
std::vector<CapacityChange> in_force(std::span<const CapacityChange> changes);

// The days of the sprint that its calendar calls working days, holidays among them. A day is the sprint's when its middle,
// in that zone, lies between start and planned end, so that sprints which meet on a day share none. Empty without dates.
std::vector<Date> sprint_days(const Sprint& sprint, const Calendar& calendar, const Zone& zone);

// A team's finished work in an earlier sprint.
struct TeamPast {
  std::string sprint;
  std::size_t days = 0;           // working days of that sprint, holidays among them; 0 = unknown
  int issues = 0;
  std::optional<double> points;   // nothing where the sprint is not estimated
  std::optional<double> hours;    // estimates of what was completed; nothing where none has one
};

// What each team completed in a sprint, Unassigned for none; also teams that had work and completed nothing of it. `hours`
// are estimates by issue. Points are nothing where no issue of the sprint is estimated, hours where the team's have none.
std::map<std::string, TeamPast> completed_by_team(const SprintScope& scope, std::span<const SprintIssue> issues, const std::map<Id, double>& hours);

struct CapacityInput {
  const Sprint& sprint;  // its id as the tracker's
  std::string board;     // name
  const Config& config;  // teams, people, calendar, capacity
  const Zone& zone;
  std::vector<CapacityChange> changes;  // of this sprint, oldest first
  std::vector<std::string> teams;       // with work in the sprint, "" = none; those of configuration and changes are added
  std::map<std::string, std::vector<TeamPast>> past;  // by team, newest first; only sprints with work of the team
};

// One member's part of a team's plan.
struct MemberPlan {
  std::string name, role;
  double availability = 1;           // as configured or set for this sprint, exceptions included; of whole working time
  double days = 0;                   // working days of the sprint as a member
  double free_days = 0;              // of these not worked: holidays and absences
  std::optional<double> whole;       // what a whole sprint at full time gives, in the team's unit
  std::optional<double> amount;      // what this sprint gives
  std::string reason;                // why the amount is unknown
};

// How a team's capacity comes about, every way it can.
struct TeamPlan {
  TeamCapacity capacity;             // the first of capacity.sources that knows
  std::vector<MemberPlan> members;
  double factor = 1;                 // exception for the whole team
  std::string exception;             // why
  std::optional<double> availability;  // of usual working time; nothing without working days
  std::optional<double> set, planned, automatic;  // each in the capacity's unit
  std::string no_plan, no_auto;      // why not
  std::vector<TeamPast> past;        // what `automatic` is the mean of, newest first
  std::optional<double> past_spread; // their standard deviation
  std::optional<CapacityChange> said;  // the change behind `set`
  std::vector<Date> thin_days;           // working days on which less than half of the team is there, calendar aside
  std::vector<std::string> warnings;
};

// By name of team; Unassigned last. domain.md §4:
//   plan = Σ members: whole sprint × availability × days worked / days of the sprint, × the team's factor
//          (hours: days worked × hours a day × availability × factor)
//   auto = mean of the last capacity.auto_sprints × availability of the team; needs 2 sprints
std::vector<TeamPlan> plan_capacity(const CapacityInput& input);

// Configured teams that the sprint is not about: their boards are others, or none are named, they have no work in it, nobody
// said anything of them, and other teams do have work.
std::vector<std::string> teams_left_out(const CapacityInput& input);

// Everybody's own days off by person_key: holidays of the person and absences, as said.
std::map<std::string, std::vector<Holiday>> days_off(const CapacityInput& input);

// What a name stands for: the configured person of that name or alias, else the name itself; folded, to compare by.
std::string person_key(const Config& config, std::string_view name);

}  // namespace juno
