// SPDX-License-Identifier: Apache-2.0
#include "core/dora_modes.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include "core/stats.h"
namespace juno {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;

std::vector<std::size_t> live_in_period(const DoraInput& in) {
  std::vector<std::size_t> out;
  for (std::size_t d = 0; d < in.deploys.size(); ++d)
    if (in.deploys[d].live && in.period.contains(in.deploys[d].finished)) out.push_back(d);
  return out;
}

struct Days {
  std::vector<double> deployed_days;  // one a week of the calendar, outer ones cut
  std::vector<double> deployed;       // whether the week has any: 0 or 1
  std::vector<Date> week;
};

// Weeks that begin on `start`, from `first` through `last`.
Days weeks(const std::set<Date>& deployed, Date first, Date last, int start) {
  Days out;
  for (Date day = first; day <= last; day = day + 1) {
    const Date week = day + -((weekday(day) - start + 7) % 7);
    if (out.week.empty() || out.week.back() != week) out.week.push_back(week), out.deployed_days.push_back(0), out.deployed.push_back(0);
    if (deployed.contains(day)) out.deployed_days.back() += 1, out.deployed.back() = 1;
  }
  return out;
}

std::set<Date> days_of(const DoraInput& in, std::span<const std::size_t> deploys) {
  std::set<Date> days;
  for (const std::size_t d : deploys) days.insert(in.midnights.zone.date(in.deploys[d].finished));
  return days;
}

// Year and month of a date as one number.
int month_of(Date day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.days}}};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

// ---- DevLake ----

// An incident belongs to the last deployment of the project that was live before it, however long ago.
std::optional<std::size_t> last_before(const DoraInput& in, Instant at) {
  std::optional<std::size_t> found;
  for (std::size_t d = 0; d < in.deploys.size() && in.deploys[d].finished < at; ++d)
    if (in.deploys[d].live) found = d;
  return found;
}

DoraAsTool as_devlake(const DoraInput& in) {
  DoraAsTool out;
  const auto live = live_in_period(in);
  out.deployments = static_cast<int>(live.size());
  const Days all = weeks(days_of(in, live), in.period.first, in.period.last, 0);
  out.frequency = lower_median(all.deployed_days);
  out.frequency_unit = "deployment days a week";
  std::map<int, double> months;
  const auto days = days_of(in, live);
  for (Date day = in.period.first; day <= in.period.last; day = day + 1) months[month_of(day)] += days.contains(day);
  std::vector<double> by_month;
  for (const auto& [month, n] : months) by_month.push_back(n);
  const double a_month = lower_median(by_month).value_or(0);
  if (out.frequency) out.frequency_level = *out.frequency >= 5 ? "elite" : *out.frequency >= 1 ? "high" : a_month >= 1 ? "medium" : "low";

  std::vector<double> leads;  // whole minutes, as its tables hold them
  for (const std::size_t d : live) {
    if (!in.deploys[d].known) continue;
    for (const std::size_t p : in.deploys[d].pulls)
      if (const auto first = in.pulls[p].pull.moments.first_commit; first && *first <= in.deploys[d].finished)
        leads.push_back(static_cast<double>((in.deploys[d].finished.ms - first->ms) / kMinute));
  }
  out.lead_n = static_cast<int>(leads.size());
  if (const auto m = lower_median(leads)) out.lead_hours = *m / 60;

  std::set<std::size_t> failed;
  std::vector<double> recoveries;
  const std::set<std::size_t> counted(live.begin(), live.end());
  for (const Incident& i : in.incidents) {
    const auto of = last_before(in, i.opened);
    if (!of || !counted.contains(*of)) continue;
    failed.insert(*of);
    if (i.resolved && in.period.contains(*i.resolved)) recoveries.push_back(static_cast<double>((i.resolved->ms - in.deploys[*of].finished.ms) / kMinute));
  }
  out.failed = static_cast<int>(failed.size());
  if (!live.empty() && !in.incidents.empty()) out.fail_rate = static_cast<double>(failed.size()) / static_cast<double>(live.size());
  out.recovery_n = static_cast<int>(recoveries.size());
  if (const auto m = lower_median(recoveries)) out.recovery_hours = *m / 60;
  return out;
}

