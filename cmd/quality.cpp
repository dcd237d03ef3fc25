// SPDX-License-Identifier: Apache-2.0
#include "core/quality.h"
#include "cmd/commands.h"
#include "cmd/flow_data.h"
namespace juno {
namespace {

struct QualityArguments : FlowOptions {
  std::string by = "component", per;
  std::vector<std::string> bugs, escaped;
};

Report run(QualityArguments options, Context& ctx) {
  const Period period = chosen_period(ctx, options.period);
  const Midnights nights = midnights(ctx);
  FlowSettings settings;
  settings.done = ctx.config().done, settings.waiting = ctx.config().waiting;
  QualitySettings wanted;
  if (!options.bugs.empty()) wanted.bugs = options.bugs;
  wanted.escaped = options.escaped;
  const FlowIssues data = load_flow(ctx, options, period, settings.done, true);
  const FlowRules rules = flow_rules(data.statuses, settings);
  const Calendar calendar(ctx.config());
  const Step step = step_named(options.per).value_or(period.days() <= 28 ? Step::day : period.days() <= 750 ? Step::week : Step::month);
  const QualityInput in{data, chosen_issues(data, options), rules, wanted, period, steps_of(period, step, nights), nights, calendar,
                        flow_group_named(options.by).value_or(FlowGroup::component), ctx.options.explain};
  Report report = to_report(quality(in), in);
  add_period(report, period, ctx.zone());
  return report;
}

}  // namespace

Run quality_command(Flags& flags) {
  auto o = std::make_shared<QualityArguments>();
  o->period.fallback = "26w";
  declare_flow(flags, *o);
  flags.choice("--by", o->by, {"component", "team", "person", "type", "project", "priority", "epic", "label"}, "Where to look for concentrations");
  flags.choice("--per", o->per, {"day", "week", "month", "quarter"}, "Steps of the trends");
  flags.list("--bug-type", o->bugs, "NAME", "This type is a bug (repeatable; default: Bug, Defect, Incident, Regression)");
  flags.list("--escaped-label", o->escaped, "NAME", "This label says that a bug was found after release (repeatable)");
  flags.describe(
      "Bugs: how many come, go and stay, how long they live, how many come back or were found only after release, whether that gets better or worse, "
      "and where they concentrate.\n\n"
      "Lifetimes count open bugs too (Kaplan-Meier), since those that are finished soon are the quick ones. Rates come with Wilson intervals. "
      "A trend is called improving or worsening only where a Mann-Kendall test finds it, and a component is marked only where it has more bugs than "
      "its share of all issues beyond chance, with as many comparisons as there are components allowed for.");
  flags.example("juno quality", "The last 26 weeks");
  flags.example("juno quality --since 2026-Q1 --until 2026-Q1 --by team", "A quarter; which team's issues are bugs more often than others'");
  flags.example("juno quality --escaped-label production", "With the share of bugs that users found");
  flags.example("juno quality --fail-if 'bugs.net_flow > 20'", "A gate");
  flags.output("period.{from,to,name}", "the stretch of time, half-open");
  flags.output("bugs.{created,finished,net_flow,open_at_start,open}", "counts");
  flags.output("{defect_rate,invalid_rate,reopen_rate,reopen_rate_30d,escape_rate,older_than_90_days}.{value,low,high,hits,of}", "shares with their 95 % interval");
  flags.output("{to_start,to_fix,resolution}.{count,median_days,p85_days,p95_days}", "of the bugs finished in the period");
  flags.output("lifetime.{median_days,median_low_days,median_high_days,count,ended}", "of the bugs created in it, open ones included");
  flags.output("steps[], trends[], groups[]", "over time, tests, and where bugs concentrate");
  flags.output("oldest[], open[], lifetimes[]", "open bugs, the oldest first, and the survival curve");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
