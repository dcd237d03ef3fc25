// SPDX-License-Identifier: Apache-2.0
#include "cmd/capacity_words.h"
#include "cmd/commands.h"
#include "core/capacity_check.h"
#include "core/error.h"
#include "core/names.h"
namespace juno {
namespace {

struct CapacityPlanArguments : SprintOptions {
  std::string team, reason;
  bool save = false, dry_run = false;
};

// The plans as amounts of the sprint, to stay as they are whatever the configuration says later.
std::vector<CapacityChange> kept(Context& ctx, const ChosenSprint& chosen, const std::vector<TeamPlan>& plans, const std::string& team, const CapacityPlanArguments& o) {
  const SprintPlace place = place_of(ctx, chosen.row);
  std::vector<CapacityChange> out;
  for (const TeamPlan& p : plans) {
    if (!p.planned || (!team.empty() && fold_case(p.capacity.team) != fold_case(team))) continue;
    CapacityChange& c = out.emplace_back();
    c.source = place.source, c.sprint = place.sprint, c.sprint_name = chosen.sprint.name;
    c.team = p.capacity.team, c.value = p.planned, c.unit = p.capacity.unit, c.origin = "plan";
    c.reason = o.reason.empty() ? "plan of " + std::to_string(p.members.size()) + (p.members.size() == 1 ? " member" : " members") : o.reason;
  }
  if (out.empty()) throw Error(Exit::usage, "there is no plan to keep", "write members with their capacity below [teams.NAME] in the configuration");
  return out;
}

Report run(const CapacityPlanArguments& o, Context& ctx) {
  if (o.save) ctx.ledger(o.dry_run ? store::Database::Mode::read_only : store::Database::Mode::read_write);
  const ChosenSprint chosen = choose_sprint(ctx, o);
  const CapacityInput input = capacity_input(ctx, chosen, true);
  const auto plans = plan_capacity(input);
  const std::string team = team_in(plans, o.team);
  if (o.save) return taken_report(take_changes(ctx, kept(ctx, chosen, plans, team, o), o.dry_run), o.dry_run);
  return plan_report(plans, {chosen.sprint, chosen.row.board, team, teams_left_out(input)});
}

}  // namespace

Run capacity_plan_command(Flags& flags) {
  auto o = std::make_shared<CapacityPlanArguments>();
  declare_sprint(flags, *o);
  flags.value("--team", o->team, "NAME", "Only this team");
  flags.flag("--save", o->save, "Keep the plan as the sprint's capacity, whatever the configuration says later");
  flags.value("--reason", o->reason, "TEXT", "With --save: why");
  flags.flag("--dry-run", o->dry_run, "With --save: show what would change, and write nothing");
  flags.describe(
      "How each team's capacity comes about, every way it can: set by hand, planned from its members, and automatic from earlier sprints; and each member's "
      "part: availability, working days of the sprint, holidays and absences, and what remains. Members are configured:\n\n"
      "[teams.Checkout] members = [{ name = \"Dana\", capacity = 8, availability = 0.8 }, …], holidays in [calendar] and [people.NAME], exceptions for one "
      "sprint in teams.NAME.exceptions or with `juno capacity set`. `juno help configuration` lists all keys.");
  flags.example("juno capacity plan", "The active sprint's plan");
  flags.example("juno capacity plan \"Sprint 12\" --save", "Keep it as it is now");
  flags.output("teams[].{team,unit,members,availability,factor,set,plan,auto,n,spread,used,remark}", "used: which of the three counts");
  flags.output("members[].{team,member,role,availability,days,free_days,whole,amount,remark}", "days: working days of the sprint; free: of these not worked");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
