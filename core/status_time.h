// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/flow_rules.h"
#include "core/period.h"
#include "core/stats.h"
namespace juno {

// What happened in one status during a period. Only statuses that are not done and that some issue was in.
struct StatusTime {
  FlowIssue::Place status = 0;
  Stage stage = Stage::before;
  int entries = 0, exits = 0;          // in the period
  int returned = 0;                    // entries of issues that had been there before
  int in_at_end = 0;
  std::vector<double> visits;          // days of each issue's visits that ended in the period, summed per issue
  double total_days = 0;               // inside the period, of all issues
  std::optional<double> share;         // of the time in process inside the period; statuses of work only
  std::optional<double> share_low, share_high;  // 95 %, over issues (ratio estimator; Cochran 1977, §6)
  std::optional<Slope> trend;          // of the number in it, per step; needs 8 steps
  std::optional<MannKendall> test;
  std::vector<std::size_t> longest;    // issues that spent most of the period in it, at most 5
};

struct StatusTimes {
  std::vector<StatusTime> statuses;        // by stage, then total time descending
  std::optional<std::size_t> bottleneck;   // place in `statuses`
  std::string why_none;                    // why no bottleneck is named
};
// A bottleneck takes more of the time in process than any other beyond its interval (lower end above the next one's share)
// while more comes in than goes out. Everything else is not evidence enough (methods.md §3).
StatusTimes status_times(const FlowIssues& data, const std::vector<std::size_t>& issues, const FlowRules& rules, const std::vector<Period>& steps);

}  // namespace juno
