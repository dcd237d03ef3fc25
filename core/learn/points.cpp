// SPDX-License-Identifier: Apache-2.0
#include "core/learn/points.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include "core/learn/bytes.h"
#include "core/learn/conformal.h"
#include "core/learn/measures.h"
namespace juno::learn {
namespace {

constexpr std::size_t kMostClasses = 24, kMostTerms = 20'000;
constexpr int kLeastTexts = 2;
constexpr std::size_t kEnoughToCalibrate = 19;  // residuals that a level of 90 % with both tails needs
constexpr std::array kTextShares{0.25, 0.5, 0.75, 1.0};
constexpr std::array kStrengths{0.3, 1.0, 3.0};
constexpr std::array kHalfLives{0.0, 50.0, 100.0, 200.0, 400.0};
constexpr double kBetter = 0.99;

// The values that most rows have, ascending.
std::vector<double> usual_values(std::span<const PointsRow> rows) {
  std::map<double, int> counts;
  for (const PointsRow& r : rows) ++counts[r.points];
  std::vector<std::pair<int, double>> order;
  for (const auto& [value, n] : counts) order.push_back({-n, value});
  std::sort(order.begin(), order.end());
  if (order.size() > kMostClasses) order.resize(kMostClasses);
  std::vector<double> out;
  for (const auto& [n, value] : order) out.push_back(value);
  std::sort(out.begin(), out.end());
  return out;
}

std::uint32_t nearest(const std::vector<double>& classes, double value) {
  const auto at = std::min_element(classes.begin(), classes.end(), [&](double a, double b) { return std::abs(a - value) < std::abs(b - value); });
  return static_cast<std::uint32_t>(at - classes.begin());
}

void set_prior(PointsModel& m, std::span<const PointsRow> rows) {
  std::map<double, double> weights;
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double w = m.settings.half_life > 0 ? std::exp2(-static_cast<double>(rows.size() - 1 - i) / m.settings.half_life) : 1;
    weights[rows[i].points] += w, sum += w;
  }
  m.values.clear(), m.prior.clear();
  for (const auto& [value, w] : weights) m.values.push_back(value), m.prior.push_back(w / sum);
}

std::vector<TermCounts> texts_of(std::span<const PointsRow> rows) {
  std::vector<TermCounts> out;
  for (const PointsRow& r : rows) out.push_back(r.text);
  return out;
}

void set_text(PointsModel& m, std::span<const PointsRow> rows, const PointsModel* start) {
  m.vocabulary = start ? start->vocabulary : Vocabulary::of(texts_of(rows), kLeastTexts, kMostTerms);
  m.classes = usual_values(rows);
  std::vector<SparseRow> x;
  std::vector<std::uint32_t> y;
  for (const PointsRow& r : rows) x.push_back(m.vocabulary.row(r.text)), y.push_back(nearest(m.classes, r.points));
  m.text = fit_softmax(x, y, static_cast<std::uint32_t>(m.classes.size()), static_cast<std::uint32_t>(m.vocabulary.terms.size()), m.settings.strength, start ? &start->text : nullptr);
}

// The prior with the text's chances for each class laid over it.
PointsDistribution mixed(const PointsModel& m, const std::vector<double>& chances) {
  PointsDistribution out{m.values, m.prior};
  const double share = chances.empty() ? 0 : m.settings.text_share;
  for (double& p : out.shares) p *= 1 - share;
  for (std::size_t k = 0; k < chances.size(); ++k) {
    const auto at = std::lower_bound(m.values.begin(), m.values.end(), m.classes[k]);
    out.shares[static_cast<std::size_t>(at - m.values.begin())] += share * chances[k];
  }
  return out;
}

struct Split {
  std::span<const PointsRow> early, late;
};
Split latest_fifth(std::span<const PointsRow> rows) {
  const std::size_t early = rows.size() - rows.size() / 5;
  return {rows.first(early), rows.subspan(early)};
}

using Chances = std::vector<std::vector<double>>;  // of the text's classes, for each row; empty ones say nothing

double error_on(std::span<const PointsRow> rows, const PointsModel& m, const Chances& chances) {
  std::vector<double> actual, predicted;
  for (std::size_t i = 0; i < rows.size(); ++i) actual.push_back(rows[i].points), predicted.push_back(mixed(m, chances[i]).median());
  return *mean_absolute_error(actual, predicted);
}

// The level at which ranges of a model that had not seen the rows held 90 % of them. Tails are few and far between where the text
// says little: half-way to the next one the level survives a model fitted on a few rows more.
void calibrate(PointsChoice& c, std::span<const PointsRow> rows, const PointsModel& m, const Chances& chances) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < rows.size(); ++i) scores.push_back(1 - mixed(m, chances[i]).tail_of(rows[i].points));
  const auto q = conformal_quantile(scores, 0.1);
  c.calibrated = q && scores.size() >= kEnoughToCalibrate;
  if (!c.calibrated) return;
  double next = 1;
  for (const double s : scores)
    if (s > *q + 1e-9) next = std::min(next, s);
  c.tail = 1 - (*q + next) / 2;
}

}  // namespace

