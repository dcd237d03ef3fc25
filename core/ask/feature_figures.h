// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include "core/ask/figure_table.h"
#include "core/rank.h"
namespace juno::ask {

// Answers a canonical query on features, a list or figures, from a ranking: its candidates are the features, with the value,
// effort and ROI that `juno rank` gives them. `teams`: the team of each by the cache's id. Throws Error{usage} for what a
// ranking does not tell.
Table feature_table(const SemanticQuery& query, const Ranking& ranking, const std::map<Id, std::string>& teams);

}  // namespace juno::ask
