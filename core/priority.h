// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "core/config.h"
namespace juno {

// domain.md §1: the score of a priority by its name, 0..100. Decorations do not count ("1 - Critical", "Major (kp)");
// a configured name wins over the built-in ones; a name nobody knows scores 50.
double priority_score(std::string_view name, const Scores& configured);
// Whether these names are in an order that is certain: all of them known or configured, or all of them numbered ("P1", "Sev 2").
bool priorities_ordered(const std::vector<std::string>& names, const Scores& configured);

}  // namespace juno
