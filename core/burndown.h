// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/sprint_report.h"
namespace juno {

// One row: the sprint's start, then the end of each local day, the last one at the sprint's end.
struct BurndownDay {
  Date day;
  Instant at;
  // Nothing after the report's end. scope = remaining + completed: what was done before the start or elsewhere is in neither.
  std::optional<double> remaining, completed, scope;
  std::optional<double> ideal;  // straight to 0 at the planned end over working time; nothing without one
};

// A change of scope or completion with the sums after it.
struct BurndownStep {
  Instant at;
  std::size_t item = 0;  // index into the scope's items
  ScopeEvent::Kind kind = ScopeEvent::Kind::entered;
  double delta = 0;      // of remaining
  double remaining = 0, completed = 0, scope = 0;
};

// methods.md §1.3, §17.3. Completed work counts with its points as of completion; the last remaining equals the points of
// the issues not completed.
struct Burndown {
  bool points = false;  // else issues
  SprintWindow window;
  std::vector<BurndownDay> days;
  std::vector<BurndownStep> steps;
  std::string no_ideal;  // why there is no ideal line
};
// In points when the sprint is estimated, unless `in_issues`.
Burndown burndown(const SprintScope& scope, const SprintReportInput& input, bool in_issues = false);
Report to_report(const Burndown& result, const SprintScope& scope, const SprintReportInput& input);

}  // namespace juno
