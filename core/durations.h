// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/report.h"
namespace juno {

// What may be said of a sample of durations: nothing but the values under 5 of them, no 95 % under 20 (methods.md §0.3).
struct Durations {
  int count = 0;
  std::optional<double> median;    // of an even number: the middle of the two
  std::optional<double> p85, p95;  // nearest rank: always an observed value
  std::string why, why_p95;        // why they are unknown; under 5 the values themselves
};
Durations durations(std::vector<double> values, const std::string& none);  // "no issue was finished", where there is none

// `KEY.count`, `KEY.median_days`, `KEY.p85_days`, `KEY.p95_days`; for people one line each.
void add_durations(Report& report, const std::string& key, const std::string& title, const Durations& d);

}  // namespace juno
