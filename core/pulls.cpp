// SPDX-License-Identifier: Apache-2.0
#include "core/pulls.h"
#include <algorithm>
#include <tuple>
#include "core/stats.h"
namespace juno {
namespace {

constexpr double kDay = 24 * 3'600'000.0;
constexpr std::size_t kP95Needs = 20;
constexpr double kIdleWeek = 7;

StageSpread spread(const std::vector<double>& hours, std::size_t of) {
  StageSpread s;
  s.n = static_cast<int>(hours.size()), s.missing = static_cast<int>(of - hours.size());
  s.median = median(hours);
  s.interval = median_interval(hours);
  if (hours.size() >= 5) s.p75 = quantile_linear(hours, 0.75);
  if (hours.size() >= 10) s.p90 = quantile_linear(hours, 0.9);
  return s;
}

bool is_reviewed(const PullFacts& p, const PullsInput& in) {
  return std::any_of(p.reviews.begin(), p.reviews.end(), [&](const Review& r) {
    return r.submitted && r.state != ReviewState::pending && *r.submitted <= p.pull.merged && reviewed_by_another(r.reviewer, p.pull.author, in.ignore);
  });
}

bool counts(const PullFacts& p, const PullsInput& in) { return in.bots || !is_bot(p.pull.author, in.ignore); }
bool within(const std::optional<Instant>& at, const PullsInput& in) { return at && in.period.contains(*at); }

void count_open(const PullsInput& in, Pulls& out) {
  if (in.past_hours.size() >= kP95Needs) out.old_hours = quantile_linear(in.past_hours, 0.95);
  for (std::size_t n = 0; n < in.pulls.size(); ++n) {
    const PullRequest& p = in.pulls[n].pull;
    if (p.state != PullState::open || in.as_of < p.created || !counts(in.pulls[n], in)) continue;
    OpenPull one;
    one.pull = n;
    one.age_days = static_cast<double>(in.as_of.ms - p.created.ms) / kDay;
    one.idle_days = std::max(0.0, static_cast<double>(in.as_of.ms - p.updated.ms) / kDay);
    one.stale = out.old_hours ? one.age_days * 24 > *out.old_hours : one.idle_days >= kIdleWeek;
    one.waiting = waiting_for(in.pulls[n], in.name_of);
    out.open.push_back(std::move(one));
  }
  std::stable_sort(out.open.begin(), out.open.end(), [&](const OpenPull& a, const OpenPull& b) {
    const PullRequest &p = in.pulls[a.pull].pull, &q = in.pulls[b.pull].pull;
    return std::tie(p.created, p.repository_name, p.number) < std::tie(q.created, q.repository_name, q.number);
  });
}

void count_sizes(Pulls& out) {
  std::array<std::vector<double>, 5> pickups, merges;
  std::vector<double> sizes, pickup;
  for (std::size_t k = 0; k < out.merged.size(); ++k) {
    const auto bucket = static_cast<std::size_t>(size_class(out.sizes[k]));
    ++out.buckets[bucket].n;
    if (out.stages[k].to_merge) merges[bucket].push_back(*out.stages[k].to_merge);
    if (!out.stages[k].pickup) continue;
    pickups[bucket].push_back(*out.stages[k].pickup);
    sizes.push_back(static_cast<double>(out.sizes[k]));
    pickup.push_back(*out.stages[k].pickup);
  }
  for (std::size_t b = 0; b < out.buckets.size(); ++b) out.buckets[b].pickup = median(pickups[b]), out.buckets[b].to_merge = median(merges[b]);
  if (sizes.size() >= 5) out.size_pickup = spearman(sizes, pickup);
}

}  // namespace

PullFigures pull_figures(const PullsInput& in, const Pulls& of, std::span<const std::size_t> places) {
  PullFigures f;
  f.merged = static_cast<int>(places.size());
  const auto stage = [&](std::optional<double> PullStages::*which) {
    std::vector<double> hours;
    for (const std::size_t k : places)
      if (const auto& h = of.stages[k].*which) hours.push_back(*h);
    return spread(hours, places.size());
  };
  f.coding = stage(&PullStages::coding), f.pickup = stage(&PullStages::pickup), f.review = stage(&PullStages::review);
  f.merge = stage(&PullStages::merge), f.deploy = stage(&PullStages::deploy), f.total = stage(&PullStages::total);
  f.to_merge = stage(&PullStages::to_merge), f.response = stage(&PullStages::response);
  std::vector<double> sizes, rounds;
  for (const std::size_t k : places) {
    const PullFacts& p = in.pulls[of.merged[k]];
    sizes.push_back(static_cast<double>(of.sizes[k]));
    f.whole += of.stages[k].whole();
    const bool reviewed = is_reviewed(p, in);
    f.unreviewed += !reviewed;
    if (reviewed) rounds.push_back(review_rounds(p));
    const Person &author = p.pull.author, &by = p.pull.merged_by;
    if (author.account.empty() || by.account.empty()) continue;
    ++f.self_merge_known;
    f.self_merged += author.account == by.account;
  }
  f.median_size = median(sizes);
  f.rounds = mean(rounds);
  return f;
}

Pulls pulls(const PullsInput& in) {
  Pulls out;
  for (std::size_t n = 0; n < in.pulls.size(); ++n) {
    const PullRequest& p = in.pulls[n].pull;
    const bool here = within(p.merged, in) || within(p.closed, in) || in.period.contains(p.created);
    if (!counts(in.pulls[n], in)) {
      out.bots += here;
      continue;
    }
    out.opened += in.period.contains(p.created);
    if (p.state == PullState::merged && within(p.merged, in)) out.merged.push_back(n);
    else if (p.state == PullState::closed && within(p.closed, in)) ++out.abandoned;
  }
  std::sort(out.merged.begin(), out.merged.end(), [&](std::size_t a, std::size_t b) {
    const PullRequest &p = in.pulls[a].pull, &q = in.pulls[b].pull;
    return std::tie(*p.merged, p.repository_name, p.number) < std::tie(*q.merged, q.repository_name, q.number);
  });
  std::vector<std::size_t> all;
  for (std::size_t k = 0; k < out.merged.size(); ++k) {
    const PullFacts& p = in.pulls[out.merged[k]];
    out.stages.push_back(stages_of(p.pull));
    out.sizes.push_back(size_of(p, in.generated));
    out.linked += !p.issues.empty();
    if (!is_reviewed(p, in)) out.unreviewed.push_back(out.merged[k]);
    all.push_back(k);
  }
  out.figures = pull_figures(in, out, all);
  count_open(in, out);
  count_sizes(out);
  out.load = review_load(in.pulls, in.period, in.ignore, in.name_of);
  return out;
}

}  // namespace juno
