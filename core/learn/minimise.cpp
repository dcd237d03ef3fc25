// SPDX-License-Identifier: Apache-2.0
#include "core/learn/minimise.h"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
namespace juno::learn {
namespace {

using Vector = std::vector<double>;

double inner(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
double greatest(const Vector& a) {
  double most = 0;
  for (const double x : a) most = std::max(most, std::abs(x));
  return most;
}
void add(Vector& to, double times, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += times * what[i];
}

struct Step {
  Vector move, turn;  // of the point, of the gradient
  double scale = 0;   // 1 / (move · turn)
};

// Downhill as far as the remembered steps know the curvature.
Vector direction(const Vector& gradient, const std::deque<Step>& steps) {
  Vector d = gradient;
  Vector a(steps.size());
  for (std::size_t i = steps.size(); i-- > 0;) {
    a[i] = steps[i].scale * inner(steps[i].move, d);
    add(d, -a[i], steps[i].turn);
  }
  if (!steps.empty()) {
    const Step& last = steps.back();
    const double size = 1 / (last.scale * inner(last.turn, last.turn));
    for (double& x : d) x *= size;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) add(d, a[i] - steps[i].scale * inner(steps[i].turn, d), steps[i].move);
  for (double& x : d) x = -x;
  return d;
}

}  // namespace

std::vector<double> minimise(const Smooth& f, std::vector<double> x, const MinimiseSettings& settings) {
  Vector gradient(x.size()), next(x.size()), next_gradient(x.size());
  std::deque<Step> steps;
  double value = f(x, gradient);
  const double enough = settings.tolerance * greatest(gradient);
  for (int round = 0; round < settings.rounds && greatest(gradient) > enough; ++round) {
    Vector d = direction(gradient, steps);
    double slope = inner(d, gradient);
    if (!(slope < 0)) {  // what is remembered misleads: start again
      steps.clear();
      d = direction(gradient, steps), slope = inner(d, gradient);
    }
    double size = steps.empty() ? 1 / std::max(1.0, std::sqrt(inner(gradient, gradient))) : 1;
    double reached = value;
    bool lower = false;
    for (int halved = 0; halved < 30 && !lower; ++halved, size /= 2) {
      next = x;
      add(next, size, d);
      reached = f(next, next_gradient);
      lower = std::isfinite(reached) && reached <= value + 1e-4 * size * slope;
    }
    if (!lower) break;
    Step step{next, next_gradient, 0};
    add(step.move, -1, x), add(step.turn, -1, gradient);
    if (const double curve = inner(step.move, step.turn); curve > 1e-12 * inner(step.turn, step.turn)) {
      step.scale = 1 / curve;
      steps.push_back(std::move(step));
      if (steps.size() > settings.memory) steps.pop_front();
    }
    x.swap(next), gradient.swap(next_gradient);
    value = reached;
  }
  return x;
}

}  // namespace juno::learn
