// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "core/calendar.h"
#include "core/sprint_report.h"
#include "core/sprint_scope.h"
#include "store/sprints.h"
namespace juno {

// The options by which every sprint command chooses its sprint and its rules.
struct SprintOptions {
  std::string sprint = "active", board;
  bool subtasks = false;
  std::int64_t grace = 0;  // minutes
};
void declare_sprint(Flags& flags, SprintOptions& options);
// The rules alone, for commands about a whole board.
void declare_sprint_rules(Flags& flags, SprintOptions& options);

// A sprint with everything its reports read. `input()` refers to this object.
struct ChosenSprint {
  store::SprintRow row;
  Sprint sprint;  // its id as the tracker's
  std::vector<SprintIssue> issues;
  SprintRules rules;
  Calendar calendar;
  Zone zone;
  Instant as_of;
  std::function<std::string(Id)> status_name;
  bool explain = false;
  SprintReportInput input() const { return {sprint, row.board, issues, rules, calendar, zone, as_of, status_name, explain}; }
};

// The board named by id or name; 0 for an empty name. Throws Error{usage} with candidates.
Id board_named(Context& ctx, const std::string& name);
// Where a board must be given: the named one, else the only one with sprints. Throws Error{usage} listing them.
Id board_with_sprints(Context& ctx, const std::string& name);
// Throws Error{usage} for an unknown or ambiguous name, Error{store} when nothing is cached.
store::SprintRow sprint_named(Context& ctx, const std::string& selector, const std::string& board);
ChosenSprint load_sprint(Context& ctx, const store::SprintRow& row, const SprintOptions& options);
inline ChosenSprint choose_sprint(Context& ctx, const SprintOptions& o) { return load_sprint(ctx, sprint_named(ctx, o.sprint, o.board), o); }

}  // namespace juno
