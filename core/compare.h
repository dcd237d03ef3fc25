// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/report.h"
#include "core/snapshot.h"
namespace juno {

// One way in which two contents differ.
struct Difference {
  enum class Change { added, removed, changed } change = Change::changed;
  std::string key, summary;
  std::string field;  // of a changed issue: status, assignee, points, priority, summary, type, team or sprint
  Cell before, after;
};

struct CountRow {
  std::string name;
  int before = 0, after = 0;
};

// Two sprints, or one sprint at two moments, side by side. Issues that had been removed from a sprint are not in it.
struct Comparison {
  SprintContent before, after;
  int issues_before = 0, issues_after = 0, added = 0, removed = 0, changed = 0;  // changed: issues
  std::optional<double> scope_change;     // (added - removed) / issues before; nothing when there were none
  std::vector<Difference> differences;    // added, removed, changed; by key
  std::vector<CountRow> types, statuses;  // by name
};
Comparison compare(SprintContent before, SprintContent after);
Report to_report(const Comparison& result);

}  // namespace juno
