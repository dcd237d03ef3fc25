// SPDX-License-Identifier: Apache-2.0
#include "core/learn/effort.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include "core/error.h"
#include "core/learn/regression.h"
#include "core/learn/shrinkage.h"
#include "core/stats.h"
namespace juno::learn {
namespace {

constexpr std::size_t kShrunkFrom = 30, kLinearFrom = 200, kTreesFrom = 500;
constexpr std::size_t kFewOfType = 5;
constexpr std::size_t kMostWords = 4000, kMostTreeWords = 300;

void set_usual(EffortModel& m, std::span<const Case> cases) {
  std::vector<double> all;
  std::map<std::string, std::vector<double>> types;
  for (const Case& c : cases)
    if (c.known) all.push_back(to_log(c.value)), types[c.type].push_back(to_log(c.value));
  m.usual = median(all).value_or(0);
  for (const auto& [type, values] : types)
    if (values.size() >= kFewOfType) m.usual_of_type[type] = *median(values);
}

TreeRows tree_rows(const EffortModel& m, std::span<const Case> cases, std::span<const Past> pasts) {
  TreeRows out{{}, m.encoder.columns()};
  if (pasts.empty()) out.rows = m.encoder.rows(cases);
  for (std::size_t i = 0; i < pasts.size(); ++i) out.rows.push_back(m.encoder.row(cases[i], pasts[i]));
  return out;
}

void set_trees(EffortModel& m, std::span<const Case> cases, std::span<const Past> pasts, const Trees& trees, std::uint32_t seed) {
  m.encoder = Encoder::of(cases, pasts, kMostTreeWords);
  std::vector<TreeTarget> targets;
  std::vector<double> logs;
  for (const Case& c : cases) {
    const auto low = static_cast<float>(std::exp(to_log(c.value)));
    targets.push_back({low, c.known ? low : std::numeric_limits<float>::infinity()});
    if (c.known) logs.push_back(to_log(c.value));
  }
  TreeSettings s;
  s.seed = seed, s.start = std::exp(m.usual), s.spread = std::max(0.3, 0.7 * standard_deviation(logs).value_or(1));
  m.trees = trees.train(tree_rows(m, cases, pasts), targets, s);
}

void set_linear(EffortModel& m, std::span<const Case> cases, std::span<const Past> pasts) {
  m.encoder = Encoder::of(cases, pasts, kMostWords);
  std::vector<SparseRow> rows;
  std::vector<double> y;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (cases[i].known) rows.push_back(m.encoder.row(cases[i], pasts[i])), y.push_back(to_log(cases[i].value));
  const Regression r = fit_regression(rows, y, m.encoder.columns());
  m.constant = r.constant;
  m.weights.assign(r.weights.begin(), r.weights.end());
}

double linear(const EffortModel& m, const SparseRow& row) {
  double sum = m.constant;
  for (const Entry& e : row) sum += static_cast<double>(e.value) * static_cast<double>(m.weights[e.column]);
  return sum;
}

void sort_reasons(std::vector<Reason>& all) {
  std::stable_sort(all.begin() + 1, all.end(), [](const Reason& a, const Reason& b) { return std::abs(a.share) != std::abs(b.share) ? std::abs(a.share) > std::abs(b.share) : a.name < b.name; });
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::median: return "median by type";
    case Method::shrunk: return "shrinkage and neighbours";
    case Method::linear: return "linear on text";
    case Method::trees: return "boosted trees";
  }
  return {};
}

std::vector<Method> methods_for(std::size_t known, bool trees) {
  std::vector<Method> out{Method::median};
  if (known >= kShrunkFrom) out.push_back(Method::shrunk);
  if (known > kLinearFrom) out.push_back(Method::linear);
  if (known > kTreesFrom && trees) out.push_back(Method::trees);
  return out;
}

double EffortModel::usual_for(const std::string& type) const {
  const auto at = usual_of_type.find(type);
  return at == usual_of_type.end() ? usual : at->second;
}
double EffortModel::spread_for(const std::string& type) const {
  const auto at = spread_of_type.find(type);
  return at == spread_of_type.end() ? spread : at->second;
}

EffortModel fit_effort(std::span<const Case> cases, Method method, const Trees* trees, std::uint32_t seed) {
  EffortModel m;
  m.method = method;
  set_usual(m, cases);
  if (method == Method::median) return m;
  const auto pasts = pasts_of(cases);
  switch (method) {
    case Method::median: break;
    case Method::shrunk: fit_shrunk(m, cases, pasts); break;
    case Method::linear: set_linear(m, cases, pasts); break;
    case Method::trees: set_trees(m, cases, pasts, *trees, seed); break;
  }
  return m;
}

std::vector<double> estimate(const EffortModel& m, std::span<const Case> cases, const Trees* trees) {
  std::vector<double> out;
  switch (m.method) {
    case Method::median:
      for (const Case& c : cases) out.push_back(m.usual_for(c.type));
      break;
    case Method::shrunk: {
      const Neighbourhood neighbours(m);
      for (const Case& c : cases) out.push_back(total(shrunk_reasons(m, neighbours, c)));
      break;
    }
    case Method::linear:
      for (const SparseRow& row : m.encoder.rows(cases)) out.push_back(linear(m, row));
      break;
    case Method::trees:
      if (!trees) throw Error(Exit::config, "this model needs libxgboost, which is not installed", "install it (on Debian, apt install libxgboost0), or choose another with `juno model use`");
      out = trees->margins(m.trees, tree_rows(m, cases, {}));
      break;
  }
  return out;
}

std::vector<Reason> reasons(const EffortModel& m, const Case& c, const Trees* trees) {
  std::vector<Reason> out;
  switch (m.method) {
    case Method::median: {
      const bool own = m.usual_of_type.contains(c.type);
      return {{own ? "median of finished ones of type " + c.type : "median of all finished ones", m.usual_for(c.type)}};
    }
    case Method::shrunk: out = shrunk_reasons(m, Neighbourhood(m), c); break;
    case Method::linear:
      out.push_back({"usual", m.constant});
      for (const Entry& e : m.encoder.row(c))
        if (const double share = static_cast<double>(e.value) * static_cast<double>(m.weights[e.column]); share != 0) out.push_back({m.encoder.column_name(e.column), share});
      break;
    case Method::trees: {
      if (!trees) return {};
      const auto all = trees->contributions(m.trees, tree_rows(m, {&c, 1}, {})).at(0);
      out.push_back({"usual", all.back()});
      for (std::uint32_t k = 0; k + 1 < all.size(); ++k)
        if (all[k] != 0) out.push_back({m.encoder.column_name(k), all[k]});
      break;
    }
  }
  sort_reasons(out);
  return out;
}

std::optional<Range> range_around(const EffortModel& m, double margin, const std::string& type) {
  if (!m.width) return std::nullopt;
  const double half = *m.width * m.spread_for(type);
  return Range{from_log(margin - half), from_log(margin + half)};
}

}  // namespace juno::learn
