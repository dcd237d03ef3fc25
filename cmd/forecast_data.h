// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/ask/figure_table.h"
#include "core/ask/ir.h"
#include "core/forecast.h"
#include "store/semantic_sql.h"
namespace juno {

// The open issues of a scope, and the pace at which issues of that scope were finished.
struct ForecastScope {
  ask::GroupKeys keys;
  double open = 0;               // issues, or their points
  double unestimated = 0;        // of points: open issues without an estimate
  std::vector<double> finished;  // by day, oldest first, up to yesterday: whole weeks, none before the first issue was created
  std::vector<double> created;   // on the same days
  double came(int weeks) const;  // created in the last so many weeks
};
struct ForecastScopes {
  std::vector<ForecastScope> scopes;  // by keys; without groups exactly one
  Date today;
  std::string pace;                   // whose pace it is, where the conditions say more of what is open than of that
};
// `query`: canonical conditions and groups on issues; `weeks`: how far back; `points`: story points instead of issues. Conditions that only open work can satisfy (its status, its sprint, being
// overdue …) choose what is open; the pace is that of all issues of which the others hold.
ForecastScopes forecast_scopes(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, int weeks = ForecastRules{}.weeks, bool points = false);

// What every forecast tells of itself.
std::vector<std::string> forecast_notes(const ForecastScopes& scopes, const ForecastRules& rules);

}  // namespace juno
