// SPDX-License-Identifier: Apache-2.0
// The ends of pull requests, and what the default branch brings: deployments, releases, workflow runs. Issues on the forge itself.
#include "tests/fakes/forge.h"
#include <algorithm>
#include "tests/fakes/names.h"
namespace fakes {

void Forge::finish(PullRequest& pull, Time at, bool merged, Random& random) {
  at -= at % kSecond;
  if (merged && pull.draft) {
    pull.events.push_back({"ReadyForReviewEvent", next_id(), at - kSecond, pull.author});
    pull.draft = false;
  }
  const int by = somebody(random);
  if (merged) merge(pull, at, random), pull.merger = by;
  pull.state = merged ? "MERGED" : "CLOSED";
  pull.closed = at;
  if (merged) pull.events.push_back({"MergedEvent", next_id(), at, by});
  pull.events.push_back({"ClosedEvent", next_id(), at, by});
  note(pull, at);
  if (merged)
    for (const int closing : pull.closes) {
      GitIssue& issue = issues[std::size_t(closing)];
      if (issue.closed == 0) close_issue(issue, std::max(at, issue.updated), by);
    }
}

// By squash, by a merge commit that brings the branch's own commits along, or by rebase.
void Forge::merge(PullRequest& pull, Time at, Random& random) {
  CodeRepository& home = repositories[std::size_t(pull.repository)];
  pull.merged = at;
  const bool main = pull.base == "main";
  const int way = random.below(10);
  const int before = home.main.empty() ? -1 : home.main.back();
  const auto on_main = [&](int index) {
    if (!main) return;
    revisions[std::size_t(index)].on_main = true;
    home.main.push_back(index);
  };
  const auto title = pull.title + " (#" + std::to_string(pull.number) + ")";
  if (way < 5) {
    pull.merge = add_revision(pull.repository, pull.author, at, at, title, random);
    if (before >= 0) revisions[std::size_t(pull.merge)].parents = {before};
  } else if (way < 8) {
    for (const int index : pull.revisions) on_main(index);
    pull.merge = add_revision(pull.repository, pull.author, at, at, "Merge pull request #" + std::to_string(pull.number) + " from acme/" + pull.head + "\n\n" + pull.title, random);
    auto& parents = revisions[std::size_t(pull.merge)].parents;
    if (before >= 0) parents.push_back(before);
    parents.push_back(head_of(pull));
  } else {
    int last = before;
    for (const int from : std::vector<int>(pull.revisions)) {
      const Revision& was = revisions[std::size_t(from)];
      const int index = add_revision(pull.repository, was.author, was.authored, at, was.message, random);
      if (last >= 0) revisions[std::size_t(index)].parents = {last};
      if (from != pull.revisions.back()) on_main(index), revisions[std::size_t(index)].pulls.push_back(pull.index);
      last = pull.merge = index;
    }
  }
  revisions[std::size_t(pull.merge)].pulls.push_back(pull.index);
  on_main(pull.merge);
  home.pushed = std::max(home.pushed, at);
  add_run(home, at + 4 * kSecond, random, pull.merge, "push");
}

void Forge::direct_push(CodeRepository& repository, Time at, Random& random) {
  at -= at % kSecond;
  const int index = add_revision(repository.index, somebody(random), at, at, "Straight to main: " + sentence(random.next()), random);
  revisions[std::size_t(index)].on_main = true;
  if (!repository.main.empty()) revisions[std::size_t(index)].parents = {repository.main.back()};
  repository.main.push_back(index);
  repository.pushed = std::max(repository.pushed, at);
}

void Forge::add_git_issues(CodeRepository& repository, int count, Time from, Time until, Random& random) {
  for (int n = 0; n < count; ++n) {
    GitIssue& issue = issues.emplace_back();
    issue.index = static_cast<int>(issues.size()) - 1;
    issue.repository = repository.index;
    issue.number = repository.next_number++;
    issue.id = next_id();
    issue.author = random.chance(5) ? -1 : random.chance(20) ? 23 : somebody(random);
    issue.title = summary_text(random.next());
    issue.text = random.chance(80) ? random.next() | 1 : 0;
    const Time at = from + (until - from) / (count + 1) * (n + 1);
    issue.created = issue.updated = at - at % kSecond;
    if (random.chance(40)) {
      issue.assignees.push_back(somebody(random));
      issue.events.push_back({"AssignedEvent", next_id(), issue.created, issue.author, issue.assignees.back()});
    }
    if (random.chance(50)) {
      issue.labels.push_back(random.chance(50) ? "bug" : "incident");
      issue.events.push_back({"LabeledEvent", next_id(), issue.created, issue.author, -1, -1, -1, nullptr, issue.labels.back()});
    }
    if (random.chance(10) && !repository.issues.empty()) issue.parent = repository.issues.back();
    for (int left = random.below(3); left > 0; --left) issue.remarks.push_back({next_id(), somebody(random), std::min(issue.updated += kHour, world.now), random.next() | 1});
    if (issue.updated > world.now) issue.updated = issue.created, issue.remarks.clear();
    if (random.chance(40) && issue.updated + kDay < world.now) issue.not_planned = random.chance(20), close_issue(issue, issue.updated + kDay, somebody(random));
    repository.issues.push_back(issue.index);
  }
}

void Forge::close_issue(GitIssue& issue, Time at, int actor) {
  at -= at % kSecond;
  issue.updated = std::max(issue.updated, at);
  issue.events.push_back({issue.closed == 0 ? "ClosedEvent" : "ReopenedEvent", next_id(), at, actor});
  issue.closed = issue.closed == 0 ? at : 0;
}

void Forge::deploy(CodeRepository& repository, int revision, const char* environment, Time at, const char* outcome, Random& random) {
  Deployment& it = deployments.emplace_back();
  it.id = next_id();
  it.repository = repository.index;
  it.creator = random.chance(70) ? 21 : somebody(random);
  it.revision = revision;
  it.environment = environment;
  it.ref = "main", it.task = "deploy";
  it.created = at - at % kSecond;
  Time step = it.created;
  const auto add = [&](const char* state, Time wait) { it.steps.push_back({next_id(), state, step += wait}); };
  if (random.chance(70)) add("QUEUED", kSecond);
  add("IN_PROGRESS", 20 * kSecond);
  if (*outcome) add(outcome, random.between(1, 30) * kMinute);
  const int index = static_cast<int>(deployments.size()) - 1;
  // The one before is no longer what runs there.
  if (std::string_view(outcome) == "SUCCESS")
    for (auto other = repository.deployments.rbegin(); other != repository.deployments.rend(); ++other) {
      Deployment& was = deployments[std::size_t(*other)];
      if (was.environment != it.environment || std::string_view(was.steps.back().state) != "SUCCESS") continue;
      was.steps.push_back({next_id(), "INACTIVE", step + kSecond});
      break;
    }
  repository.deployments.push_back(index);
}

void Forge::add_release(CodeRepository& repository, Time at, Random& random) {
  Release& it = releases.emplace_back();
  it.id = next_id();
  it.repository = repository.index;
  it.author = somebody(random);
  for (const int index : repository.main)
    if (revisions[std::size_t(index)].committed <= at) it.revision = index;
  const auto n = static_cast<int>(repository.releases.size());
  it.tag = "v1." + std::to_string(n);
  it.name = random.chance(80) ? "Release 1." + std::to_string(n) + ", \"tides\"" : "";
  it.prerelease = random.chance(15);
  it.created = at - at % kSecond;
  it.published = random.chance(8) ? 0 : it.created + random.between(0, 50) * kHour;
  it.draft = it.published == 0 || it.published > world.now;
  if (it.draft) it.published = 0;
  repository.releases.push_back(static_cast<int>(releases.size()) - 1);
}

void Forge::add_run(CodeRepository& repository, Time at, Random& random, int revision, const char* event) {
  if (at > world.now) return;
  WorkflowRun& it = runs.emplace_back();
  it.id = next_id();
  it.repository = repository.index;
  it.number = repository.next_run++;
  it.actor = random.chance(3) ? -1 : somebody(random);
  it.workflow = random.below(2);
  it.event = event;
  it.branch = std::string_view(event) == "push" ? "main" : "topic-" + std::to_string(random.below(50));
  if (revision >= 0) it.sha = revisions[std::size_t(revision)].oid, it.title = revisions[std::size_t(revision)].message.substr(0, 40);
  else it.sha = std::string(40, 'a'), it.title = "Nightly";
  it.created = it.started = at - at % kSecond;
  it.updated = it.created + random.between(20, 900) * kSecond;
  if (random.chance(6)) it.attempt = 2, it.started += kHour, it.updated += kHour;
  it.conclusion = random.chance(80) ? "success" : random.chance(70) ? "failure" : "cancelled";
  if (it.updated > world.now) it.updated = it.created, it.started = it.created, it.attempt = 1, it.status = "in_progress", it.conclusion = nullptr;
  repository.runs.push_back(static_cast<int>(runs.size()) - 1);
}

// Every few days what is on the default branch goes out; one in eight fails, half of these are rolled back.
void Forge::ship(CodeRepository& repository, Time from, Time until, Random& random) {
  for (Time at = from + 30 * kDay; at < until; at += random.between(20, 50) * kDay) add_release(repository, at, random);
  if (repository.index == 5 && until == kWorldNow)
    for (int n = 0; n < options.runs_in_a_day; ++n) add_run(repository, kWorldNow - 10 * kDay + n * (kDay / std::max(1, options.runs_in_a_day)), random, -1, "schedule");
  if (!repository.deploys) return;
  int good = -1;
  std::size_t next = 0;
  for (Time at = from; at < until - kHour; at += random.between(20, 160) * kHour) {
    while (next < repository.main.size() && revisions[std::size_t(repository.main[next])].committed < at) ++next;
    if (next == 0) continue;
    const int revision = repository.main[next - 1];
    deploy(repository, revision, "staging", at - 2 * kHour, "SUCCESS", random);
    const bool fails = random.chance(12);
    deploy(repository, revision, "production", at, fails ? random.chance(70) ? "FAILURE" : "ERROR" : random.chance(2) ? "" : "SUCCESS", random);
    if (fails && good >= 0 && random.chance(50)) deploy(repository, good, "production", at + 50 * kMinute, "SUCCESS", random);
    if (!fails) good = revision;
  }
}

}  // namespace fakes
