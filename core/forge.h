// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/model.h"
namespace juno {

// What a forge (GitHub) knows of the way code takes to production. A person's account is the login; nobody (a deleted
// account) has neither account nor name; a machine's kind is "bot". Repositories are known by id: names change.
struct Repository {
  Id id = 0;
  std::string name;  // owner/name, as now
  std::string default_branch;
  bool archived = false;
};

struct Commit {
  Id repository = 0;
  std::string sha;
  Person author;                 // account only where the forge knows whose e-mail it is
  Instant authored, committed;   // a rebase moves `committed` and keeps `authored`
  std::string message;
  std::optional<std::int64_t> additions, deletions;
  std::vector<std::string> parents;  // shas, first parent first
  bool on_default = false;           // reachable from the default branch when last read
};

enum class ReviewState { approved, changes_requested, commented, dismissed, pending };
struct Review {
  std::string id;
  Person reviewer;
  ReviewState state = ReviewState::commented;  // as given; see `dismissed`
  std::optional<Instant> submitted;            // nothing while pending
  std::optional<Instant> dismissed;            // when it stopped counting
  std::string commit;                          // sha that was reviewed; empty = gone
  std::int64_t comments = 0;                   // on lines of code
};

// A request stands until it is removed or the person reviews. Either a person or a team was asked.
struct ReviewRequest {
  Instant at;
  Person reviewer;
  std::string team;
  std::optional<Instant> removed;
};

struct PullFile {
  std::string path;
  std::int64_t additions = 0, deletions = 0;
  std::string change;  // added, changed, copied, deleted, modified, renamed
};

struct PullEvent {
  enum class Kind { ready_for_review, converted_to_draft, force_pushed, closed, reopened, merged };
  Instant at;
  Kind kind = Kind::closed;
  Person actor;
};

struct PullComment {  // in the conversation, not on code
  std::string id;
  Person author;
  Instant at;
};

// Moments of a pull request that stages are measured between (methods.md-style definitions in forge.cpp). A moment that
// never came, or that nothing tells, is absent.
struct PullMoments {
  std::optional<Instant> first_commit;     // earliest author date of its commits
  std::optional<Instant> first_committed;  // earliest committer date of its commits
  std::optional<Instant> last_commit;      // latest committer date of its commits
  std::optional<Instant> ready;            // created, or when it first left draft; nothing while still draft
  std::optional<Instant> first_response;   // first review or comment by a human other than the author, from `ready` on
  std::optional<Instant> first_review;     // the same, reviews only
  std::optional<Instant> first_approval;   // first approving review by another, until the merge
  std::optional<Instant> last_approval;
  std::optional<Instant> deployed;         // first successful deployment to production that holds its merge
  std::string deployed_sha;                // what that deployment deployed
  friend bool operator==(const PullMoments&, const PullMoments&) = default;
};

enum class PullState { open, closed, merged };
struct PullRequest {
  Id repository = 0;
  std::string repository_name;  // owner/name
  std::int64_t number = 0;
  std::string node;             // the forge's global id
  std::string title, body;      // body: only with the whole record
  PullState state = PullState::open;
  bool draft = false, from_fork = false;
  Person author, merged_by;
  Instant created, updated;
  std::optional<Instant> closed, merged;
  std::int64_t additions = 0, deletions = 0, changed_files = 0;
  std::string head_ref, base_ref, head_sha, merge_commit;  // merge_commit: empty unless merged
  std::vector<std::string> labels;
  std::int64_t commit_count = 0, review_count = 0, comment_count = 0;  // comments: conversation and code
  PullMoments moments;
};

// A pull request with everything that hangs on it, as one unit of sync. Lists are oldest first.
struct PullRecord {
  PullRequest pull;
  std::vector<Commit> commits;
  std::vector<Review> reviews;
  std::vector<ReviewRequest> requests;
  std::vector<PullFile> files;
  std::vector<PullEvent> events;
  std::vector<PullComment> comments;
  std::vector<std::string> closes;  // issues it closes: "owner/name#12"
};

// The moments that the record itself tells: all but `deployed`.
PullMoments moments_of(const PullRecord& record);

struct DeploymentStatus {
  Instant at;
  std::string state, environment;  // states as GitHub's, lower case: pending, queued, in_progress, success, failure, error, inactive
};
struct Deployment {
  Id repository = 0;
  std::string repository_name;
  std::string id;
  std::string environment, ref, task, sha;
  std::string state;                // the last status but "inactive", which only says that a newer one replaced it
  Person creator;
  Instant created;
  std::optional<Instant> finished;  // first success; else the last failure or error; else nothing
  std::vector<DeploymentStatus> statuses;  // oldest first
  bool reached_production() const;         // whether any status is a success
};
// Fills `state` and `finished` from the statuses (`listed`: the state the forge itself gives, used when there are none).
void settle(Deployment& deployment, const std::string& listed);

struct Release {
  Id repository = 0;
  std::string repository_name, id, tag, name, sha;
  bool draft = false, prerelease = false;
  Person author;
  Instant created;
  std::optional<Instant> published;
};

struct WorkflowRun {
  Id repository = 0;
  std::string repository_name;
  Id id = 0;
  std::int64_t number = 0, attempt = 1;  // of re-runs the last attempt is kept
  std::string workflow, path, title, event, branch, sha;
  std::string status, conclusion;        // GitHub's words; conclusion empty until completed
  Person actor;
  Instant created, updated;
  std::optional<Instant> started;        // of the last attempt
};

// Where a link between an issue and code was read, strongest first.
enum class LinkSource { closing, title, branch, commit, body };
struct IssuePullRequest {
  std::string issue_key;
  Id repository = 0;
  std::string repository_name;
  std::int64_t number = 0;
  LinkSource source = LinkSource::title;
};
struct IssueCommit {
  std::string issue_key;
  Id repository = 0;
  std::string sha;
};

}  // namespace juno
