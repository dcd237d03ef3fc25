// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/rank_adjust.h"
#include "core/rank_candidate.h"
#include "core/report.h"
namespace juno {

// domain.md §6: which feature pays back most, with reasons. Scales are anchored at fixed figures, never at today's list: what
// else is a candidate changes nobody's score.

enum class RankModel { roi, rice, wsjf, ice };
std::string_view to_string(RankModel model);
std::optional<RankModel> rank_model_named(std::string_view name);

// Money: one point of value is worth so much, a person's working day costs `rate`, a point takes `days_per_point` of them.
struct RankMoney {
  std::string currency;
  double value_worth = 1, rate = 1, days_per_point = 1;
  std::string days_source;
  double benefit(double value) const { return value * value_worth; }
  double cost(double effort) const { return effort * days_per_point * rate; }
};
// A criterion of the team's own: a number on a scale from low (0) to high (100).
struct RankScale {
  std::string name, field;
  double low = 0, high = 10;
};

struct RankRules {
  RankModel model = RankModel::roi;
  std::map<std::string, double> weights;                            // roi, effort, alignment; of model roi
  std::map<std::string, std::map<std::string, double>> alignment;   // labels, components, initiatives → name → 0..100
  std::vector<RankScale> criteria;                                  // their weights are among `weights`
  std::optional<RankMoney> money;
  Date today;
};

// One part of a score.
struct RankFactor {
  std::string name, source, evidence;
  std::optional<double> raw;
  std::string unit;                    // of raw
  double scaled = 0;                   // roi: 0..100; other models: the factor itself
  double weight = 0;                   // roi: share of the sum
  std::optional<double> contribution;  // these sum to the score; nothing where factors multiply
};

struct RankedItem {
  RankCandidate candidate;
  int rank = 0, model_rank = 0;         // from 1; 0 = not ranked; model_rank: before adjustments
  std::optional<int> rank_before;       // in the ranking that this one is compared with; nothing when it was not there
  std::optional<double> score, low, high;  // the model's; the interval is that of effort and value; nothing where neither has one
  std::optional<double> final_score;    // with what was adjusted: what the order follows
  std::optional<RankAdjustment> adjustment;  // in force
  std::string reason;                   // why it is not ranked, or has no score
  std::optional<double> value, value_low, value_high, effort, effort_low, effort_high;
  std::optional<double> roi, roi_low, roi_high;  // value for a point, or (benefit - cost) / cost
  std::optional<double> benefit, cost;  // in money, where that is configured
  std::string value_source, effort_source;
  std::string confidence;               // high, medium or low
  std::string why_confidence;
  std::vector<RankFactor> factors;
};

struct Ranking {
  RankRules rules;
  std::vector<RankedItem> items;  // by final score descending, then return, then key; what cannot be ranked last, by key
  std::vector<RankAdjustment> expired{};  // of these candidates
  std::optional<Instant> compared_with{}; // when the ranking was kept to which rank_before belongs
  std::vector<std::string> warnings{};
  std::vector<std::string> notes{};
};
// Whether a value or an effort is what a model makes of it.
inline bool is_learned(std::string_view source) { return source.starts_with("learned"); }
// The order of what has the same score.
bool rank_key_before(const RankCandidate& a, const RankCandidate& b);
// By model_rank, those alone that have a score.
std::vector<const RankedItem*> model_order(const Ranking& ranking);
// `candidates`: open and finished ones; finished ones are no candidates, but say what such work usually takes.
Ranking rank_candidates(std::vector<RankCandidate> candidates, RankRules rules);
// The score that a candidate would have with another value or effort. Nothing when it could not be ranked.
// The same with its factors, by the item's sources and confidence (core/rank_score.cpp).
double rank_score(const RankedItem& item, const RankRules& rules, double value, double effort, std::vector<RankFactor>& factors);
std::optional<double> score_with(const RankedItem& item, const RankRules& rules, double value, double effort);

// How far a weight can move before two neighbours of the ranking change places (methods.md §17.9).
struct RankSwap {
  std::string above, below, weight;
  double change = 0;  // of the weight, whose own value is a share of the sum; the others keep their proportions
};
// The smallest for each pair of neighbours that some change of one weight swaps; model roi only.
std::vector<RankSwap> rank_swaps(const Ranking& ranking);
// How the ranks vary when weights and efforts do: SMAA with weights drawn around the given ones.
struct RankStability {
  std::string key;
  int low = 0, high = 0;    // 90 % of the samples are within
  double first = 0, top = 0;  // shares of the samples in which it is the first, among the first `top_n`
};
struct RankSensitivity {
  int samples = 0, top_n = 0;
  double same_top = 0;  // share of the samples with the same set of the first `top_n`
  std::vector<RankStability> items;  // as ranked
};
RankSensitivity rank_sensitivity(const Ranking& ranking, int top_n, int samples, std::uint64_t seed);

Report ranking_report(const Ranking& ranking, bool explain);
Report rank_explanation(const Ranking& ranking, std::string_view key);
Report rank_comparison(const Ranking& ranking, std::string_view a, std::string_view b);
Report sensitivity_report(const Ranking& ranking, const RankSensitivity& sensitivity);

}  // namespace juno
