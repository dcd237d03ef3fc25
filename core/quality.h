// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/durations.h"
#include "core/flow.h"
#include "core/interval.h"
#include "core/stats.h"
#include "core/survival.h"
namespace juno {

struct QualitySettings {
  Names bugs{"Bug", "Defect", "Incident", "Regression"};  // types, any case
  // Resolutions that say it was no defect, any case.
  Names invalid{"Duplicate", "Won't Fix", "Won't Do", "Cannot Reproduce", "Invalid", "Not a Bug", "Rejected", "Works as Designed"};
  Names escaped;  // labels of defects found after release; none: the escape rate is unknown
};

struct QualityInput {
  const FlowIssues& data;
  std::vector<std::size_t> issues;  // those asked about, bugs and others
  const FlowRules& rules;           // finish: the resolution date
  QualitySettings settings;
  Period period;
  std::vector<Period> steps;
  Midnights midnights;
  const Calendar& calendar;
  FlowGroup by = FlowGroup::component;
  bool explain = true;
};

struct Trend {
  std::string key, title;
  bool more_is_worse = true;
  std::vector<std::optional<double>> values;  // by step; nothing where the step is cut or has none
  int counted = 0;
  std::optional<Slope> slope;
  std::optional<MannKendall> test;
  std::string verdict;  // improving, worsening, no evidence; empty = not enough data
};

// Where defects concentrate: a group's share of the defects against its share of all issues created.
struct Concentration {
  std::string name;
  int bugs = 0, issues = 0;
  double share_of_bugs = 0, share_of_issues = 0;
  Share rate;
  double p = 1, q = 1;     // Fisher; Benjamini and Hochberg over the groups
  bool stands_out = false; // more than chance, q ≤ 0.1
};

struct QualityStep {
  int created = 0, finished = 0, open = 0;  // bugs; open at the step's end
  std::optional<double> resolution_median;
};

struct Quality {
  std::vector<std::size_t> created, finished, open;  // bugs, places in QualityInput::issues
  std::vector<std::size_t> invalid;                  // of the created
  std::vector<std::size_t> reopened, escaped, first_done;
  std::vector<std::optional<double>> age;            // of open bugs, days since creation, by place
  int issues_created = 0, issues_finished = 0, open_at_start = 0;
  Share defect_rate, invalid_rate, reopen_rate, reopen_rate_30d, escape_rate, old_share;
  std::optional<double> per_100_finished;
  Durations to_start, to_fix, resolution;  // created to started, started to finished, created to finished
  Survival lifetime;                       // of bugs created in the period, those still open with their age
  std::vector<QualityStep> steps;
  std::vector<Trend> trends;
  std::vector<Concentration> groups;
};
Quality quality(const QualityInput& in);
Report to_report(const Quality& quality, const QualityInput& in);

}  // namespace juno
