// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include "core/links.h"
#include "store/forge.h"
#include "store/forge_words.h"
#include "store/forge_writer.h"
#include "store/query.h"
namespace juno::store {
namespace {

// Present keys by any key, and which projects there are.
class Keys {
 public:
  explicit Keys(Database& db)
      : find_(db, "select i.key from issue_key k join issue i on i.id = k.issue_id where k.key = $1 order by k.source") {
    for (Query q(db, "select key from project"); q.next();) projects_.insert(q.string(0));
  }
  std::string present(const std::string& key) {
    const auto [it, added] = known_.try_emplace(key);
    if (!added) return it->second;
    find_.bind(key);
    if (find_.next()) it->second = find_.string(0);
    find_.done();
    const auto end = key.find('#') == std::string::npos ? key.rfind('-') : key.find('#');
    if (it->second.empty() && projects_.count(key.substr(0, end))) it->second = key;
    return it->second;
  }

 private:
  Query find_;
  std::unordered_set<std::string> projects_;
  std::unordered_map<std::string, std::string> known_;
};

// What the sources of links hold, without the rest of each record.
std::unordered_map<std::int64_t, PullRecord> sources_of(Database& db, Id repository) {
  std::unordered_map<std::int64_t, PullRecord> out;
  Query pulls(db, R"(
    select p.number, p.title, p.head_ref, t.body
    from pull_request p
    left join pull_text t on t.repository_id = p.repository_id and t.number = p.number
    where p.repository_id = $1)");
  for (pulls.bind(repository); pulls.next();) {
    PullRequest& p = out[pulls.integer(0)].pull;
    p.title = pulls.string(1), p.head_ref = pulls.string(2), p.body = pulls.string(3);
  }
  Query commits(db, R"(
    select c.number, g.sha, g.message
    from pull_commit c
    join git_commit g on g.repository_id = c.repository_id and g.sha = c.sha
    where c.repository_id = $1)");
  for (commits.bind(repository); commits.next();) {
    Commit& c = out[commits.integer(0)].commits.emplace_back();
    c.sha = commits.string(1), c.message = commits.string(2);
  }
  Query closes(db, "select number, issue from pull_closes where repository_id = $1");
  for (closes.bind(repository); closes.next();) out[closes.integer(0)].closes.push_back(closes.string(1));
  return out;
}

void link_issues(Database& db, Id repository) {
  Keys keys(db);
  const KnownKey known = [&](const std::string& key) { return keys.present(key); };
  Query(db, "delete from issue_pull where repository_id = $1").bind(repository).run();
  Query(db, "delete from issue_commit where repository_id = $1").bind(repository).run();
  Query put(db, "insert into issue_pull (issue_key, repository_id, number, source) values ($1, $2, $3, $4)");
  for (const auto& [number, record] : sources_of(db, repository))
    for (const auto& link : links_of(record, known)) put.bind(link.issue_key, repository, number, word(link.source)).run();
  Query commits(db, "select sha, message from git_commit where repository_id = $1");
  Query put_commit(db, "insert into issue_commit (issue_key, repository_id, sha) values ($1, $2, $3) on conflict (issue_key, repository_id, sha) do nothing");
  for (commits.bind(repository); commits.next();)
    for (const auto& key : keys_in(commits.text(1)))
      if (const std::string now = known(key); !now.empty()) put_commit.bind(now, repository, commits.text(0)).run();
}

void link_deployments(Database& db, Id repository, const std::string& environment) {
  DeploymentFilter filter;
  filter.repositories = {repository};
  filter.environment = environment;
  std::vector<Deployment> production;
  for (auto& d : deployments(db, filter))
    if (d.reached_production()) production.push_back(std::move(d));
  std::stable_sort(production.begin(), production.end(), [](const Deployment& a, const Deployment& b) { return a.finished < b.finished; });
  std::vector<std::string> shas;
  for (const auto& d : production) shas.push_back(d.sha);
  std::vector<HistoryNode> history;
  if (!shas.empty()) {
    Query q(db, "select sha, parents from git_commit where repository_id = $1");
    for (q.bind(repository); q.next();) history.push_back({q.string(0), parted(q.text(1), ' ')});
  }
  const auto shipped = first_shipped(history, shas);
  Query(db, "delete from deployment_commit where repository_id = $1").bind(repository).run();
  Query(db, "update pull_request set deployed_at = null, deployed_sha = null where repository_id = $1 and deployed_at is not null").bind(repository).run();
  Query put(db, "insert into deployment_commit (repository_id, deployment_id, sha) values ($1, $2, $3)");
  std::unordered_map<std::string, const Deployment*> by_commit;
  for (std::size_t i = 0; i < production.size(); ++i)
    for (const auto& sha : shipped[i]) {
      put.bind(repository, production[i].id, sha).run();
      by_commit.emplace(sha, &production[i]);
    }
  Query merged(db, "select number, merge_commit from pull_request where repository_id = $1 and merge_commit is not null");
  std::vector<std::pair<std::int64_t, const Deployment*>> deployed;
  for (merged.bind(repository); merged.next();)
    if (const auto it = by_commit.find(merged.string(1)); it != by_commit.end()) deployed.emplace_back(merged.integer(0), it->second);
  Query set(db, "update pull_request set deployed_at = $3, deployed_sha = $4 where repository_id = $1 and number = $2");
  for (const auto& [number, d] : deployed) set.bind(repository, number, d->finished, d->sha).run();
}

// A cache that saw the commits before a force push holds what one filled afterwards would.
void drop_abandoned(Database& db, Id repository) {
  Query q(db, R"(
    delete from git_commit
    where repository_id = $1 and on_default = 0 and sha not in (select sha from pull_commit where repository_id = $1))");
  q.bind(repository).run();
}

std::optional<Instant> first_instant(Query& q) { return q.next() ? q.maybe_instant(0) : std::nullopt; }

}  // namespace

void relink(Database& db, Id repository, const std::string& environment) {
  drop_abandoned(db, repository);
  link_issues(db, repository);
  link_deployments(db, repository, environment);
}

std::vector<std::string> unsettled_deployments(Database& db, Id repository, Instant before) {
  std::vector<std::string> out;
  Query q(db, R"(
    select id
    from deployment
    where repository_id = $1 and created_at < $2 and state in ('pending', 'queued', 'in_progress', 'waiting', '')
    order by created_at, id)");
  for (q.bind(repository, before); q.next();) out.push_back(q.string(0));
  return out;
}

std::optional<Instant> oldest_draft(Database& db, Id repository) {
  Query q(db, "select min(created_at) from release where repository_id = $1 and draft = 1");
  q.bind(repository);
  return first_instant(q);
}

std::optional<Instant> oldest_running(Database& db, Id repository, Instant from) {
  Query q(db, "select min(created_at) from workflow_run where repository_id = $1 and created_at >= $2 and status <> 'completed'");
  q.bind(repository, from);
  return first_instant(q);
}

std::string known_projects(Database& db) {
  std::string out;
  for (Query q(db, "select key from project order by key"); q.next();) out += (out.empty() ? "" : ",") + q.string(0);
  return out;
}

}  // namespace juno::store
