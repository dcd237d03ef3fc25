// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/chosen_sprint.h"
#include "core/queue.h"
namespace juno {

// What decides a queue; kept with a saved one, so that it can be planned again in the same way.
struct QueueOptions {
  std::string sprint = "active", board;
  std::string algorithm = "discipline-round-robin";
  bool subtasks = false, include_done = false, fill = false, backlog = false;
  std::vector<std::string> what_if;  // capacity.TEAM=40
  std::string schedule;              // text of a schedule file; empty = none
};

// A queue and the sprint it is for.
struct PlannedQueue {
  Queue queue;
  store::SprintRow row;         // of no sprint for a backlog
  std::vector<Field> header;    // sprint.*, generated_at
  std::string title;
};
PlannedQueue plan_queue(Context& ctx, const QueueOptions& options);

// The queue's team that is meant by a name.
std::string team_named(const Queue& queue, const std::string& name);

}  // namespace juno
