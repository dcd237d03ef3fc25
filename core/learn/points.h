// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/learn/softmax.h"
#include "core/learn/terms.h"
namespace juno::learn {

// Story points from the words of an issue (methods.md §17.8): the probability of each value the team uses, by multinomial
// regression on the text, mixed with how often each value was given; the median of that is the estimate, so only values
// that the team uses are ever predicted.

struct PointsRow {
  TermCounts text;
  double points = 0;
};

constexpr std::size_t kEnoughToChoosePoints = 50;  // rows: with fewer a fifth of them says nothing, and the median is all

struct PointsSettings {
  double text_share = 0.5;  // of the text in the mixture: 0 = the plain median
  double strength = 1;      // of the text: greater follows the words more closely
  double half_life = 0;     // issues after which a past estimate counts half; 0 = all count alike
  friend bool operator==(const PointsSettings&, const PointsSettings&) = default;
};

struct PointsDistribution {
  std::vector<double> values, shares;  // values ascending, shares sum to 1
  double median() const;               // the least value by which half is reached
  // Values whose tails on both sides, themselves included, hold at least `tail`; the median at least.
  struct Range { double low = 0, high = 0; };
  Range range(double tail) const;
  // The smaller of the tails that end at `value`, 0 for a value outside: what `range` leaves out at that level.
  double tail_of(double value) const;
};

struct PointsModel {
  PointsSettings settings;
  Vocabulary vocabulary;
  std::vector<double> classes;  // the values that the text chooses among, ascending
  Softmax text;
  std::vector<double> values, prior;  // all values given, ascending, and their shares
  double tail = 0;                    // of `range`, so that it held 90 % of the latest fifth of the training rows
  bool calibrated = false;            // there were enough rows for that

  PointsDistribution predict(const TermCounts& text) const;
  std::string bytes() const;
  static PointsModel from_bytes(std::string_view bytes);  // throws Error{store}
};

// Oldest first. Needs at least one row.
PointsModel fit_points(std::span<const PointsRow> rows, const PointsSettings& settings);
// The settings whose median errs least on the latest fifth of the rows, fitted on those before; among them the plain median.
// What is not better by 1 % than the default or the plain median does not replace it.
struct PointsChoice {
  PointsSettings settings;
  double tail = 0;  // of ranges that held 90 % of that fifth
  bool calibrated = false;
};
// `plain`: the plain median is the only choice.
PointsChoice choose_points_settings(std::span<const PointsRow> rows, bool plain = false);
// Chooses, fits and calibrates.
PointsModel train_points(std::span<const PointsRow> rows, bool plain = false);

}  // namespace juno::learn
