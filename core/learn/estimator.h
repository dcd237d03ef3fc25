// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>
#include "core/learn/effort.h"
#include "core/learn/points.h"
namespace juno::learn {

struct Estimate {
  double value = 0;             // in the target's unit
  double usual = 0;             // what the median would have said
  std::optional<Range> range;   // 90 %
};

// A stored model, ready to be asked.
class Estimator {
 public:
  // Throws Error{store} for bytes that are no model of that target. `trees` must outlive it.
  Estimator(Target target, std::string_view bytes, const Trees* trees);
  bool lacks_trees() const;  // the model is one of trees, and there are none: it cannot be asked
  const std::vector<std::string>& terms() const;  // of texts, that it looks at: what a closed lexicon needs
  std::vector<Estimate> of(std::span<const Case> cases) const;
  // Logarithms that sum to that of the estimate (a quarter added); of points the chance of each value instead.
  std::vector<Reason> reasons(const Case& c) const;
  const EffortModel* effort() const { return std::get_if<EffortModel>(&model_); }
  const PointsModel* points() const { return std::get_if<PointsModel>(&model_); }

 private:
  std::variant<EffortModel, PointsModel> model_;
  const Trees* trees_;
};
// What the points model reads of a case: its words and tags.
TermCounts points_text(const Case& c);

}  // namespace juno::learn
