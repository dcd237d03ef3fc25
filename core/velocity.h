// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/prediction.h"
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
  std::optional<Prediction> next;   // of the sprint after the last one; needs 3 sprints
  std::optional<Prediction> likely; // the same at 70 %: its ends are the 15th and 85th percentile
};
// How well such predictions did on the board's own sprints, each from the `window` before it.
struct VelocityBacktest {
  std::vector<VelocityRow> rows;  // those with a value, oldest first; Backtest::Step::at counts them
  Backtest result;
};
VelocityBacktest velocity_backtest(std::vector<VelocityRow> rows, bool in_points, int window);
Velocity velocity(std::vector<VelocityRow> rows, bool in_issues = false);
Report to_report(const Velocity& result, const std::string& board, const VelocityBacktest* backtest = nullptr);

}  // namespace juno
