// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
#include "core/pull_stages.h"
#include "store/database.h"
namespace juno::store {

struct PullFactsFilter {
  std::vector<Id> repositories;  // empty = all
  Instant from;                  // those updated since, and all that are open
  bool components = false;       // read the components of linked issues too
};
// By repository id, number. Nothing older than `from` is read but what is open.
std::vector<PullFacts> pull_facts(Database& db, const PullFactsFilter& filter);

// Hours from created to merged of those merged in [from, to), ascending.
std::vector<double> hours_to_merge(Database& db, const std::vector<Id>& repositories, Instant from, Instant to);

// Commits that name an issue, or those of a pull request (when `number` is not 0) that name any. By key, time, sha.
struct NamedCommit {
  std::string issue_key, repository, sha, message;
  Instant committed;
};
std::vector<NamedCommit> named_commits(Database& db, const std::string& issue_key, Id repository, std::int64_t number);

// Issues resolved in [from, to), no sub-tasks, that no pull request or commit is linked to. By resolved, key.
struct IssueWithoutCode {
  std::string key, type, summary;
  Instant resolved;
};
std::vector<IssueWithoutCode> issues_without_code(Database& db, Instant from, Instant to);

}  // namespace juno::store
