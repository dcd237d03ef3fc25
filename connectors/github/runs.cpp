// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/runs.h"
#include <algorithm>
#include <set>
#include "connectors/github/values.h"
#include "connectors/url.h"
namespace juno::github {
namespace {

constexpr std::int64_t kCap = 1000;

std::string runs_url(const Api& api, const std::string& repository, const std::string& created) {
  const auto slash = repository.find('/');
  return api.rest + "/repos/" + percent_encoded(repository.substr(0, slash)) + "/" + percent_encoded(repository.substr(slash + 1)) +
         "/actions/runs?per_page=100&created=" + percent_encoded(created);
}

std::optional<WorkflowRun> run_of(const Json& j) {
  const auto created = instant(j["created_at"]);
  const auto id = j["id"].integer();
  if (!created || !id || *id <= 0) return std::nullopt;
  WorkflowRun r;
  r.id = *id;
  r.number = count(j["run_number"]);
  r.attempt = j["run_attempt"].integer().value_or(1);
  r.workflow = j["name"].text(), r.path = j["path"].text(), r.title = j["display_title"].text(), r.event = j["event"].text();
  r.branch = j["head_branch"].text(), r.sha = j["head_sha"].text(), r.status = j["status"].text(), r.conclusion = j["conclusion"].text();
  r.actor = actor(j["actor"]);
  r.created = *created;
  r.updated = instant(j["updated_at"]).value_or(*created);
  r.started = instant(j["run_started_at"]);
  return r;
}

void read(const Json& list, const std::string& repository, RunBatch& out) {
  for (const Json node : list) {
    if (auto run = run_of(node)) {
      run->repository_name = repository;
      out.runs.push_back(std::move(*run));
    } else {
      const auto id = node["id"].integer();
      out.bad.push_back({"runs", repository + " " + (id ? std::to_string(*id) : "?"), "it lacks its id or time", ""});
    }
  }
}

// To whole seconds: GitHub's search knows no finer.
Instant second(Instant at) { return {at.ms - ((at.ms % 1000) + 1000) % 1000}; }

class Windows {
 public:
  Windows(const Api& api, const std::string& repository, const std::function<bool(RunBatch&&)>& use)
      : api_(api), repository_(repository), what_("workflow runs of " + repository), use_(use) {}

  // Both ends included. False when `use` wants no more, or there are no Actions.
  bool visit(Instant from, Instant until) {
    const RestAnswer first = get(api_, what_, runs_url(api_, repository_, format_instant(from) + ".." + format_instant(until)));
    if (!first.found) return false;
    const auto total = count(first.json.root()["total_count"]);
    const auto seconds = (until.ms - from.ms) / 1000;
    if (total >= kCap && seconds > 0) {
      const Instant middle{from.ms + seconds / 2 * 1000};
      return visit(from, middle) && visit({middle.ms + 1000}, until);
    }
    RunBatch batch;
    batch.until = {until.ms + 1000};
    read(first.json.root()["workflow_runs"], repository_, batch);
    std::set<std::string> seen;
    for (std::string next = first.next; !next.empty();) {
      if (!seen.insert(next).second) throw Error(Exit::remote, what_ + ": GitHub's pages never end");
      const RestAnswer page = get(api_, what_, next);
      if (!page.found) break;
      read(page.json.root()["workflow_runs"], repository_, batch);
      next = page.next;
    }
    batch.capped = std::max<std::int64_t>(0, total - static_cast<std::int64_t>(batch.runs.size() + batch.bad.size()));
    return use_(std::move(batch));
  }

 private:
  const Api& api_;
  const std::string& repository_;
  std::string what_;
  const std::function<bool(RunBatch&&)>& use_;
};

}  // namespace

void each_run_window(const Api& api, const std::string& repository, Instant from, Instant until, const std::function<bool(RunBatch&&)>& use) {
  Windows(api, repository, use).visit(second(from), second(until));
}

NewRuns new_runs(const Api& api, const std::string& repository, Instant from, const std::string& etag) {
  NewRuns out;
  const RestAnswer answer = get(api, "workflow runs of " + repository, runs_url(api, repository, ">=" + format_instant(second(from))), etag);
  out.unchanged = answer.unchanged;
  out.fits = answer.unchanged || !answer.found || answer.next.empty();
  if (!answer.found || answer.unchanged) return out;
  read(answer.json.root()["workflow_runs"], repository, out.batch);
  out.etag = answer.etag;
  return out;
}

}  // namespace juno::github
