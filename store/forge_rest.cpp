// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/error.h"
#include "core/names.h"
#include "store/forge_read.h"
#include "store/forge_words.h"
namespace juno::store {
namespace {

// " COLUMN >= $1 and COLUMN < $2" with the repositories a filter names.
std::string within(const std::string& column, std::string_view repository, const std::vector<Id>& ids) {
  return column + " >= $1 and " + column + " < $2" + among(repository, ids);
}
void read_statuses(Database& db, std::vector<Deployment>& all) {
  Query q(db, R"(
    select at, state, environment
    from deployment_status
    where repository_id = $1 and deployment_id = $2
    order by ordinal)");
  for (auto& d : all)
    for (q.bind(d.repository, d.id); q.next();) d.statuses.push_back({q.instant(0), q.string(1), q.string(2)});
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

std::vector<Repository> repositories(Database& db) {
  std::vector<Repository> all;
  for (Query q(db, "select id, name, default_branch, archived from repository order by name, id"); q.next();)
    all.push_back({q.integer(0), q.string(1), q.string(2), q.integer(3) != 0});
  return all;
}

Repository find_repository(Database& db, std::string_view name) {
  const auto all = repositories(db);
  std::vector<std::string> names;
  for (const auto& r : all) {
    if (lower(r.name) == lower(name)) return r;
    names.push_back(r.name);
  }
  Query q(db, "select repository_id from repository_name where name = $1 order by source");
  q.bind(lower(name));
  if (q.next()) {
    const Id id = q.integer(0);
    for (const auto& r : all)
      if (r.id == id) return r;
  }
  // A short name will do where it is the only one: "web" for acme/web.
  const Repository* only = nullptr;
  int count = 0;
  for (const auto& r : all)
    if (lower(r.name).ends_with("/" + lower(name))) only = &r, ++count;
  if (count == 1) return *only;
  std::string near;
  for (const auto& n : names) near += (near.empty() ? "" : ", ") + n;
  if (near.size() > 300) near = near.substr(0, 300) + "…";
  throw Error(Exit::usage, "unknown repository: " + std::string(name), near.empty() ? "no repository is cached; run `juno sync`" : "cached: " + near);
}

std::vector<Commit> commits(Database& db, const CommitFilter& f) {
  std::vector<Commit> all;
  People people(db);
  Query q(db, R"(
    select repository_id, sha, author, authored_at, committed_at, message, additions, deletions, parents, on_default
    from git_commit
    where )" + within("committed_at", "repository_id", f.repositories) + (f.default_branch_only ? " and on_default = 1" : "") +
                  " order by repository_id, committed_at, sha");
  for (q.bind(f.from.value_or(kEver), f.to.value_or(kNever)); q.next();)
    all.push_back({q.integer(0), q.string(1), people.at(q.maybe_integer(2)), q.instant(3), q.instant(4), q.string(5), q.maybe_integer(6),
                   q.maybe_integer(7), parted(q.text(8), ' '), q.integer(9) != 0});
  return all;
}

std::vector<Deployment> deployments(Database& db, const DeploymentFilter& f) {
  std::vector<Deployment> all;
  People people(db);
  const RepositoryNames names(db);
  Query q(db, R"(
    select repository_id, id, environment, ref, task, sha, state, creator, created_at, finished_at
    from deployment
    where )" + within("coalesce(finished_at, created_at)", "repository_id", f.repositories) +
                  " and ($3 = '' or lower(environment) = lower($3)) order by repository_id, created_at, id");
  for (q.bind(f.from.value_or(kEver), f.to.value_or(kNever), f.environment); q.next();) {
    Deployment& d = all.emplace_back();
    d.repository = q.integer(0), d.repository_name = names.at(d.repository), d.id = q.string(1);
    d.environment = q.string(2), d.ref = q.string(3), d.task = q.string(4), d.sha = q.string(5), d.state = q.string(6);
    d.creator = people.at(q.maybe_integer(7)), d.created = q.instant(8), d.finished = q.maybe_instant(9);
  }
  read_statuses(db, all);
  return all;
}

std::vector<ShippedCommit> shipped_commits(Database& db, const std::vector<Id>& ids) {
  std::vector<ShippedCommit> all;
  Query q(db, "select repository_id, deployment_id, sha from deployment_commit where 1 = 1" + among("repository_id", ids) +
                  " order by repository_id, deployment_id, sha");
  while (q.next()) all.push_back({q.integer(0), q.string(1), q.string(2)});
  return all;
}

std::vector<Release> releases(Database& db, const ForgeFilter& f) {
  std::vector<Release> all;
  People people(db);
  const RepositoryNames names(db);
  Query q(db, R"(
    select repository_id, id, tag, name, sha, draft, prerelease, author, created_at, published_at
    from release
    where )" + within("coalesce(published_at, created_at)", "repository_id", f.repositories) +
                  " order by repository_id, coalesce(published_at, created_at), id");
  for (q.bind(f.from.value_or(kEver), f.to.value_or(kNever)); q.next();)
    all.push_back({q.integer(0), names.at(q.integer(0)), q.string(1), q.string(2), q.string(3), q.string(4), q.integer(5) != 0,
                   q.integer(6) != 0, people.at(q.maybe_integer(7)), q.instant(8), q.maybe_instant(9)});
  return all;
}

std::vector<WorkflowRun> workflow_runs(Database& db, const ForgeFilter& f) {
  std::vector<WorkflowRun> all;
  People people(db);
  const RepositoryNames names(db);
  Query q(db, R"(
    select repository_id, id, number, attempt, workflow, path, title, event, branch, sha, status, conclusion, actor, created_at, updated_at,
           started_at
    from workflow_run
    where )" + within("created_at", "repository_id", f.repositories) + " order by repository_id, created_at, id");
  for (q.bind(f.from.value_or(kEver), f.to.value_or(kNever)); q.next();)
    all.push_back({q.integer(0), names.at(q.integer(0)), q.integer(1), q.integer(2), q.integer(3), q.string(4), q.string(5), q.string(6),
                   q.string(7), q.string(8), q.string(9), q.string(10), q.string(11), people.at(q.maybe_integer(12)), q.instant(13),
                   q.instant(14), q.maybe_instant(15)});
  return all;
}

std::vector<IssuePullRequest> issue_pull_requests(Database& db, const LinkFilter& f) {
  std::vector<IssuePullRequest> all;
  const RepositoryNames names(db);
  const std::string start = "select issue_key, repository_id, number, source from issue_pull where ($1 = '' or issue_key = $1) and "
                            "($2 = 0 or repository_id = $2) and ($3 = 0 or number = $3) order by issue_key, repository_id, number";
  Query q(db, start);
  for (q.bind(f.issue_key, f.repository, f.number); q.next();)
    all.push_back({q.string(0), q.integer(1), names.at(q.integer(1)), q.integer(2), link_source_of(q.text(3))});
  return all;
}

std::vector<IssueCommit> issue_commits(Database& db, const LinkFilter& f) {
  std::vector<IssueCommit> all;
  Query q(db, R"(
    select issue_key, repository_id, sha
    from issue_commit
    where ($1 = '' or issue_key = $1) and ($2 = 0 or repository_id = $2)
    order by issue_key, repository_id, sha)");
  for (q.bind(f.issue_key, f.repository); q.next();) all.push_back({q.string(0), q.integer(1), q.string(2)});
  return all;
}

}  // namespace juno::store
