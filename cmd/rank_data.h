// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "core/rank.h"
namespace juno {

// The options by which every rank command chooses its candidates and its model.
struct RankOptions {
  std::string model = "roi", weights;
  std::vector<std::string> types, where;
  bool similar = false;
  std::vector<std::string> looked_at{};  // keys whose signals are all shown, whether they count or not
};
void declare_rank(Flags& flags, RankOptions& options);
// The types as they are cached. Throws Error{usage} for one that no issue has.
void settle_types(Context& ctx, RankOptions& options);
// Throws Error{usage} for weights that cannot be.
Ranking ranking_of(Context& ctx, const RankOptions& options);
// Which candidates were asked for, in whatever order; empty for the usual ones.
std::string choice_of(const RankOptions& options);
// What makes this ranking comparable with kept ones.
std::string scheme_of(const Ranking& ranking, const RankOptions& options);

}  // namespace juno
