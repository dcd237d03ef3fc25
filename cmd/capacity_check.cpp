// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/team_capacity.h"
namespace juno {
namespace {

struct CapacityCheckArguments : SprintOptions {
  std::string team;
};

}  // namespace

Run capacity_check_command(Flags& flags) {
  auto o = std::make_shared<CapacityCheckArguments>();
  declare_sprint(flags, *o);
  flags.value("--team", o->team, "NAME", "Only this team");
  flags.describe(
      "Compares the work in a sprint with what its teams can carry: over-allocation, under-use, urgent work that gets too little of a team, people with "
      "more than they can do, in two teams at once or away, and days on which a team is half empty. Suggests which issues to hand from a team over its "
      "capacity to one with room, and says what each move changes. The limits are those of [capacity] in the configuration.");
  flags.example("juno capacity check --fail-if 'totals.over_allocated > 0'", "A gate: exit 1 when a team has too much");
  flags.example("juno capacity check --fail-if 'totals.utilisation > 100%' --format json", "The same for the whole sprint, for a script");
  flags.output("totals.{capacity,allocated,remaining,utilisation}", "of the teams whose capacity and work are known, where they count in one unit");
  flags.output("totals.{without_capacity,unestimated}", "teams without a known capacity; issues without an estimate");
  flags.output("teams[].{team,capacity,unit,source,n,spread,availability,allocated,remaining,utilisation,issues,unestimated,remark}", "by name, Unassigned last");
  flags.output("totals.highest_utilisation", "of all teams, 0..; unknown where a team has work and a capacity of 0");
  flags.output("totals.{over_allocated,under_used,conflicts,grave_conflicts}", "counts");
  flags.output("conflicts[].{severity,kind,team,person,text}", "grave first");
  flags.output("moves[].{key,summary,from,to,amount,from_before,from_after,to_before,to_after}", "in the order in which they help; utilisations of both teams before and after");
  return [o](Context& ctx) {
    const CheckedCapacity checked = checked_capacity(ctx, *o, o->team);
    return check_report(checked.result, checked.view(), ctx.config().capacity);
  };
}

}  // namespace juno
