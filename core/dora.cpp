// SPDX-License-Identifier: Apache-2.0
#include "core/dora.h"
#include <algorithm>
#include <set>
#include "core/stats.h"
namespace juno {
namespace {

constexpr int kEnough = 3;
constexpr std::size_t kP90Needs = 10;

// Whole weeks only: a week of three days would look like a slow one.
void count_days(const DoraInput& in, std::span<const Instant> live, const Period& period, DoraFigures& f) {
  std::vector<double> days;
  for (const Period& week : steps_of(period, Step::week, in.midnights)) {
    if (!week.whole) continue;
    std::set<Date> seen;
    for (const Instant at : live)
      if (week.contains(at)) seen.insert(in.midnights.zone.date(at));
    days.push_back(static_cast<double>(seen.size()));
  }
  f.weeks = static_cast<int>(days.size());
  f.days_per_week = median(days);
}

void add_lead(const DoraInput& in, const Deploy& d, DoraFigures& f, std::vector<double>& leads) {
  if (!d.known) {
    ++f.unknown_changes;
    return;
  }
  const auto add = [&](Instant from) {
    if (d.finished < from) ++f.backwards;
    else leads.push_back(hours_between(from, d.finished));
  };
  if (!in.per_pull) {
    for (const std::size_t c : d.commits) add(in.commits[c].committed);
    return;
  }
  for (const std::size_t p : d.pulls)
    if (const auto first = in.pulls[p].pull.moments.first_commit) add(*first);
}

}  // namespace

Spread spread_of(std::span<const double> values) {
  Spread s;
  s.n = static_cast<int>(values.size());
  s.median = median(values);
  if (values.size() >= kP90Needs) s.p90 = quantile_linear(values, 0.9);
  s.interval = median_interval(values);
  return s;
}

DoraFigures dora_figures(const DoraInput& in, const Dora& of, std::span<const std::size_t> deploys, const Period& period) {
  DoraFigures f;
  std::vector<double> leads, recoveries;
  std::vector<Instant> live;
  int failed = 0, failed_explicitly = 0, rework = 0, attempts = 0;
  for (const std::size_t n : deploys) {
    const Deploy& d = in.deploys[n];
    ++attempts;
    if (!d.live) continue;
    const Verdict& v = of.judged.verdicts[n];
    live.push_back(d.finished);
    add_lead(in, d, f, leads);
    rework += !v.rework.empty();
    failed_explicitly += v.failed(true);
    if (!v.failed()) continue;
    ++failed;
    const auto restored = v.restored();
    if (!restored || *restored > in.as_of) ++f.unrecovered;
    else if (*restored >= d.finished) recoveries.push_back(hours_between(d.finished, *restored));
  }
  f.deployments = static_cast<int>(live.size());
  f.enough = f.deployments >= kEnough;
  f.pipeline = share_of(attempts - f.deployments, attempts);
  if (!f.enough) return f;
  if (const double days = period.days(); days > 0) {
    const Interval count = garwood(f.deployments);
    f.per_day = f.deployments / days;
    f.per_day_interval = Interval{count.low / days, count.high / days};
  }
  count_days(in, live, period, f);
  f.lead = spread_of(leads);
  f.failed = share_of(failed, f.deployments);
  f.failed_explicitly = share_of(failed_explicitly, f.deployments);
  f.rework = share_of(rework, f.deployments);
  f.recovery = spread_of(recoveries);
  return f;
}

Dora dora(const DoraInput& in) {
  Dora out;
  out.judged = judge(in.deploys, in.commits, in.pulls, in.incidents, in.rules);
  for (std::size_t d = 0; d < in.deploys.size(); ++d)
    if (in.period.contains(in.deploys[d].finished)) out.deploys.push_back(d);
  for (std::size_t i = 0; i < in.incidents.size(); ++i)
    if (in.period.contains(in.incidents[i].opened)) out.incidents.push_back(i);
  out.all = dora_figures(in, out, out.deploys, in.period);
  return out;
}

}  // namespace juno
