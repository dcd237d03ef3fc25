// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
#include "core/dependencies.h"
#include "core/queue.h"
namespace juno {

// Fills the conflicts and warnings of a finished queue. `order`: of each item, the node it is in `dependencies`.
// What blocks whom, over the indexes of the issues.
struct QueueDependencies {
  struct Outside {
    std::size_t blocked;
    const QueueLink* link;
  };
  Dependencies inside;
  std::vector<Outside> outside;  // blockers that are not queued and not done
};

// `order`: the indexes by global position, in which `queue` has its items by now; `input` has no issues any more.
void add_remarks(Queue& queue, const QueueInput& input, const QueueDependencies& dependencies, const std::vector<std::size_t>& order);

}  // namespace juno
