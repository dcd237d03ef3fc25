// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/capacity_check.h"
namespace juno {

// domain.md §4, and what else cannot hold: people in two teams at once, absences that overlap or lie outside the sprint, days on
// which less than half of a team is there. Grave first, then by team, person and kind.
std::vector<CapacityConflict> capacity_conflicts(const CapacityCheck& check, std::span<const CapacityIssue> issues, const CapacityInput& input);

// CapacityCheck::people.
std::vector<PersonLoad> person_loads(std::span<const TeamLoad> teams, std::span<const CapacityIssue> issues, const CapacityInput& input);

}  // namespace juno
