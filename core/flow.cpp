// SPDX-License-Identifier: Apache-2.0
#include "core/flow.h"
#include <algorithm>
#include <cmath>
#include "core/stats.h"
namespace juno {
namespace {

constexpr std::pair<FlowGroup, std::string_view> kGroups[] = {{FlowGroup::none, "none"}, {FlowGroup::team, "team"}, {FlowGroup::component, "component"},
    {FlowGroup::person, "person"}, {FlowGroup::type, "type"}, {FlowGroup::project, "project"}, {FlowGroup::priority, "priority"},
    {FlowGroup::epic, "epic"}, {FlowGroup::label, "label"}};

// Builds one Flow; every index is a place in FlowInput::issues.
class Builder {
 public:
  explicit Builder(const FlowInput& in) : in_(in), count_(in.rules.settings.days, in.midnights.zone, in.calendar) {}

  Flow build() {
    const std::size_t n = in_.issues.size();
    out_.times.reserve(n), out_.cycle.resize(n), out_.lead.resize(n), out_.age.resize(n);
    for (std::size_t k = 0; k < n; ++k) classify(k);
    summarise();
    fill_steps();
    check_little();
    out_.efficiency = efficiency(out_.finished);
    out_.statuses = status_times(in_.data, in_.issues, in_.rules, in_.steps);
    if (in_.by != FlowGroup::none) group();
    return std::move(out_);
  }

 private:
  const FlowIssue& issue(std::size_t k) const { return in_.data.issues[in_.issues[k]]; }

  void classify(std::size_t k) {
    const FlowIssue& i = issue(k);
    const FlowTimes t = flow_times(i, in_.rules);
    out_.times.push_back(t);
    out_.gaps += i.gap;
    const Period& p = in_.period;
    if (p.contains(i.created)) out_.arrived.push_back(k);
    if (t.started && p.contains(*t.started)) out_.started.push_back(k);
    if (t.finished && p.contains(*t.finished)) {
      out_.finished.push_back(k);
      out_.lead[k] = count_.between(i.created, *t.finished);
      if (t.started) out_.cycle[k] = count_.between(*t.started, *t.finished);
      else out_.never_started.push_back(k);
      if (t.reopened > 0) out_.reopened.push_back(k);
    }
    if (!t.started) return;
    out_.in_progress_at_start += *t.started < p.from && (!t.finished || *t.finished >= p.from);
    if (*t.started >= p.to || (t.finished && *t.finished < p.to)) return;
    out_.in_progress.push_back(k);
    out_.age[k] = count_.between(*t.started, p.to);
    if (!in_process(at_end(i))) out_.put_back.push_back(k);
  }
  Stage at_end(const FlowIssue& i) const {
    FlowIssue::Place status = i.visits.front().status;
    for (const auto& v : i.visits)
      if (v.from < in_.period.to) status = v.status;
    return in_.rules.stage(status);
  }

  static std::vector<double> known(const std::vector<std::optional<double>>& values, const std::vector<std::size_t>& of) {
    std::vector<double> out;
    for (const std::size_t k : of)
      if (values[k]) out.push_back(*values[k]);
    return out;
  }
  void summarise() {
    const std::string none = out_.finished.empty() ? "no issue was finished in the period" : "no finished issue was ever in a status of work";
    out_.cycle_time = durations(known(out_.cycle, out_.finished), none);
    out_.lead_time = durations(known(out_.lead, out_.finished), "no issue was finished in the period");
    const auto ages = known(out_.age, out_.in_progress);
    out_.ages = durations(ages, "nothing is in progress");
    if (!ages.empty()) out_.oldest = *std::max_element(ages.begin(), ages.end());
  }

  std::vector<Stay> stays(const std::vector<std::size_t>& of) const {
    std::vector<Stay> out;
    for (const std::size_t k : of)
      if (const FlowTimes& t = out_.times[k]; t.started && (!t.finished || *t.started < *t.finished)) out.push_back({*t.started, t.finished});
    return out;
  }
  std::vector<std::size_t> everything() const {
    std::vector<std::size_t> all(in_.issues.size());
    for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
    return all;
  }

  void fill_steps() {
    const auto in = stays(everything());
    const WipSeries series = wip_series(in, in_.steps);
    out_.little = little(in, in_.steps);
    out_.steps.resize(in_.steps.size());
    std::vector<std::vector<double>> cycles(in_.steps.size()), leads(cycles);
    const auto at = [&](Instant t) { return step_at(in_.steps, t); };
    for (const std::size_t k : out_.arrived) ++out_.steps[*at(issue(k).created)].arrived;
    for (const std::size_t k : out_.started) ++out_.steps[*at(*out_.times[k].started)].started;
    for (const std::size_t k : out_.finished) {
      const std::size_t s = *at(*out_.times[k].finished);
      ++out_.steps[s].finished;
      if (out_.cycle[k]) cycles[s].push_back(*out_.cycle[k]);
      if (out_.lead[k]) leads[s].push_back(*out_.lead[k]);
    }
    int arrived = open_at_start(), started = out_.in_progress_at_start, finished = 0;
    for (std::size_t s = 0; s < out_.steps.size(); ++s) {
      FlowStep& step = out_.steps[s];
      step.all_arrived = arrived += step.arrived, step.all_started = started += step.started, step.all_finished = finished += step.finished;
      step.in_progress = series.at_end[s], step.mean_in_progress = series.mean[s];
      step.cycle_median = median(cycles[s]), step.lead_median = median(leads[s]);
      step.cycle_p85 = durations(std::move(cycles[s]), "").p85;
    }
  }
  int open_at_start() const {
    int open = 0;
    for (std::size_t k = 0; k < in_.issues.size(); ++k) {
      const auto& done = out_.times[k].finished;
      open += issue(k).created < in_.period.from && (!done || *done >= in_.period.from);
    }
    return open;
  }

