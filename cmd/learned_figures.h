// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/rank_candidate.h"
namespace juno {

// Fill in what the models in use say of candidates whose effort, or value, nobody stated, where that model is better than the median.
// Each returns what a reader should know of it; empty where no model was trained, or nothing is missing.
std::string add_learned_efforts(Context& ctx, std::vector<RankCandidate>& candidates);
std::string add_learned_values(Context& ctx, std::vector<RankCandidate>& candidates);

}  // namespace juno
