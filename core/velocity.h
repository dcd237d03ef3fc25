// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/report.h"
#include "core/sprint_report.h"
#include "core/stats.h"
namespace juno {

// One closed sprint of a board.
struct VelocityRow {
  Sprint sprint;
  Amount committed, completed;
  Rate say_do;
};

// domain.md §5: velocity = points of the issues completed, points as of completion.
struct Velocity {
  bool points = false;  // unit of what follows; issues when no sprint is estimated or asked for
  std::vector<VelocityRow> rows;  // oldest first
  int counted = 0;                // sprints with a value in this unit
  std::optional<double> mean, median, deviation, min, max;
  std::optional<double> variation;  // deviation / mean
  std::optional<Slope> trend;       // per sprint, 95 % interval; needs 5 sprints
  std::optional<MannKendall> test;
};
Velocity velocity(std::vector<VelocityRow> rows, bool in_issues = false);
Report to_report(const Velocity& result, const std::string& board);

}  // namespace juno
