// SPDX-License-Identifier: Apache-2.0
#include "core/burndown.h"
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
namespace juno {
namespace {

struct SprintBurndownArguments : SprintOptions {
  bool issues = false;
};

Report run(const SprintBurndownArguments& options, Context& ctx) {
  const ChosenSprint chosen = choose_sprint(ctx, options);
  const auto input = chosen.input();
  const SprintScope scope = sprint_scope(chosen.sprint, chosen.issues, chosen.rules, chosen.as_of);
  return to_report(burndown(scope, input, options.issues), scope, input);
}

}  // namespace

Run sprint_burndown_command(Flags& flags) {
  auto o = std::make_shared<SprintBurndownArguments>();
  declare_sprint(flags, *o);
  flags.flag("--issues", o->issues, "Count issues even where points are known");
  flags.describe(
      "The sprint day by day: what remains, what is completed, the scope, and the ideal line over working time to the planned end. The start "
      "value never changes later; additions, removals and re-estimates are scope changes, listed apart from completed work. The line "
      "goes on to the real end.");
  flags.example("juno sprint burndown", "The active sprint, with a chart in the terminal");
  flags.example("juno sprint burndown last --board 12 --format csv", "The series for a spreadsheet");
  flags.output("days[].{day,at,remaining,completed,scope,ideal}", "the start, then the end of each local day");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
