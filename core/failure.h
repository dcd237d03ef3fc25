// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/forge.h"
namespace juno {

// A change set as it reached production (or tried to), whatever told of it: a deployment, a release, a merge.
struct Deploy {
  std::string service;     // configured name, else the repository's
  std::string repository;  // owner/name
  Id repository_id = 0;
  std::string id;          // deployment number, release tag, "#12" of a merged pull request
  std::string sha;
  std::optional<Instant> began;
  Instant finished;        // when it was first live; of an attempt that never was, when it ended
  bool live = true;        // false: an attempt that never reached production
  bool broke = false;      // its status turned to failure after it was live
  bool known = true;       // what it was the first to ship is known; false for the first one cached
  std::vector<std::size_t> commits, pulls;  // of the input: what it was the first to bring to production
};

// A pull request with the issues it is linked to.
struct DeployedPull {
  PullRequest pull;
  std::vector<std::string> issues;  // keys
  std::vector<Review> reviews;      // only where asked for; by time
};

struct Incident {
  std::string key, summary;
  std::vector<std::string> services;  // where it may have happened; empty = not known
  Instant opened;
  std::optional<Instant> resolved;
  std::vector<std::string> causes;    // what it says caused it: a sha (7 digits or more), "owner/name#12", an issue key, a deployment's id
};

// Why a deployment counts as failed. The first kinds are explicit; only `after` is inferred.
struct Failure {
  enum class Kind { incident, rollback, revert, hotfix, broke, after } kind = Kind::incident;
  std::string by;                   // incident key, or id of the deployment that fixed it
  std::optional<Instant> restored;  // incident resolved, or the fixing deployment live
  bool inferred() const { return kind == Kind::after; }
};
std::string_view to_string(Failure::Kind kind);

struct Verdict {
  std::vector<Failure> failures;       // by kind, then by what; none = it did not fail
  std::vector<std::string> rework;     // why it is an unplanned fix: "rollback of 12", "revert of #7", "hotfix #8", "fix of OPS-3"
  std::optional<std::size_t> previous; // the one before it in its service with another sha
  bool failed(bool explicitly = false) const;
  // Service restored: incidents resolved (all of them), else the fixing deployment. Nothing while not known.
  std::optional<Instant> restored() const;
};

struct FailureRules {
  std::chrono::milliseconds window = std::chrono::hours(24);        // an incident this long after a deployment is ascribed to it
  std::chrono::milliseconds revert_window = std::chrono::hours(7 * 24);  // a revert or hotfix this long after it as well
  std::vector<std::string> hotfix = {"hotfix"};                     // label, or first word of a branch
};

struct Judged {
  std::vector<Verdict> verdicts;                        // one a deployment, in their order
  std::vector<std::optional<std::size_t>> of_incident;  // the deployment each incident is ascribed to: at most one
  std::vector<std::string> no_deployment;               // of those without: why
};

// methods.md 17.6. `deploys` in order of (finished, id); what each shipped refers to `commits` and `pulls`.
Judged judge(std::span<const Deploy> deploys, std::span<const Commit> commits, std::span<const DeployedPull> pulls,
             std::span<const Incident> incidents, const FailureRules& rules);

// What a text says it undoes or repairs: shas after "reverts commit", and "#12" or "owner/name#12" after "Reverts".
struct References {
  std::vector<std::string> shas, pulls;  // pulls: "#12" or "owner/name#12"
};
References reverted_in(std::string_view text);
// Every "#12", "owner/name#12" and sha of 7 digits or more.
References named_in(std::string_view text);

}  // namespace juno
