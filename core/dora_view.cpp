// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/dora.h"
#include "core/text.h"
namespace juno {
namespace {

Cell low(const std::optional<Interval>& i) { return i ? Cell{i->low} : Cell{}; }
Cell high(const std::optional<Interval>& i) { return i ? Cell{i->high} : Cell{}; }

std::string counted(int n, const std::string& noun) { return std::to_string(n) + " " + noun + (n == 1 ? "" : "s"); }

// Why a figure is not told.
std::string too_few(const DoraFigures& f) {
  if (f.deployments == 0) return "no deployment to production in the period";
  return "not enough data: " + std::to_string(f.deployments) + " of 3 deployments";
}

class Summary {
 public:
  Summary(Report& out, const DoraFigures& f, const DoraBands& bands) : out_(out), f_(f), bands_(bands) {}

  void write() {
    out_.summary.push_back({"deployments", "Deployments", std::int64_t{f_.deployments}, Kind::integer, ""});
    frequency();
    spread("lead_time", "Change lead time", f_.lead, DoraMetric::lead, f_.unknown_changes == f_.deployments ? "it is not known what the deployments brought" : "the deployments brought no change");
    share("change_fail_rate", "Change fail rate", f_.failed, DoraMetric::fail_rate);
    field("change_fail_rate.explicit", "", cell(f_.failed_explicitly.rate), Kind::ratio, "");
    spread("recovery_time", "Failed deployment recovery time", f_.recovery, DoraMetric::recovery,
           f_.failed.hits == 0 ? "no deployment failed" : "no failed deployment is known to be restored");
    field("recovery_time.unresolved", f_.unrecovered ? "Not restored yet" : "", std::int64_t{f_.unrecovered}, Kind::integer, "");
    share("rework_rate", "Deployment rework rate", f_.rework, DoraMetric::rework);
    pipeline();
  }

 private:
  void field(const std::string& key, const std::string& title, Cell value, Kind kind, const std::string& reason, const std::string& unit = "") {
    const bool unknown = std::holds_alternative<std::monostate>(value);
    out_.summary.push_back({key, title, std::move(value), kind, unknown ? (f_.enough ? reason : too_few(f_)) : "", unit});
  }
  void band(const std::string& key, DoraMetric metric, const std::optional<double>& value) {
    const std::string_view name = value ? dora_band(bands_, metric, *value) : std::string_view();
    const bool scale = std::any_of(bands_.bands.begin(), bands_.bands.end(), [&](const DoraBand& b) { return b.metric == metric; });
    field(key + ".band", "", name.empty() ? Cell{} : Cell{std::string(name)}, Kind::text, scale ? "the metric is not known" : "this scale has no levels for it");
    if (!name.empty()) names_.push_back(std::string(name));
  }
  static std::string range(const std::optional<Interval>& i, double scale, const std::string& unit) {
    return i ? ", 95 % interval " + people_number(i->low * scale) + " to " + people_number(i->high * scale) + unit : "";
  }
  // The name of the band just met, and what follows it.
  std::string told(const std::string& rest) {
    std::string text = (names_.empty() ? "" : " (" + names_.back() + ")") + rest;
    names_.clear();
    return text;
  }

  void frequency() {
    band("frequency", DoraMetric::frequency, f_.per_day);
    field("frequency.per_day", "Deployment frequency", cell(f_.per_day), Kind::number, "the period is empty", f_.per_day ? "a day" + told(range(f_.per_day_interval, 1, "")) : "");
    field("frequency.low", "", low(f_.per_day_interval), Kind::number, "the period is empty");
    field("frequency.high", "", high(f_.per_day_interval), Kind::number, "the period is empty");
    field("frequency.days_per_week", "Deployment days a week", cell(f_.days_per_week), Kind::number, "no whole week in the period",
          f_.days_per_week ? "in the median of " + counted(f_.weeks, "week") : "");
  }
  void spread(const std::string& key, const std::string& title, const Spread& s, DoraMetric metric, const std::string& reason) {
    band(key, metric, s.median);
    const std::string days = s.median && *s.median >= 48 ? " = " + people_number(*s.median / 24) + " days" : "";
    const std::string tail = s.p90 ? ", 90 % within " + people_number(*s.p90) : "";
    field(key + ".median_hours", title, cell(s.median), Kind::number, reason, s.median ? "hours" + days + " in the median of " + std::to_string(s.n) + told(tail + range(s.interval, 1, "")) : "");
    field(key + ".p90_hours", "", cell(s.p90), Kind::number, s.n ? "needs 10 values" : reason);
    field(key + ".low_hours", "", low(s.interval), Kind::number, s.n ? "needs 6 values" : reason);
    field(key + ".high_hours", "", high(s.interval), Kind::number, s.n ? "needs 6 values" : reason);
    field(key + ".n", "", std::int64_t{s.n}, Kind::integer, "");
  }
  void share(const std::string& key, const std::string& title, const Share& s, DoraMetric metric) {
    if (metric == DoraMetric::fail_rate) band(key, metric, s.rate);
    field(key + ".rate", title, cell(s.rate), Kind::ratio, "no deployment", s.rate ? "of deployments, " + std::to_string(s.hits) + " of " + std::to_string(s.of) + told(range(s.interval, 100, " %")) : "");
    field(key + ".low", "", low(s.interval), Kind::ratio, "no deployment");
    field(key + ".high", "", high(s.interval), Kind::ratio, "no deployment");
    field(key + ".count", "", std::int64_t{s.hits}, Kind::integer, "");
  }
  void pipeline() {
    const Share& s = f_.pipeline;
    out_.summary.push_back({"pipeline_failure_rate.rate", s.hits ? "Attempts that never went live" : "", cell(s.rate), Kind::ratio, s.rate ? "" : "no attempt",
                            ", " + std::to_string(s.hits) + " of " + std::to_string(s.of)});
    out_.summary.push_back({"pipeline_failure_rate.count", "", std::int64_t{s.hits}, Kind::integer, ""});
  }

