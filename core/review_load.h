// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/period.h"
#include "core/pull_stages.h"
namespace juno {

struct Reviewer {
  std::string name;
  int reviews = 0;         // submitted in the period, on others' work
  int pulls = 0;           // different pull requests among them
  int waiting = 0;         // open pull requests that wait for this person now
  double share = 0;        // of all reviews
};
struct ReviewLoad {
  std::vector<Reviewer> reviewers;  // reviews descending, waiting descending, name
  int reviews = 0;
  int unknown = 0;                  // by deleted accounts: in `reviews`, not among the reviewers
  std::optional<double> gini;       // of the reviews of those who reviewed: 0 = even; needs 2 people
  std::optional<double> largest;    // largest share
};
// `pulls`: any that may have been reviewed in the period or are open. `name_of` shows a person. A request counts as waiting
// until the person reviews after it, or it is removed.
ReviewLoad review_load(std::span<const PullFacts> pulls, const Period& period, std::span<const std::string> ignore, const std::function<std::string(const Person&)>& name_of);
// Who an open pull request waits for, ascending; teams as they are called.
std::vector<std::string> waiting_for(const PullFacts& pull, const std::function<std::string(const Person&)>& name_of);

}  // namespace juno
