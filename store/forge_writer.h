// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/forge.h"
#include "store/database.h"
#include "store/site.h"
namespace juno::store {

// Writes what a forge told. Ids of repositories and runs come as the forge's own and are kept with the site's; every
// call is idempotent and belongs inside the caller's Transaction.
class ForgeWriter {
 public:
  ForgeWriter(Database& db, const Site& site);
  ForgeWriter(ForgeWriter&&) noexcept;
  ~ForgeWriter();

  void upsert_repositories(std::span<const Repository> repositories);
  // Repositories of this site that are not in `present` (the forge's ids): marked gone, kept. Returns how many.
  std::int64_t mark_gone(const std::vector<Id>& present, Instant now);
  void upsert_pulls(Id repository, std::span<const PullRecord> pulls);
  void upsert_deployments(Id repository, std::span<const Deployment> deployments);
  void upsert_releases(Id repository, std::span<const Release> releases);
  void upsert_runs(Id repository, std::span<const WorkflowRun> runs);

  // A pass over the default branch: its commits count as on it when the pass is closed. A pass that was not closed is
  // forgotten when a new one begins.
  void begin_history(Id repository);
  void upsert_history(Id repository, std::span<const Commit> commits);
  // Parents of what the open pass has read that are neither part of it nor known to be on the branch: empty = nothing is
  // missing any more.
  std::vector<std::string> missing_parents(Id repository);
  // Everything the pass read is on the default branch, whose newest commit is `head`. When `former`, the head of the
  // last closed pass, is no longer reachable (somebody forced a push), what only it reached leaves the branch.
  void close_history(Id repository, const std::string& head, const std::string& former);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Makes the links of one repository (the cache's id) anew: issues ↔ pull requests ↔ commits by core/links, and, for the
// production environment named, which deployment first brought which commit, with the pull requests' `deployed`. Commits that no
// branch and no pull request holds any more, after a force push, are dropped. Inside a Transaction.
void relink(Database& db, Id repository, const std::string& environment);
// Deployments created before `before` that have not come to their end, oldest first: the forge's ids.
std::vector<std::string> unsettled_deployments(Database& db, Id repository, Instant before);
// Creation of the oldest draft; of the oldest run since `from` that has not ended. Nothing when there is none.
std::optional<Instant> oldest_draft(Database& db, Id repository);
std::optional<Instant> oldest_running(Database& db, Id repository, Instant from);
// What links rest on besides the forge's rows: changes when a project comes or goes.
std::string known_projects(Database& db);

}  // namespace juno::store
