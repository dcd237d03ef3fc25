// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/rank_candidate.h"
namespace juno {

// Fills in what the models in use say of candidates whose value, or effort, nobody stated, where that model is better than the median.
// Returns what a reader should know of it: nothing where no model was trained, or nothing is missing.
std::vector<std::string> add_learned_figures(Context& ctx, std::vector<RankCandidate>& candidates);

}  // namespace juno
