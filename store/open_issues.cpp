// SPDX-License-Identifier: Apache-2.0
#include "store/open_issues.h"
#include <algorithm>
#include "core/sprint_scope.h"
namespace juno::store {

OpenIssues::OpenIssues(Database& db)
    : issue_(db, "select summary, due_on from issue where id = $1"), blockers_(db, R"(
        select i.key, case when s.category = 'done' then 1 else 0 end
        from issue_link l
        join term t on t.id = l.type
        join issue i on i.id = l.other_id
        join status s on s.id = i.status_id
        where l.issue_id = $1 and l.outward = 0 and lower(t.name) in ('blocks', 'blocker') and i.deleted_at is null
        order by i.key)") {}

OpenIssue OpenIssues::read(Id cached) {
  OpenIssue out;
  issue_.bind(cached);
  if (issue_.next()) out.summary = issue_.string(0), out.due = parse_date(issue_.text(1));
  issue_.done();
  for (blockers_.bind(cached); blockers_.next();) out.blockers.push_back({blockers_.string(0), blockers_.integer(1) != 0});
  std::sort(out.blockers.begin(), out.blockers.end(), [](const auto& a, const auto& b) { return key_before(a.key, b.key); });
  return out;
}

}  // namespace juno::store
