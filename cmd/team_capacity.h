// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
#include "cmd/chosen_sprint.h"
#include "core/capacity.h"
namespace juno {

// How every team's capacity in the sprint comes about: from the ledger, the configuration and earlier sprints of the board,
// which are read only where something needs them. By team name, Unassigned last.
std::vector<TeamPlan> team_plans(Context& ctx, const ChosenSprint& sprint);
// The short answer: what each team can carry, by name; teams without a known amount say why. Look teams up by name.
std::vector<TeamCapacity> team_capacities(Context& ctx, const ChosenSprint& sprint);

}  // namespace juno
