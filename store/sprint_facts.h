// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>
#include "core/history.h"
#include "store/query.h"
#include "store/site.h"
namespace juno::store {

// What is said about an issue now, as sprint_timeline repeats it. Ids are the cache's.
struct IssueNow {
  Id id = 0;
  std::string_view key, summary, epic_key;
  std::int64_t number = 0;
  std::optional<std::int64_t> type, priority, assignee, reporter, owner, team;
  Id status = 0;
  bool subtask = false, flagged = false, deleted = false;
  std::optional<double> points;
  std::optional<Instant> resolved, started, done;
};

// Writes one issue's sprint_issue intervals and sprint_timeline rows; rows of sprints it was never in go.
class SprintFacts {
 public:
  SprintFacts(Database& db, const Site& site);
  void write(const IssueNow& now, const IssueTimeline& timeline, bool stored);

 private:
  void write_intervals(Id issue, const std::vector<Membership>& intervals);
  void remove_leftovers(Id issue, const std::vector<Membership>& intervals);
  Site site_;
  Query put_interval_, put_timeline_, stored_, remove_interval_, remove_timeline_;
};

}  // namespace juno::store
