// SPDX-License-Identifier: Apache-2.0
#include "store/delivery_read.h"
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include "core/links.h"
#include "store/forge.h"
#include "store/forge_read.h"
#include "store/forge_words.h"
namespace juno::store {
namespace {

// Commits of a repository, each once.
class Commits {
 public:
  Commits(Database& db, std::vector<Commit>& into)
      : into_(into), find_(db, "select sha, authored_at, committed_at, message from git_commit where repository_id = $1 and sha = $2") {}
  // Its place; nothing when it is not cached.
  std::optional<std::size_t> place(Id repository, const std::string& sha) {
    if (sha.empty()) return std::nullopt;
    const auto [it, fresh] = places_.try_emplace({repository, sha});
    if (!fresh) return it->second;
    find_.bind(repository, sha);
    if (find_.next()) it->second = add(repository, find_, 0);
    find_.done();
    return it->second;
  }
  std::size_t take(Id repository, Query& q, int column) {
    const auto [it, fresh] = places_.try_emplace({repository, q.string(column)});
    if (!it->second) it->second = add(repository, q, column);
    return *it->second;
  }

 private:
  std::size_t add(Id repository, Query& q, int column) {
    Commit& c = into_.emplace_back();
    c.repository = repository, c.sha = q.string(column), c.authored = q.instant(column + 1), c.committed = q.instant(column + 2), c.message = q.string(column + 3);
    return into_.size() - 1;
  }
  std::vector<Commit>& into_;
  Query find_;
  std::map<std::pair<Id, std::string>, std::optional<std::size_t>> places_;
};

// Of the first one read of a repository it is not known what was new in it, unless the facts say so.
void mark_first(std::vector<Deploy>& deploys) {
  std::set<Id> seen;
  for (Deploy& d : deploys)
    if (d.live && seen.insert(d.repository_id).second && d.commits.empty()) d.known = false;
}

std::optional<std::string> body_of(Query& q, Id repository, std::int64_t number) {
  q.bind(repository, number);
  return q.next() ? std::optional(q.string(0)) : std::nullopt;
}

// The pull requests the deployments may hold: those that were deployed, or for other sources merged, while they were.
PullFilter pulls_of(const DeliveryFilter& f, const DeliveryRows& rows) {
  PullFilter p;
  p.repositories = f.repositories;
  p.by = f.source == DeploySource::deployments ? PullFilter::By::deployed : PullFilter::By::merged;
  p.from = rows.deploys.front().finished, p.to = rows.deploys.back().finished + std::chrono::milliseconds(1);
  if (f.source == DeploySource::releases) p.from = *p.from - std::chrono::hours(24 * 180);
  return p;
}

}  // namespace

void read_shipped(Database& db, DeliveryRows& rows) {
  Commits commits(db, rows.commits);
  Query shipped(db, R"(
    select g.sha, g.authored_at, g.committed_at, g.message
    from deployment_commit d cross join git_commit g
    where d.repository_id = $1 and d.deployment_id = $2 and g.repository_id = d.repository_id and g.sha = d.sha
    order by g.committed_at, g.sha)");
  for (Deploy& d : rows.deploys) {
    for (shipped.bind(d.repository_id, d.id); shipped.next();) d.commits.push_back(commits.take(d.repository_id, shipped, 0));
    d.known = commits.place(d.repository_id, d.sha).has_value();
  }
  mark_first(rows.deploys);
}

void read_merged_commits(Database& db, DeliveryRows& rows) {
  Commits commits(db, rows.commits);
  Query own(db, R"(
    select g.sha, g.authored_at, g.committed_at, g.message
    from pull_commit c cross join git_commit g
    where c.repository_id = $1 and c.number = $2 and g.repository_id = c.repository_id and g.sha = c.sha
    order by g.committed_at, g.sha)");
  for (Deploy& d : rows.deploys) {
    std::int64_t number = 0;
    for (const char digit : d.id.substr(1)) number = number * 10 + (digit - '0');
    for (own.bind(d.repository_id, number); own.next();) d.commits.push_back(commits.take(d.repository_id, own, 0));
    d.known = !d.commits.empty();
    (void)commits.place(d.repository_id, d.sha);
  }
}

void walk_releases(Database& db, DeliveryRows& rows, std::chrono::milliseconds oldest) {
  Commits commits(db, rows.commits);
  std::map<Id, std::vector<std::size_t>> of_repository;
  for (std::size_t d = 0; d < rows.deploys.size(); ++d)
    if (commits.place(rows.deploys[d].repository_id, rows.deploys[d].sha)) of_repository[rows.deploys[d].repository_id].push_back(d);
    else rows.deploys[d].known = false;
  Query history(db, "select sha, parents from git_commit where repository_id = $1 and on_default in (0, 1) and committed_at >= $2 order by committed_at, sha");
  for (const auto& [repository, deploys] : of_repository) {
    std::vector<HistoryNode> nodes;
    for (history.bind(repository, rows.deploys[deploys.front()].finished - oldest); history.next();) nodes.push_back({history.string(0), parted(history.text(1), ' ')});
    std::vector<std::string> heads;
    for (const std::size_t d : deploys) heads.push_back(rows.deploys[d].sha);
    const auto shipped = first_shipped(nodes, heads);
    for (std::size_t n = 0; n < deploys.size(); ++n)
      for (const auto& sha : shipped[n])
        if (const auto place = commits.place(repository, sha)) rows.deploys[deploys[n]].commits.push_back(*place);
  }
  mark_first(rows.deploys);
}

void read_pulls(Database& db, const DeliveryFilter& f, DeliveryRows& rows) {
  if (rows.deploys.empty()) return;
  std::unordered_map<std::string, std::size_t> holder;  // repository and merge commit (or deployment's time and sha) → deployment
  const auto key = [](Id repository, const std::string& sha) { return std::to_string(repository) + " " + sha; };
  const auto live_key = [&](Id repository, const std::string& sha, Instant at) { return key(repository, sha) + " " + std::to_string(at.ms); };
  for (std::size_t d = 0; d < rows.deploys.size(); ++d) {
    const Deploy& deploy = rows.deploys[d];
    if (!deploy.live) continue;
    if (f.source == DeploySource::deployments) holder.emplace(live_key(deploy.repository_id, deploy.sha, deploy.finished), d);
    else if (f.source == DeploySource::merges) holder.emplace(key(deploy.repository_id, deploy.id), d);
    else
      for (const std::size_t c : deploy.commits) holder.emplace(key(deploy.repository_id, rows.commits[c].sha), d);
  }
  const PullFilter filter = pulls_of(f, rows);
  Query body(db, "select body from pull_text where repository_id = $1 and number = $2");
  Query issues(db, "select issue_key from issue_pull where repository_id = $1 and number = $2 order by issue_key");
  std::map<std::pair<Id, std::int64_t>, std::size_t> places;
  for (PullRequest& p : pull_requests(db, filter)) {
    if (f.source == DeploySource::deployments && !p.moments.deployed) continue;
    const auto it = holder.find(f.source == DeploySource::deployments ? live_key(p.repository, p.moments.deployed_sha, *p.moments.deployed)
                                : f.source == DeploySource::merges   ? key(p.repository, "#" + std::to_string(p.number))
                                                                     : key(p.repository, p.merge_commit));
    if (it == holder.end()) continue;
    DeployedPull one;
    one.pull = std::move(p);
    one.pull.body = body_of(body, one.pull.repository, one.pull.number).value_or("");
    body.done();
    for (issues.bind(one.pull.repository, one.pull.number); issues.next();) one.issues.push_back(issues.string(0));
    places.emplace(std::pair(one.pull.repository, one.pull.number), rows.pulls.size());
    rows.deploys[it->second].pulls.push_back(rows.pulls.size());
    rows.pulls.push_back(std::move(one));
  }
  if (!f.reviews) return;
  for (auto& r : reviews(db, filter))
    if (const auto it = places.find({r.repository, r.number}); it != places.end()) rows.pulls[it->second].reviews.push_back(std::move(r.value));
}

}  // namespace juno::store