// ---- Four Keys ----

std::optional<Date> first_event(const DoraInput& in) {
  std::optional<Instant> first;
  const auto earlier = [&](Instant at) {
    if (!first || at < *first) first = at;
  };
  for (const Deploy& d : in.deploys) earlier(d.finished);
  for (const Commit& c : in.commits) earlier(c.committed);
  for (const Incident& i : in.incidents) earlier(i.opened);
  return first ? std::optional(in.midnights.zone.date(*first)) : std::nullopt;
}

void fourkeys_frequency(const DoraInput& in, std::span<const std::size_t> live, DoraAsTool& out) {
  const auto began = first_event(in);
  if (!began) return;
  const Days all = weeks(days_of(in, live), std::max(in.period.first, *began + 1), in.period.last, 6);
  std::map<int, double> months;
  for (std::size_t w = 0; w < all.week.size(); ++w) months[month_of(all.week[w])] += all.deployed[w];
  std::vector<double> monthly;  // one value a week, as the query's window function gives
  for (const Date week : all.week) monthly.push_back(months[month_of(week)]);
  out.frequency = quantile_linear(all.deployed_days, 0.5);
  if (out.frequency) out.frequency_level = *out.frequency >= 3 ? "Daily" : *quantile_linear(all.deployed, 0.5) >= 1 ? "Weekly" : *quantile_linear(monthly, 0.5) >= 1 ? "Monthly" : "Yearly";
}

DoraAsTool as_fourkeys(const DoraInput& in) {
  DoraAsTool out;
  const auto live = live_in_period(in);
  out.deployments = static_cast<int>(live.size());
  out.frequency_unit = "deployment days a week";
  fourkeys_frequency(in, live, out);
  std::set<std::pair<Date, std::int64_t>> leads;  // equal minutes of a day are one row of its query
  std::map<std::string_view, Instant> committed;
  for (const Commit& c : in.commits) committed.emplace(c.sha, c.committed);
  int rows = 0;
  for (const std::size_t d : live)
    for (const std::size_t c : in.deploys[d].commits) {
      const std::int64_t minutes = (in.deploys[d].finished.ms - in.commits[c].committed.ms) / kMinute;
      if (minutes > 0) leads.emplace(in.midnights.zone.date(in.deploys[d].finished), minutes);
      for (const Incident& i : in.incidents) rows += static_cast<int>(std::count(i.causes.begin(), i.causes.end(), in.commits[c].sha));
    }
  std::vector<double> minutes;
  for (const auto& [day, m] : leads) minutes.push_back(static_cast<double>(m));
  out.lead_n = static_cast<int>(minutes.size());
  if (const auto m = quantile_linear(minutes, 0.5)) out.lead_hours = *m / 60;
  out.failed = rows;
  if (!live.empty()) out.fail_rate = static_cast<double>(rows) / static_cast<double>(live.size());
  std::vector<double> recoveries;  // whole hours
  for (const Incident& i : in.incidents) {
    Instant began = i.opened;
    for (const auto& cause : i.causes)
      if (const auto it = committed.find(cause); it != committed.end()) began = std::min(began, it->second);
    if (in.period.contains(began) && i.resolved) recoveries.push_back(static_cast<double>((i.resolved->ms - began.ms) / kHour));
  }
  out.recovery_n = static_cast<int>(recoveries.size());
  out.recovery_hours = quantile_linear(recoveries, 0.5);
  return out;
}

// ---- middleware ----