double PointsDistribution::median() const {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if ((sum += shares[i]) >= 0.5 - 1e-9) return values[i];
  return values.empty() ? 0 : values.back();
}

PointsDistribution::Range PointsDistribution::range(double tail) const {
  Range out{median(), median()};
  for (const double v : values)
    if (tail_of(v) >= tail - 1e-12) out.low = std::min(out.low, v), out.high = std::max(out.high, v);
  return out;
}

double PointsDistribution::tail_of(double value) const {
  double below = 0, above = 0;
  bool known = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= value) below += shares[i];
    if (values[i] >= value) above += shares[i];
    known = known || values[i] == value;
  }
  return known ? std::min(below, above) : 0;
}

PointsDistribution PointsModel::predict(const TermCounts& counts) const {
  if (settings.text_share <= 0) return {values, prior};
  return mixed(*this, text.probabilities(vocabulary.row(counts)));
}

PointsModel fit_points(std::span<const PointsRow> rows, const PointsSettings& settings) {
  PointsModel m;
  m.settings = settings;
  set_prior(m, rows);
  if (settings.text_share > 0) set_text(m, rows, nullptr);
  return m;
}

PointsChoice choose_points_settings(std::span<const PointsRow> rows, bool plain) {
  const PointsSettings usual;
  PointsChoice choice{{0, 1, 0}};
  if (rows.size() < kEnoughToChoosePoints) return choice;
  const auto [early, late] = latest_fifth(rows);
  const Chances none(late.size());
  PointsModel m, before;
  m.settings = choice.settings;
  set_prior(m, early);
  double best = error_on(late, m, none);
  calibrate(choice, late, m, none);
  const auto offer = [&](const PointsSettings& s, const Chances& chances) {
    m.settings = s;
    set_prior(m, early);
    const double error = error_on(late, m, chances);
    if (error >= best * (s == usual ? 1 : kBetter)) return;
    best = error, choice.settings = s;
    calibrate(choice, late, m, chances);
  };
  if (plain) return choice;
  for (const double strength : kStrengths) {
    m.settings.strength = strength;
    set_text(m, early, before.classes.empty() ? nullptr : &before);
    before = m;
    Chances chances;
    for (const PointsRow& r : late) chances.push_back(m.text.probabilities(m.vocabulary.row(r.text)));
    for (const double share : kTextShares)
      for (const double half_life : kHalfLives) offer({share, strength, half_life}, chances);
  }
  for (const double half_life : kHalfLives) offer({0, 1, half_life}, none);
  return choice;
}

PointsModel train_points(std::span<const PointsRow> rows, bool plain) {
  const PointsChoice choice = choose_points_settings(rows, plain);
  PointsModel m = fit_points(rows, choice.settings);
  m.tail = choice.tail, m.calibrated = choice.calibrated;
  return m;
}

}  // namespace juno::learn
