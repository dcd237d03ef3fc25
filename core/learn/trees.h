// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/learn/terms.h"
namespace juno::learn {

// Boosted trees, wherever they come from (connectors/xgboost.h): core knows what they do, not how they are loaded.

struct TreeRows {
  std::vector<SparseRow> rows;
  std::uint32_t columns = 0;
};
// How long something took, in the model's own unit, above 0: from `low` to `high`; `high` infinite for what still runs.
struct TreeTarget {
  float low = 0, high = 0;
};
struct TreeSettings {
  int rounds = 120, depth = 4;
  double rate = 0.08, least_weight = 8, row_share = 0.8, column_share = 0.6;
  double spread = 1;  // of the logarithm around the model
  double start = 1;   // where the first tree starts from
  std::uint32_t seed = 1;
};

class Trees {
 public:
  virtual ~Trees() = default;
  virtual std::string version() const = 0;  // "xgboost 1.7.4"
  // Accelerated failure time: the logarithm of the target is normal around the sum of the trees. Returns the model's bytes, the same for the same
  // input. Throws Error{internal} when it cannot.
  virtual std::string train(const TreeRows& rows, std::span<const TreeTarget> targets, const TreeSettings& settings) const = 0;
  // Natural logarithm of each row's prediction. Throws Error{store} for bytes that are no model.
  virtual std::vector<double> margins(const std::string& model, const TreeRows& rows) const = 0;
  // For each row one figure a column and the constant last; they sum to the margin.
  virtual std::vector<std::vector<double>> contributions(const std::string& model, const TreeRows& rows) const = 0;
};

// Loads the trees at the first call, null where there are none; callers keep what they got.
using TreesMaker = std::function<std::unique_ptr<Trees>()>;

}  // namespace juno::learn
