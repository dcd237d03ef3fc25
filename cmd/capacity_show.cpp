// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/team_capacity.h"
namespace juno {
namespace {

struct CapacityShowArguments : SprintOptions {
  std::string team;
};

}  // namespace

Run capacity_show_command(Flags& flags) {
  auto o = std::make_shared<CapacityShowArguments>();
  declare_sprint(flags, *o);
  flags.value("--team", o->team, "NAME", "Only this team");
  flags.describe(
      "What each team can carry in a sprint, in points, hours or issues, and how much of that is taken. Capacity is what was set by hand, else what the "
      "configured members can do with their availability, holidays and absences, else the mean of what the team completed in the board's last closed "
      "sprints times its availability this time. Where nothing is known it is n/a and the answer says why. --explain shows members and sprints behind it.");
  flags.example("juno capacity show", "The active sprint");
  flags.example("juno capacity show \"Sprint 12\" --team Checkout --explain", "How one team's capacity comes about");
  flags.output("totals.{capacity,allocated,remaining,utilisation}", "of the teams whose capacity and work are known, where they count in one unit");
  flags.output("totals.{without_capacity,unestimated}", "teams without a known capacity; issues without an estimate");
  flags.output("teams[].{team,capacity,unit,source,n,spread,availability,allocated,remaining,utilisation,issues,unestimated,remark}", "by name, Unassigned last");
  return [o](Context& ctx) {
    const CheckedCapacity checked = checked_capacity(ctx, *o, o->team);
    return show_report(checked.result, checked.view());
  };
}

}  // namespace juno
