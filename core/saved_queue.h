// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/queue.h"
namespace juno {

// What decides a queue besides the issues; kept with a saved one, so that it can be planned again in the same way.
struct QueueRules {
  std::string algorithm = "discipline-round-robin";
  bool subtasks = false, include_done = false, fill = false, backlog = false;
  std::vector<std::string> where;    // FIELD=VALUE, see core/queue_filter.h
  std::vector<std::string> what_if;  // capacity.TEAM=40
  std::string schedule;              // text of a schedule file; empty = none
};

// A queue as it is kept.
struct SavedQueue {
  QueueRules rules;
  std::optional<Sprint> sprint;  // nothing for a backlog; its id is the tracker's
  std::string board;             // name
  Instant generated;
  Queue queue;
};

// One spelling for equal content, so that it can be hashed: keys sorted, no spaces, shortest numbers, valid UTF-8.
std::string canonical_json(const SavedQueue& saved);
// Throws Error{store} when the text is damaged or of a newer version.
SavedQueue parse_saved_queue(std::string_view json);

std::string title_of(const SavedQueue& saved);
std::vector<Field> header_of(const SavedQueue& saved);

// What moved from one queue to another, and why.
struct QueueChange {
  enum class Kind { added, removed, moved, changed } kind;  // changed: same place, other things
  const QueueItem* before = nullptr;  // nothing when added
  const QueueItem* after = nullptr;   // nothing when removed
  std::string why;
};
// Why an issue is not in a queue, by key: "finished (Done)".
using LeftOut = std::map<std::string, std::string>;
// By place in `after`; what was removed last, by place in `before`. Refers to both.
std::vector<QueueChange> queue_changes(const Queue& before, const Queue& after, const LeftOut& left_out = {});
// `before` and `after` in words: "plan-1, saved …", "now".
Report to_report(const Queue& before, const Queue& after, const std::string& before_is, const std::string& after_is, const LeftOut& left_out = {});

}  // namespace juno
