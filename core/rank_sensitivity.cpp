// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include "core/random.h"
#include "core/rank.h"
#include "core/stats.h"
namespace juno {
namespace {

constexpr double kTrust = 50;  // Dirichlet: how closely the drawn weights keep to the given ones

// Marsaglia and Tsang (2000); below 1 by a power of a uniform draw.
double drawn_gamma(Random& random, double shape) {
  if (shape <= 0) return 0;
  if (shape < 1) return drawn_gamma(random, shape + 1) * std::pow(random.uniform(), 1 / shape);
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal_quantile(random.uniform());
    const double v = std::pow(1 + c * x, 3);
    if (v > 0 && std::log(random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

// Effort within its interval, evenly on the scale of logarithms: it is as likely to be twice as half.
double drawn_effort(const RankedItem& i, Random& random) {
  if (!i.effort_low || !i.effort_high || *i.effort_low <= 0) return *i.effort;
  return std::exp(std::log(*i.effort_low) + random.uniform() * (std::log(*i.effort_high) - std::log(*i.effort_low)));
}

// A learned value within its interval, evenly on the scale it was learned on: that of logarithms of a quarter more (core/learn).
double drawn_value(const RankedItem& i, Random& random) {
  const double value = i.value.value_or(0);
  if (!i.value_low || !i.value_high) return value;
  const auto on = [](double x) { return std::log(std::max(0.0, x) + 0.25); };
  return std::exp(on(*i.value_low) + random.uniform() * (on(*i.value_high) - on(*i.value_low))) - 0.25;
}

}  // namespace

// s(d) = s + d (x - rest), rest = the weighted mean of the other factors: neighbours meet where both are equal.
std::vector<RankSwap> rank_swaps(const Ranking& r) {
  std::vector<RankSwap> out;
  if (r.rules.model != RankModel::roi) return out;
  const auto items = model_order(r);
  for (std::size_t k = 0; k + 1 < items.size(); ++k) {
    const RankedItem &a = *items[k], &b = *items[k + 1];
    std::optional<RankSwap> best;
    for (std::size_t f = 0; f < a.factors.size(); ++f) {
      const double w = a.factors[f].weight;
      if (w >= 1 || (a.factors[f].name == "alignment" && r.rules.alignment.empty())) continue;  // what is not configured gets no weight
      const auto slope = [&](const RankedItem& i) { return i.factors[f].scaled - (*i.score - w * i.factors[f].scaled) / (1 - w); };
      const double difference = slope(b) - slope(a);
      if (std::abs(difference) < 1e-12) continue;
      const double d = (*a.score - *b.score) / difference;
      if (d < -w || d > 1 - w) continue;
      if (!best || std::abs(d) < std::abs(best->change)) best = RankSwap{a.candidate.key, b.candidate.key, a.factors[f].name, d};
    }
    if (best) out.push_back(*best);
  }
  return out;
}

RankSensitivity rank_sensitivity(const Ranking& r, int top_n, int samples, std::uint64_t seed) {
  const auto items = model_order(r);
  RankSensitivity out;
  out.samples = items.empty() ? 0 : samples;
  out.top_n = std::min(top_n, static_cast<int>(items.size()));
  Random random(seed);
  std::vector<std::vector<int>> ranks(items.size());
  std::vector<int> first(items.size()), top(items.size());
  int same = 0;
  std::vector<double> score(items.size());
  std::vector<std::size_t> order(items.size());
  for (int s = 0; s < out.samples; ++s) {
    RankRules rules = r.rules;
    if (rules.model == RankModel::roi) {
      double sum = 0;
      for (const auto& [name, w] : r.rules.weights) sum += w;
      for (auto& [name, w] : rules.weights) w = drawn_gamma(random, kTrust * w / sum);
    }
    for (std::size_t i = 0; i < items.size(); ++i) score[i] = score_with(*items[i], rules, drawn_value(*items[i], random), drawn_effort(*items[i], random)).value_or(0);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    bool kept = true;
    for (std::size_t place = 0; place < order.size(); ++place) {
      ranks[order[place]].push_back(static_cast<int>(place) + 1);
      if (place == 0) ++first[order[place]];
      if (static_cast<int>(place) >= out.top_n) continue;
      ++top[order[place]];
      kept = kept && static_cast<int>(order[place]) < out.top_n;
    }
    same += kept;
  }
  for (std::size_t i = 0; i < items.size() && out.samples > 0; ++i) {
    std::sort(ranks[i].begin(), ranks[i].end());
    const auto at = [&](double p) { return ranks[i][static_cast<std::size_t>(std::ceil(p * out.samples)) - 1]; };
    out.items.push_back({items[i]->candidate.key, at(0.05), at(0.95), static_cast<double>(first[i]) / out.samples, static_cast<double>(top[i]) / out.samples});
  }
  if (out.samples > 0) out.same_top = static_cast<double>(same) / out.samples;
  return out;
}

}  // namespace juno
