// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "core/ask/ir.h"
#include "core/report.h"
#include "store/semantic_sql.h"
namespace juno {

// Rows of a query on features: the candidates of `juno rank` as its usual options choose them. Adds notes and warnings.
Table feature_rows(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input, Report& report);

}  // namespace juno
