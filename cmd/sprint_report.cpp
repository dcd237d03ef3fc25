// SPDX-License-Identifier: Apache-2.0
#include "core/sprint_report.h"
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
#include "cmd/sprint_verify.h"
namespace juno {
namespace {

struct SprintReportArguments : SprintOptions {
  bool verify = false;
};

Report run(const SprintReportArguments& options, Context& ctx) {
  const ChosenSprint chosen = choose_sprint(ctx, options);
  const auto input = chosen.input();
  const SprintReport result = sprint_report(input);
  Report report = to_report(result, input);
  if (options.verify) add_verification(ctx, chosen, result, report);
  return report;
}

}  // namespace

Run sprint_report_command(Flags& flags) {
  auto o = std::make_shared<SprintReportArguments>();
  declare_sprint(flags, *o);
  flags.flag("--verify", o->verify, "Fetch the site's own sprint report and name every disagreement (exit 1 when there is one)");
  flags.describe(
      "What was committed, completed, added, removed, re-estimated and carried over, in issues and points, rebuilt from each issue's "
      "history: membership and estimate as they were when the sprint started, points as of completion.\n\n"
      "Committed: in the sprint at its start and not done then. Completed: in the sprint and done at its end, with the last step to "
      "done inside the sprint. Removed: taken out before the end. Completed elsewhere: done before the start, or while out of the sprint. "
      "Say/do is completed and committed over committed; completion rate is completed over committed + added - removed; scope change is "
      "(added - removed) over committed. What the closing of the sprint itself moves on is carried over, not removed. "
      "Sub-tasks are left out unless --subtasks.\n\n"
      "Where no issue is estimated, points are n/a. --explain names the issues behind every number.");
  flags.example("juno sprint report", "The active sprint");
  flags.example("juno sprint report last --board 'Checkout' --explain", "The last closed sprint of a board, with the evidence");
  flags.example("juno sprint report last --format json --fail-if 'totals.completion_rate.points < 80%'", "A gate in CI");
  flags.output("sprint.{id,name,state,board,goal,start_at,end_at,complete_at}", "the sprint; end_at is the planned end");
  flags.output("totals.{committed,completed,not_completed,removed,completed_elsewhere,added}.{issues,points}", "counts and sums");
  flags.output("totals.{scope_change,say_do,completion_rate}.{issues,points}", "ratios, 0..1; null where unknown");
  flags.output("issues[].{key,summary,type,outcome,added,points_start,points_end,assignee,stakeholder,team,status}", "every issue and its fate");
  flags.output("breakdowns.{team,type,status,priority,assignee,stakeholder}[]", "the sprint's issues by what they share");
  flags.output("unestimated[]", "issues without an estimate");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
