// SPDX-License-Identifier: Apache-2.0
#include "store/similar_issues.h"
#include "store/name_cache.h"
#include "store/query.h"
#include "store/sprints.h"
namespace juno::store {

std::vector<SimilarIssue> similar_issues(Database& cache, const std::vector<Id>& ids) {
  NameCache words(cache, "select name from term where id = $1");
  const auto status_name = status_names(cache);
  const auto category = status_categories(cache);
  Query issue(cache, R"(
    select key, summary, type, project_key, status_id, reporter, points, started_at, done_at
    from issue
    where id = $1 and deleted_at is null)");
  Query components(cache, R"(
    select t.name
    from issue_tag g
    join term t on t.id = g.term_id
    where g.issue_id = $1 and t.kind = 'component'
    order by g.ordinal)");
  Query links(cache, R"(
    select other_id, t.name
    from issue_link l
    join term t on t.id = l.type
    where l.issue_id = $1 and other_id is not null
    order by l.ordinal)");
  std::vector<SimilarIssue> out;
  for (const Id id : ids) {
    SimilarIssue& i = out.emplace_back();
    issue.bind(id);
    if (!issue.next()) continue;
    i.id = id, i.key = issue.string(0), i.summary = issue.string(1), i.type = words.of(issue.integer(2)), i.project = issue.string(3);
    i.status = status_name(issue.integer(4)), i.done = category(issue.integer(4)) == StatusCategory::done;
    i.reporter = issue.integer(5), i.points = issue.maybe_real(6), i.started = issue.maybe_instant(7), i.finished = issue.maybe_instant(8);
    issue.done();
    for (components.bind(id); components.next();) i.components.push_back(components.string(0));
    for (links.bind(id); links.next();)
      if (const auto other = links.integer(0); links.text(1).find("uplicate") != std::string_view::npos || links.text(1).find("lone") != std::string_view::npos) i.duplicates.push_back(other);
  }
  return out;
}

}  // namespace juno::store
