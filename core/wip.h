// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/period.h"
namespace juno {

// Time in a system: [from, to); no `to` = still in.
struct Stay {
  Instant from;
  std::optional<Instant> to;
};

// How many were in, per step of a period.
struct WipSeries {
  std::vector<int> at_end;   // just before the step's end
  std::vector<double> mean;  // over the step's time
};
// Steps must follow each other without gap. By difference arrays: O(stays × log steps + steps).
WipSeries wip_series(std::span<const Stay> stays, const std::vector<Period>& steps);

// Little (1961): L = λ W. Over a window, with stays clipped to it, it is an identity: the mean number in is the number of
// stays that touch the window per day, times their mean time inside it. Units: days of 24 hours.
struct Little {
  double mean_in = 0;        // L, from the series
  double per_day = 0;        // λ
  double mean_days = 0;      // W
  int stays = 0;
};
// Nothing for a window without length.
std::optional<Little> little(std::span<const Stay> stays, const std::vector<Period>& steps);

}  // namespace juno
