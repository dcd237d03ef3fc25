// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/rank.h"
#include "store/database.h"
namespace juno::store {

// Which issues are candidates, and which are what customers write.
struct RankSources {
  std::vector<std::string> types, support_types, support_projects;
  std::vector<std::string> blocking_links{};  // link types by which one issue blocks another
};
// Issues of those types as they are now, deleted ones and sub-tasks left out, with what their children come to; by id.
// `done` says whether a status counts as done.
std::vector<RankCandidate> rank_candidates_of(Database& cache, const RankSources& sources, const std::function<bool(Id)>& done);

// Numbers in fields that juno does not know, from the trackers' own records: adds to `numbers` of each candidate of that site.
// `fields`: role → ids in order of preference; the first that holds a number counts.
void read_numbers(Database& cache, std::vector<RankCandidate>& candidates, const std::string& source, const std::map<std::string, std::vector<std::string>>& fields);

// What a point took lately, in days of one person: from the time logged on what was finished since then, else from how many
// people finished it in how many working days. `days` nothing when fewer than 20 estimated issues were finished.
struct DaysPerPoint {
  std::optional<double> days;
  std::string source;
  int finished = 0;
};
DaysPerPoint days_per_point(Database& cache, Instant from, Instant to, double working_days, double hours_per_day);

// For each: how those sound who wrote comments on it or its support issues, its assignee left out: each person once, by what most
// of their comments with a mood say.
void read_moods(Database& cache, std::span<RankCandidate* const> candidates);

}  // namespace juno::store
