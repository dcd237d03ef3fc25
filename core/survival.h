// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>
namespace juno {

// How long something has lasted: until it ended, or so far.
struct Lifetime {
  double length = 0;
  bool ended = true;
};

// Kaplan, Meier (1958): durations of which some still run. Leaving those out makes what is slow look fast.
struct Survival {
  struct Step {
    double at = 0;         // a length at which some ended
    double surviving = 1;  // share that lasts longer
    double low = 0, high = 1;  // 95 %, log(-log) interval (Kalbfleisch and Prentice, 1980) on Greenwood's variance
  };
  std::vector<Step> steps;  // ascending
  int count = 0, ended = 0;
  // First length by which half have ended; nothing when not reached. Its interval: where the bounds cross one half.
  std::optional<double> median, median_low, median_high;
};
Survival survival(std::vector<Lifetime> lifetimes);

}  // namespace juno
