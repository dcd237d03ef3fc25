// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "cmd/period_flags.h"
#include "core/flow_issue.h"
namespace juno {

// The options by which flow, quality and triage choose their issues.
struct FlowOptions {
  PeriodOptions period;
  std::string project, team;
  std::vector<std::string> types;  // empty: all but epics
  bool subtasks = false;
};
void declare_flow(Flags& flags, FlowOptions& options);
// The part of it that is about issues only.
void declare_flow_issues(Flags& flags, FlowOptions& options);

// What was open at some moment of the period, by the category of statuses or, where `done` says otherwise, all that was
// created before its end.
// Throws Error{usage} for a project, team or type that no issue has.
FlowIssues load_flow(Context& ctx, FlowOptions& options, const Period& period, const DoneRule& done, bool tags);
// The names as the cache has them; throws Error{usage} for one that no status has.
void resolve_statuses(Context& ctx, std::vector<std::string>& names);
// Places of the issues that the options, with the names load_flow found, ask about.
std::vector<std::size_t> chosen_issues(const FlowIssues& data, const FlowOptions& options);

}  // namespace juno