  // methods.md §3: throughput × cycle time against the mean in progress, and what keeps them apart.
  void check_little() {
    if (!out_.little || out_.little->mean_in <= 0 || out_.finished.empty()) return;
    double sum = 0;
    int n = 0;
    for (const std::size_t k : out_.finished)
      if (const FlowTimes& t = out_.times[k]; t.started) sum += days_between(*t.started, *t.finished), ++n;
    if (n == 0) return;
    out_.little_ratio = n / in_.period.days() * (sum / n) / out_.little->mean_in;
    if (std::abs(*out_.little_ratio - 1) <= 0.15) return;
    const auto begun = static_cast<int>(out_.started.size());
    const auto at_end = static_cast<int>(out_.in_progress.size());
    if (std::abs(begun - n) > 0.15 * std::max(begun, n)) out_.little_fails.push_back(std::to_string(begun) + " were started, " + std::to_string(n) + " of those started were finished");
    if (std::abs(at_end - out_.in_progress_at_start) > 0.15 * std::max(at_end, out_.in_progress_at_start))
      out_.little_fails.push_back("in progress went from " + std::to_string(out_.in_progress_at_start) + " to " + std::to_string(at_end));
    if (out_.little_fails.empty()) out_.little_fails.push_back("what was finished is not as old as what is in progress");
  }

  FlowEfficiency efficiency(const std::vector<std::size_t>& of) const {
    FlowEfficiency e;
    for (const std::size_t k : of) {
      const FlowTimes& t = out_.times[k];
      if (!t.started || !t.finished) continue;
      const auto& visits = issue(k).visits;
      for (std::size_t v = 0; v < visits.size(); ++v) {
        const Instant from = std::max(visits[v].from, *t.started), to = std::min(v + 1 < visits.size() ? visits[v + 1].from : *t.finished, *t.finished);
        if (to <= from) continue;
        switch (in_.rules.stage(visits[v].status)) {
          case Stage::active: e.active_days += days_between(from, to); break;
          case Stage::unclassified: e.unclassified_days += days_between(from, to); break;
          case Stage::before: case Stage::waiting: case Stage::done: e.waiting_days += days_between(from, to); break;
        }
      }
    }
    const double all = e.active_days + e.waiting_days + e.unclassified_days;
    if (all > 0) e.low = e.active_days / all, e.high = (e.active_days + e.unclassified_days) / all;
    return e;
  }

  void group() {
    std::vector<bool> arrived(in_.issues.size()), started(arrived), finished(arrived), going(arrived);
    const auto mark = [](std::vector<bool>& in, const std::vector<std::size_t>& of) { for (const std::size_t k : of) in[k] = true; };
    mark(arrived, out_.arrived), mark(started, out_.started), mark(finished, out_.finished), mark(going, out_.in_progress);
    for (const Group& g : group_by(in_.issues.size(), [&](std::size_t k, std::vector<GroupKey>& keys) { flow_keys(in_.data, issue(k), in_.by, keys); })) {
      FlowGroupRow row;
      row.name = g.name;
      std::vector<std::size_t> done;
      for (const std::size_t k : g.members) {
        row.arrived += arrived[k], row.started += started[k], row.in_progress += going[k];
        if (finished[k]) done.push_back(k);
        if (going[k] && out_.age[k]) row.oldest = std::max(row.oldest.value_or(0), *out_.age[k]);
      }
      row.finished = static_cast<int>(done.size());
      if (row.arrived + row.started + row.in_progress + row.finished == 0) continue;  // only waits in the backlog
      row.per_week = in_.period.days() > 0 ? row.finished * 7 / in_.period.days() : 0;
      row.cycle = durations(known(out_.cycle, done), ""), row.lead = durations(known(out_.lead, done), "");
      row.efficiency = efficiency(done);
      out_.groups.push_back(std::move(row));
    }
  }

  const FlowInput& in_;
  DayCount count_;
  Flow out_;
};

}  // namespace

std::string_view to_string(FlowGroup by) {
  for (const auto& [group, name] : kGroups)
    if (group == by) return name;
  return "";
}
std::optional<FlowGroup> flow_group_named(std::string_view name) {
  for (const auto& [group, known] : kGroups)
    if (known == name) return group;
  return std::nullopt;
}

void flow_keys(const FlowIssues& data, const FlowIssue& i, FlowGroup by, std::vector<GroupKey>& keys) {
  const auto one = [&](FlowIssue::Place p, bool person = false) { keys.push_back({data.word(p), person ? static_cast<Id>(p) : 0}); };
  switch (by) {
    case FlowGroup::team: return one(i.team);
    case FlowGroup::person: return one(i.assignee, true);
    case FlowGroup::type: return one(i.type);
    case FlowGroup::project: return one(i.project);
    case FlowGroup::priority: return one(i.priority);
    case FlowGroup::epic: return one(i.epic);
    case FlowGroup::component:
      for (const auto c : i.components) one(c);
      return;
    case FlowGroup::label:
      for (const auto l : i.labels) one(l);
      return;
    case FlowGroup::none: return;
  }
}

Flow flow(const FlowInput& in) { return Builder(in).build(); }

}  // namespace juno
