// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <vector>
namespace juno::learn {

// Split conformal prediction (Vovk and others, 2005; Papadopoulos and others, 2002; methods.md §17.10): the half-width, in units of an expected error,
// that held the wanted share of outcomes that the model had not seen.

// The ceil((n + 1)(1 - alpha))-th smallest score; nothing where n is too small for the level.
std::optional<double> conformal_quantile(std::span<const double> scores, double alpha);

// The same where scores count differently (Tibshirani, Foygel Barber, Candès and Ramdas, 2019): the least score at which 1 - `level` of
// the weight is reached, with that of one more, as they weigh on average, above all. Equal weights give the one above. Nothing with too
// few scores for `wanted`; a level beyond what they can say gives the greatest.
struct WeightedScore {
  double score = 0, weight = 1;
};
std::optional<double> conformal_quantile(std::vector<WeightedScore> scores, double wanted, double level);

// The level that keeps the wanted share when errors grow or shrink with time (Gibbs and Candès, 2021): moved by each outcome, in small
// steps and not far, as outcomes come late and many at a time.
class AdaptiveLevel {
 public:
  explicit AdaptiveLevel(double wanted = 0.1) : wanted_(wanted), now_(wanted) {}
  double now() const { return now_; }
  void learn(bool missed);

 private:
  double wanted_, now_;
};

}  // namespace juno::learn
