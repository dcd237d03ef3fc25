// SPDX-License-Identifier: Apache-2.0
#include "core/learn/softmax.h"
#include <algorithm>
#include <cmath>
#include "core/learn/minimise.h"
namespace juno::learn {
namespace {

// Turns scores into probabilities; returns ln of their sum.
double normalise(double* scores, std::size_t n) {
  const double top = *std::max_element(scores, scores + n);
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += scores[k] = std::exp(scores[k] - top);
  for (std::size_t k = 0; k < n; ++k) scores[k] /= sum;
  return top + std::log(sum);
}

}  // namespace

std::vector<double> Softmax::probabilities(const SparseRow& row) const {
  std::vector<double> p = constants;
  for (const Entry& e : row)
    for (std::size_t k = 0; k < classes; ++k) p[k] += static_cast<double>(e.value) * static_cast<double>(weights[e.column * std::size_t{classes} + k]);
  if (!p.empty()) normalise(p.data(), p.size());
  return p;
}

Softmax fit_softmax(std::span<const SparseRow> rows, std::span<const std::uint32_t> classes, std::uint32_t class_count, std::uint32_t columns, double strength, const Softmax* start) {
  const std::size_t k_all = class_count, constants = columns * k_all;
  std::vector<double> x(constants + k_all);
  if (start) {
    std::copy(start->weights.begin(), start->weights.end(), x.begin());
    std::copy(start->constants.begin(), start->constants.end(), x.begin() + static_cast<std::ptrdiff_t>(constants));
  }
  const auto loss = [&](const std::vector<double>& w, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < constants; ++i) value += w[i] * w[i], gradient[i] = w[i] / strength;
    value /= 2 * strength;
    std::fill(gradient.begin() + static_cast<std::ptrdiff_t>(constants), gradient.end(), 0.0);
    std::vector<double> p(k_all);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::copy_n(w.data() + constants, k_all, p.data());
      for (const Entry& e : rows[i]) {
        const double v = e.value;
        const double* of = w.data() + e.column * k_all;
        for (std::size_t k = 0; k < k_all; ++k) p[k] += v * of[k];
      }
      const double own = p[classes[i]];
      value += normalise(p.data(), k_all) - own;
      p[classes[i]] -= 1;
      for (const Entry& e : rows[i]) {
        const double v = e.value;
        double* of = gradient.data() + e.column * k_all;
        for (std::size_t k = 0; k < k_all; ++k) of[k] += v * p[k];
      }
      for (std::size_t k = 0; k < k_all; ++k) gradient[constants + k] += p[k];
    }
    return value;
  };
  x = minimise(loss, std::move(x), {80, 1e-3, 8});
  Softmax out{columns, class_count, {}, {x.begin() + static_cast<std::ptrdiff_t>(constants), x.end()}};
  out.weights.reserve(constants);
  for (std::size_t i = 0; i < constants; ++i) out.weights.push_back(static_cast<float>(x[i]));
  return out;
}

}  // namespace juno::learn
