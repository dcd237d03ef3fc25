// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include "core/queue.h"
namespace juno {

// Sizes are summed and compared in whole thousandths: 0.1 + 0.2 fits into 0.3. Negative amounts count as 0, and what is
// larger than 10^9 as that.
inline std::int64_t thousandths(double amount) { return std::llround(std::clamp(amount, 0.0, 1e9) * 1000); }
inline double from_thousandths(std::int64_t amount) { return static_cast<double>(amount) / 1000; }

inline bool has_size(const QueueItem& issue, std::string_view unit) { return unit == "issues" || (unit == "hours" ? issue.hours : issue.points).has_value(); }
// What an issue takes of a capacity in that unit; 0 when unestimated.
inline std::int64_t size_of(const QueueItem& issue, std::string_view unit) {
  if (unit == "issues") return 1000;
  return thousandths((unit == "hours" ? issue.hours : issue.points).value_or(0));
}

}  // namespace juno
