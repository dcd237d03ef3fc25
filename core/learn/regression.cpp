// SPDX-License-Identifier: Apache-2.0
#include "core/learn/regression.h"
#include <algorithm>
#include <array>
#include <cmath>
#include "core/learn/minimise.h"
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr std::array kPenalties{2.0, 8.0, 32.0};

double product(const SparseRow& row, const std::vector<double>& w) {
  double sum = 0;
  for (const Entry& e : row) sum += static_cast<double>(e.value) * w[e.column];
  return sum;
}

Regression fit(std::span<const SparseRow> rows, std::span<const double> y, std::uint32_t columns, double penalty) {
  const auto loss = [&](const std::vector<double>& w, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < columns; ++i) value += penalty * w[i] * w[i], gradient[i] = penalty * w[i];
    gradient[columns] = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double off = product(rows[i], w) + w[columns] - y[i];
      value += off * off;
      for (const Entry& e : rows[i]) gradient[e.column] += off * static_cast<double>(e.value);
      gradient[columns] += off;
    }
    return value / 2;
  };
  std::vector<double> start(columns + std::size_t{1});
  start[columns] = median(y).value_or(0);
  Regression out{0, penalty, minimise(loss, std::move(start), {60, 1e-4, 8})};
  out.weights.pop_back();
  std::vector<double> left;
  for (std::size_t i = 0; i < rows.size(); ++i) left.push_back(y[i] - product(rows[i], out.weights));
  out.constant = median(left).value_or(0);
  return out;
}

}  // namespace

Regression fit_regression(std::span<const SparseRow> rows, std::span<const double> y, std::uint32_t columns) {
  const std::size_t early = rows.size() - rows.size() / 5;
  double best = 0, chosen = kPenalties.back();
  for (const double penalty : kPenalties) {
    const Regression r = fit(rows.first(early), y.first(early), columns, penalty);
    double error = 0;
    for (std::size_t i = early; i < rows.size(); ++i) error += std::abs(y[i] - r.constant - product(rows[i], r.weights));
    if (penalty == kPenalties.front() || error < best) best = error, chosen = penalty;
  }
  return fit(rows, y, columns, chosen);
}

}  // namespace juno::learn
