// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/chosen_sprint.h"
#include "core/saved_queue.h"
#include "store/saved_queues.h"
namespace juno {

struct QueueOptions : QueueRules {
  std::string sprint = "active", board;
};

struct PlannedQueue {
  SavedQueue content;
  std::string source;  // name of the site
  LeftOut left_out;    // issues of the sprint, or backlog, that are not queued
};
// The queue as it is now.
PlannedQueue plan_queue(Context& ctx, const QueueOptions& options);
// A saved queue's sprint, or backlog, planned again by the same rules. Throws Error{usage} when it is no longer cached.
PlannedQueue plan_again(Context& ctx, const store::SavedQueueRow& row, const SavedQueue& saved);
// Keeps it in the ledger; returns its hash.
std::string save_queue(Context& ctx, const std::string& name, const PlannedQueue& queue);
// By exact name, else as names are resolved.
store::SavedQueueRow saved_queue_named(Context& ctx, const std::string& name);

// As people see it. `team` narrows it, `key` explains that item; both may be empty.
Report shown_queue(SavedQueue saved, const std::string& team, const std::string& key, const std::string& source, bool explain);

}  // namespace juno
