// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/learn/effort.h"
namespace juno::learn {

// Method::shrunk. Effects of type, then components, then reporter, each drawn to nothing as far as the differences within a group
// make those between groups uncertain (empirical Bayes by moments); then what the most similar texts were off by.
void fit_shrunk(EffortModel& model, std::span<const Case> cases, std::span<const Past> pasts);
std::vector<Reason> shrunk_reasons(const EffortModel& model, const Case& c);
double total(std::span<const Reason> reasons);

}  // namespace juno::learn
