// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/rank_outcome.h"
#include "core/rank_run.h"
#include "store/issues.h"
namespace juno {

// What the ledger says about rankings. One that cannot be read costs a warning, not the report.
struct RankWords {
  std::vector<RankAdjustment> adjustments;  // all, by id
  std::vector<RankOutcome> outcomes;        // all, by id
  std::string warning;
};
RankWords rank_words(Context& ctx);

// Compares with the last ranking of this scheme that was different, and keeps this one where it is new. A ledger that cannot be
// written costs a warning.
void keep_ranking(Context& ctx, Ranking& ranking, const std::string& scheme, bool keep);

// The issue that a key names, now or formerly. Throws Error{usage} when the cache has none.
store::StoredIssue ranked_issue(Context& ctx, const std::string& key);

// A finite number typed by a person, with or without a sign. Throws Error{usage} naming `what`.
double typed_number(const std::string& text, const std::string& what, double least, double most);

}  // namespace juno
