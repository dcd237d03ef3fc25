// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "core/rank.h"
#include "store/database.h"
namespace juno::store {

// Which issues are candidates, and which are what customers write.
struct RankSources {
  std::vector<std::string> types, support_types, support_projects;
};
// Issues of those types as they are now, deleted ones and sub-tasks left out, with what their children come to; by id.
// `done` says whether a status counts as done.
std::vector<RankCandidate> rank_candidates_of(Database& cache, const RankSources& sources, const std::function<bool(Id)>& done);

// How those sound who wrote comments on a candidate or its support issues, its assignee left out: each person once, by what most
// of their comments with a mood say.
void read_moods(Database& cache, RankCandidate& candidate);

}  // namespace juno::store
