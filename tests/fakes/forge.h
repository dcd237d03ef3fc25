// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>
#include "tests/fakes/random.h"
#include "tests/fakes/world.h"
namespace fakes {

struct ForgeOptions {
  int pulls = 0;         // at least so many pull requests; 0 = as many as the issues give
  int repositories = 0;  // at least so many repositories
  int runs_in_a_day = 3000;
  bool giants = true;    // one pull request with 300 commits, 400 reviews, 150 review comments, 250 files
};

struct Account {
  int id = 0;
  std::string login, name, email;  // email: what their commits say
  bool bot = false;
};
struct Revision {  // a commit
  std::string oid, message;
  int repository = 0, author = -1;  // -1: an e-mail that belongs to nobody here
  std::string name, email;
  Time authored = 0, committed = 0;
  int additions = 0, deletions = 0, files = 0;
  std::vector<int> parents, pulls;  // indexes
  bool on_main = false;
};
struct ReviewNote {  // on a line of code
  std::int64_t id;
  int author;
  Time at;
  std::uint64_t text;
};
struct CodeReview {
  std::int64_t id = 0;
  int author = -1;
  const char* state = "COMMENTED";
  Time created = 0, submitted = 0;  // submitted 0: pending
  int revision = -1;
  std::vector<ReviewNote> notes;
  std::uint64_t text = 0;
};
struct PullEvent {
  const char* type;  // a type of GitHub's timeline: ReviewRequestedEvent, …
  std::int64_t id = 0;
  Time at = 0;
  int actor = -1, subject = -1;  // subject: the account asked, 1000 + n: the n-th team
  int before = -1, after = -1;   // revisions of a force push
  const CodeReview* review = nullptr;
  std::string text = {}, former = {};  // a label; titles
};
struct ChangedFile {
  std::string path;
  int additions, deletions;
  const char* change;
};
struct Remark {  // in a conversation
  std::int64_t id;
  int author;
  Time at;
  std::uint64_t text;
};
struct PullRequest {
  int index = 0, repository = 0, number = 0, author = -1, merger = -1;  // author -1: a deleted account
  std::int64_t id = 0;
  std::string title, body, head, base;
  const char* state = "OPEN";
  bool draft = false, fork = false;
  Time created = 0, updated = 0, closed = 0, merged = 0;
  int additions = 0, deletions = 0, merge = -1;  // merge: revision
  std::vector<int> revisions, assignees, requested;  // requested: as PullEvent::subject, open requests
  std::vector<std::string> labels;
  std::deque<CodeReview> reviews;
  std::vector<PullEvent> events;
  std::vector<ChangedFile> files;
  std::vector<Remark> remarks;
  std::vector<int> closes;  // GitHub issues
  int jira = -1;            // index of the issue it is about; -1 = none
  std::string key, key_source;  // the issue's key as written, and the strongest place it stands in: title, branch, commit, body
};
struct GitIssue {
  int index = 0, repository = 0, number = 0, author = -1, parent = -1;
  std::int64_t id = 0;
  std::string title;
  std::uint64_t text = 0;
  Time created = 0, updated = 0, closed = 0;
  bool not_planned = false;
  std::vector<int> assignees;
  std::vector<std::string> labels;
  std::vector<Remark> remarks;
  std::vector<PullEvent> events;
};
struct Release {
  std::int64_t id = 0;
  int repository = 0, author = -1, revision = -1;
  std::string tag, name;
  bool draft = false, prerelease = false;
  Time created = 0, published = 0;
};
struct DeploymentStep {
  std::int64_t id;
  const char* state;  // QUEUED, …
  Time at;
};
struct Deployment {
  std::int64_t id = 0;
  int repository = 0, creator = 0, revision = 0;
  std::string environment, ref, task;
  Time created = 0;
  std::vector<DeploymentStep> steps;  // oldest first
};
struct WorkflowRun {
  std::int64_t id = 0;
  int repository = 0, number = 0, attempt = 1, actor = -1, workflow = 0;
  std::string title, branch, sha;
  const char *event = "push", *status = "completed", *conclusion = "success";  // conclusion null until completed
  Time created = 0, started = 0, updated = 0;
};
struct CodeRepository {
  int index = 0, project = 0;
  std::int64_t id = 0;
  std::string name;                  // owner/name
  std::vector<std::string> former;   // names it had
  bool archived = false, empty = false, deploys = false;
  Time created = 0, pushed = 0;
  int next_number = 1, next_run = 1;
  std::vector<int> pulls, issues, main, runs;  // indexes, in order of creation
  std::vector<int> releases, deployments;
};

// Code over the world's issues: who wrote, reviewed, merged and shipped what. All in whole seconds, as GitHub has it.
class Forge {
 public:
  Forge(const World& world, const ForgeOptions& options);
  // What the same six hours brought here; call after the world's own step.
  void step();
  // Somebody reviews the oldest open pull request, now. Says which.
  std::string touch();
  std::string rename(int repository, const std::string& to);

