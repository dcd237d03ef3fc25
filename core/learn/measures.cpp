// SPDX-License-Identifier: Apache-2.0
#include "core/learn/measures.h"
#include <algorithm>
#include <cmath>
#include <vector>
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr std::size_t kExact = 50;

std::vector<double> errors(std::span<const double> actual, std::span<const double> predicted) {
  std::vector<double> out;
  for (std::size_t i = 0; i < actual.size(); ++i) out.push_back(std::abs(actual[i] - predicted[i]));
  return out;
}

// Twice the mean rank of each, from 1: whole numbers whatever the ties. `tied`: sum of t³ - t.
std::vector<int> doubled_ranks(const std::vector<double>& sizes, double& tied) {
  std::vector<std::size_t> order(sizes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sizes[a] != sizes[b] ? sizes[a] < sizes[b] : a < b; });
  std::vector<int> out(sizes.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && sizes[order[end]] == sizes[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) out[order[k]] = static_cast<int>(i + end + 1);
    const double t = static_cast<double>(end - i);
    tied += t * t * t - t;
    i = end;
  }
  return out;
}

// The share of all signs whose sum of ranks is at most `sum`.
double share_at_most(const std::vector<int>& ranks, int sum) {
  std::vector<double> ways(static_cast<std::size_t>(sum) + 1);
  ways[0] = 1;
  for (const int r : ranks)
    for (int s = sum; s >= r; --s) ways[static_cast<std::size_t>(s)] += ways[static_cast<std::size_t>(s - r)];
  double all = 0;
  for (const double w : ways) all += w;
  return all / std::exp2(static_cast<double>(ranks.size()));
}

}  // namespace

std::optional<double> mean_absolute_error(std::span<const double> actual, std::span<const double> predicted) { return mean(errors(actual, predicted)); }
std::optional<double> median_absolute_error(std::span<const double> actual, std::span<const double> predicted) { return median(errors(actual, predicted)); }

std::optional<double> guessing_error(std::span<const double> actual) {
  if (actual.size() < 2) return std::nullopt;
  std::vector<double> sorted(actual.begin(), actual.end());
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  double sum = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) sum += sorted[k] * (2 * (static_cast<double>(k) + 1) - n - 1);
  return sum * 2 / (n * (n - 1));
}

std::optional<double> standardised_accuracy(std::span<const double> actual, std::span<const double> predicted) {
  const auto guess = guessing_error(actual), error = mean_absolute_error(actual, predicted);
  if (!guess || !error || *guess <= 0) return std::nullopt;
  return 1 - *error / *guess;
}

std::optional<SignedRank> wilcoxon(std::span<const double> a, std::span<const double> b) {
  std::vector<double> sizes;
  std::vector<bool> less;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) sizes.push_back(std::abs(a[i] - b[i])), less.push_back(a[i] < b[i]);
  if (sizes.empty()) return std::nullopt;
  double tied = 0;
  const auto ranks = doubled_ranks(sizes, tied);
  int below = 0, all = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) all += ranks[i], below += less[i] ? ranks[i] : 0;
  SignedRank out{static_cast<int>(sizes.size()), 1, 2 * below > all};
  const int smaller = std::min(below, all - below);
  if (sizes.size() <= kExact) {
    out.p = std::min(1.0, 2 * share_at_most(ranks, smaller));
  } else {
    const double n = static_cast<double>(sizes.size());
    const double variance = n * (n + 1) * (2 * n + 1) / 24 - tied / 48;
    const double z = std::max(0.0, n * (n + 1) / 4 - smaller / 2.0 - 0.5) / std::sqrt(variance);
    out.p = std::erfc(z / std::sqrt(2.0));
  }
  return out;
}

}  // namespace juno::learn
