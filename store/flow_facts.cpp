// SPDX-License-Identifier: Apache-2.0
#include "store/flow_facts.h"
#include <algorithm>
#include "core/status_visits.h"
#include "store/lookup.h"
namespace juno::store {

std::int64_t ended_at(const std::optional<Instant>& done, const std::optional<Instant>& resolved) {
  if (!done) return kOpen;
  return resolved ? std::max(done->ms, resolved->ms) : done->ms;
}

FlowFacts::FlowFacts(Database& db)
    : put_(db, R"(
        insert into issue_flow (ended_at, issue_id, created_at, updated_at, resolved_at, key, project_key, type, subtask, priority,
          resolution, assignee, team, points, epic_key, flagged, gap, visits)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict (ended_at, issue_id) do update set
          created_at = excluded.created_at, updated_at = excluded.updated_at, resolved_at = excluded.resolved_at, key = excluded.key,
          project_key = excluded.project_key, type = excluded.type, subtask = excluded.subtask, priority = excluded.priority,
          resolution = excluded.resolution, assignee = excluded.assignee, team = excluded.team, points = excluded.points,
          epic_key = excluded.epic_key, flagged = excluded.flagged, gap = excluded.gap, visits = excluded.visits)"),
      remove_(db, "delete from issue_flow where ended_at = $1 and issue_id = $2") {}

void FlowFacts::write(const IssueNow& now, const Issue& issue, std::optional<std::int64_t> resolution,
                      const IssueTimeline& timeline, const std::optional<std::int64_t>& before) {
  const std::int64_t ended = ended_at(now.done, now.resolved);
  if (before && *before != ended) remove(now.id, *before);
  const std::string visits = encode(status_visits(timeline));
  put_.bind(ended, now.id, issue.created, issue.updated, now.resolved, now.key, issue.project, now.type, now.subtask, now.priority, resolution, now.assignee,
            now.team, now.points, or_null(now.epic_key), now.flagged, timeline.gap, Query::Blob{visits})
      .run();
}

void FlowFacts::remove(Id issue, std::int64_t ended) { remove_.bind(ended, issue).run(); }

}  // namespace juno::store
