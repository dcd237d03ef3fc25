// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <optional>
#include <span>
#include "core/learn/effort.h"
#include "core/learn/encoder.h"
namespace juno::learn {

// Something foretold, whether its outcome is known by now or not.
struct Foretold {
  const Case* of = nullptr;
  double margin = 0, usual = 0;  // logarithms
  bool judges = false;           // else it chose the method
  double off() const { return std::abs(to_log(of->value) - margin); }
};

// What a walk through time taught of ranges.
struct Followed {
  double spread = 1;
  Named spread_of_type;
  std::optional<double> width;
  int ranges = 0, held = 0;  // of those that judge: known ones that had a range, and those within theirs
};
// Ranges as they would have been given from one moment to the next, in units of the error to expect by type. Outcomes count as they become
// known, and what takes long becomes known late: at any moment the known ones of what was foretold lately are the quick ones. So each
// weighs as one over the chance that an outcome that took as long would be known by now (inverse probability of censoring, Robins and
// Rotnitzky 1992; of conformal ranges Candès, Lei and Ren 2023), by the ages of all that was foretold. Older errors count less and less.
// `told`: by moment; `patience`: how long nearly all outcomes known before took, in ms: before that much time no range is given, and
// after it a miss is sure enough to move the level (Gibbs and Candès 2021); `end`: when the model is made.
Followed follow(std::span<const Foretold> told, double patience, Instant end);

}  // namespace juno::learn
