// SPDX-License-Identifier: Apache-2.0
#include "core/learn/conformal.h"
#include <algorithm>
#include <cmath>
namespace juno::learn {
namespace {

constexpr double kStep = 0.005, kLeast = 0.2, kMost = 1.5;  // of the level; the bounds as shares of the wanted one

}  // namespace

std::optional<double> conformal_quantile(std::span<const double> scores, double alpha) {
  const double rank = std::ceil(static_cast<double>(scores.size() + 1) * (1 - alpha) - 1e-9);
  if (rank < 1 || rank > static_cast<double>(scores.size())) return std::nullopt;
  std::vector<double> sorted(scores.begin(), scores.end());
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at;
}

std::optional<double> conformal_quantile(std::vector<WeightedScore> scores, double wanted, double level) {
  const double n = static_cast<double>(scores.size());
  if (scores.empty() || std::ceil((n + 1) * (1 - wanted) - 1e-9) > n) return std::nullopt;
  std::sort(scores.begin(), scores.end(), [](const WeightedScore& a, const WeightedScore& b) { return a.score != b.score ? a.score < b.score : a.weight < b.weight; });
  double all = 0, squares = 0;
  for (const WeightedScore& s : scores) all += s.weight, squares += s.weight * s.weight;
  const double enough = (1 - level) * (all + squares / all) * (1 - 1e-12);
  double reached = 0;
  for (const WeightedScore& s : scores)
    if (reached += s.weight; reached >= enough) return s.score;
  return scores.back().score;
}

void AdaptiveLevel::learn(bool missed) { now_ = std::clamp(now_ + kStep * (wanted_ - (missed ? 1 : 0)), kLeast * wanted_, kMost * wanted_); }

}  // namespace juno::learn
