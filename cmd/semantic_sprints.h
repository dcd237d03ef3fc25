// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "core/ask/world.h"
#include "core/report.h"
#include "store/semantic_sql.h"
namespace juno {

// Rows of a query for figures of sprints, which core computes as the commands on sprints do; adds notes, warnings and what --explain
// shows.
Table sprint_table(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, Report& report);

}  // namespace juno
