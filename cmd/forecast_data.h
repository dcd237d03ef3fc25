// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/ask/forecast_figures.h"
#include "store/semantic_sql.h"
namespace juno {

struct ForecastScopes {
  std::vector<ask::ForecastScope> scopes;  // by keys; without groups exactly one
  std::string whose;                       // pace it is, where the conditions say more of what is open than of that
  Date today;
};
// `query`: canonical conditions and groups on issues; `weeks`: how far back; `points`: story points instead of issues. Throws
// Error{store} when there are no issues at all.
ForecastScopes forecast_scopes(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, int weeks = ForecastRules{}.weeks, bool points = false);

}  // namespace juno
