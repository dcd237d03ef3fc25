// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/dora_bands.h"
#include "core/failure.h"
#include "core/group_by.h"
#include "core/interval.h"
#include "core/period.h"
#include "core/report.h"
namespace juno {

// All that DORA's metrics are made from. Deployments in order of (finished, id); those shortly before and after the period
// are needed to judge those in it.
struct DoraInput {
  std::span<const Deploy> deploys;
  std::span<const Commit> commits;
  std::span<const DeployedPull> pulls;
  std::span<const Incident> incidents;
  Period period;
  Midnights midnights;
  Instant as_of;
  FailureRules rules;
  bool per_pull = false;  // lead time from a pull request's first commit instead of per commit
};

// Durations in hours.
struct Spread {
  int n = 0;
  std::optional<double> median, p90;  // type 7; p90 needs 10 values
  std::optional<Interval> interval;   // of the median
};
Spread spread_of(std::span<const double> hours);

// domain.md §9 for some deployments and a period. `enough` is false below three deployments: then rates, times and
// frequencies are not told.
struct DoraFigures {
  int deployments = 0;
  bool enough = false;
  std::optional<double> per_day;
  std::optional<Interval> per_day_interval;  // Garwood
  std::optional<double> days_per_week;       // median of the deployment days of whole weeks, those without any included
  int weeks = 0;
  Spread lead;
  int backwards = 0;        // changes committed after they were deployed: left out
  int unknown_changes = 0;  // deployments of which it is not known what they brought
  Share failed, failed_explicitly, rework, pipeline;  // pipeline: attempts that never reached production, of all attempts
  Spread recovery;          // one value a failed deployment
  int unrecovered = 0;      // failed, not restored yet
};

struct DoraGroup {
  std::string name;
  DoraFigures figures;
};

struct Dora {
  Judged judged;
  std::vector<std::size_t> deploys;  // those that ended in the period, live or not
  DoraFigures all;
  std::vector<std::size_t> incidents;  // opened in the period
};
Dora dora(const DoraInput& input);
// Of some of `of.deploys`, in a period of their own.
DoraFigures dora_figures(const DoraInput& input, const Dora& of, std::span<const std::size_t> deploys, const Period& period);

// `noun`: what the groups are, "service" or "week".
Report to_report(const Dora& result, const DoraInput& input, const std::vector<DoraGroup>& groups, const std::string& noun, const DoraBands& bands);

}  // namespace juno
