// SPDX-License-Identifier: Apache-2.0
#include "core/rank.h"
#include <algorithm>
#include <array>
#include <cmath>
#include "core/rank_signals.h"
#include "core/sprint_scope.h"
#include "core/stats.h"
namespace juno {
namespace {

// Where a scale reads 50: fixed figures, so that no score depends on what else is ranked.
constexpr double kValueAnchor = 20;   // business value, or the index of signals
constexpr double kEffortAnchor = 20;  // points
constexpr double kRoiAnchor = 1;      // value for a point
constexpr std::size_t kFewFinished = 5;  // finished features a usual effort is taken from

double rising(double x, double anchor) { return x <= 0 ? 0 : 100 * x / (x + anchor); }
double falling(double x, double anchor) { return 100 * anchor / (std::max(0.0, x) + anchor); }

std::string count_of(int n, const char* what) { return std::to_string(n) + " " + what; }

void set_value(RankedItem& item) {
  const RankCandidate& c = item.candidate;
  if (c.outcome) item.value = *c.outcome, item.value_source = "outcome";
  else if (c.business_value) item.value = *c.business_value, item.value_source = "business value";
  else if (has_signals(c)) item.value = signal_index(c), item.value_source = "signals";
}

// Work left: of the children where there are some, else its own points, else what finished features of its type took.
void set_effort(RankedItem& item, const std::map<std::string, std::vector<double>>& finished) {
  const RankCandidate& c = item.candidate;
  const int estimated = c.open_children - c.unestimated_children;
  const auto usual = finished.find(c.type);
  const bool known = usual != finished.end() && usual->second.size() >= kFewFinished;
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
  } else if (known) {
    item.effort = median(usual->second), item.effort_source = "median of " + std::to_string(usual->second.size()) + " finished";
    item.effort_low = quantile_nearest_rank(usual->second, 0.05), item.effort_high = quantile_nearest_rank(usual->second, 0.95);
  }
}

void set_confidence(RankedItem& item) {
  const bool stated = item.value_source == "business value" || item.value_source == "outcome", sized = item.effort_source == "children" || item.effort_source == "own points";
  item.confidence = stated && sized ? "high" : stated || sized ? "medium" : "low";
  item.why_confidence = (item.value ? "value by " + item.value_source : "no value is stated") + ", effort by " + item.effort_source;
}

// RICE and ICE ask for reach and impact instead of a value.
bool needs_value(RankModel model) { return model == RankModel::roi || model == RankModel::wsjf; }

std::string why_not(const RankedItem& item, RankModel model) {
  const RankCandidate& c = item.candidate;
  if (model == RankModel::rice && demand(c) == 0) return "no reach: no votes or watchers, and nobody but its reporter asked for it";
  if (needs_value(model) && !item.value) return "no value: no business value, votes or watchers, and nobody but its reporter asked for it";
  if (c.children > 0 && c.open_children == 0) return c.children == 1 ? "no work is left: its only child is done" : "no work is left: all " + count_of(c.children, "children are done");
  if (!item.effort) return "no effort: neither it nor its children have points, and fewer than " + std::to_string(kFewFinished) + " of its type are finished";
  if (*item.effort <= 0) return "its effort is 0";
  return {};
}

double weight_of(const RankRules& rules, const std::string& name) {
  if (name == "alignment" && rules.alignment.empty()) return 0;  // nothing to be aligned with
  double sum = 0;
  for (const auto& [other, w] : rules.weights)
    if (other != "alignment" || !rules.alignment.empty()) sum += w;
  const auto own = rules.weights.find(name);
  return own == rules.weights.end() || sum <= 0 ? 0 : own->second / sum;
}

RankFactor alignment_of(const RankCandidate& c, const RankRules& rules) {
  RankFactor f{"alignment", "configuration", "", {}, "of 100", 0, 0, {}};
  const auto look = [&](const char* kind, const std::vector<std::string>& names) {
    const auto table = rules.alignment.find(kind);
    if (table == rules.alignment.end()) return;
    for (const std::string& name : names)
      if (const auto at = table->second.find(name); at != table->second.end() && (!f.raw || at->second > *f.raw)) f.raw = at->second, f.evidence = std::string(kind) + ": " + name;
  };
  look("labels", c.labels), look("components", c.components), look("initiatives", {c.key, c.parent_key});
  if (!f.raw) f.raw = 0, f.evidence = "none of its labels, components or parents is listed";
  f.scaled = std::clamp(*f.raw, 0.0, 100.0);
  return f;
}

RankFactor factor(std::string name, std::string source, std::string evidence, double raw, std::string unit, double scaled) {
  return {std::move(name), std::move(source), std::move(evidence), raw, std::move(unit), scaled, 0, {}};
}

std::string effort_evidence(const RankCandidate& c) {
  if (c.children == 0) return "";
  return std::to_string(c.open_children) + " of " + count_of(c.children, c.children == 1 ? "child" : "children") + " open";
}
std::string signal_evidence(const RankCandidate& c) {
  std::string out = count_of(c.votes, "votes") + ", " + count_of(c.watchers, "watchers") + ", " + count_of(c.people, "people");
  if (c.support > 0) out += ", " + count_of(c.support, c.support == 1 ? "support issue" : "support issues");
  if (c.displeased > 0) out += ", " + count_of(c.displeased, "displeased");
  return out;
}
std::string value_evidence(const RankCandidate& c) {
  if (c.outcome) return c.outcome_evidence;
  return c.business_value ? "" : signal_evidence(c);
}

// Impact of RICE and ICE, from the priority.
double impact_of(double score) { return score >= 90 ? 3 : score >= 70 ? 2 : score >= 50 ? 1 : score >= 30 ? 0.5 : 0.25; }
// 1, 2, 3, 5, 8, 13, 20 as WSJF is estimated.
double urgency_of(const RankCandidate& c, Date today) {
  if (!c.due) return 1;
  const auto days = *c.due - today;
  return days <= 14 ? 20 : days <= 30 ? 13 : days <= 60 ? 8 : days <= 90 ? 5 : days <= 180 ? 3 : 2;
}
double opening_of(int blocks) { return blocks == 0 ? 1 : blocks == 1 ? 3 : blocks <= 3 ? 5 : blocks <= 6 ? 8 : 13; }

// The factors of an item for a value and an effort; sets the score.
double scored(const RankedItem& item, const RankRules& rules, double value, double effort, std::vector<RankFactor>& out) {
  const RankCandidate& c = item.candidate;
  const std::string per = item.value_source == "signals" ? "of the signal index for a point" : "value for a point";
  out.clear();
  const double confidence = item.confidence == "high" ? 1 : item.confidence == "medium" ? 0.8 : 0.5;
  const std::string priority = c.priority.empty() ? "no priority" : c.priority;
  double score = 0;
  switch (rules.model) {
    case RankModel::roi: {
      out = {factor("roi", item.value_source + " / " + item.effort_source, value_evidence(c), value / effort, per, rising(value / effort, kRoiAnchor)),
             factor("effort", item.effort_source, effort_evidence(c), effort, "points", falling(effort, kEffortAnchor)), alignment_of(c, rules)};
      for (RankFactor& f : out) f.weight = weight_of(rules, f.name), f.contribution = f.weight * f.scaled, score += *f.contribution;
      return score;
    }
    case RankModel::wsjf: {
      const double worth = 20 * rising(value, kValueAnchor) / 100;
      out = {factor("value", item.value_source, value_evidence(c), value, "", worth), factor("time_criticality", "due date", c.due ? format_date(*c.due) : "none", urgency_of(c, rules.today), "", urgency_of(c, rules.today)),
             factor("risk_reduction", "issues it blocks", count_of(c.blocks, "open"), c.blocks, "issues", opening_of(c.blocks))};
      for (RankFactor& f : out) f.contribution = f.scaled / effort, score += *f.contribution;
      out.push_back(factor("size", item.effort_source, effort_evidence(c), effort, "points", effort));
      return score;
    }
    case RankModel::rice:
      out = {factor("reach", "signals", signal_evidence(c), demand(c), "people", demand(c)),
             factor("impact", "priority", priority, c.priority_score, "of 100", impact_of(c.priority_score)), factor("confidence", "rule", item.why_confidence, confidence, "", confidence),
             factor("effort", item.effort_source, effort_evidence(c), effort, "points", effort)};
      return out[0].scaled * out[1].scaled * confidence / effort;
    case RankModel::ice:
      out = {factor("impact", "priority", priority, c.priority_score, "of 100", c.priority_score / 10), factor("confidence", "rule", item.why_confidence, confidence, "", 10 * confidence),
             factor("ease", item.effort_source, effort_evidence(c), effort, "points", std::max(1.0, falling(effort, kEffortAnchor) / 10))};
      return out[0].scaled * out[1].scaled * out[2].scaled;
  }
  return score;
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
  return scored(item, rules, value, effort, unused);
}

Ranking rank_candidates(std::vector<RankCandidate> candidates, RankRules rules) {
  Ranking out{std::move(rules), {}, {}, {}, {}};
  std::map<std::string, std::vector<double>> finished;  // points by type
  std::sort(candidates.begin(), candidates.end(), rank_key_before);
  for (const RankCandidate& c : candidates) {
    const double points = c.children > 0 ? c.all_points : c.points.value_or(0);
    if (c.done && points > 0) finished[c.type].push_back(points);
  }
  for (RankCandidate& c : candidates) {
    if (c.done) continue;
    RankedItem& item = out.items.emplace_back();
    item.candidate = std::move(c);
    set_value(item);
    set_effort(item, finished);
    item.reason = why_not(item, out.rules.model);
    if (!item.reason.empty()) continue;
    set_confidence(item);
    const double value = item.value.value_or(0);
    if (item.value) item.roi = value / *item.effort;
    item.score = scored(item, out.rules, value, *item.effort, item.factors);
    std::vector<RankFactor> unused;
    if (item.effort_low && item.effort_high && *item.effort_low > 0) {
      const double a = scored(item, out.rules, value, *item.effort_low, unused), b = scored(item, out.rules, value, *item.effort_high, unused);
      item.low = std::min(a, b), item.high = std::max(a, b);
    }
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const RankedItem& a, const RankedItem& b) {
    if (a.score.has_value() != b.score.has_value()) return a.score.has_value();
    return a.score && *a.score > *b.score;
  });
  int rank = 0;
  for (RankedItem& item : out.items)
    if (item.score) item.model_rank = item.rank = ++rank, item.final_score = item.score;
  return out;
}

}  // namespace juno
