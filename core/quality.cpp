// SPDX-License-Identifier: Apache-2.0
#include "core/quality.h"
#include <algorithm>
#include <set>
#include "core/association.h"
#include "core/names.h"
#include "core/wip.h"
namespace juno {
namespace {

constexpr auto kFollowUp = std::chrono::hours(24 * 30);
constexpr double kOld = 90;        // days
constexpr int kTrendNeeds = 8;     // steps (methods.md §4.6)
constexpr double kDiscovery = 0.1;

std::vector<bool> words_in(const FlowIssues& data, const Names& names) {
  std::set<std::string> wanted;
  for (const std::string& n : names) wanted.insert(fold_case(n));
  std::vector<bool> out(data.words.size());
  if (!wanted.empty())
    for (std::size_t w = 1; w < data.words.size(); ++w) out[w] = wanted.count(fold_case(data.words[w])) == 1;
  return out;
}

Share counted(std::size_t hits, std::size_t of, const std::string& why) { return share_of(static_cast<int>(hits), static_cast<int>(of), why); }

class Builder {
 public:
  explicit Builder(const QualityInput& in)
      : in_(in), count_(in.rules.settings.days, in.midnights.zone, in.calendar), bug_(words_in(in.data, in.settings.bugs)),
        invalid_(words_in(in.data, in.settings.invalid)), escaped_(words_in(in.data, in.settings.escaped)) {}

  Quality build() {
    out_.age.resize(in_.issues.size());
    times_.reserve(in_.issues.size());
    for (std::size_t k = 0; k < in_.issues.size(); ++k) classify(k);
    rates();
    lifecycle();
    fill_steps();
    trends();
    concentrate();
    return std::move(out_);
  }

 private:
  const FlowIssue& issue(std::size_t k) const { return in_.data.issues[in_.issues[k]]; }
  bool bug(std::size_t k) const { return bug_[issue(k).type]; }

  void classify(std::size_t k) {
    const FlowIssue& i = issue(k);
    const FlowTimes t = flow_times(i, in_.rules);
    times_.push_back(t);
    const Period& p = in_.period;
    const bool created = p.contains(i.created), finished = t.finished && p.contains(*t.finished);
    out_.issues_created += created, out_.issues_finished += finished;
    if (!bug(k)) return;
    if (created) {
      out_.created.push_back(k);
      if (invalid_[i.resolution]) out_.invalid.push_back(k);
      else if (std::any_of(i.labels.begin(), i.labels.end(), [&](FlowIssue::Place l) { return escaped_[l]; })) out_.escaped.push_back(k);
    }
    if (finished) out_.finished.push_back(k);
    if (t.first_done && p.contains(*t.first_done)) {
      out_.first_done.push_back(k);
      if (t.reopened > 0) out_.reopened.push_back(k);
    }
    out_.open_at_start += i.created < p.from && (!t.finished || *t.finished >= p.from);
    if (i.created < p.to && (!t.finished || *t.finished >= p.to)) {
      out_.open.push_back(k);
      out_.age[k] = count_.between(i.created, p.to);
    }
  }

  // Whether it left done again within the time that every one of the denominator could be watched.
  bool reopened_soon(std::size_t k) const {
    const Instant first = *times_[k].first_done;
    bool done = false;
    for (const auto& v : issue(k).visits) {
      const bool now = in_.rules.stage(v.status) == Stage::done;
      if (done && !now && v.from < first + kFollowUp) return true;
      done = now;
    }
    return false;
  }

  void rates() {
    const std::string no_bug = "no bug was created in the period";
    out_.defect_rate = counted(out_.created.size(), static_cast<std::size_t>(out_.issues_created), "no issue was created in the period");
    out_.invalid_rate = counted(out_.invalid.size(), out_.created.size(), no_bug);
    if (out_.issues_finished > 0) out_.per_100_finished = 100.0 * static_cast<double>(out_.created.size()) / out_.issues_finished;
    const std::string no_done = "no bug was done for the first time in the period";
    out_.reopen_rate = counted(out_.reopened.size(), out_.first_done.size(), no_done);
    std::size_t watched = 0, soon = 0;
    for (const std::size_t k : out_.first_done)
      if (*times_[k].first_done + kFollowUp <= in_.period.to) ++watched, soon += reopened_soon(k);
    out_.reopen_rate_30d = counted(soon, watched, out_.first_done.empty() ? no_done : "none of them was done 30 days before the period's end");
    if (in_.settings.escaped.empty()) out_.escape_rate.why = "no label says what was found after release: name it with --escaped-label";
    else out_.escape_rate = counted(out_.escaped.size(), out_.created.size() - out_.invalid.size(), no_bug);
    const auto old = std::count_if(out_.open.begin(), out_.open.end(), [&](std::size_t k) { return out_.age[k].value_or(0) > kOld; });
    out_.old_share = counted(static_cast<std::size_t>(old), out_.open.size(), "no bug is open");
  }

