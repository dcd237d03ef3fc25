// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "core/ask/ir.h"
#include "core/report.h"
#include "store/semantic_sql.h"
namespace juno {

// Whether a query asks what is to come of issues (eta, forecast_items): core/forecast computes it, as for juno forecast.
bool is_forecast(const ask::SemanticQuery& query);
// Its rows; adds notes.
Table forecast_table(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, Report& report);

}  // namespace juno
