// SPDX-License-Identifier: Apache-2.0
// Six hours more: everything that may change after it was read.
#include "tests/fakes/forge.h"
#include <algorithm>
namespace fakes {

void Forge::step() {
  ++steps_;
  ++version;
  const Time until = world.now, from = until - 6 * kHour;
  Random random(mix(world.options.seed, 0x70000000ULL + std::uint64_t(steps_)));
  Time at = from + 10 * kMinute;
  const auto later = [&] { return at += random.between(60, 400) * kSecond; };
  std::vector<int> open;
  for (const PullRequest& pull : pulls)
    if (std::string_view(pull.state) == "OPEN") open.push_back(pull.index);
  for (std::size_t n = 0; n < open.size() && n < 16; ++n) {
    PullRequest& pull = pulls[std::size_t(open[(n * 5 + std::size_t(steps_)) % open.size()])];
    if (std::string_view(pull.state) != "OPEN" || repositories[std::size_t(pull.repository)].archived) continue;
    switch (n % 8) {
      case 0: finish(pull, later(), true, random); break;
      case 1: add_review(pull, somebody(random, pull.author), "APPROVED", later(), 2, random); break;
      case 2: finish(pull, later(), false, random); break;
      case 3: force_push(pull, later(), random); break;
      case 4: push_commits(pull, 2, at, later(), random, ""); break;
      case 5:
        pull.events.push_back({"RenamedTitleEvent", next_id(), later(), pull.author, -1, -1, -1, nullptr, pull.title + ", now with more", pull.title});
        pull.title += ", now with more", note(pull, at);
        break;
      case 6: ask_review(pull, somebody(random, pull.author), later()); break;
      default: pull.remarks.push_back({next_id(), somebody(random), later(), random.next() | 1}), note(pull, at);
    }
  }
  // One that was closed opens again; an old one gets a late review.
  for (PullRequest& pull : pulls)
    if (std::string_view(pull.state) == "CLOSED" && !repositories[std::size_t(pull.repository)].archived && pull.updated < from) {
      pull.state = "OPEN", pull.closed = 0;
      pull.events.push_back({"ReopenedEvent", next_id(), later(), pull.author});
      note(pull, at);
      break;
    }
  if (!pulls.empty()) add_review(pulls[std::size_t(random.below(static_cast<int>(pulls.size())))], somebody(random), "COMMENTED", later(), 1, random);
  for (int n = 0; n < 5; ++n) {
    const int jira = random.below(static_cast<int>(world.issues.size()));
    const int home = random.below(7);
    const Time born = later();
    add_pull({home, world.issues[std::size_t(jira)].deleted ? -1 : jira, born - born % kSecond, 0, random.next(), false});
  }
  if (steps_ == 1) rename(3, "acme/svc-oven");
  for (Deployment& it : deployments)  // what was under way ends
    if (std::string_view(it.steps.back().state) == "IN_PROGRESS" && it.created < from && it.created > from - 7 * kDay) it.steps.push_back({next_id(), "SUCCESS", later() / kSecond * kSecond});
  for (WorkflowRun& it : runs) {
    if (it.conclusion == nullptr) it.status = "completed", it.conclusion = "success", it.updated = later() / kSecond * kSecond;
    else if (it.created > from - kDay && it.attempt == 1 && random.chance(20)) ++it.attempt, it.started = later() / kSecond * kSecond, it.updated = it.started + 30 * kSecond;
    at = std::min(at, until - kHour);
  }
  for (GitIssue& it : issues)
    if (random.chance(4)) close_issue(it, later(), somebody(random)), at = std::min(at, until - kHour);
  for (Release& it : releases)
    if (it.draft) it.draft = false, it.published = until - 30 * kMinute;
  CodeRepository& busy = repositories[0];
  direct_push(busy, until - 40 * kMinute, random);
  deploy(busy, busy.main.back(), "production", until - 35 * kMinute, steps_ % 2 == 0 ? "FAILURE" : "SUCCESS", random);
  deploy(busy, busy.main.back(), "production", until - kMinute, "", random);
  add_release(busy, until - 20 * kMinute, random);
  add_run(busy, until - kMinute, random, busy.main.back(), "push");
  add_git_issues(busy, 2, until - 2 * kHour, until - kHour, random);
}

std::string Forge::touch() {
  for (PullRequest& pull : pulls) {
    if (std::string_view(pull.state) != "OPEN" || pull.repository != 0) continue;
    Random random(mix(version, 5));
    add_review(pull, somebody(random, pull.author), "COMMENTED", world.now, 0, random);
    ++version;
    return "{\"reviewed\":\"" + repositories[0].name + "#" + std::to_string(pull.number) + "\"}";
  }
  return "{}";
}

}  // namespace fakes
