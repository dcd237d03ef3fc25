// SPDX-License-Identifier: Apache-2.0
#include "core/survival.h"
#include <algorithm>
#include <cmath>
#include "core/stats.h"
namespace juno {

Survival survival(std::vector<Lifetime> all) {
  std::sort(all.begin(), all.end(), [](const Lifetime& a, const Lifetime& b) { return a.length < b.length; });
  const double z = normal_quantile(0.975);
  Survival out;
  out.count = static_cast<int>(all.size());
  double surviving = 1, greenwood = 0;
  for (std::size_t i = 0; i < all.size();) {
    const double at = all[i].length;
    const auto at_risk = static_cast<double>(all.size() - i);
    int ended = 0;
    for (; i < all.size() && all[i].length == at; ++i) ended += all[i].ended;  // what stops being seen at a time was still at risk then
    if (ended == 0) continue;
    out.ended += ended;
    surviving *= 1 - ended / at_risk;
    if (at_risk > ended) greenwood += ended / (at_risk * (at_risk - ended));
    Survival::Step step{at, surviving, 0, 1};
    if (surviving > 0 && surviving < 1) {
      const double half = z * std::sqrt(greenwood) / std::abs(std::log(surviving));
      step.low = std::pow(surviving, std::exp(half)), step.high = std::pow(surviving, std::exp(-half));
    } else {
      step.low = 0;
    }
    out.steps.push_back(step);
    if (!out.median && surviving <= 0.5 + 1e-12) out.median = at;
    if (!out.median_low && step.low <= 0.5) out.median_low = at;
    if (!out.median_high && surviving > 0 && step.high <= 0.5) out.median_high = at;
  }
  return out;
}

}  // namespace juno