  Report& out_;
  const DoraFigures& f_;
  const DoraBands& bands_;
  std::vector<std::string> names_;
};

Section groups_section(const std::vector<DoraGroup>& groups, const std::string& noun, bool chart) {
  Section s{"groups", "By " + noun, {}, {}, groups.empty()};
  s.table.columns = {{"name", noun.empty() ? "" : std::string(1, static_cast<char>(noun[0] - 'a' + 'A')) + noun.substr(1)}, {"deployments", "Deployments", Kind::integer}, {"per_day", "Per day", Kind::number},
                     {"days_per_week", "Days a week", Kind::number}, {"lead_median_hours", "Lead time (h)", Kind::number}, {"lead_n", "Changes", Kind::integer, false, 1},
                     {"change_fail_rate", "Fail rate", Kind::ratio}, {"change_fail_low", "from", Kind::ratio, false, 1}, {"change_fail_high", "to", Kind::ratio, false, 1},
                     {"recovery_median_hours", "Recovery (h)", Kind::number}, {"recovery_n", "Restored", Kind::integer, false, 1}, {"rework_rate", "Rework rate", Kind::ratio},
                     {"pipeline_failure_rate", "Never live", Kind::ratio, false, 1}};
  for (const DoraGroup& g : groups) {
    const DoraFigures& f = g.figures;
    s.table.rows.push_back({g.name, std::int64_t{f.deployments}, cell(f.per_day), cell(f.days_per_week), cell(f.lead.median), std::int64_t{f.lead.n}, cell(f.failed.rate), low(f.failed.interval),
                            high(f.failed.interval), cell(f.recovery.median), std::int64_t{f.recovery.n}, cell(f.rework.rate), cell(f.pipeline.rate)});
  }
  if (chart && groups.size() > 1) s.chart = Chart{Chart::Type::bars, "name", {"deployments"}, "deployments"};
  return s;
}

std::string text_of(const Failure& f) { return std::string(to_string(f.kind)) + (f.by.empty() ? "" : " " + f.by) + (f.inferred() ? " (inferred)" : ""); }

std::string why(const Verdict& v) {
  std::vector<std::string> all;
  for (const Failure& f : v.failures) all.push_back(text_of(f));
  return joined(all, "; ");
}

Section deployments_section(const Dora& r, const DoraInput& in, bool failed_only) {
  Section s{failed_only ? "failed" : "attempts", failed_only ? "Failed deployments" : "Deployments", {}, {}, !failed_only};
  s.table.columns = {{"service", "Service"}, {"id", "Deployment"}, {"finished_at", "Live", Kind::instant}, {"sha", "Commit", Kind::text, false, 1}, {"live", "Went live", Kind::boolean, false, 1}, {"changes", "Changes", Kind::integer, false, 1},
                     {"lead_median_hours", "Lead time (h)", Kind::number}, {"failed", "Failed", Kind::boolean, false, 1}, {"inferred", "Inferred", Kind::boolean}, {"why", "Why it failed", Kind::text, true},
                     {"restored_at", "Restored", Kind::instant}, {"recovery_hours", "Recovery (h)", Kind::number}, {"rework", "Unplanned fix", Kind::text, true}};
  for (const std::size_t n : r.deploys) {
    const Deploy& d = in.deploys[n];
    const Verdict& v = r.judged.verdicts[n];
    if (failed_only && !v.failed()) continue;
    std::vector<double> leads;
    for (const std::size_t c : d.commits)
      if (in.commits[c].committed <= d.finished) leads.push_back(static_cast<double>(d.finished.ms - in.commits[c].committed.ms) / 3'600'000.0);
    const auto restored = v.restored();
    s.table.rows.push_back({d.service, d.id, d.finished, d.sha.substr(0, 12), d.live, d.known && d.live ? Cell{static_cast<std::int64_t>(d.commits.size())} : Cell{}, cell(spread_of(leads).median), v.failed(),
                            v.failed() && !v.failed(true), why(v), restored ? Cell{*restored} : Cell{},
                            restored && *restored >= d.finished ? Cell{static_cast<double>(restored->ms - d.finished.ms) / 3'600'000.0} : Cell{}, joined(v.rework, "; ")});
  }
  if (failed_only && s.table.rows.empty()) s.hidden = true;
  s.shown_rows = 20;
  return s;
}

Section incidents_section(const Dora& r, const DoraInput& in) {
  Section s{"incidents", "Incidents of the period", {}, {}, r.incidents.empty()};
  s.table.columns = {{"key", "Incident"}, {"summary", "Summary", Kind::text, true}, {"opened_at", "Opened", Kind::instant}, {"resolved_at", "Resolved", Kind::instant},
                     {"service", "Service"}, {"deployment", "Deployment"}, {"unattributed", "Not ascribed because", Kind::text, true}};
  for (const std::size_t n : r.incidents) {
    const Incident& i = in.incidents[n];
    const auto of = r.judged.of_incident[n];
    s.table.rows.push_back({i.key, i.summary, i.opened, i.resolved ? Cell{*i.resolved} : Cell{}, of ? in.deploys[*of].service : joined(i.services, "; "), of ? Cell{in.deploys[*of].id} : Cell{},
                            r.judged.no_deployment[n]});
  }
  s.shown_rows = 20;
  return s;
}

void say_what_lowers_confidence(const Dora& r, Report& out) {
  const DoraFigures& f = r.all;
  if (f.unknown_changes) out.warnings.push_back(counted(f.unknown_changes, "deployment") + ": what they brought is not known (the first one cached, or a commit that is not); left out of the lead time.");
  if (f.backwards) out.warnings.push_back(counted(f.backwards, "change") + " committed after being deployed, left out of the lead time.");
  int lost = 0;
  for (const std::size_t n : r.incidents) lost += !r.judged.of_incident[n];
  if (lost) out.warnings.push_back(std::to_string(lost) + " of " + counted(static_cast<int>(r.incidents.size()), "incident") + " could not be ascribed to a deployment and are not in the rates; the section incidents says why.");
  if (f.failed.hits > f.failed_explicitly.hits)
    out.notes.push_back(std::to_string(f.failed.hits - f.failed_explicitly.hits) + " of " + std::to_string(f.failed.hits) + " failures are inferred from an incident soon after in the same service; without them the change fail rate is " +
                        people_number(100 * f.failed_explicitly.rate.value_or(0)) + " %.");
}

}  // namespace

Report to_report(const Dora& r, const DoraInput& in, const std::vector<DoraGroup>& groups, const std::string& noun, const DoraBands& bands) {
  Report out;
  out.title = "DORA metrics";
  Summary(out, r.all, bands).write();
  out.summary.push_back({"bands", "", std::string(bands.version), Kind::text, ""});
  out.sections.push_back(groups_section(groups, noun, noun != "service"));
  out.sections.push_back(deployments_section(r, in, true));
  out.sections.push_back(deployments_section(r, in, false));
  out.sections.push_back(incidents_section(r, in));
  out.notes = {std::string("Lead time: ") + (in.per_pull ? "first commit of a pull request" : "commit") + " to deployment live. Fail rate: deployments with an incident, rollback, revert or hotfix of theirs. Recovery: failed deployment live to "
               "incident resolved, else to the fix live. Rework: unplanned fixes (rollback, revert, hotfix, nothing but fixes of incidents). Medians and percentiles interpolate (type 7); intervals are Wilson, Garwood and order statistics.",
               "Words in brackets: " + std::string(bands.source) + ". Compare a service with its own past, not with others; none of these is a target."};
  say_what_lowers_confidence(r, out);
  for (const std::size_t n : r.deploys) {
    const Verdict& v = r.judged.verdicts[n];
    const Deploy& d = in.deploys[n];
    out.explain.push_back(format_instant(d.finished) + " " + d.service + " " + d.id + (d.live ? "" : ": never went live") + (d.known ? ": " + counted(static_cast<int>(d.commits.size()), "change") : ": changes unknown") +
                          (v.failed() ? "; failed: " + why(v) : "") + (v.rework.empty() ? "" : "; unplanned: " + joined(v.rework, "; ")));
  }
  return out;
}

}  // namespace juno
