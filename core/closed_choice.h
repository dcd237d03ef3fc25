// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>
#include "core/dependencies.h"
namespace juno {

// One thing that may be chosen: what it is worth and what it takes of its bin.
struct ClosedItem {
  std::int64_t value = 0, weight = 0;  // neither negative
  std::size_t bin = 0;
};
struct ClosedChoice {
  std::vector<bool> taken;
  std::int64_t value = 0;
  std::int64_t bound = 0;  // no choice is worth more
};
// A choice of great total value that keeps within every bin (nothing = no limit) and takes nothing without all that blocks
// it, in whatever bin. Bins that no dependency touches are solved exactly, and so are few items tied together; for the rest the value is
// that of a greedy choice at dual prices, improved bin by bin, and the bound the least of the bins' own optima and of the
// Lagrangian dual. The same answer for the same order of items.
ClosedChoice best_closed(std::span<const ClosedItem> items, const std::vector<std::optional<std::int64_t>>& bins, const Dependencies& dependencies);

}  // namespace juno
