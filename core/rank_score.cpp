// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include "core/rank.h"
#include "core/rank_signals.h"
namespace juno {
namespace {

// Where a scale reads 50: fixed figures, so that no score depends on what else is ranked.
constexpr double kValueAnchor = 20;   // business value, or the index of signals
constexpr double kEffortAnchor = 20;  // points
constexpr double kRoiAnchor = 1;      // value for a point, or benefit for cost

double on_scale(double x, double anchor) { return x <= 0 ? 0 : std::isfinite(100 * x) ? 100 * x / (x + anchor) : 100; }
double less_on_scale(double x, double anchor) { return 100 * anchor / (std::max(0.0, x) + anchor); }

std::string counted(int n, const char* what) { return std::to_string(n) + " " + what; }

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
  if (!f.raw) f.raw = 0, f.evidence = rules.alignment.empty() ? "rank.alignment is not configured" : "none of its labels, components or parents is listed";
  f.scaled = std::clamp(*f.raw, 0.0, 100.0);
  return f;
}

RankFactor factor(std::string name, std::string source, std::string evidence, double raw, std::string unit, double scaled) {
  return {std::move(name), std::move(source), std::move(evidence), raw, std::move(unit), scaled, 0, {}};
}

std::string effort_evidence(const RankedItem& item) {
  const RankCandidate& c = item.candidate;
  if (is_learned(item.effort_source)) return c.learned_effort->evidence;
  if (c.children == 0) return "";
  return std::to_string(c.open_children) + " of " + counted(c.children, c.children == 1 ? "child" : "children") + " open";
}
std::string signal_evidence(const RankCandidate& c) {
  std::string out = counted(c.votes, "votes") + ", " + counted(c.watchers, "watchers") + ", " + counted(c.people, "people");
  if (c.support > 0) out += ", " + counted(c.support, c.support == 1 ? "support issue" : "support issues");
  if (c.displeased > 0) out += ", " + counted(c.displeased, "displeased");
  return out;
}
std::string value_evidence(const RankedItem& i) {
  if (i.value_source == "outcome") return i.candidate.outcome_evidence;
  if (is_learned(i.value_source)) return i.candidate.learned_value->evidence;
  return i.value_source == "signals" ? signal_evidence(i.candidate) : "";
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

// Confidence as RICE has it: 0.5, 0.8 or 1; a field's number is a percentage above 1.
double confidence_of(const RankedItem& item) {
  if (const auto stated = item.candidate.part("confidence")) return std::clamp(*stated > 1 ? *stated / 100 : *stated, 0.0, 1.0);
  return item.confidence == "high" ? 1 : item.confidence == "medium" ? 0.8 : 0.5;
}

// A part of WSJF or RICE: the configured field's, else `otherwise`.
RankFactor part(const RankCandidate& c, const char* name, RankFactor otherwise) {
  const auto stated = c.part(name);
  return stated ? factor(otherwise.name, "field", "", *stated, "", *stated) : std::move(otherwise);
}

RankFactor return_of(const RankedItem& item, const RankRules& rules, double value, double effort) {
  const std::string source = item.value_source + " / " + item.effort_source;
  if (!rules.money) {
    const std::string per = item.value_source == "signals" ? "of the signal index for a point" : "value for a point";
    return factor("roi", source, value_evidence(item), value / effort, per, on_scale(value / effort, kRoiAnchor));
  }
  const RankMoney& m = *rules.money;
  const double benefit = m.benefit(value), cost = m.cost(effort);
  const std::string evidence = people_number(benefit) + " " + m.currency + " for " + people_number(cost) + " " + m.currency + ", a point takes " + people_number(m.days_per_point) + " days (" + m.days_source + ")";
  return factor("roi", source, evidence, (benefit - cost) / cost, "(benefit - cost) / cost", on_scale(benefit / cost, kRoiAnchor));
}

RankFactor criterion_of(const RankCandidate& c, const RankScale& k) {
  const auto at = c.numbers.find("criterion." + k.name);
  if (at == c.numbers.end()) return {k.name, "field " + k.field, "not set: the middle of its scale", {}, "", 50, 0, {}};
  const double scaled = std::clamp(100 * (at->second - k.low) / (k.high - k.low), 0.0, 100.0);
  return factor(k.name, "field " + k.field, "from " + people_number(k.low) + " to " + people_number(k.high), at->second, "", scaled);
}

}  // namespace

double rank_score(const RankedItem& item, const RankRules& rules, double value, double effort, std::vector<RankFactor>& out) {
  const RankCandidate& c = item.candidate;
  out.clear();
  const double confidence = confidence_of(item);
  const std::string priority = c.priority.empty() ? "no priority" : c.priority;
  double score = 0;
  switch (rules.model) {
    case RankModel::roi: {
      out = {return_of(item, rules, value, effort), factor("effort", item.effort_source, effort_evidence(item), effort, "points", less_on_scale(effort, kEffortAnchor)), alignment_of(c, rules)};
      for (const RankScale& k : rules.criteria) out.push_back(criterion_of(c, k));
      for (RankFactor& f : out) f.weight = weight_of(rules, f.name), f.contribution = f.weight * f.scaled, score += *f.contribution;
      return score;
    }
    case RankModel::wsjf: {
      const double worth = 20 * on_scale(value, kValueAnchor) / 100;
      out = {part(c, "value", factor("value", item.value_source, value_evidence(item), value, "", worth)), part(c, "time_criticality", factor("time_criticality", "due date", c.due ? format_date(*c.due) : "none", urgency_of(c, rules.today), "", urgency_of(c, rules.today))),
             part(c, "risk_reduction", factor("risk_reduction", "issues it blocks", counted(c.blocks, "open"), c.blocks, "issues", opening_of(c.blocks)))};
      for (RankFactor& f : out) f.contribution = f.scaled / effort, score += *f.contribution;
      out.push_back(factor("size", item.effort_source, effort_evidence(item), effort, "points", effort));
      return score;
    }
    case RankModel::rice:
      out = {part(c, "reach", factor("reach", "signals", signal_evidence(c), demand(c), "people", demand(c))),
             part(c, "impact", factor("impact", "priority", priority, c.priority_score, "of 100", impact_of(c.priority_score))),
             factor("confidence", c.part("confidence") ? "field" : "rule", c.part("confidence") ? "" : item.why_confidence, confidence, "", confidence),
             factor("effort", item.effort_source, effort_evidence(item), effort, "points", effort)};
      return out[0].scaled * out[1].scaled * confidence / effort;
    case RankModel::ice:
      out = {factor("impact", "priority", priority, c.priority_score, "of 100", c.priority_score / 10), factor("confidence", "rule", item.why_confidence, confidence, "", 10 * confidence),
             factor("ease", item.effort_source, effort_evidence(item), effort, "points", std::max(1.0, less_on_scale(effort, kEffortAnchor) / 10))};
      return out[0].scaled * out[1].scaled * out[2].scaled;
  }
  return score;
}

}  // namespace juno
