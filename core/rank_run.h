// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/rank.h"
namespace juno {

// A ranking as it was kept in the ledger: what each candidate's place rested on.
struct RankRunItem {
  std::string source;
  Id issue = 0;  // the tracker's
  std::string key;
  int rank = 0;  // 0 = not ranked
  std::optional<double> final_score, score, value, effort;
  std::string value_source, effort_source, adjustment;
};
struct RankRunHead {
  std::int64_t id = 0;
  Instant at;
  std::string author, model, scheme;
  int items = 0;
};

// What makes two runs comparable, as a line: model, its weights, what is a candidate. `chosen`: types and conditions.
std::string rank_scheme(const RankRules& rules, const std::string& chosen);
// One line a candidate, by source and issue: equal for rankings that say the same.
std::string rank_run_body(const Ranking& ranking);
// Throws Error{store} for anything that rank_run_body does not write.
std::vector<RankRunItem> read_rank_run(std::string_view body);
// One candidate's line alone.
std::optional<RankRunItem> find_in_rank_run(std::string_view body, std::string_view source, Id issue);

// Where each candidate stood in an earlier run.
void compare_with_run(Ranking& ranking, const RankRunHead& head, std::string_view body);

struct RankMoment {
  RankRunHead run;
  std::optional<RankRunItem> item;  // nothing: it was no candidate then
};
// How one feature fared, oldest first; runs before it first appeared are left out.
Report rank_history_report(const std::string& key, std::vector<RankMoment> moments);

}  // namespace juno
