// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "connectors/jira/site.h"
#include "core/model.h"
namespace juno::jira {

// Worklogs changed after `since` on the whole site (also in projects that are not cached: filter by issue).
struct WorklogPage {
  std::vector<Worklog> worklogs;  // ascending id
  std::vector<BadRecord> bad;     // stream "worklogs"
  Instant until;                  // where the next page begins; store it as the checkpoint
  bool last = false;
};
// One worklog/updated page (≤ 1,000 ids), then worklog/list of its ids. A page that does not move on is an Error{remote}.
WorklogPage fetch_worklogs(const Site& site, Instant since);

struct DeletedWorklogs {
  std::vector<Id> ids;  // ascending
  Instant until;
  bool last = false;
};
DeletedWorklogs fetch_deleted_worklogs(const Site& site, Instant since);

// All comments of these issues; the whole truth of each issue, so that what is not in here was deleted.
struct CommentBatch {
  std::vector<Comment> comments;  // by issue, then id
  std::vector<Id> complete;       // issues whose comments are all here, ascending (an issue without comments too)
  std::vector<BadRecord> bad;     // stream "comments"
};
inline constexpr std::size_t kCommentIssuesPerBatch = 100;
CommentBatch fetch_comments(const Site& site, const std::vector<Id>& issues);

}  // namespace juno::jira
