// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/durations.h"
#include "core/flow_rules.h"
#include "core/group_by.h"
#include "core/report.h"
#include "core/status_time.h"
#include "core/wip.h"
namespace juno {

enum class FlowGroup { none, team, component, person, type, project, priority, epic, label };
std::string_view to_string(FlowGroup by);
std::optional<FlowGroup> flow_group_named(std::string_view name);

// Appends the groups an issue belongs to.
void flow_keys(const FlowIssues& data, const FlowIssue& issue, FlowGroup by, std::vector<GroupKey>& keys);

struct FlowInput {
  const FlowIssues& data;
  std::vector<std::size_t> issues;  // those asked about
  const FlowRules& rules;
  Period period;
  std::vector<Period> steps;        // of the period
  Midnights midnights;
  const Calendar& calendar;
  FlowGroup by = FlowGroup::none;
  bool explain = true;
};

// Share of the time between start and finish in which an issue was worked on. A range where statuses are unclassified.
struct FlowEfficiency {
  std::optional<double> low, high;
  double active_days = 0, waiting_days = 0, unclassified_days = 0;
};

struct FlowGroupRow {
  std::string name;
  int arrived = 0, started = 0, finished = 0, in_progress = 0;
  double per_week = 0;
  Durations cycle, lead;
  std::optional<double> oldest;  // age, days
  FlowEfficiency efficiency;
};

struct FlowStep {
  int arrived = 0, started = 0, finished = 0, in_progress = 0;  // the last at the step's end
  int all_arrived = 0, all_started = 0, all_finished = 0;       // cumulative from the period's start, with what was there then
  double mean_in_progress = 0;
  std::optional<double> cycle_median, cycle_p85, lead_median;  // of what was finished in it; p85 from 5 on
};

struct Flow {
  std::vector<FlowTimes> times;  // by place in FlowInput::issues, as all indexes below
  std::vector<std::size_t> arrived, started, finished, in_progress;
  std::vector<std::size_t> never_started;  // finished without any status of work before
  std::vector<std::size_t> put_back;       // started and not finished, but in no status of work at the end
  std::vector<std::size_t> reopened;       // finished issues that had left a done status before
  std::vector<std::optional<double>> cycle, lead, age;  // by issue, where finished or in progress
  Durations cycle_time, lead_time, ages;
  std::optional<double> oldest;
  int in_progress_at_start = 0;
  std::optional<Little> little;
  std::vector<std::string> little_fails;   // which assumption, where throughput × cycle time is far from the mean in progress
  std::optional<double> little_ratio;      // throughput × mean cycle time / mean in progress
  FlowEfficiency efficiency;
  std::vector<FlowStep> steps;
  StatusTimes statuses;
  std::vector<FlowGroupRow> groups;
  int gaps = 0;
};
Flow flow(const FlowInput& in);
Report to_report(const Flow& flow, const FlowInput& in);

}  // namespace juno
