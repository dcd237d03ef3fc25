// SPDX-License-Identifier: Apache-2.0
#include "core/dora_modes.h"
namespace juno {
namespace {

struct Rules {
  const char* name;
  std::vector<std::string> rules;
};

Rules rules_of(DoraMode mode) {
  switch (mode) {
    case DoraMode::devlake:
      return {"DevLake",
              {"Frequency: median deployment days of the weeks (Monday to Sunday) that the period touches, the lower of the middle two; level as its 2023 scale.",
               "Lead time: per pull request first shipped in the period, first commit authored to deployment live, whole minutes, lower median; what the first deployment ever brought is left out.",
               "Change failure rate: an incident belongs to the last deployment live before it, however long before and whatever the service; deployments with any, over all. Recovery: deployment live to incident resolved, "
               "of incidents resolved in the period, lower median."}};
    case DoraMode::fourkeys:
      return {"Four Keys",
              {"Frequency: median deployment days of the weeks (Sunday to Saturday) from the day after the first event; its own period is the last three months.",
               "Lead time: per commit, whole minutes above 0, equal ones of a day once, interpolated median.",
               "Change failure rate: rows of (deployed commit, incident that names it as root cause) over deployments, which can exceed 100 %. Restore: incident opened, or its root cause committed if earlier, to resolved, "
               "whole hours, interpolated median of those that began in the period."}};
    case DoraMode::middleware:
      return {"middleware",
              {"Frequency: deployments over the days, weeks (Monday to Sunday) and months that the period touches, rounded down.",
               "Lead time: mean over pull requests merged in the period and deployed, of first commit to opened, to first review, to first approval, to merge, to deployment; a stage that is missing counts 0.",
               "Change failure rate: an incident of the period belongs to the deployment of the period before it; deployments with any, over all. Recovery: mean of opened to resolved, of incidents resolved in the period."}};
  }
  return {};
}

}  // namespace

Report to_report(const DoraAsTool& r, DoraMode mode, const DoraInput& in) {
  const Rules tool = rules_of(mode);
  Report out;
  out.title = std::string("DORA metrics as ") + tool.name + " counts them";
  const auto add = [&](const char* key, const char* title, const std::optional<double>& value, Kind kind, const std::string& reason, const std::string& unit) {
    out.summary.push_back({key, title, value ? Cell{*value} : Cell{}, kind, value ? "" : reason, value ? unit : ""});
  };
  const std::string none = "no deployment to production in the period";
  out.summary.push_back({"mode", "", std::string(mode == DoraMode::devlake ? "devlake" : mode == DoraMode::fourkeys ? "fourkeys" : "middleware"), Kind::text, ""});
  out.summary.push_back({"deployments", "Deployments", std::int64_t{r.deployments}, Kind::integer, ""});
  add("frequency.value", "Deployment frequency", r.frequency, Kind::number, "nothing is cached", r.frequency_unit + (r.frequency_level.empty() ? "" : " (" + r.frequency_level + ")"));
  out.summary.push_back({"frequency.level", "", r.frequency_level.empty() ? Cell{} : Cell{r.frequency_level}, Kind::text, r.frequency_level.empty() ? "this tool names no level" : ""});
  if (mode == DoraMode::middleware) {
    add("frequency.per_week", "", r.per_week, Kind::number, none, "");
    add("frequency.per_month", "", r.per_month, Kind::number, none, "");
  }
  add("lead_time.hours", "Lead time for changes", r.lead_hours, Kind::number, "no change that this tool counts", "hours, n = " + std::to_string(r.lead_n));
  out.summary.push_back({"lead_time.n", "", std::int64_t{r.lead_n}, Kind::integer, ""});
  add("change_fail_rate.rate", "Change failure rate", r.fail_rate, Kind::ratio, r.deployments == 0 ? none : "no incident is cached", ", " + std::to_string(r.failed) + " over " + std::to_string(r.deployments));
  out.summary.push_back({"change_fail_rate.count", "", std::int64_t{r.failed}, Kind::integer, ""});
  add("recovery_time.hours", "Time to restore", r.recovery_hours, Kind::number, "no incident that this tool counts", "hours, n = " + std::to_string(r.recovery_n));
  out.summary.push_back({"recovery_time.n", "", std::int64_t{r.recovery_n}, Kind::integer, ""});
  out.summary.push_back({"rework_rate.rate", "Deployment rework rate", Cell{}, Kind::ratio, std::string(tool.name) + " has none"});
  out.notes = tool.rules;
  out.notes.push_back("Days are those of " + in.midnights.zone.name() + ". `juno dora` without --mode follows DORA's present definitions.");
  if (r.fail_rate && *r.fail_rate > 1) out.warnings.push_back("The change failure rate is above 100 %: this tool counts an incident once for each commit and deployment it names.");
  for (const Deploy& d : in.deploys)
    if (d.live && in.period.contains(d.finished)) out.explain.push_back(format_instant(d.finished) + " " + d.service + " " + d.id + ": " + std::to_string(d.commits.size()) + " commits, " + std::to_string(d.pulls.size()) + " pull requests");
  for (const Incident& i : in.incidents) out.explain.push_back(format_instant(i.opened) + " incident " + i.key + (i.resolved ? ", resolved " + format_instant(*i.resolved) : ", open"));
  return out;
}

}  // namespace juno
