// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/forge.h"
#include "store/database.h"
namespace juno::store {

// Reading what forges told. Everything is left out that a filter does not name; a repository that was deleted stays. A
// window is [from, to). Orders are total. Ids are the cache's.
std::vector<Repository> repositories(Database& db);  // by name, id
// By present or former name, any case. Throws Error{usage} naming near ones when unknown.
Repository find_repository(Database& db, std::string_view name);

struct ForgeFilter {
  std::vector<Id> repositories;  // empty = all
  std::optional<Instant> from, to;
};

struct PullFilter : ForgeFilter {
  enum class By { created, merged, closed, updated, deployed } by = By::created;  // which time the window is about
  std::optional<PullState> state;
  std::optional<std::int64_t> number;
};
// Without body; by repository id, number.
std::vector<PullRequest> pull_requests(Database& db, const PullFilter& filter = {});
// With everything that hangs on it. Nothing when it is not cached.
std::optional<PullRecord> pull_record(Database& db, Id repository, std::int64_t number);

// Children of the pull requests a filter chooses, for many pull requests at once: ordered as they are, each in its own order.
template <class T>
struct OfPull {
  Id repository = 0;
  std::int64_t number = 0;
  T value;
};
std::vector<OfPull<Review>> reviews(Database& db, const PullFilter& filter = {});
std::vector<OfPull<ReviewRequest>> review_requests(Database& db, const PullFilter& filter = {});
std::vector<OfPull<Commit>> pull_commits(Database& db, const PullFilter& filter = {});
std::vector<OfPull<PullFile>> pull_files(Database& db, const PullFilter& filter = {});
std::vector<OfPull<PullEvent>> pull_events(Database& db, const PullFilter& filter = {});
std::vector<OfPull<PullComment>> pull_comments(Database& db, const PullFilter& filter = {});

struct CommitFilter : ForgeFilter {  // the window is about the committer date
  bool default_branch_only = true;
};
std::vector<Commit> commits(Database& db, const CommitFilter& filter = {});  // by repository id, committed, sha

struct DeploymentFilter : ForgeFilter {  // the window is about `finished`, else `created`
  std::string environment;               // any case; empty = all
};
// With statuses; by repository id, created, id.
std::vector<Deployment> deployments(Database& db, const DeploymentFilter& filter = {});
// Which commits each deployment was the first to bring to the production environment that was configured at the last
// sync: (repository, deployment id) → shas, by repository id, deployment id, sha.
struct ShippedCommit {
  Id repository = 0;
  std::string deployment, sha;
};
std::vector<ShippedCommit> shipped_commits(Database& db, const std::vector<Id>& repositories = {});

std::vector<Release> releases(Database& db, const ForgeFilter& filter = {});           // window: published, else created; by repository id, that time, id
std::vector<WorkflowRun> workflow_runs(Database& db, const ForgeFilter& filter = {});  // window: created; by repository id, created, id

// Links with their source. By issue key, repository id, number (or sha).
struct LinkFilter {
  std::string issue_key;          // empty = all
  Id repository = 0;              // 0 = all
  std::int64_t number = 0;        // with a repository: one pull request; 0 = all
};
std::vector<IssuePullRequest> issue_pull_requests(Database& db, const LinkFilter& filter = {});
std::vector<IssueCommit> issue_commits(Database& db, const LinkFilter& filter = {});

}  // namespace juno::store
