// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "connectors/jira/site.h"
#include "core/model.h"
namespace juno::jira {

// A page of worklog ids by the time of their change, of the whole site (also of projects that are not cached: filter by issue).
struct WorklogIds {
  std::vector<Id> ids;  // ascending, at most 1,000
  Instant until;        // where the next page begins
  bool last = false;
};
// Both: a page that does not move on is an Error{remote}.
WorklogIds changed_worklogs(const Site& site, Instant since);
WorklogIds deleted_worklogs(const Site& site, Instant since);

struct WorklogBatch {
  std::vector<Worklog> worklogs;  // ascending id; without those that are gone or not visible
  std::vector<BadRecord> bad;     // stream "worklogs"
};
// `ids`: of one page; none = no request.
WorklogBatch fetch_worklogs(const Site& site, const std::vector<Id>& ids);

// All comments of these issues; the whole truth of each issue, so that what is not in here was deleted.
struct CommentBatch {
  std::vector<Comment> comments;  // by issue, then id
  std::vector<Id> complete;       // issues whose comments are all here, ascending (an issue without comments too)
  std::vector<BadRecord> bad;     // stream "comments"
};
inline constexpr std::size_t kCommentIssuesPerBatch = 100;
CommentBatch fetch_comments(const Site& site, const std::vector<Id>& issues);

}  // namespace juno::jira
