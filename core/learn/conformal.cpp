// SPDX-License-Identifier: Apache-2.0
#include "core/learn/conformal.h"
#include <algorithm>
#include <cmath>
namespace juno::learn {
namespace {

constexpr double kStep = 0.02, kLeastAlpha = 0.002, kMostAlpha = 0.6;

}  // namespace

std::optional<double> conformal_quantile(std::span<const double> scores, double alpha) {
  const double rank = std::ceil(static_cast<double>(scores.size() + 1) * (1 - alpha) - 1e-9);
  if (rank < 1 || rank > static_cast<double>(scores.size())) return std::nullopt;
  std::vector<double> sorted(scores.begin(), scores.end());
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at;
}

std::optional<double> AdaptiveConformal::width() const {
  const std::vector<double> all(scores_.begin(), scores_.end());
  if (!conformal_quantile(all, wanted_)) return std::nullopt;
  // A level beyond what so few scores can say means the greatest of them.
  if (const auto q = conformal_quantile(all, alpha_)) return q;
  return *std::max_element(all.begin(), all.end());
}

void AdaptiveConformal::learn(double score, std::optional<double> foretold) {
  if (foretold) alpha_ = std::clamp(alpha_ + kStep * (wanted_ - (score > *foretold ? 1 : 0)), kLeastAlpha, kMostAlpha);
  scores_.push_back(score);
  if (scores_.size() > most_) scores_.pop_front();
}

}  // namespace juno::learn
