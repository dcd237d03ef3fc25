// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "core/rank.h"
#include "store/database.h"
namespace juno::store {

// Issues of those types as they are now, deleted ones and sub-tasks left out, with what their children come to; by id.
// `done` says whether a status counts as done.
std::vector<RankCandidate> rank_candidates_of(Database& cache, const std::vector<std::string>& types, const std::function<bool(Id)>& done);

}  // namespace juno::store
