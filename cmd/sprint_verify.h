// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/chosen_sprint.h"
#include "core/sprint_report.h"
namespace juno {

// Adds the section "verification": issue by issue, where the site's own sprint report differs from ours. Any difference makes the report a
// finding (exit 1). Throws Error{remote} where the site does not answer.
void add_verification(Context& ctx, const ChosenSprint& chosen, const SprintReport& ours, Report& report);

}  // namespace juno
