// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "core/ask/world.h"
#include "core/report.h"
#include "store/semantic_sql.h"
namespace juno {

// Whether a query is about figures of sprints, which core computes as the commands on sprints do.
bool is_sprint_metric(const ask::SemanticQuery& query);
// Its rows; adds notes, warnings and what --explain shows.
Table sprint_table(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, Report& report);

}  // namespace juno
