// SPDX-License-Identifier: Apache-2.0
#include "core/dora.h"
#include <algorithm>
#include "cmd/commands.h"
#include "cmd/delivery_data.h"
#include "core/dora_modes.h"
#include "core/error.h"
namespace juno {
namespace {

struct DoraArguments : DeliveryOptions {
  std::string by = "service", per = "commit", bands = "2025", mode;
};

FailureRules rules_of(const Config& config) {
  FailureRules r;
  r.window = config.deploy.failure_window, r.revert_window = config.deploy.revert_window, r.hotfix = config.deploy.hotfix;
  return r;
}

// Round the period: a fix after it tells of a failure in it, what was live before it tells of a rollback. The other tools
// ascribe an incident to whatever was deployed last, and count by the time of resolving.
DeliveryReach reach_of(const DoraArguments& o, const FailureRules& rules) {
  constexpr std::chrono::hours kDay{24};
  if (!o.mode.empty()) return {30 * kDay, 30 * kDay, 365 * kDay, 365 * kDay, o.mode == "middleware"};
  return {rules.revert_window + kDay, rules.revert_window + kDay, rules.window, rules.window + kDay, false};
}

std::vector<DoraGroup> groups_of(const DoraArguments& o, const DoraInput& in, const Dora& result, const Services& services) {
  std::vector<DoraGroup> out;
  const auto add = [&](const Group& g, const Period& period) {
    std::vector<std::size_t> deploys;
    for (const std::size_t n : g.members) deploys.push_back(result.deploys[n]);
    out.push_back({g.name, dora_figures(in, result, deploys, period)});
  };
  const auto deploy = [&](std::size_t n) -> const Deploy& { return in.deploys[result.deploys[n]]; };
  if (const auto step = step_named(o.by)) {
    const auto periods = steps_of(in.period, *step, in.midnights);
    const auto groups = group_by(result.deploys.size(), periods, [&](std::size_t n) { return std::optional(deploy(n).finished); });
    for (std::size_t k = 0; k < groups.size(); ++k) add(groups[k], periods[k]);
    return out;
  }
  for (const Group& g : group_by(result.deploys.size(), [&](std::size_t n, std::vector<GroupKey>& keys) {
         const std::string team = services.team(deploy(n).service);
         if (o.by == "service") keys.push_back({deploy(n).service});
         else if (o.by == "repository") keys.push_back({deploy(n).repository});
         else if (!team.empty()) keys.push_back({team});
       }))
    add(g, in.period);
  return out;
}

Report run(const DoraArguments& o, Context& ctx) {
  const DoraBands* bands = dora_bands(o.bands);
  const FailureRules rules = rules_of(ctx.config());
  const Period period = chosen_period(ctx, o.period);
  const Delivery data = load_delivery(ctx, o, period, reach_of(o, rules));
  const DoraInput in{data.rows.deploys, data.rows.commits, data.rows.pulls, data.incidents, period, midnights(ctx), ctx.now(), rules, o.per == "pr"};
  Report report;
  if (const auto mode = dora_mode_named(o.mode)) {
    report = to_report(dora_as(*mode, in), *mode, in);
  } else {
    const Dora result = dora(in);
    report = to_report(result, in, groups_of(o, in, result, data.services), o.by, *bands);
  }
  report.notes.insert(report.notes.begin(), "Deployments are " + data.source + ".");
  if (data.incidents.empty())
    report.warnings.push_back("no incident is cached for this time: failures are known from rollbacks, reverts and hotfixes only. deploy.incident_types and deploy.incident_labels say which issues are incidents.");
  add_period(report, period, ctx.zone());
  return report;
}

}  // namespace

Run dora_command(Flags& flags) {
  auto o = std::make_shared<DoraArguments>();
  declare_delivery(flags, *o);
  flags.choice("--by", o->by, {"service", "repository", "team", "day", "week", "month", "quarter"}, "Break the figures down");
  flags.choice("--per", o->per, {"commit", "pr"}, "Lead time of each commit, or of each pull request from its first commit");
  flags.choice("--bands", o->bands, {"2025", "2024", "2023", "2021"}, "Whose scale names the figures");
  flags.choice("--mode", o->mode, {"devlake", "fourkeys", "middleware"}, "Count as this tool does, to compare with its figures");
  flags.describe(
      "DORA's five metrics for each service: deployment frequency, change lead time, change fail rate, failed deployment recovery time and deployment rework rate, "
      "with 95 % intervals, and for each failed deployment why it counts as one.\n\n"
      "A deployment counts when it reached production; attempts that never did are a rate of their own. It failed when an incident names it or what it brought, when it was "
      "rolled back, when what it brought was reverted or repaired by a hotfix that names it, or when an incident was opened in the same service within deploy.failure_window "
      "after it, which is marked as inferred. An incident counts once. Incidents are issues of deploy.incident_types or with deploy.incident_labels; a link \"is caused by\", or "
      "\"root cause: SHA\" in the description, names the cause. Services and their components are configured below [services].\n\n"
      "With fewer than three deployments only their number is told. --mode follows the published rules of another tool instead, known weaknesses included.");
  flags.example("juno dora --since 2026-Q1", "A quarter, service by service");
  flags.example("juno dora --service checkout --by week --explain", "One service over time, with every deployment's judgement");
  flags.example("juno dora --fail-if 'change_fail_rate.rate > 15%'", "A gate in a pipeline");
  flags.output("deployments", "how many reached production");
  flags.output("frequency.{per_day,low,high,days_per_week,band}", "deployments a day with Garwood's interval; median deployment days of whole weeks");
  flags.output("lead_time.{median_hours,p90_hours,low_hours,high_hours,n,band}", "committed to live");
  flags.output("change_fail_rate.{rate,low,high,count,explicit,band}", "failed deployments over all, with Wilson's interval; explicit: without the inferred ones");
  flags.output("recovery_time.{median_hours,p90_hours,low_hours,high_hours,n,unresolved,band}", "failed deployment live to service restored");
  flags.output("rework_rate.{rate,low,high,count}", "unplanned fixing deployments over all");
  flags.output("pipeline_failure_rate.{rate,count}", "attempts that never reached production, of all attempts");
  flags.output("groups[]", "the same for each service, team, week …");
  flags.output("failed[], attempts[].{service,id,finished_at,sha,live,changes,failed,inferred,why,restored_at,recovery_hours,rework}", "the failed ones, and all");
  flags.output("incidents[].{key,opened_at,resolved_at,service,deployment,unattributed}", "of the period, and what each was ascribed to");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
