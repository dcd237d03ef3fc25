// SPDX-License-Identifier: Apache-2.0
#include "core/rank.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include "core/rank_signals.h"
#include "core/sprint_scope.h"
#include "core/stats.h"
namespace juno {
namespace {

constexpr std::size_t kFewFinished = 5;  // finished features a usual effort is taken from

std::string count_of(int n, const char* what) { return std::to_string(n) + " " + what; }

// The sum of what is estimated of value, and of time criticality and risk reduction where these are.
std::optional<double> wsjf_parts(const RankCandidate& c) {
  const auto value = c.part("value");
  if (!value) return std::nullopt;
  return *value + c.part("time_criticality").value_or(0) + c.part("risk_reduction").value_or(0);
}

void set_value(RankedItem& item) {
  const RankCandidate& c = item.candidate;
  if (c.outcome) item.value = *c.outcome, item.value_source = "outcome";
  else if (c.business_value) item.value = *c.business_value, item.value_source = "business value";
  else if (const auto parts = wsjf_parts(c)) item.value = parts, item.value_source = "WSJF parts";
  else if (c.part("reach") && c.part("impact")) item.value = *c.part("reach") * *c.part("impact"), item.value_source = "reach × impact";
  // Before the signals: it was judged by what features came to, on the scale of outcomes; the index never was, and is no amount.
  else if (c.learned_value) item.value = c.learned_value->value, item.value_low = c.learned_value->low, item.value_high = c.learned_value->high, item.value_source = c.learned_value->source;
  else if (has_signals(c)) item.value = signal_index(c), item.value_source = "signals";
  else if (c.neighbour_value) item.value = c.neighbour_value, item.value_source = "median of " + std::to_string(c.value_neighbours) + " similar finished";
}

// What finished features of a type took, in points.
struct Usual {
  std::size_t finished = 0;
  std::optional<double> middle, low, high;  // median, and what 90 % of them lie between
};
std::map<std::string, Usual> usual_efforts(std::span<const RankCandidate> candidates) {
  std::map<std::string, std::vector<double>> taken;
  for (const RankCandidate& c : candidates)
    if (const double points = c.children > 0 ? c.all_points : c.points.value_or(0); c.done && points > 0) taken[c.type].push_back(points);
  std::map<std::string, Usual> out;
  for (const auto& [type, points] : taken)
    if (points.size() >= kFewFinished) out[type] = {points.size(), median(points), quantile_nearest_rank(points, 0.05), quantile_nearest_rank(points, 0.95)};
  return out;
}

// Work left: of the children where there are some, else its own points, else what a model says that is better than the median, else what finished
// features of its type took.
void set_effort(RankedItem& item, const std::map<std::string, Usual>& finished) {
  const RankCandidate& c = item.candidate;
  const int estimated = c.open_children - c.unestimated_children;
  const auto usual = finished.find(c.type);
  if (c.open_children > 0 && estimated > 0) {
    item.effort = c.open_points, item.effort_source = "children";
    if (c.unestimated_children == 0) return;
    // What is not estimated is taken to be like what is.
    const double each = c.open_points / estimated;
    item.effort = c.open_points + each * c.unestimated_children;
    item.effort_low = c.open_points, item.effort_high = c.open_points + 2 * each * c.unestimated_children;
    item.effort_source = "children, " + std::to_string(c.unestimated_children) + " of " + std::to_string(c.open_children) + " at their mean";
  } else if (c.points) {
    item.effort = *c.points, item.effort_source = "own points";
  } else if (c.learned_effort && c.learned_effort->value > 0) {
    item.effort = c.learned_effort->value, item.effort_source = c.learned_effort->source;
    item.effort_low = c.learned_effort->low, item.effort_high = c.learned_effort->high;
  } else if (usual != finished.end()) {
    item.effort = usual->second.middle, item.effort_source = "median of " + std::to_string(usual->second.finished) + " finished";
    item.effort_low = usual->second.low, item.effort_high = usual->second.high;
  }
  // Closer kin than its type, where anybody looked for them.
  if (c.neighbour_effort && (!item.effort || item.effort_source.starts_with("median"))) {
    item.effort = c.neighbour_effort, item.effort_low = c.neighbour_low, item.effort_high = c.neighbour_high;
    item.effort_source = "median of " + std::to_string(c.effort_neighbours) + " similar finished";
  }
}

void set_confidence(RankedItem& item, const RankRules& rules) {
  const bool stated = item.value_source == "business value" || item.value_source == "outcome" || item.value_source == "WSJF parts" || item.value_source == "reach × impact", sized = item.effort_source == "children" || item.effort_source == "own points";
  item.confidence = stated && sized ? "high" : stated || sized ? "medium" : "low";
  for (const RankScale& k : rules.criteria)
    if (rules.model == RankModel::roi && !item.candidate.numbers.contains("criterion." + k.name) && item.confidence == "high") item.confidence = "medium";
  const auto by = [](const std::string& source) { return (is_learned(source) ? " " : " by ") + source; };
  item.why_confidence = (item.value ? "value" + by(item.value_source) : "no value is stated") + ", effort" + by(item.effort_source);
}

double return_of(const RankRules& rules, double value, double effort) {
  return rules.money ? (rules.money->benefit(value) - rules.money->cost(effort)) / rules.money->cost(effort) : value / effort;
}
void set_return(RankedItem& item, const RankRules& rules, double value) {
  item.roi = return_of(rules, value, *item.effort);
  if (rules.money) item.benefit = rules.money->benefit(value), item.cost = rules.money->cost(*item.effort);
}

// RICE and ICE ask for reach and impact instead of a value.
bool needs_value(RankModel model) { return model == RankModel::roi || model == RankModel::wsjf; }

void widen(std::optional<double>& low, std::optional<double>& high, double to) { low = std::min(low.value_or(to), to), high = std::max(high.value_or(to), to); }

// Of score and return: the least and the most that the ends of value and effort come to together. What has no range is as it is written.
void set_ranges(RankedItem& item, const RankRules& rules) {
  const bool effort = item.effort_low && item.effort_high && *item.effort_low > 0, value = item.value_low && item.value_high;
  if (!effort && !value) return;
  std::vector<RankFactor> unused;
  const double stated = item.value.value_or(0);
  for (const double v : {value ? *item.value_low : stated, value ? *item.value_high : stated})
    for (const double e : {effort ? *item.effort_low : *item.effort, effort ? *item.effort_high : *item.effort}) {
      if (effort || needs_value(rules.model)) widen(item.low, item.high, rank_score(item, rules, v, e, unused));
      if (item.value) widen(item.roi_low, item.roi_high, return_of(rules, v, e));
    }
}

std::string why_not(const RankedItem& item, const RankRules& rules) {
  const RankCandidate& c = item.candidate;
  const RankModel model = rules.model;
  if (model == RankModel::rice && !c.part("reach") && demand(c) == 0) return "no reach: no votes or watchers, and nobody but its reporter asked for it";
  if (needs_value(model) && !item.value) return "no value: no business value, votes or watchers, and nobody but its reporter asked for it";
  if (model == RankModel::roi && rules.money && item.value_source != "outcome" && item.value_source != "business value" && !is_learned(item.value_source)) return "no value in " + rules.money->currency + ": it is by " + item.value_source;
  if (c.children > 0 && c.open_children == 0) return c.children == 1 ? "no work is left: its only child is done" : "no work is left: all " + count_of(c.children, "children are done");
  if (!item.effort) return "no effort: neither it nor its children have points, and fewer than " + std::to_string(kFewFinished) + " of its type are finished";
  if (*item.effort < 0) return "its effort is negative";
  if (*item.effort == 0) return "its effort is 0";
  return {};
}

}  // namespace

std::string_view to_string(RankModel model) {
  switch (model) {
    case RankModel::roi: return "roi";
    case RankModel::rice: return "rice";
    case RankModel::wsjf: return "wsjf";
    case RankModel::ice: return "ice";
  }
  return {};
}

std::optional<RankModel> rank_model_named(std::string_view name) {
  for (const auto m : {RankModel::roi, RankModel::rice, RankModel::wsjf, RankModel::ice})
    if (to_string(m) == name) return m;
  return std::nullopt;
}

bool rank_key_before(const RankCandidate& a, const RankCandidate& b) { return a.key == b.key ? a.source < b.source : key_before(a.key, b.key); }

std::vector<const RankedItem*> model_order(const Ranking& r) {
  std::vector<const RankedItem*> out;
  for (const RankedItem& i : r.items)
    if (i.score) out.push_back(&i);
  std::sort(out.begin(), out.end(), [](const RankedItem* a, const RankedItem* b) { return a->model_rank < b->model_rank; });
  return out;
}

std::optional<double> score_with(const RankedItem& item, const RankRules& rules, double value, double effort) {
  if (!item.score || effort <= 0) return std::nullopt;
  std::vector<RankFactor> unused;
  return rank_score(item, rules, value, effort, unused);
}

Ranking rank_candidates(std::vector<RankCandidate> candidates, RankRules rules) {
  Ranking out{std::move(rules), {}, {}, {}, {}};
  std::sort(candidates.begin(), candidates.end(), rank_key_before);
  const auto finished = usual_efforts(candidates);
  out.items.reserve(candidates.size());
  for (RankCandidate& c : candidates) {
    if (c.done) continue;
    RankedItem& item = out.items.emplace_back();
    item.candidate = std::move(c);
    set_value(item);
    set_effort(item, finished);
    item.reason = why_not(item, out.rules);
    if (!item.reason.empty()) continue;
    set_confidence(item, out.rules);
    const double value = item.value.value_or(0);
    if (item.value) set_return(item, out.rules, value);
    item.score = rank_score(item, out.rules, value, *item.effort, item.factors);
    if (!std::isfinite(*item.score) || !std::isfinite(item.roi.value_or(0))) {
      item.reason = "its value or effort is beyond any reckoning";
      item.score.reset(), item.roi.reset(), item.benefit.reset(), item.cost.reset(), item.factors.clear(), item.confidence.clear(), item.why_confidence.clear();
      continue;
    }
    set_ranges(item, out.rules);
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const RankedItem& a, const RankedItem& b) {
    if (a.score.has_value() != b.score.has_value()) return a.score.has_value();
    return a.score && (*a.score != *b.score ? *a.score > *b.score : a.roi > b.roi);
  });
  int rank = 0;
  for (RankedItem& item : out.items)
    if (item.score) item.model_rank = item.rank = ++rank, item.final_score = item.score;
  return out;
}

}  // namespace juno
