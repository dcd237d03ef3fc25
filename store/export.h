// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include "store/database.h"
namespace juno::store {

using Sink = std::function<void(std::string_view)>;  // gets pieces of about 64 KB

// The whole cache as JSON Lines, and the ledger where one is given; constant memory. Line 1 is
// {"juno":"export","format":1}; each further line one row, {"table":…,"source":…,…}, in this order:
//   sources, people, statuses, projects, versions, components, boards, sprints (each by source and id),
//   then issue by issue (by source and id): issues, its changes, issue_links, sprint_issues, comments, worklogs,
//   then sync_state, and the ledger's snapshots, capacity_changes, rank_adjustments, rank_outcomes, rank_runs and audit.
// Lines hold the public columns, and after them what a faithful import needs besides (ids, accounts). Unknown values are
// left out. The same cache gives the same bytes. Returns how many lines were written.
std::int64_t export_lines(Database& cache, Database* ledger, const Sink& sink);

// One public view as CSV (RFC 4180, its columns as header, formulas defused) or as JSON Lines of its columns.
// Throws Error{usage} naming the views when there is none of that name.
std::int64_t export_csv(Database& cache, std::string_view view, const Sink& sink);
std::int64_t export_view_lines(Database& cache, std::string_view view, const Sink& sink);

}  // namespace juno::store
