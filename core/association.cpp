// SPDX-License-Identifier: Apache-2.0
#include "core/association.h"
#include <algorithm>
#include <cmath>
#include <numeric>
namespace juno {
namespace {

// lgamma writes a global; of whole numbers a sum does as well, but this is called with large ones.
double log_factorial(int n) {
  int sign = 0;
  return ::lgamma_r(n + 1.0, &sign);
}
double log_choose(int n, int k) { return log_factorial(n) - log_factorial(k) - log_factorial(n - k); }

}  // namespace

double fisher_exact(int hits, int size, int all_hits, int total) {
  const int low = std::max(0, size + all_hits - total), high = std::min(size, all_hits);
  const double whole = log_choose(total, size);
  const auto log_p = [&](int k) { return log_choose(all_hits, k) + log_choose(total - all_hits, size - k) - whole; };
  const double seen = log_p(hits) + 1e-7;  // equally likely tables differ in the last digits
  double p = 0;
  for (int k = low; k <= high; ++k)
    if (const double l = log_p(k); l <= seen) p += std::exp(l);
  return std::min(1.0, p);
}

std::vector<double> false_discovery(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> q(p.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    least = std::min(least, p[order[rank - 1]] * static_cast<double>(p.size()) / static_cast<double>(rank));
    q[order[rank - 1]] = least;
  }
  return q;
}

}  // namespace juno
