// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/chosen_sprint.h"
#include "core/capacity_check.h"
namespace juno {

// All that capacity in the sprint comes from: the ledger, the configuration, and earlier sprints of the board, which are read only
// for teams that nothing else knows, or for all with `every_way`. Refers to `sprint` and the context's configuration.
CapacityInput capacity_input(Context& ctx, const ChosenSprint& sprint, bool every_way = false);
// A sprint's work against what its teams can carry.
struct CheckedCapacity {
  ChosenSprint sprint;
  std::string team;  // the one asked for, as it is called; empty = all
  CapacityCheck result;
  std::vector<std::string> left_out;
  CapacityView view() const { return {sprint.sprint, sprint.row.board, team, left_out}; }
};
CheckedCapacity checked_capacity(Context& ctx, const SprintOptions& options, const std::string& team);
CheckedCapacity checked_capacity(Context& ctx, ChosenSprint sprint, const std::string& team);
// What each team can carry, by name, Unassigned last; teams without a known amount say why. Look teams up by name.
std::vector<TeamCapacity> team_capacities(Context& ctx, const ChosenSprint& sprint);

// The sprint's site, and its own id there, as the ledger names them.
struct SprintPlace {
  std::string source;
  Id sprint = 0;
};
SprintPlace place_of(Context& ctx, const store::SprintRow& row);

}  // namespace juno
