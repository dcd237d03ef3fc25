// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/figure_table.h"
#include "core/ask/ir.h"
#include "core/ask/window.h"
#include "core/forecast.h"
namespace juno::ask {

bool is_forecast(std::string_view metric);  // eta, forecast_items

// What a forecast is about: the issues that are to be done, and those whose pace it goes by. Conditions that only open work can
// satisfy (its status, its sprint, being overdue …) choose what is open; the pace is that of all issues of which the others hold.
struct ForecastConditions {
  std::vector<Filter> open, pace;
  std::string whose;  // "all issues where …", where these differ
};
// Of a canonical query on issues, for forecast metrics or for none. Throws Error{usage} for groups by which finished issues are not
// told apart, and for what else a forecast does not know.
ForecastConditions forecast_conditions(const SemanticQuery& query);

// The open work of a group, and the pace at which such work was finished.
struct ForecastScope {
  GroupKeys keys;
  double open = 0;               // issues, or their points
  double unestimated = 0;        // of points: open issues without an estimate
  std::vector<double> finished;  // by day, oldest first, up to yesterday: whole weeks, none before the first issue was created
  std::vector<double> created;   // issues, on the same days
  double came(int weeks) const;  // created in the last so many weeks
};

// Counts of issues, gathered into scopes.
class ForecastHistory {
 public:
  void open(const GroupKeys& keys, double n) { of(keys).open += n; }
  void unestimated(const GroupKeys& keys, double n) { of(keys).unestimated += n; }
  void finished(const GroupKeys& keys, Date day, double n) { of(keys).finished[day] += n; }
  void created(const GroupKeys& keys, Date day, double n) { of(keys).created[day] += n; }
  void created_before(const GroupKeys& keys) { of(keys).before = true; }  // before the days that are looked at
  // By keys; without `grouped` exactly one. `first`: the first day that is looked at; nothing is known of what was before it.
  std::vector<ForecastScope> scopes(bool grouped, Date first, Date today) const;

 private:
  struct Counts {
    double open = 0, unestimated = 0;
    std::map<Date, double> finished, created;
    bool before = false;
  };
  Counts& of(const GroupKeys& keys) { return groups_[keys]; }
  std::map<GroupKeys, Counts> groups_;
};

// Answers a canonical query for eta or forecast_items.
Table forecast_table(const SemanticQuery& query, const std::vector<ForecastScope>& scopes, const Clock& clock);
// The pace of each scope, week by week, for --explain.
std::vector<std::string> forecast_paces(const SemanticQuery& query, const std::vector<ForecastScope>& scopes);
// What every forecast tells of itself.
std::vector<std::string> forecast_notes(const std::vector<ForecastScope>& scopes, const std::string& whose, Date today);

}  // namespace juno::ask
