// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "core/forecast.h"
#include "core/sprint_scope.h"
namespace juno {

// The issues that a board's sprints completed, each on the day it was done for the last time.
class BoardPace {
 public:
  void add(const SprintScope& scope, const Zone& zone);
  // Up to yesterday, oldest first, as core/forecast takes them; weeks in which no sprint ran are left out.
  std::vector<double> days(Date today, int weeks) const;

 private:
  std::map<Date, int> completed_;
  std::vector<std::pair<Date, Date>> sprints_;  // first and last day
};

// Whether all that is open in a running sprint will be done by its planned end.
struct SprintOutlook {
  int open = 0;                  // issues
  int days = 0;                  // that are left after today
  std::optional<double> chance;
  std::string reason;            // why the chance is unknown
};
SprintOutlook sprint_outlook(const Sprint& sprint, const SprintScope& scope, const Forecast& pace, const Zone& zone, Instant now);

}  // namespace juno
