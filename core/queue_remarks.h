// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
#include "core/dependencies.h"
#include "core/queue.h"
namespace juno {

// Fills the conflicts and warnings of a finished queue. `order`: of each item, the node it is in `dependencies`.
void add_remarks(Queue& queue, const QueueInput& input, const Dependencies& dependencies, const std::vector<std::size_t>& order);

}  // namespace juno
