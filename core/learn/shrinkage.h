// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>
#include "core/learn/effort.h"
namespace juno::learn {

// Method::shrunk. Effects of type, then components, then reporter, each drawn to nothing as far as the differences within a group
// make those between groups uncertain (empirical Bayes by moments); then what the most similar texts were off by.
void fit_shrunk(EffortModel& model, std::span<const Case> cases, std::span<const Past> pasts);
// The model's neighbours by the words they have: made once for many questions. The model must outlive it.
class Neighbourhood {
 public:
  explicit Neighbourhood(const EffortModel& model);
  // As dot() of each with `words`, to the last bit; in the model's order.
  std::vector<double> similarities(const SparseRow& words) const;

 private:
  std::size_t size_;
  std::vector<std::vector<std::pair<std::uint32_t, float>>> by_word_;  // place among the neighbours and its entry
};
std::vector<Reason> shrunk_reasons(const EffortModel& model, const Neighbourhood& neighbours, const Case& c);
double total(std::span<const Reason> reasons);

}  // namespace juno::learn
