// SPDX-License-Identifier: Apache-2.0
#include "core/triage.h"
#include "cmd/commands.h"
#include "cmd/flow_data.h"
#include "cmd/period_flags.h"
#include "core/error.h"
#include "store/open_issues.h"
namespace juno {
namespace {

constexpr const char* kBeginning = "1970";
constexpr const char* kLately = "90d";  // what the usual cycle time is taken from

struct TriageArguments : FlowOptions {
  std::string by;
  std::int64_t idle = 7, blocked = 3, backlog = 180;
};

Report run(TriageArguments options, Context& ctx) {
  for (const std::int64_t limit : {options.idle, options.blocked, options.backlog})
    if (limit < 0 || limit > 36'500) throw Error(Exit::usage, "a number of days is not from 0 to 36500");
  const Period period = period_of(kLately, "", kLately, ctx.now(), midnights(ctx));
  FlowSettings settings;
  settings.done = ctx.config().done, settings.waiting = ctx.config().waiting;
  const FlowGroup by = flow_group_named(options.by).value_or(FlowGroup::none);
  const FlowIssues data = load_flow(ctx, options, period, settings.done, by == FlowGroup::component || by == FlowGroup::label);
  const FlowRules rules = flow_rules(data.statuses, settings);
  TriageInput in{data, chosen_issues(data, options), {}, rules,
                 {static_cast<double>(options.idle), static_cast<double>(options.blocked), static_cast<double>(options.backlog)}, ctx.now(), ctx.zone(), ctx.options.explain, by};
  store::OpenIssues open(ctx.cache());
  for (const std::size_t n : in.issues) {
    const bool done = rules.stage(data.issues[n].visits.back().status) == Stage::done;
    in.open.push_back(done ? OpenIssue{} : open.read(data.issues[n].id));
  }
  if (!options.period.since.empty() || !options.period.until.empty())
    in.touched = period_of(options.period.since.empty() ? kBeginning : options.period.since, options.period.until, kBeginning, ctx.now(), midnights(ctx));
  Report report = to_report(triage(in), in);
  if (in.touched) add_period(report, *in.touched, ctx.zone());
  return report;
}

}  // namespace

Run triage_command(Flags& flags) {
  auto o = std::make_shared<TriageArguments>();
  declare_flow_issues(flags, *o);
  flags.value("--since", o->period.since, "WHEN", "Only what was last updated since then: 2026-03-05, 2026-03, 2026-W12, 2026-Q1, or so long ago: 30d, 6w, 3m");
  flags.value("--until", o->period.until, "WHEN", "Only what was last updated until then, in the same forms");
  flags.choice("--by", o->by, {"team", "component", "person", "type", "project", "priority", "epic", "label"}, "Count the advices by this as well");
  flags.value("--idle", o->idle, "DAYS", "Work without an update for longer is asked about");
  flags.value("--blocked", o->blocked, "DAYS", "What waits for longer is to be unblocked");
  flags.value("--backlog", o->backlog, "DAYS", "What is not begun and without an update for longer is to be closed");
  flags.describe(
      "Open issues that have gone stale, each with what to do about it and why: what is blocked or whose blockers are done, overdue, in progress without "
      "an update or an assignee or for longer than most, begun and put back, or forgotten in the backlog. One advice an issue, the most pressing; further reasons stand beside it. "
      "Advice only: nothing is changed in the tracker.");
  flags.example("juno triage --team Checkout", "What should this team look at?");
  flags.example("juno triage --idle 3 --format csv --columns key,advice,reason", "A list for a script");
  flags.example("juno triage --until 2025-12", "What has nobody touched this year?");
  flags.example("juno triage --fail-if 'advice.unblock > 0'", "Fail while something is blocked");
  flags.output("period.{from,to,name}", "with --since or --until: when what is counted was last updated");
  flags.output("open, stale", "how many issues are open, and how many have an advice");
  flags.output("advice.{unblock,resume,reschedule,ask,assign,split,put_back,close}", "how many of each");
  flags.output("usual_days", "85 % of the issues finished in the last 90 days took at most so long");
  flags.output("groups[]", "with --by: how many of each advice");
  flags.output("issues[].{key,summary,advice,reason,also,type,priority,status,team,assignee,idle_days,age_days}", "the most pressing first");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
