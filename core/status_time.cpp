// SPDX-License-Identifier: Apache-2.0
#include "core/status_time.h"
#include <algorithm>
#include <cmath>
#include "core/wip.h"
namespace juno {
namespace {

// Nothing of a visit that ends before it begins.
double days_inside(Instant from, Instant to) { return std::max(0.0, days_between(from, to)); }

constexpr std::size_t kLongest = 5, kTrendNeeds = 8;
constexpr int kShareNeeds = 5;  // issues, for an interval

// Sums over issues of one status's time a and all time in process t.
struct Sums {
  double a = 0, aa = 0, at = 0;
};

class Tally {
 public:
  Tally(const FlowIssues& data, const FlowRules& rules, const std::vector<Period>& steps)
      : data_(data), rules_(rules), steps_(steps), window_{steps.front().from, steps.back().to}, rows_(data.statuses.size()), sums_(rows_.size()),
        stays_(rows_.size()), top_(rows_.size()), now_(rows_.size()) {}

  void add(std::size_t issue) {
    touched_.clear();
    const auto& visits = data_.issues[issue].visits;
    for (std::size_t n = 0; n < visits.size(); ++n) {
      const FlowIssue::Place s = visits[n].status;
      if (rules_.stage(s) == Stage::done) continue;
      const std::optional<Instant> to = n + 1 < visits.size() ? std::optional(visits[n + 1].from) : std::nullopt;
      One& one = now_[s];
      if (!one.touched) touched_.push_back(s), one = {true};
      add_visit(s, visits[n].from, to, one);
    }
    double in_work = 0;
    for (const auto s : touched_)
      if (in_process(rules_.stage(s))) in_work += now_[s].inside;
    total_ += in_work, total2_ += in_work * in_work, items_ += in_work > 0;
    for (const auto s : touched_) close(s, issue, in_work);
  }

  std::vector<StatusTime> rows() {
    std::vector<StatusTime> out;
    for (std::size_t s = 0; s < rows_.size(); ++s) {
      StatusTime& r = rows_[s];
      r.status = static_cast<FlowIssue::Place>(s), r.stage = rules_.stage(r.status);
      if (stays_[s].empty() && r.entries == 0) continue;
      finish(r, s);
      out.push_back(std::move(r));
    }
    std::sort(out.begin(), out.end(), [](const StatusTime& a, const StatusTime& b) {
      return std::tuple(a.stage, -a.total_days, a.status) < std::tuple(b.stage, -b.total_days, b.status);
    });
    return out;
  }

 private:
  struct One {
    bool touched = false, seen = false, ended = false;
    double inside = 0, ended_days = 0;
  };
  void add_visit(FlowIssue::Place s, Instant from, std::optional<Instant> to, One& one) {
    StatusTime& r = rows_[s];
    const bool entered = window_.from <= from && from < window_.to;
    r.entries += entered, r.returned += entered && one.seen;
    one.seen = true;
    if (to && window_.from <= *to && *to < window_.to) ++r.exits, one.ended = true, one.ended_days += days_inside(from, *to);
    const Instant a = std::max(from, window_.from), b = std::min(to.value_or(window_.to), window_.to);
    one.inside += days_inside(a, b);
    if (from < window_.to && (!to || *to >= window_.to)) ++r.in_at_end;
    if (a < b) stays_[s].push_back({from, to});
  }
  void close(FlowIssue::Place s, std::size_t issue, double in_work) {
    const One one = now_[s];
    now_[s] = {};
    StatusTime& r = rows_[s];
    r.total_days += one.inside;
    if (one.ended) r.visits.push_back(one.ended_days);
    if (in_process(rules_.stage(s))) sums_[s].a += one.inside, sums_[s].aa += one.inside * one.inside, sums_[s].at += one.inside * in_work;
    auto& top = top_[s];
    if (one.inside <= 0 || (top.size() == kLongest && one.inside <= top.back().first)) return;
    const auto at = std::upper_bound(top.begin(), top.end(), one.inside, [](double v, const auto& t) { return v > t.first; });
    top.insert(at, {one.inside, issue});
    if (top.size() > kLongest) top.pop_back();
  }
  void finish(StatusTime& r, std::size_t s) {
    for (const auto& [inside, issue] : top_[s]) r.longest.push_back(issue);
    if (in_process(r.stage) && total_ > 0) {
      const Sums& m = sums_[s];
      const double share = m.a / total_;
      r.share = share;
      if (items_ >= kShareNeeds) {
        const double n = items_, spread = std::max(0.0, m.aa - 2 * share * m.at + share * share * total2_);
        const double half = normal_quantile(0.975) * std::sqrt(n / (n - 1) * spread) / total_;
        r.share_low = std::max(0.0, share - half), r.share_high = std::min(1.0, share + half);
      }
    }
    if (steps_.size() < kTrendNeeds) return;
    const auto in = wip_series(stays_[s], steps_).at_end;
    const std::vector<double> series(in.begin(), in.end());
    r.trend = theil_sen(series), r.test = mann_kendall(series);
  }

  const FlowIssues& data_;
  const FlowRules& rules_;
  const std::vector<Period>& steps_;
  struct { Instant from, to; } window_;
  std::vector<StatusTime> rows_;
  std::vector<Sums> sums_;
  std::vector<std::vector<Stay>> stays_;
  std::vector<std::vector<std::pair<double, std::size_t>>> top_;
  std::vector<One> now_;
  std::vector<FlowIssue::Place> touched_;
  double total_ = 0, total2_ = 0;
  int items_ = 0;
};

void find_bottleneck(StatusTimes& out) {
  std::vector<std::size_t> work;
  for (std::size_t n = 0; n < out.statuses.size(); ++n)
    if (out.statuses[n].share) work.push_back(n);
  std::sort(work.begin(), work.end(), [&](std::size_t a, std::size_t b) { return *out.statuses[a].share > *out.statuses[b].share; });
  if (work.empty()) out.why_none = "nothing was in process";
  else if (work.size() == 1) out.why_none = "only one status of work was used";
  else if (!out.statuses[work[0]].share_low) out.why_none = "fewer than " + std::to_string(kShareNeeds) + " issues were in process";
  else if (*out.statuses[work[0]].share_low <= *out.statuses[work[1]].share) out.why_none = "the first two statuses' shares of the time cannot be told apart";
  else if (out.statuses[work[0]].entries <= out.statuses[work[0]].exits) out.why_none = "the status that takes most time lets out as much as comes in";
  else out.bottleneck = work[0];
}

}  // namespace

StatusTimes status_times(const FlowIssues& data, const std::vector<std::size_t>& issues, const FlowRules& rules, const std::vector<Period>& steps) {
  StatusTimes out;
  if (steps.empty()) return out;
  Tally tally(data, rules, steps);
  for (const std::size_t issue : issues) tally.add(issue);
  out.statuses = tally.rows();
  find_bottleneck(out);
  return out;
}

}  // namespace juno
