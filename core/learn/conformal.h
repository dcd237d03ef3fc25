// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <optional>
#include <span>
#include <vector>
namespace juno::learn {

// Split conformal prediction (Vovk and others, 2005; Papadopoulos and others, 2002; methods.md §17.10): the half-width, in units of an expected error,
// that held the wanted share of outcomes that the model had not seen.

// The ceil((n + 1)(1 - alpha))-th smallest score; nothing where n is too small for the level.
std::optional<double> conformal_quantile(std::span<const double> scores, double alpha);

// The same followed through time (Gibbs and Candès, 2021): the level is moved by every outcome, the scores are the latest.
class AdaptiveConformal {
 public:
  explicit AdaptiveConformal(double alpha = 0.1, std::size_t most = 500) : wanted_(alpha), alpha_(alpha), most_(most) {}
  AdaptiveConformal(double alpha, double level, std::vector<double> scores) : wanted_(alpha), alpha_(level), scores_(scores.begin(), scores.end()), most_(500) {}
  // Half-width now; nothing before there are enough scores for the wanted level.
  std::optional<double> width() const;
  // An outcome became known: its score |error| / expected error, and the width that had been foretold for it.
  void learn(double score, std::optional<double> foretold);
  double level() const { return alpha_; }
  std::vector<double> scores() const { return {scores_.begin(), scores_.end()}; }

 private:
  double wanted_, alpha_;
  std::deque<double> scores_;  // oldest first
  std::size_t most_;
};

}  // namespace juno::learn
