// SPDX-License-Identifier: Apache-2.0
#include "store/sprint_facts.h"
#include <algorithm>
#include "store/lookup.h"
namespace juno::store {

SprintFacts::SprintFacts(Database& db, const Site& site)
    : site_(site),
      put_interval_(db, R"(
        insert into sprint_issue (sprint_id, issue_id, ordinal, added_at, removed_at)
        values ($1, $2, $3, $4, $5)
        on conflict (sprint_id, issue_id, ordinal) do update set added_at = excluded.added_at, removed_at = excluded.removed_at)"),
      put_timeline_(db, R"(
        insert into sprint_timeline (sprint_id, issue_id, key, number, summary, type, subtask, status_id, priority, assignee,
          reporter, owner, team, points, epic_key, flagged, resolved_at, started_at, done_at, deleted, timeline)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        on conflict (sprint_id, issue_id) do update set
          key = excluded.key, number = excluded.number, summary = excluded.summary, type = excluded.type,
          subtask = excluded.subtask, status_id = excluded.status_id, priority = excluded.priority,
          assignee = excluded.assignee, reporter = excluded.reporter, owner = excluded.owner, team = excluded.team,
          points = excluded.points, epic_key = excluded.epic_key, flagged = excluded.flagged,
          resolved_at = excluded.resolved_at, started_at = excluded.started_at, done_at = excluded.done_at,
          deleted = excluded.deleted, timeline = excluded.timeline)"),
      stored_(db, "select sprint_id, ordinal from sprint_issue where issue_id = $1 order by sprint_id, ordinal"),
      remove_interval_(db, "delete from sprint_issue where sprint_id = $1 and issue_id = $2 and ordinal = $3"),
      remove_timeline_(db, "delete from sprint_timeline where sprint_id = $1 and issue_id = $2") {}

void SprintFacts::write(const IssueNow& now, const IssueTimeline& timeline, bool stored) {
  const auto intervals = memberships(timeline);
  if (stored) remove_leftovers(now.id, intervals);
  write_intervals(now.id, intervals);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (i > 0 && intervals[i].sprint == intervals[i - 1].sprint) continue;
    const std::string bytes = encode(seen_from(timeline, intervals[i].sprint));
    put_timeline_.bind(site_.to_cache(intervals[i].sprint), now.id, now.key, now.number, now.summary, now.type, now.subtask,
                       now.status, now.priority, now.assignee, now.reporter, now.owner, now.team, now.points,
                       or_null(now.epic_key), now.flagged, now.resolved, now.started, now.done, now.deleted, Query::Blob{bytes})
        .run();
  }
}

void SprintFacts::write_intervals(Id issue, const std::vector<Membership>& intervals) {
  int ordinal = 0;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    ordinal = i > 0 && intervals[i].sprint == intervals[i - 1].sprint ? ordinal + 1 : 0;
    put_interval_.bind(site_.to_cache(intervals[i].sprint), issue, ordinal, intervals[i].from, intervals[i].to).run();
  }
}

void SprintFacts::remove_leftovers(Id issue, const std::vector<Membership>& intervals) {
  std::vector<std::pair<Id, int>> gone;
  for (stored_.bind(issue); stored_.next();) {
    const Id sprint = stored_.integer(0);
    const auto count = std::count_if(intervals.begin(), intervals.end(), [&](const Membership& m) { return site_.to_cache(m.sprint) == sprint; });
    if (stored_.integer(1) >= count) gone.emplace_back(sprint, static_cast<int>(stored_.integer(1)));
  }
  stored_.done();
  for (const auto& [sprint, ordinal] : gone) {
    remove_interval_.bind(sprint, issue, ordinal).run();
    if (ordinal == 0) remove_timeline_.bind(sprint, issue).run();
  }
}

}  // namespace juno::store
