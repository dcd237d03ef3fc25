// SPDX-License-Identifier: Apache-2.0
#include "core/wip.h"
#include <algorithm>
namespace juno {
namespace {

// The stay's part of the window; nothing when it has none.
std::optional<std::pair<Instant, Instant>> clipped(const Stay& s, Instant from, Instant to) {
  const Instant a = std::max(s.from, from), b = std::min(s.to.value_or(to), to);
  return a < b ? std::optional(std::pair(a, b)) : std::nullopt;
}

std::size_t holding(const std::vector<Period>& steps, Instant t) {
  const auto after = std::upper_bound(steps.begin(), steps.end(), t, [](Instant at, const Period& p) { return at < p.from; });
  return static_cast<std::size_t>(after - steps.begin()) - 1;
}

}  // namespace

WipSeries wip_series(std::span<const Stay> stays, const std::vector<Period>& steps) {
  WipSeries out;
  const std::size_t n = steps.size();
  if (n == 0) return out;
  std::vector<int> ends(n + 1, 0), whole(n + 1, 0);  // differences: of the count at each step's end, of stays that fill a step
  std::vector<double> part(n, 0);
  for (const Stay& s : stays) {
    const auto in = clipped(s, steps.front().from, steps.back().to);
    if (!in) continue;
    const std::size_t first = holding(steps, in->first), last = holding(steps, in->second - std::chrono::milliseconds(1));
    ++ends[first];
    --ends[in->second < steps[last].to ? last : last + 1];
    if (first == last) {
      part[first] += days_between(in->first, in->second);
      continue;
    }
    part[first] += days_between(in->first, steps[first].to);
    part[last] += days_between(steps[last].from, in->second);
    ++whole[first + 1];
    --whole[last];
  }
  int at_end = 0, filling = 0;
  for (std::size_t k = 0; k < n; ++k) {
    at_end += ends[k], filling += whole[k];
    out.at_end.push_back(at_end);
    const double length = steps[k].days();
    out.mean.push_back(length > 0 ? part[k] / length + filling : at_end);
  }
  return out;
}

std::optional<Little> little(std::span<const Stay> stays, const std::vector<Period>& steps) {
  if (steps.empty() || !(steps.front().from < steps.back().to)) return std::nullopt;
  Little out;
  const double length = days_between(steps.front().from, steps.back().to);
  const WipSeries series = wip_series(stays, steps);
  for (std::size_t k = 0; k < steps.size(); ++k) out.mean_in += series.mean[k] * steps[k].days() / length;
  double inside = 0;
  for (const Stay& s : stays)
    if (const auto in = clipped(s, steps.front().from, steps.back().to)) inside += days_between(in->first, in->second), ++out.stays;
  out.per_day = out.stays / length;
  out.mean_days = out.stays ? inside / out.stays : 0;
  return out;
}

}  // namespace juno
