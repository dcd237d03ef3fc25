// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "core/queue.h"
namespace juno {

// One condition of --where: `type=Bug,Story`, `assignee!=`; any case; nothing after the sign means none.
struct QueueCondition {
  std::string field;  // key, project, type, status, priority, team, assignee, stakeholder
  bool equal = true;
  std::vector<std::string> values;  // folded; empty text = none
};
// Throws Error{usage} that names the fields.
QueueCondition parse_condition(std::string_view text);
bool holds(const QueueCondition& condition, const QueueItem& issue);

}  // namespace juno