// The five stages as its pull requests hold them; one that is missing counts 0.
double middleware_lead(const DeployedPull& p, Instant deployed) {
  const PullRequest& pull = p.pull;
  double sum = 0;
  if (pull.moments.first_commit && *pull.moments.first_commit < pull.created) sum += hours_between(*pull.moments.first_commit, pull.created);
  const Review* first = nullptr;
  const Review* approved = nullptr;
  for (const Review& r : p.reviews) {
    if (!r.submitted) continue;
    if (!first || *r.submitted < *first->submitted) first = &r;
    if (r.state == ReviewState::approved && (!approved || *r.submitted < *approved->submitted)) approved = &r;
  }
  if (first) sum += hours_between(pull.created, *first->submitted);
  if (approved && first->state != ReviewState::approved) sum += hours_between(*first->submitted, *approved->submitted);
  if (approved && *approved->submitted <= *pull.merged) sum += hours_between(*approved->submitted, *pull.merged);
  return sum + hours_between(*pull.merged, deployed);
}

// Whole number of deployments a day, week or month, over all of those the period touches: it divides integers.
double middleware_mean(std::size_t deployments, std::size_t buckets) { return static_cast<double>(deployments / std::max<std::size_t>(buckets, 1)); }

DoraAsTool as_middleware(const DoraInput& in) {
  DoraAsTool out;
  const auto live = live_in_period(in);
  out.deployments = static_cast<int>(live.size());
  std::set<int> months;
  for (Date day = in.period.first; day <= in.period.last; day = day + 1) months.insert(month_of(day));
  out.frequency = middleware_mean(live.size(), static_cast<std::size_t>(in.period.last - in.period.first + 1));
  out.per_week = middleware_mean(live.size(), weeks({}, in.period.first, in.period.last, 0).week.size());
  out.per_month = middleware_mean(live.size(), months.size());
  out.frequency_unit = "deployments a day, rounded down";

  std::vector<double> leads;
  for (const Deploy& d : in.deploys)
    for (const std::size_t p : d.pulls)
      if (const auto merged = in.pulls[p].pull.merged; d.live && d.known && merged && in.period.contains(*merged) && *merged <= d.finished) leads.push_back(middleware_lead(in.pulls[p], d.finished));
  out.lead_n = static_cast<int>(leads.size());
  out.lead_hours = mean(leads);

  std::set<std::size_t> failed;
  std::vector<double> recoveries;
  for (const Incident& i : in.incidents) {
    if (i.resolved && in.period.contains(*i.resolved)) recoveries.push_back(hours_between(i.opened, *i.resolved));
    if (!in.period.contains(i.opened)) continue;
    std::optional<std::size_t> of;
    for (const std::size_t d : live)
      if (in.deploys[d].finished <= i.opened) of = d;
    if (of) failed.insert(*of);
  }
  out.failed = static_cast<int>(failed.size());
  if (!live.empty()) out.fail_rate = static_cast<double>(failed.size()) / static_cast<double>(live.size());
  out.recovery_n = static_cast<int>(recoveries.size());
  out.recovery_hours = mean(recoveries);
  return out;
}

}  // namespace

std::optional<DoraMode> dora_mode_named(std::string_view name) {
  if (name == "devlake") return DoraMode::devlake;
  if (name == "fourkeys") return DoraMode::fourkeys;
  if (name == "middleware") return DoraMode::middleware;
  return std::nullopt;
}

std::optional<double> lower_median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  // percent_rank = values below it / (n - 1); equal values share theirs.
  std::optional<double> best;
  std::size_t below = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0 && values[i] != values[i - 1]) below = i;
    if (2 * below <= values.size() - 1) best = values[i];
  }
  return best;
}

DoraAsTool dora_as(DoraMode mode, const DoraInput& input) {
  switch (mode) {
    case DoraMode::devlake: return as_devlake(input);
    case DoraMode::fourkeys: return as_fourkeys(input);
    case DoraMode::middleware: return as_middleware(input);
  }
  return {};
}

}  // namespace juno
