// SPDX-License-Identifier: Apache-2.0
// The public tables of what the forge knows, by rules written down here on their own.
#include <algorithm>
#include <set>
#include "tests/fakes/github.h"
#include "tests/fakes/json_out.h"
namespace fakes {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

class Tables {
 public:
  explicit Tables(const Forge& forge) : forge_(forge) {
    for (const CodeRepository& it : forge.repositories) find_shipped(it);
  }
  std::string take() { return std::move(out_); }

  void pull(const PullRequest& it) {
    std::size_t comments = it.remarks.size();
    for (const CodeReview& review : it.reviews) comments += review.notes.size();
    begin("pull_requests", it.repository);
    integer("number", it.number), text("title", it.title), text("state", lower(it.state)), integer("draft", it.draft), person("author", it.author);
    time("created_at", it.created), time("updated_at", it.updated), time("merged_at", it.merged), time("closed_at", it.closed);
    integer("additions", it.additions), integer("deletions", it.deletions), integer("changed_files", std::int64_t(it.files.size()));
    text("head_ref", it.head), text("base_ref", it.base), text("merge_commit", it.merge < 0 ? "" : forge_.revisions[std::size_t(it.merge)].oid);
    time("first_commit_at", first_commit(it)), time("ready_at", ready(it)), time("first_review_at", first_review(it, "", ready(it))), time("first_approval_at", first_review(it, "APPROVED", 0));
    const auto shipped = shipped_.find(it.merge);
    time("deployed_at", shipped == shipped_.end() ? 0 : shipped->second);
    integer("commits", std::int64_t(it.revisions.size())), integer("reviews", std::int64_t(it.reviews.size())), integer("comments", std::int64_t(comments));
    std::string labels;
    for (const std::string& label : it.labels) labels += (labels.empty() ? "" : ",") + label;
    text("labels", labels);
    end();
    link(it);
    for (const CodeReview& review : it.reviews) {
      const bool dismissed = std::string_view(review.state) == "DISMISSED";
      begin("reviews", it.repository);
      integer("number", it.number), person("reviewer", review.author), text("state", dismissed ? "changes_requested" : lower(review.state)), time("submitted_at", review.submitted);
      time("dismissed_at", dismissal(it, review)), integer("comments", std::int64_t(review.notes.size()));
      end();
    }
  }

  // Everything that a pull request or the default branch holds.
  void commits() {
    std::set<int> known;
    for (const CodeRepository& it : forge_.repositories) known.insert(it.main.begin(), it.main.end());
    for (const PullRequest& it : forge_.pulls) known.insert(it.revisions.begin(), it.revisions.end());
    for (const int n : known) {
      const Revision& it = forge_.revisions[std::size_t(n)];
      begin("commits", it.repository);
      const bool account = it.author >= 0 && !forge_.accounts[std::size_t(it.author)].bot;
      text("sha", it.oid), text("author", account ? name_of(it.author) : it.name);
      time("authored_at", it.authored), time("committed_at", it.committed), text("message", it.message), integer("additions", it.additions), integer("deletions", it.deletions);
      integer("on_default", it.on_main);
      end();
    }
  }

  void deployment(const Deployment& it) {
    Time finished = 0;
    std::string state = "";
    for (const DeploymentStep& step : it.steps) {
      const std::string_view now = step.state;
      if (now != "INACTIVE") state = lower(now);
      if (now == "SUCCESS" && finished == 0) finished = step.at;
    }
    if (finished == 0)
      for (const DeploymentStep& step : it.steps)
        if (std::string_view(step.state) == "FAILURE" || std::string_view(step.state) == "ERROR") finished = step.at;
    begin("deployments", it.repository);
    text("id", node_id("DE", it.id)), text("environment", it.environment), text("sha", forge_.revisions[std::size_t(it.revision)].oid), text("state", state);
    time("created_at", it.created), time("finished_at", finished), text("ref", it.ref), person("creator", it.creator);
    end();
  }

  void release(const Release& it) {
    begin("releases", it.repository);
    text("id", node_id("RE", it.id)), text("tag", it.tag), text("name", it.name), text("sha", it.draft || it.revision < 0 ? "" : forge_.revisions[std::size_t(it.revision)].oid);
    integer("draft", it.draft), integer("prerelease", it.prerelease), person("author", it.author), time("created_at", it.created), time("published_at", it.published);
    end();
  }

  void run(const WorkflowRun& it) {
    begin("workflow_runs", it.repository);
    integer("id", it.id), integer("number", it.number), integer("attempt", it.attempt), text("workflow", it.workflow == 0 ? "Build and test" : "Lint, \"strict\"");
    text("event", it.event), text("branch", it.branch), text("sha", it.sha), text("status", it.status), text("conclusion", it.conclusion ? it.conclusion : "");
    person("actor", it.actor), time("created_at", it.created), time("started_at", it.started), time("updated_at", it.updated);
    end();
  }

