// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include "core/model.h"
#include "store/database.h"
namespace juno::store {

// An issue as far as planning needs it, as it is now. Ids are the cache's.
struct QueueIssueRow {
  Id id = 0, status_id = 0;
  std::string key, project, summary, type, status, priority, team, rank;
  std::int64_t number = 0;
  bool subtask = false;
  Id assignee_id = 0, reporter_id = 0, owner_id = 0;  // 0 = nobody
  std::string assignee, reporter, owner;              // a person without a name is told by the account
  std::optional<double> points;
  std::optional<std::int64_t> original_estimate_s, remaining_estimate_s;
  std::optional<Instant> scheduled;
  std::optional<Date> due;
};
using EachQueueIssue = std::function<void(QueueIssueRow&&)>;
// What is in the sprint now, deleted issues left out; by id, one at a time: a sprint of many thousands need not exist twice.
void queue_issues(Database& db, Id sprint, const EachQueueIssue& each);
// How many at most.
std::size_t queue_size(Database& db, Id sprint);
// What is in the board's project and in no sprint that is not closed; by id. Throws Error{store} for a board without project.
void backlog_issues(Database& db, Id board, const EachQueueIssue& each);

// A link of one of these issues.
struct QueueLinkRow {
  Id issue = 0;
  std::string type, phrase;
  bool outward = true;
  std::string other_key;
  Id other = 0, other_status = 0;  // 0 = not in the cache
};
// By issue, in the tracker's order. `issues` ascending.
std::vector<QueueLinkRow> queue_links(Database& db, const std::vector<Id>& issues);

}  // namespace juno::store
