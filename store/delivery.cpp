// SPDX-License-Identifier: Apache-2.0
#include "store/delivery.h"
#include <algorithm>
#include <map>
#include <tuple>
#include "store/delivery_read.h"
#include "store/forge.h"
#include "store/forge_read.h"
namespace juno::store {
namespace {

constexpr std::chrono::hours kLongestDeployment{24 * 30};  // from created to live
constexpr std::chrono::hours kOldestBranch{24 * 180};      // how old a commit may be when a release first holds it

Deploy from_row(Query& q, const RepositoryNames& names) {
  Deploy d;
  d.repository_id = q.integer(0), d.repository = d.service = names.at(d.repository_id), d.id = q.string(1), d.sha = q.string(2);
  d.live = q.text(3) == "success";
  d.finished = q.maybe_instant(5).value_or(q.instant(4));
  return d;
}
constexpr const char* kDeployment = "select repository_id, id, sha, state, created_at, finished_at from deployment where ";

// What the statuses add: when it began, whether it was live at some time, whether it failed after that.
class Statuses {
 public:
  explicit Statuses(Database& db) : read_(db, "select at, state from deployment_status where repository_id = $1 and deployment_id = $2 order by ordinal") {}
  // False for an attempt that has not ended.
  bool apply(Deploy& d, std::string_view state) {
    bool live = false, broke = false, any = false;
    for (read_.bind(d.repository_id, d.id); read_.next();) {
      any = true;
      const std::string_view now = read_.text(1);
      if (now == "in_progress" && !d.began) d.began = read_.instant(0);
      if (now == "success") live = true, broke = false;
      else if (live && (now == "failure" || now == "error")) broke = true;
    }
    if (any) d.live = live, d.broke = broke;
    return d.live || state == "failure" || state == "error";
  }

 private:
  Query read_;
};

std::vector<Deploy> read_deployments(Database& db, const DeliveryFilter& f) {
  std::vector<Deploy> all;
  const RepositoryNames names(db);
  Statuses statuses(db);
  std::map<Id, std::vector<std::string>> read;
  const auto take = [&](Query& q) {
    Deploy d = from_row(q, names);
    if (!statuses.apply(d, q.text(3))) return false;
    const bool live = d.live;
    all.push_back(std::move(d));
    return live;
  };
  const std::string environment = "lower(environment) = lower($3)";
  Query window(db, std::string(kDeployment) + "created_at >= $1 and created_at < $2 and coalesce(finished_at, created_at) >= $4 and coalesce(finished_at, created_at) < $2 and " +
                       environment + among("repository_id", f.repositories));
  for (window.bind(f.from - kLongestDeployment, f.to, f.environment, f.from); window.next();) take(window);
  // The last one of each repository that was live before: what the first of the period replaced.
  Query before(db, std::string(kDeployment) + "repository_id = $1 and created_at < $2 and coalesce(finished_at, created_at) < $2 and " + environment + " order by created_at desc, id desc");
  for (const Repository& r : repositories(db)) {
    if (!f.repositories.empty() && std::find(f.repositories.begin(), f.repositories.end(), r.id) == f.repositories.end()) continue;
    for (before.bind(r.id, f.from, f.environment); before.next();)
      if (take(before)) break;
    before.done();
  }
  return all;
}

std::vector<Deploy> read_releases(Database& db, const DeliveryFilter& f) {
  std::vector<Deploy> all;
  const RepositoryNames names(db);
  Query q(db, "select repository_id, tag, sha, published_at from release where draft = 0 and prerelease = 0 and published_at < $1" + among("repository_id", f.repositories) +
                  " order by repository_id, published_at, id");
  for (q.bind(f.to); q.next();) {
    Deploy d;
    d.repository_id = q.integer(0), d.repository = d.service = names.at(d.repository_id), d.id = q.string(1), d.sha = q.string(2), d.finished = q.instant(3);
    if (d.finished < f.from && !all.empty() && all.back().repository_id == d.repository_id && all.back().finished < f.from) all.back() = std::move(d);
    else all.push_back(std::move(d));
  }
  return all;
}

// Merges to the default branch, each with its own commits.
std::vector<Deploy> read_merges(Database& db, const DeliveryFilter& f) {
  std::vector<Deploy> all;
  const RepositoryNames names(db);
  Query q(db, R"(
    select p.repository_id, p.number, p.merge_commit, p.merged_at
    from pull_request p join repository r on r.id = p.repository_id
    where p.merged_at >= $1 and p.merged_at < $2 and (r.default_branch is null or r.default_branch = p.base_ref))" + among("p.repository_id", f.repositories));
  for (q.bind(f.from, f.to); q.next();) {
    Deploy& d = all.emplace_back();
    d.repository_id = q.integer(0), d.repository = d.service = names.at(d.repository_id), d.id = "#" + std::to_string(q.integer(1)), d.sha = q.string(2), d.finished = q.instant(3);
  }
  return all;
}

}  // namespace

bool has_deploys(Database& db, DeploySource source, const std::string& environment) {
  const auto any = [&](Query& q) { return q.next(); };
  switch (source) {
    case DeploySource::deployments: {
      Query q(db, "select 1 from deployment where lower(environment) = lower($1) limit 1");
      return any(q.bind(environment));
    }
    case DeploySource::releases: {
      Query q(db, "select 1 from release where draft = 0 and prerelease = 0 and published_at is not null limit 1");
      return any(q);
    }
    case DeploySource::merges: {
      Query q(db, "select 1 from pull_request where merged_at is not null limit 1");
      return any(q);
    }
  }
  return false;
}

DeliveryRows delivery(Database& db, const DeliveryFilter& f) {
  DeliveryRows rows;
  switch (f.source) {
    case DeploySource::deployments: rows.deploys = read_deployments(db, f); break;
    case DeploySource::releases: rows.deploys = read_releases(db, f); break;
    case DeploySource::merges: rows.deploys = read_merges(db, f); break;
  }
  std::sort(rows.deploys.begin(), rows.deploys.end(), [](const Deploy& a, const Deploy& b) { return std::tie(a.finished, a.repository_id, a.id) < std::tie(b.finished, b.repository_id, b.id); });
  switch (f.source) {
    case DeploySource::deployments: read_shipped(db, rows); break;
    case DeploySource::releases: walk_releases(db, rows, kOldestBranch); break;
    case DeploySource::merges: read_merged_commits(db, rows); break;
  }
  read_pulls(db, f, rows);
  return rows;
}

}  // namespace juno::store