  void lifecycle() {
    std::vector<double> to_start, to_fix, whole;
    const auto add = [](std::vector<double>& in, const std::optional<double>& v) {
      if (v) in.push_back(*v);
    };
    for (const std::size_t k : out_.finished) {
      const FlowTimes& t = times_[k];
      add(whole, count_.between(issue(k).created, *t.finished));
      if (t.started) add(to_start, count_.between(issue(k).created, *t.started)), add(to_fix, count_.between(*t.started, *t.finished));
    }
    const std::string none = "no bug was finished in the period";
    const std::string not_begun = out_.finished.empty() ? none : "no finished bug was ever in a status of work";
    out_.to_start = durations(std::move(to_start), not_begun), out_.to_fix = durations(std::move(to_fix), not_begun);
    out_.resolution = durations(std::move(whole), none);
    std::vector<Lifetime> lives;
    for (const std::size_t k : out_.created) {
      const bool ended = times_[k].finished && *times_[k].finished < in_.period.to;
      if (const auto length = count_.between(issue(k).created, ended ? *times_[k].finished : in_.period.to)) lives.push_back({*length, ended});
    }
    out_.lifetime = survival(std::move(lives));
  }

  void fill_steps() {
    out_.steps.resize(in_.steps.size());
    std::vector<Stay> stays;
    for (std::size_t k = 0; k < in_.issues.size(); ++k)
      if (bug(k)) stays.push_back({issue(k).created, times_[k].finished});
    const auto open = wip_series(stays, in_.steps).at_end;
    std::vector<std::vector<double>> lengths(in_.steps.size());
    for (const std::size_t k : out_.created)
      if (const auto s = step_at(in_.steps, issue(k).created)) ++out_.steps[*s].created;
    for (const std::size_t k : out_.finished) {
      const auto s = step_at(in_.steps, *times_[k].finished);
      if (!s) continue;
      ++out_.steps[*s].finished;
      if (const auto length = count_.between(issue(k).created, *times_[k].finished)) lengths[*s].push_back(*length);
    }
    for (std::size_t s = 0; s < out_.steps.size(); ++s) out_.steps[s].open = open[s], out_.steps[s].resolution_median = median(lengths[s]);
  }

  void add_trend(const char* key, const char* title, bool more_is_worse, const std::function<std::optional<double>(const QualityStep&)>& value) {
    Trend t{key, title, more_is_worse, {}, 0, {}, {}, {}};
    std::vector<double> known;
    for (std::size_t s = 0; s < out_.steps.size(); ++s) {
      t.values.push_back(in_.steps[s].whole ? value(out_.steps[s]) : std::nullopt);  // a cut week is no low week
      if (t.values.back()) known.push_back(*t.values.back());
    }
    t.counted = static_cast<int>(known.size());
    if (t.counted >= kTrendNeeds) {
      t.slope = theil_sen(known), t.test = mann_kendall(known);
      const bool evidence = t.test->p_corrected < 0.05;
      t.verdict = !evidence ? "no evidence" : (t.test->s > 0) == more_is_worse ? "worsening" : "improving";
    }
    out_.trends.push_back(std::move(t));
  }
  void trends() {
    add_trend("created", "Bugs created", true, [](const QualityStep& s) { return std::optional<double>(s.created); });
    add_trend("finished", "Bugs finished", false, [](const QualityStep& s) { return std::optional<double>(s.finished); });
    add_trend("open", "Bugs open", true, [](const QualityStep& s) { return std::optional<double>(s.open); });
    add_trend("resolution_median_days", "Median days to resolve", true, [](const QualityStep& s) { return s.resolution_median; });
  }

  void concentrate() {
    std::vector<std::size_t> created;  // bugs and others
    for (std::size_t k = 0; k < in_.issues.size(); ++k)
      if (in_.period.contains(issue(k).created)) created.push_back(k);
    const auto total = static_cast<int>(created.size()), bugs = static_cast<int>(out_.created.size());
    if (bugs == 0) return;
    std::vector<double> p;
    for (const Group& g : group_by(created.size(), [&](std::size_t n, std::vector<GroupKey>& keys) { flow_keys(in_.data, issue(created[n]), in_.by, keys); })) {
      Concentration c;
      c.name = g.name, c.issues = static_cast<int>(g.members.size());
      c.bugs = static_cast<int>(std::count_if(g.members.begin(), g.members.end(), [&](std::size_t n) { return bug(created[n]); }));
      c.share_of_bugs = static_cast<double>(c.bugs) / bugs, c.share_of_issues = static_cast<double>(c.issues) / total;
      c.rate = counted(static_cast<std::size_t>(c.bugs), g.members.size(), "");
      p.push_back(c.p = fisher_exact(c.bugs, c.issues, bugs, total));
      out_.groups.push_back(std::move(c));
    }
    const auto q = false_discovery(p);
    for (std::size_t n = 0; n < q.size(); ++n) {
      out_.groups[n].q = q[n];
      out_.groups[n].stands_out = q[n] <= kDiscovery && out_.groups[n].share_of_bugs > out_.groups[n].share_of_issues;
    }
    std::stable_sort(out_.groups.begin(), out_.groups.end(), [](const Concentration& a, const Concentration& b) { return a.bugs > b.bugs; });
  }

  const QualityInput& in_;
  DayCount count_;
  std::vector<bool> bug_, invalid_, escaped_;
  std::vector<FlowTimes> times_;
  Quality out_;
};

}  // namespace

Quality quality(const QualityInput& in) { return Builder(in).build(); }

}  // namespace juno
