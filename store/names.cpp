// SPDX-License-Identifier: Apache-2.0
#include "store/names.h"
#include "store/query.h"
namespace juno::store {
namespace {

// Rows of (id, text, detail).
std::vector<Name> read(Database& db, std::string_view sql) {
  std::vector<Name> all;
  for (Query q(db, sql); q.next();) all.push_back({q.integer(0), q.string(1), q.string(2)});
  return all;
}
std::vector<Name> terms(Database& db, std::string_view kind) {
  std::vector<Name> all;
  Query q(db, "select name from term where kind = $1 order by name");
  for (q.bind(kind); q.next();) all.push_back({0, q.string(0), {}});
  return all;
}
std::int64_t number(Database& db, std::string_view sql) {
  Query q(db, sql);
  return q.next() ? q.integer(0) : 0;
}

}  // namespace

std::vector<Name> names(Database& db, NameKind kind) {
  switch (kind) {
    case NameKind::sprint:
      return read(db, R"(
        select s.id, s.name, b.name
        from sprint s
        left join board b on b.id = s.board_id
        order by coalesce(s.activated_at, s.start_at, s.end_at, 0) desc, s.id desc)");
    case NameKind::board: return read(db, "select id, name, project_key from board order by name, id");
    case NameKind::project: return read(db, "select id, key, name from project order by key, id");
    case NameKind::person: return read(db, "select id, name, email from person where name <> '' order by name, id");
    case NameKind::status: return read(db, "select min(id), name, '' from status group by name order by name");
    case NameKind::team: return terms(db, "team");
    case NameKind::issue_type: return terms(db, "type");
    case NameKind::priority: return terms(db, "priority");
    case NameKind::label: return terms(db, "label");
    case NameKind::component: return terms(db, "component");
    case NameKind::fix_version: return terms(db, "fix_version");
    case NameKind::resolution: return terms(db, "resolution");
  }
  return {};
}

std::vector<TableCount> table_counts(Database& db) {
  struct Count { const char* table; const char* sql; };
  constexpr Count kCounts[] = {
      {"issues", "select count(*) from issue where deleted_at is null"},
      {"changes", "select coalesce(sum(change_count), 0) from issue"},
      {"sprints", "select count(*) from sprint"},
      {"sprint_issues", "select count(*) from sprint_issue"},
      {"boards", "select count(*) from board"},
      {"projects", "select count(*) from project"},
      {"people", "select count(*) from person"},
      {"comments", "select count(*) from comment"},
      {"worklogs", "select count(*) from worklog"},
  };
  // Of a cache without a forge they would all be noughts.
  constexpr Count kForge[] = {
      {"repositories", "select count(*) from repository where deleted_at is null"},
      {"pull_requests", "select count(*) from pull_request"},
      {"reviews", "select count(*) from review"},
      {"commits", "select count(*) from git_commit"},
      {"deployments", "select count(*) from deployment"},
      {"releases", "select count(*) from release"},
      {"workflow_runs", "select count(*) from workflow_run"},
  };
  std::vector<TableCount> all;
  for (const auto& c : kCounts) all.push_back({c.table, number(db, c.sql)});
  if (number(db, "select count(*) from repository") > 0)
    for (const auto& c : kForge) all.push_back({c.table, number(db, c.sql)});
  return all;
}

Freshness freshness(Database& db) {
  Freshness f;
  Query q(db, "select min(succeeded_at), max(succeeded_at), sum(case when state <> 'done' then 1 else 0 end) from checkpoint");
  if (q.next()) f.oldest = q.maybe_instant(0), f.newest = q.maybe_instant(1), f.unfinished = q.integer(2);
  return f;
}

}  // namespace juno::store
