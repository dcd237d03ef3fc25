// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/calendar.h"
#include "core/report.h"
#include "core/sprint_scope.h"
namespace juno {

// Issues and their points. Points are nothing when no issue of the sprint is estimated; unestimated ones count as 0.
struct Amount {
  int issues = 0;
  std::optional<double> points;
};

// A ratio in both units; where it is unknown, why.
struct Rate {
  std::optional<double> issues, points;
  std::string no_issues, no_points;
};

// Issues of the sprint at its end that share something.
struct BreakdownRow {
  std::string name;
  std::string field_used;               // stakeholders: Owner, Reporter, or both
  int issues = 0, estimated = 0;
  std::optional<double> points;
  double share = 0;                     // of all issues broken down
  std::optional<double> per_estimated;  // points per estimated issue
  std::optional<double> per_issue;      // points per issue, unestimated ones included
  std::string top_type;                 // the most frequent type, first by name among equals
  std::vector<std::string> keys;  // of a team; empty in the other breakdowns
};
using Breakdown = std::vector<BreakdownRow>;  // issues descending, then name; Unassigned teams last

struct AgeingIssue {
  std::size_t item = 0;
  Instant since;            // first entry into an in-progress status
  double working_days = 0;  // until the report's end
};

struct SprintReportInput {
  const Sprint& sprint;
  std::string board;  // name
  std::span<const SprintIssue> issues;  // every issue that was ever in the sprint, any order
  const SprintRules& rules;
  const Calendar& calendar;
  const Zone& zone;
  Instant as_of;
  std::function<std::string(Id)> status_name;
  bool explain = true;  // fill Report::explain, which names every issue: leave out where nobody asked
};

// domain.md §2, of all issues of a sprint or of some.
struct SprintTotals {
  Amount committed, done_at_start, completed, not_completed, removed, completed_elsewhere, added;
  Amount re_estimated;  // issues whose estimate changed while they were in the sprint; sum of the changes
  Rate scope_change, say_do, completion_rate;
};
// Of the items for which `of` holds; points are known where any issue of the whole sprint is estimated.
SprintTotals sprint_totals(const SprintScope& scope, const std::function<bool(const SprintItem&)>& of);

struct SprintReport : SprintTotals {
  SprintScope scope;
  std::optional<double> points_per_estimated;  // of the issues in the sprint at its end
  std::optional<double> days_elapsed, days_left;  // working days; left until the planned end, 0 when closed
  Breakdown by_team, by_type, by_status, by_priority, by_assignee, by_stakeholder;
  std::vector<std::size_t> unestimated;  // items without an estimate at the start (committed, added) or at the end
  std::vector<std::size_t> blocked;      // flagged now, not done at the end
  std::vector<AgeingIssue> ageing;       // in progress at the end, oldest first
};
SprintReport sprint_report(const SprintReportInput& input);

// With the JSON keys of domain.md §2.
Report to_report(const SprintReport& result, const SprintReportInput& input);
// The first summary fields of every report on a sprint: `sprint.*`.
std::vector<Field> sprint_fields(const Sprint& sprint, const std::string& board);

}  // namespace juno
