// SPDX-License-Identifier: Apache-2.0
#include "core/flow.h"
#include "cmd/commands.h"
#include "cmd/flow_data.h"
namespace juno {
namespace {

struct FlowArguments : FlowOptions {
  std::string by, start = "first", finish = "resolved", days = "elapsed";
  std::vector<std::string> started, waiting, active;
};

FlowSettings settings_of(const FlowArguments& o, const Config& config) {
  FlowSettings s;
  s.start = o.start == "first" ? FlowSettings::Start::first : FlowSettings::Start::last;
  s.finish = o.finish == "resolved" ? FlowSettings::Finish::resolved : o.finish == "last" ? FlowSettings::Finish::last : FlowSettings::Finish::first;
  s.days = o.days == "elapsed" ? DayUnit::elapsed : o.days == "calendar" ? DayUnit::calendar : DayUnit::working;
  s.started = o.started, s.active = o.active;
  s.waiting = o.waiting.empty() ? config.waiting : o.waiting;
  s.done = config.done;
  return s;
}

Report run(FlowArguments options, Context& ctx) {
  const Period period = chosen_period(ctx, options.period);
  const Midnights nights = midnights(ctx);
  const auto step = step_named(options.by);
  const FlowGroup by = flow_group_named(options.by).value_or(FlowGroup::none);
  for (auto* names : {&options.started, &options.waiting, &options.active}) resolve_statuses(ctx, *names);
  const FlowSettings settings = settings_of(options, ctx.config());
  const FlowIssues data = load_flow(ctx, options, period, settings.done, by == FlowGroup::component || by == FlowGroup::label);
  const FlowRules rules = flow_rules(data.statuses, settings);
  const Calendar calendar(ctx.config());
  const FlowInput in{data, chosen_issues(data, options), rules, period, steps_of(period, step.value_or(readable_step(period)), nights), nights, calendar, by, ctx.options.explain};
  Report report = to_report(flow(in), in);
  add_period(report, period, ctx.zone());
  return report;
}

}  // namespace

Run flow_command(Flags& flags) {
  auto o = std::make_shared<FlowArguments>();
  declare_flow(flags, *o);
  flags.choice("--by", o->by, {"team", "component", "person", "type", "project", "priority", "epic", "label", "day", "week", "month", "quarter"}, "Break the figures down, or choose the steps of time");
  flags.choice("--start", o->start, {"first", "last"}, "Which entry into a status of work is the start");
  flags.choice("--finish", o->finish, {"resolved", "last", "first"}, "The resolution date, or the last or first entry into a done status");
  flags.choice("--days", o->days, {"elapsed", "calendar", "working"}, "24 hours each, calendar days with both ends, or working days");
  flags.list("--start-status", o->started, "NAME", "Only this status is work (repeatable; default: category in_progress)");
  flags.list("--waiting", o->waiting, "NAME", "Issues wait in this status (repeatable; default: status.waiting)");
  flags.list("--active", o->active, "NAME", "Issues are worked on in this status (repeatable)");
  flags.describe(
      "How work flows: what arrived, was started and finished in a period; cycle time, lead time and the age of what is in progress, with percentiles; "
      "how many were in progress, day by day; the time spent in each status; flow efficiency; and a bottleneck where there is evidence for one.\n\n"
      "Start is the first entry into a status of category in_progress, finish the resolution date of what is done now (without one, its last entry into done); "
      "other rules by --start, --finish, --start-status and the configured done rule, and the report prints which were used. What was finished without ever being "
      "in a status of work has no cycle time and is counted apart. In progress is what was started and not finished, also when it was put back. "
      "Sub-tasks and epics are left out unless asked for. Team, person, type and component are today's.\n\n"
      "Under five values only these are told; 95 % needs twenty. Flow efficiency is a range where it is not known which statuses are waiting. "
      "A bottleneck is named only when a status takes more of the time in process than any other beyond chance while more comes in than goes out.");
  flags.example("juno flow", "The last 30 days");
  flags.example("juno flow --since 2026-Q1 --until 2026-Q1 --by team", "A quarter, team by team");
  flags.example("juno flow --since 26w --by week --format csv", "Throughput and cycle time of half a year, week by week");
  flags.example("juno flow --section finished_issues --format csv", "Every finished issue with its cycle and lead time");
  flags.example("juno flow --fail-if 'cycle_time.p85_days > 10'", "A gate");
  flags.output("period.{from,to,name}", "the stretch of time, half-open");
  flags.output("arrived, started, finished, throughput_per_week, never_started, reopened", "counts in the period");
  flags.output("{cycle_time,lead_time,age}.{count,median_days,p85_days,p95_days}", "durations; age of what is in progress at the end");
  flags.output("wip.{at_start,mean,at_end,put_back}", "in progress");
  flags.output("flow_efficiency.{low,high}", "equal where every status is classified");
  flags.output("little.{mean_in_progress,per_day,mean_days,ratio}", "Little's identity over the period; ratio = throughput × cycle time / mean in progress");
  flags.output("bottleneck", "a status, or null with the reason");
  flags.output("groups[]", "with --by team and the like");
  flags.output("steps[].{from,step,arrived,started,finished,in_progress,…}", "day by day or as --by says; all_… are cumulative, with what was there at the start");
  flags.output("cycle_times[], statuses[], oldest[], finished_issues[], in_progress[]", "histogram, time in status, and the issues");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
