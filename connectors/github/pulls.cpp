// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/pulls.h"
#include <algorithm>
#include "connectors/github/rest_of_list.h"
#include "connectors/github/values.h"
namespace juno::github {
namespace {

constexpr const char* kStream = "pulls";

Commit commit_of(const Json& node) {
  const Json c = node["commit"];
  Commit out;
  out.sha = c["oid"].text();
  out.author = git_author(c["author"]);
  out.authored = instant(c["authoredDate"]).value_or(Instant{0});
  out.committed = instant(c["committedDate"]).value_or(out.authored);
  out.message = c["message"].text();
  out.additions = c["additions"].integer();
  out.deletions = c["deletions"].integer();
  return out;
}

ReviewState state_of(std::string_view word) {
  if (word == "APPROVED") return ReviewState::approved;
  if (word == "CHANGES_REQUESTED") return ReviewState::changes_requested;
  if (word == "DISMISSED") return ReviewState::dismissed;
  return word == "PENDING" ? ReviewState::pending : ReviewState::commented;
}

Review review_of(const Json& node) {
  Review r;
  r.id = node["id"].text();
  r.reviewer = actor(node["author"]);
  r.state = state_of(node["state"].text());
  r.submitted = instant(node["submittedAt"]);
  r.commit = node["commit"]["oid"].text();
  r.comments = count(node["comments"]["totalCount"]);
  return r;
}

std::optional<PullEvent::Kind> kind_of(std::string_view type) {
  using Kind = PullEvent::Kind;
  if (type == "ReadyForReviewEvent") return Kind::ready_for_review;
  if (type == "ConvertToDraftEvent") return Kind::converted_to_draft;
  if (type == "HeadRefForcePushedEvent") return Kind::force_pushed;
  if (type == "ClosedEvent") return Kind::closed;
  if (type == "ReopenedEvent") return Kind::reopened;
  if (type == "MergedEvent") return Kind::merged;
  return std::nullopt;
}

bool same_reviewer(const ReviewRequest& a, const ReviewRequest& b) { return a.reviewer.account == b.reviewer.account && a.team == b.team; }

// One entry of the timeline; entries come oldest first.
void add_event(const Json& node, PullRecord& out) {
  const auto at = instant(node["createdAt"]);
  if (!at) return;
  const auto type = node["__typename"].text();
  if (const auto kind = kind_of(type)) return out.events.push_back({*at, *kind, actor(node["actor"])});
  if (type == "ReviewDismissedEvent") {
    for (auto& r : out.reviews)
      if (r.id == node["review"]["id"].text()) {
        r.dismissed = at;
        r.state = state_of(node["previousReviewState"].text());
      }
    return;
  }
  const Json who = node["requestedReviewer"];
  ReviewRequest request;
  request.at = *at;
  if (who["__typename"].text() == "Team") request.team = who["slug"].text();
  else request.reviewer = actor(who);
  if (type == "ReviewRequestedEvent") return out.requests.push_back(std::move(request));
  if (type != "ReviewRequestRemovedEvent") return;
  for (auto r = out.requests.rbegin(); r != out.requests.rend(); ++r)
    if (!r->removed && same_reviewer(*r, request)) {
      r->removed = at;
      return;
    }
}

std::string closes_of(const Json& node) {
  const auto number = node["number"].integer();
  const auto repository = text(node["repository"]["nameWithOwner"]);
  return number && !repository.empty() ? repository + "#" + std::to_string(*number) : "";
}

void own_fields(const Json& node, PullRequest& p) {
  p.node = node["id"].text();
  p.title = node["title"].text();
  p.body = node["body"].text();
  const auto state = node["state"].text();
  p.merged = instant(node["mergedAt"]);
  p.state = state == "MERGED" || p.merged ? PullState::merged : state == "CLOSED" ? PullState::closed : PullState::open;
  p.draft = node["isDraft"].is_true();
  p.from_fork = node["isCrossRepository"].is_true();
  p.author = actor(node["author"]);
  p.merged_by = actor(node["mergedBy"]);
  p.closed = instant(node["closedAt"]);
  p.additions = count(node["additions"]);
  p.deletions = count(node["deletions"]);
  p.changed_files = count(node["changedFiles"]);
  p.head_ref = node["headRefName"].text();
  p.base_ref = node["baseRefName"].text();
  p.head_sha = node["headRefOid"].text();
  // Before the merge GitHub gives a test merge here.
  if (p.state == PullState::merged) p.merge_commit = node["mergeCommit"]["oid"].text();
}

PullRecord read(const Api& api, const std::string& what, const Json& node) {
  PullRecord out;
  PullRequest& p = out.pull;
  own_fields(node, p);
  const auto all = [&](const char* field, const Query& query, const auto& use) { each_of_list(api, what, node, field, p.node, query, use); };
  all("labels", pull_labels(), [&](const Json& n) { p.labels.push_back(text(n["name"])); });
  all("commits", pull_commits(), [&](const Json& n) {
    if (Commit c = commit_of(n); !c.sha.empty()) out.commits.push_back(std::move(c));
  });
  all("reviews", pull_reviews(), [&](const Json& n) { out.reviews.push_back(review_of(n)); });
  all("files", pull_files(), [&](const Json& n) {
    out.files.push_back({text(n["path"]), count(n["additions"]), count(n["deletions"]), lower(n["changeType"].text())});
  });
  all("comments", pull_comments(), [&](const Json& n) {
    if (const auto at = instant(n["createdAt"])) out.comments.push_back({text(n["id"]), actor(n["author"]), *at});
  });
  all("timelineItems", pull_timeline(), [&](const Json& n) { add_event(n, out); });
  all("closingIssuesReferences", pull_closes(), [&](const Json& n) {
    if (auto issue = closes_of(n); !issue.empty()) out.closes.push_back(std::move(issue));
  });
  p.commit_count = static_cast<std::int64_t>(out.commits.size());
  p.review_count = static_cast<std::int64_t>(out.reviews.size());
  p.comment_count = static_cast<std::int64_t>(out.comments.size());
  for (const auto& r : out.reviews) p.comment_count += r.comments;
  return out;
}

}  // namespace

Variables owner_and_name(const std::string& repository) {
  const auto slash = repository.find('/');
  return {{"owner", json_string(repository.substr(0, slash))}, {"name", json_string(repository.substr(slash + 1))}};
}

PullPages::PullPages(const Api& api, const std::string& repository, std::string after)
    : api_(api), repository_(repository),
      pager_(api, {"pull requests of " + repository, &pull_requests(), owner_and_name(repository), {"repository", "pullRequests"}}, std::move(after)) {}

std::optional<PullPage> PullPages::next() {
  auto page = pager_.next();
  if (!page) return std::nullopt;
  PullPage out;
  out.end = page->end;
  out.last = page->last;
  out.refused = std::move(page->refused);
  std::size_t position = 0;
  for (const Json node : page->list["nodes"]) {
    const bool broken = std::find(page->broken.begin(), page->broken.end(), position++) != page->broken.end();
    const auto number = node["number"].integer();
    const auto created = instant(node["createdAt"]), updated = instant(node["updatedAt"]);
    const std::string name = repository_ + "#" + (number ? std::to_string(*number) : "?" + page->end);
    if (broken || !number || !created || !updated) {
      out.bad.push_back({kStream, name, broken ? "GitHub tells of it in part only" : "it lacks its number or times", ""});
      if (updated) out.oldest = updated;
      continue;
    }
    PullRecord record = read(api_, name, node);
    record.pull.number = *number;
    record.pull.repository_name = repository_;
    record.pull.created = *created;
    record.pull.updated = *updated;
    record.pull.moments = moments_of(record);
    out.oldest = updated;
    out.items.push_back(std::move(record));
  }
  return out;
}

}  // namespace juno::github