  const World& world;
  ForgeOptions options;
  std::uint64_t version = 1;
  std::vector<Account> accounts;
  std::deque<CodeRepository> repositories;
  std::deque<Revision> revisions;
  std::deque<PullRequest> pulls;
  std::deque<GitIssue> issues;
  std::deque<Release> releases;
  std::deque<Deployment> deployments;
  std::deque<WorkflowRun> runs;
  int find(std::string_view name) const;  // by present or former name, any case; -1 = unknown
  static const std::vector<std::string>& teams();

 private:
  struct Plan {
    int repository, jira;
    Time from, until;  // until 0: not finished
    std::uint64_t seed;
    bool giant = false;
  };
  void add_accounts();
  void add_repositories();
  int add_repository(const std::string& name, int project);
  void plan_pulls(std::vector<Plan>& plans) const;
  void add_pull(const Plan& plan);
  bool name_pull(PullRequest& pull, const Plan& plan, Random& random) const;  // whether its commits name the issue as well
  void push_commits(PullRequest& pull, int count, Time from, Time until, Random& random, const std::string& key);
  void force_push(PullRequest& pull, Time at, Random& random);
  void add_files(PullRequest& pull, int count, Random& random) const;
  void discuss(PullRequest& pull, Time from, Time until, Random& random);
  void ask_review(PullRequest& pull, int subject, Time at);
  void add_review(PullRequest& pull, int who, const char* state, Time at, int notes, Random& random);
  void enlarge(PullRequest& pull, Time from, Time until, Random& random);
  void finish(PullRequest& pull, Time at, bool merge, Random& random);
  void merge(PullRequest& pull, Time at, Random& random);
  void direct_push(CodeRepository& repository, Time at, Random& random);
  int add_revision(int repository, int author, Time authored, Time committed, const std::string& message, Random& random);
  void add_git_issues(CodeRepository& repository, int count, Time from, Time until, Random& random);
  void ship(CodeRepository& repository, Time from, Time until, Random& random);
  void deploy(CodeRepository& repository, int revision, const char* environment, Time at, const char* outcome, Random& random);
  void add_release(CodeRepository& repository, Time at, Random& random);
  void add_run(CodeRepository& repository, Time at, Random& random, int revision, const char* event);
  void close_issue(GitIssue& issue, Time at, int actor);  // or open it again
  void note(PullRequest& pull, Time at) { pull.updated = std::max(pull.updated, at); }
  int somebody(Random& random, int not_this = -1) const;
  std::int64_t next_id() { return next_id_ += 7; }
  int head_of(const PullRequest& pull) const { return pull.revisions.empty() ? -1 : pull.revisions.back(); }

  std::int64_t next_id_ = 7'000'000'000;  // beyond 32 bits, as GitHub's are
  int steps_ = 0;
};

}  // namespace fakes
