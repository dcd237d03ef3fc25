// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/rank_candidate.h"
namespace juno {

// Fills in what the model in use says of candidates whose effort nobody stated, where that model is better than the median.
// Returns what a reader should know of it; empty where no model was trained.
std::string add_learned_efforts(Context& ctx, std::vector<RankCandidate>& candidates);

}  // namespace juno
