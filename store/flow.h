// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include "core/flow_issue.h"
#include "store/database.h"
namespace juno::store {

struct FlowFilter {
  Instant from, to;          // open at some moment of [from, to); an issue that ended at `from` or later was
  bool subtasks = false;
  bool tags = false;         // read components and labels too
  std::string project;       // key; empty = all
};
// One clustered read of the rows that ended since `from`, independent of what ended before and of all changes. Deleted
// issues are left out. Throws Error{store} when the rows are still to be made after an upgrade.
FlowIssues flow_issues(Database& db, const FlowFilter& filter);

// Whether there is any at all.
bool any_issue(Database& db);

}  // namespace juno::store
