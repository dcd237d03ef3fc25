// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/forecast.h"
#include "core/report.h"
namespace juno {

// What `juno forecast` answers.
struct ForecastAnswer {
  std::string scope;                   // "open issues where epic = PAY-12"
  Date today;
  bool points = false;                 // counted in story points, else in issues
  double items = 0;                    // to do
  double unestimated = 0;              // open issues without points, where points are counted
  bool counted = true;                 // they are what is open; else somebody said how many
  std::vector<double> finished;        // by day, up to yesterday
  double came = 0;                     // issues created in the weeks that count
  ForecastRules rules;
  std::optional<Date> by;              // how many until its end
  std::optional<ForecastBacktest> backtest;
  int ahead = 0;                       // weeks that the back-test looks ahead
};
inline constexpr double kForecastConfidence = 0.85;  // that of a back-test
Report to_report(const ForecastAnswer& answer);

}  // namespace juno