 private:
  // By the issue's present key; one that is gone keeps the key as it was written.
  void link(const PullRequest& it) {
    if (it.key.empty()) return;
    const int issue = forge_.world.find(it.key);
    JsonOut(out_).open('{').key("table").text("issue_pull_requests").key("repository").text(forge_.repositories[std::size_t(it.repository)].name);
    integer("number", it.number), text("issue_key", issue < 0 ? it.key : forge_.world.key(forge_.world.issues[std::size_t(issue)])), text("source", it.key_source);
    end();
  }

  // When each commit first reached production: with the first good deployment of something that builds on it. What the very
  // first one found there was not its doing.
  void find_shipped(const CodeRepository& repository) {
    std::vector<std::pair<Time, int>> good;
    for (const int n : repository.deployments) {
      const Deployment& it = forge_.deployments[std::size_t(n)];
      const auto success = std::find_if(it.steps.begin(), it.steps.end(), [](const DeploymentStep& step) { return std::string_view(step.state) == "SUCCESS"; });
      if (it.environment == "production" && success != it.steps.end()) good.emplace_back(success->at, it.revision);
    }
    std::sort(good.begin(), good.end());
    std::set<int> there;
    for (std::size_t n = 0; n < good.size(); ++n) {
      std::vector<int> open{good[n].second};
      while (!open.empty()) {
        const int revision = open.back();
        open.pop_back();
        if (!there.insert(revision).second) continue;
        if (n > 0) shipped_[revision] = good[n].first;
        const auto& parents = forge_.revisions[std::size_t(revision)].parents;
        open.insert(open.end(), parents.begin(), parents.end());
      }
    }
  }

  static bool human(const Forge& forge, int who) { return who < 0 || !forge.accounts[std::size_t(who)].bot; }

  Time first_commit(const PullRequest& it) const {
    Time first = 0;
    for (const int n : it.revisions) first = first == 0 ? forge_.revisions[std::size_t(n)].authored : std::min(first, forge_.revisions[std::size_t(n)].authored);
    return first;
  }
  // When it could first be reviewed.
  static Time ready(const PullRequest& it) {
    for (const PullEvent& event : it.events) {
      if (std::string_view(event.type) == "ReadyForReviewEvent") return event.at;
      if (std::string_view(event.type) == "ConvertToDraftEvent") return it.created;
    }
    return it.draft ? 0 : it.created;
  }
  // By a human other than the author, before the merge.
  Time first_review(const PullRequest& it, std::string_view state, Time from) const {
    if (from == 0) from = it.created;
    Time first = 0;
    for (const CodeReview& review : it.reviews) {
      if (review.submitted == 0 || review.author == it.author || !human(forge_, review.author) || (it.merged != 0 && review.submitted > it.merged)) continue;
      if ((!state.empty() && review.state != state) || (state.empty() && review.submitted < from)) continue;
      first = first == 0 ? review.submitted : std::min(first, review.submitted);
    }
    return first;
  }
  static Time dismissal(const PullRequest& it, const CodeReview& review) {
    for (const PullEvent& event : it.events)
      if (event.review == &review) return event.at;
    return 0;
  }

  void begin(std::string_view table, int repository) {
    JsonOut(out_).open('{').key("table").text(table).key("repository").text(forge_.repositories[std::size_t(repository)].name);
  }
  void end() { out_ += "}\n"; }
  void name(std::string_view key) { (out_ += ",\"") += key, out_ += "\":"; }
  void text(std::string_view key, std::string_view value) { name(key), JsonOut(out_).text_or_null(value); }
  void integer(std::string_view key, std::int64_t value) { name(key), JsonOut(out_).integer(value); }
  void time(std::string_view key, Time value) { text(key, value == 0 ? std::string() : iso_utc(value)); }
  std::string name_of(int who) const {
    const Account& it = forge_.accounts[std::size_t(who)];
    return it.name.empty() || it.bot ? it.login : it.name;
  }
  void person(std::string_view key, int who) { text(key, who < 0 ? std::string() : name_of(who)); }

  const Forge& forge_;
  std::string out_;
  std::map<int, Time> shipped_;  // by revision
};

}  // namespace

std::string forge_lines(const Forge& forge) {
  Tables tables(forge);
  for (const PullRequest& it : forge.pulls) tables.pull(it);
  tables.commits();
  for (const Deployment& it : forge.deployments) tables.deployment(it);
  for (const Release& it : forge.releases) tables.release(it);
  for (const WorkflowRun& it : forge.runs) tables.run(it);
  return tables.take();
}

}  // namespace fakes
