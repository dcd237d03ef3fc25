// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/rank_adjust.h"
#include "core/rank_outcome.h"
#include "core/rank_run.h"
#include "store/database.h"
namespace juno::store {

// What people said about rankings, and what rankings said. Rows are only ever added; each add returns the row's id and
// ignores that of its argument.
std::int64_t add_rank_adjustment(Database& ledger, const RankAdjustment& adjustment);
std::vector<RankAdjustment> rank_adjustments(Database& ledger);  // by id
bool has_rank_adjustment(Database& ledger, const RankAdjustment& adjustment);

std::int64_t add_rank_outcome(Database& ledger, const RankOutcome& outcome);
std::vector<RankOutcome> rank_outcomes(Database& ledger);  // by id
bool has_rank_outcome(Database& ledger, const RankOutcome& outcome);

// `body` as rank_run_body gives it; kept compressed, with its hash.
std::int64_t add_rank_run(Database& ledger, const RankRunHead& head, std::string_view body);
bool has_rank_run(Database& ledger, const RankRunHead& head, std::string_view sha256);
struct RankRunRow {
  RankRunHead head;
  std::string sha256;
};
// The newest of a scheme not after `now`, and the newest of these whose body differs from the one with that hash.
struct RankRunsBefore {
  std::optional<RankRunRow> newest, different;
};
RankRunsBefore rank_runs_before(Database& ledger, std::string_view scheme, Instant now, std::string_view sha256);
// Throws Error{store} when body and hash disagree.
std::string rank_run_text(Database& ledger, std::int64_t id);
// All of them, by time, then id.
void walk_rank_runs(Database& ledger, const std::function<void(const RankRunRow&, std::string_view body)>& take);

}  // namespace juno::store
