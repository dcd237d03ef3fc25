// SPDX-License-Identifier: Apache-2.0
// Resolvers of pull requests and issues, but for their timelines.
#include <algorithm>
#include "tests/fakes/github.h"
#include "tests/fakes/names.h"
namespace fakes {
namespace {

using gql::Json;
using gql::Listing;
using gql::Result;

bool among(const Json& arguments, const char* name, const std::string& value) {
  return !arguments.contains(name) || std::find(arguments[name].begin(), arguments[name].end(), value) != arguments[name].end();
}
std::string issue_state(const GitIssue& it) { return it.closed == 0 ? "OPEN" : "CLOSED"; }
const char* kUrl = "https://forge.example.invalid/";

template <class T>
std::int64_t order_of(const T& it, const Json& arguments) {
  return arguments.contains("orderBy") && arguments["orderBy"].value("field", "") == "UPDATED_AT" ? it.updated : it.created;
}

void sort(Listing& listing, const Json& arguments) {
  listing.descending = descending(arguments);
  std::sort(listing.items.begin(), listing.items.end(), [&](const gql::Item& a, const gql::Item& b) {
    return listing.descending ? std::pair(a.order, a.id) > std::pair(b.order, b.id) : std::pair(a.order, a.id) < std::pair(b.order, b.id);
  });
}

// A list in the world's own order.
template <class List, class Make>
Listing listing(const List& list, Make make) {
  Listing out;
  std::int64_t n = 0;
  for (const auto& it : list) out.items.push_back({make(it), n, n}), ++n;
  return out;
}

// What pull requests and issues have in common.
template <class T>
void resolve_common(gql::Schema& schema, const char* type, const char* prefix, const ForgeObjects& o) {
  on<T>(schema, type, "id", [prefix](const T& it) -> Result { return Json(node_id(prefix, it.id)); });
  on<T>(schema, type, "databaseId", [](const T&) -> Result { return {}; });  // does not fit into 32 bits
  on<T>(schema, type, "fullDatabaseId", [](const T& it) -> Result { return Json(std::to_string(it.id)); });
  on<T>(schema, type, "number", [](const T& it) -> Result { return Json(it.number); });
  on<T>(schema, type, "title", [](const T& it) -> Result { return Json(it.title); });
  on<T>(schema, type, "url", [o](const T& it) -> Result { return Json(kUrl + o.forge.repositories[std::size_t(it.repository)].name + "/" + std::to_string(it.number)); });
  on<T>(schema, type, "createdAt", [](const T& it) -> Result { return Json(iso_utc(it.created)); });
  on<T>(schema, type, "updatedAt", [](const T& it) -> Result { return Json(iso_utc(it.updated)); });
  on<T>(schema, type, "closedAt", [](const T& it) -> Result { return time_or_null(it.closed); });
  on<T>(schema, type, "closed", [](const T& it) -> Result { return Json(it.closed != 0); });
  on<T>(schema, type, "author", [o](const T& it) -> Result { return o.actor(it.author); });
  on<T>(schema, type, "milestone", [](const T&) -> Result { return {}; });
  on<T>(schema, type, "repository", [o](const T& it) -> Result { return o.make("Repository", &o.forge.repositories[std::size_t(it.repository)]); });
  on<T>(schema, type, "labels", [o](const T& it) -> Result { return listing(it.labels, [&](const std::string& label) { return o.make("Label", &label); }); });
  on<T>(schema, type, "assignees", [o](const T& it) -> Result { return listing(it.assignees, [&](int n) { return o.make("User", &o.forge.accounts[std::size_t(n)]); }); });
  on<T>(schema, type, "comments", [o](const T& it) -> Result { return listing(it.remarks, [&](const Remark& remark) { return o.make("IssueComment", &remark); }); });
}

void resolve_review(gql::Schema& schema, const ForgeObjects& o) {
  const auto plain = [&](const char* field, auto read) { on<CodeReview>(schema, "PullRequestReview", field, [read](const CodeReview& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const CodeReview& it) { return node_id("PRR", it.id); });
  plain("databaseId", [](const CodeReview&) { return nullptr; });
  plain("fullDatabaseId", [](const CodeReview& it) { return std::to_string(it.id); });
  plain("state", [](const CodeReview& it) { return it.state; });
  plain("body", [](const CodeReview& it) { return it.text == 0 ? std::string() : sentence(it.text); });
  plain("createdAt", [](const CodeReview& it) { return iso_utc(it.created); });
  plain("updatedAt", [](const CodeReview& it) { return iso_utc(it.created); });
  plain("submittedAt", [](const CodeReview& it) { return time_or_null(it.submitted); });
  on<CodeReview>(schema, "PullRequestReview", "author", [o](const CodeReview& it) -> Result { return o.actor(it.author); });
  on<CodeReview>(schema, "PullRequestReview", "commit", [o](const CodeReview& it) -> Result { return o.revision(it.revision); });
  on<CodeReview>(schema, "PullRequestReview", "comments", [o](const CodeReview& it) -> Result { return listing(it.notes, [&](const ReviewNote& note) { return o.make("PullRequestReviewComment", &note); }); });
  on<ReviewNote>(schema, "PullRequestReviewComment", "id", [](const ReviewNote& it) -> Result { return Json(node_id("PRRC", it.id)); });
  on<ReviewNote>(schema, "PullRequestReviewComment", "body", [](const ReviewNote& it) -> Result { return Json(sentence(it.text)); });
  on<ReviewNote>(schema, "PullRequestReviewComment", "createdAt", [](const ReviewNote& it) -> Result { return Json(iso_utc(it.at)); });
  on<ReviewNote>(schema, "PullRequestReviewComment", "author", [o](const ReviewNote& it) -> Result { return o.actor(it.author); });
}

void resolve_small(gql::Schema& schema, const ForgeObjects& o) {
  on<std::string>(schema, "Label", "id", [](const std::string& it) -> Result { return Json("LA_" + it); });
  on<std::string>(schema, "Label", "name", [](const std::string& it) -> Result { return Json(it); });
  on<std::string>(schema, "Label", "color", [](const std::string&) -> Result { return Json("336699"); });
  on<Remark>(schema, "IssueComment", "id", [](const Remark& it) -> Result { return Json(node_id("IC", it.id)); });
  on<Remark>(schema, "IssueComment", "body", [](const Remark& it) -> Result { return Json(sentence(it.text)); });
  for (const char* field : {"createdAt", "updatedAt"}) on<Remark>(schema, "IssueComment", field, [](const Remark& it) -> Result { return Json(iso_utc(it.at)); });
  on<Remark>(schema, "IssueComment", "author", [o](const Remark& it) -> Result { return o.actor(it.author); });
  on<ChangedFile>(schema, "PullRequestChangedFile", "path", [](const ChangedFile& it) -> Result { return Json(it.path); });
  on<ChangedFile>(schema, "PullRequestChangedFile", "additions", [](const ChangedFile& it) -> Result { return Json(it.additions); });
  on<ChangedFile>(schema, "PullRequestChangedFile", "deletions", [](const ChangedFile& it) -> Result { return Json(it.deletions); });
  on<ChangedFile>(schema, "PullRequestChangedFile", "changeType", [](const ChangedFile& it) -> Result { return Json(it.change); });
  on<Revision>(schema, "PullRequestCommit", "id", [](const Revision& it) -> Result { return Json("PRC_" + it.oid); });
  on<Revision>(schema, "PullRequestCommit", "commit", [o](const Revision& it) -> Result { return o.make("Commit", &it); });
  on<Revision>(schema, "PullRequestCommit", "pullRequest", [o](const Revision& it) -> Result { return o.make("PullRequest", &o.forge.pulls[std::size_t(it.pulls.front())]); });
  const auto request = [&](const char* field, auto read) {
    schema.resolve("ReviewRequest", field, [read](const gql::Object& it, const Json&, gql::Run&) -> Result { return read(static_cast<int>(it.extra)); });
  };
  request("id", [](int subject) -> Result { return Json(node_id("RR", subject)); });
  request("asCodeOwner", [](int subject) -> Result { return Json(subject >= 1000); });
  request("requestedReviewer", [o](int subject) -> Result { return o.reviewer(subject); });
}

void resolve_issues(gql::Schema& schema, const ForgeObjects& o) {
  resolve_common<GitIssue>(schema, "Issue", "I", o);
  for (const char* field : {"body", "bodyText"}) on<GitIssue>(schema, "Issue", field, [](const GitIssue& it) -> Result { return Json(it.text == 0 ? "" : sentence(it.text)); });
  on<GitIssue>(schema, "Issue", "state", [](const GitIssue& it) -> Result { return Json(issue_state(it)); });
  on<GitIssue>(schema, "Issue", "stateReason", [](const GitIssue& it) -> Result {
    return it.closed == 0 ? Json(it.events.empty() || std::string_view(it.events.back().type) != "ReopenedEvent" ? Json() : Json("REOPENED")) : Json(it.not_planned ? "NOT_PLANNED" : "COMPLETED");
  });
  on<GitIssue>(schema, "Issue", "parent", [o](const GitIssue& it) -> Result { return it.parent < 0 ? Result{} : o.make("Issue", &o.forge.issues[std::size_t(it.parent)]); });
  on<GitIssue>(schema, "Issue", "subIssuesSummary", [o](const GitIssue& it) -> Result { return o.make("SubIssuesSummary", &it); });
  on<GitIssue>(schema, "Issue", "reactions", [](const GitIssue&) -> Result { return Listing{}; });
  schema.resolve("Reaction", "id", [](const auto&, const auto&, auto&) -> Result { return {}; });
  for (const char* field : {"id", "title", "dueOn", "number"}) schema.resolve("Milestone", field, [](const auto&, const auto&, auto&) -> Result { return {}; });
  for (const char* field : {"total", "completed", "percentCompleted"})
    on<GitIssue>(schema, "SubIssuesSummary", field, [o, field = std::string(field)](const GitIssue& it) -> Result {
      int total = 0, done = 0;
      for (const GitIssue& child : o.forge.issues)
        if (child.parent == it.index) ++total, done += child.closed != 0;
      return Json(field == "total" ? total : field == "completed" ? done : total == 0 ? 0 : 100 * done / total);
    });
  on<CodeRepository>(schema, "Repository", "issues", [o](const CodeRepository& it, const Json& a) -> Result {
    Listing out;
    const Json filter = a.value("filterBy", Json::object());
    const auto from = filter.value("since", std::string());
    for (const int n : it.issues) {
      const GitIssue& issue = o.forge.issues[std::size_t(n)];
      if (!among(a, "states", issue_state(issue)) || (!from.empty() && iso_utc(issue.updated) < from)) continue;
      out.items.push_back({o.make("Issue", &issue), order_of(issue, a), issue.id});
    }
    sort(out, a);
    return out;
  });
  on<CodeRepository>(schema, "Repository", "issue", [o](const CodeRepository& it, const Json& a, gql::Run& run) -> Result {
    for (const int n : it.issues)
      if (o.forge.issues[std::size_t(n)].number == a["number"]) return o.make("Issue", &o.forge.issues[std::size_t(n)]);
    run.error("NOT_FOUND", "Could not resolve to an Issue with the number of " + a["number"].dump() + ".");
    return {};
  });
}

}  // namespace

void resolve_pulls(gql::Schema& schema, const Forge& forge) {
  const ForgeObjects o{schema, forge};
  resolve_common<PullRequest>(schema, "PullRequest", "PR", o);
  resolve_review(schema, o);
  resolve_small(schema, o);
  resolve_issues(schema, o);
  const auto plain = [&](const char* field, auto read) { on<PullRequest>(schema, "PullRequest", field, [read](const PullRequest& it) -> Result { return Json(read(it)); }); };
  plain("body", [](const PullRequest& it) { return it.body; });
  plain("bodyText", [](const PullRequest& it) { return it.body; });
  plain("state", [](const PullRequest& it) { return it.state; });
  plain("isDraft", [](const PullRequest& it) { return it.draft; });
  plain("isCrossRepository", [](const PullRequest& it) { return it.fork; });
  plain("mergedAt", [](const PullRequest& it) { return time_or_null(it.merged); });
  plain("merged", [](const PullRequest& it) { return it.merged != 0; });
  plain("additions", [](const PullRequest& it) { return it.additions; });
  plain("deletions", [](const PullRequest& it) { return it.deletions; });
  plain("changedFiles", [](const PullRequest& it) { return it.files.size(); });
  plain("totalCommentsCount", [](const PullRequest& it) {
    std::size_t count = it.remarks.size();
    for (const CodeReview& review : it.reviews) count += review.notes.size();
    return count;
  });
  plain("headRefName", [](const PullRequest& it) { return it.head; });
  plain("baseRefName", [](const PullRequest& it) { return it.base; });
  on<PullRequest>(schema, "PullRequest", "headRefOid", [o](const PullRequest& it) -> Result { return Json(o.forge.revisions[std::size_t(it.revisions.back())].oid); });
  // Before the merge GitHub shows a trial one here; a reader must not take it for the merge.
  on<PullRequest>(schema, "PullRequest", "mergeCommit", [o](const PullRequest& it) -> Result { return it.merge >= 0 ? o.revision(it.merge) : Result{}; });
  on<PullRequest>(schema, "PullRequest", "mergedBy", [o](const PullRequest& it) -> Result { return o.actor(it.merger); });
  on<PullRequest>(schema, "PullRequest", "commits", [o](const PullRequest& it) -> Result { return listing(it.revisions, [&](int n) { return o.make("PullRequestCommit", &o.forge.revisions[std::size_t(n)]); }); });
  on<PullRequest>(schema, "PullRequest", "reviews", [o](const PullRequest& it, const Json& a) -> Result {
    Listing out;
    for (const CodeReview& review : it.reviews)
      if (among(a, "states", review.state)) out.items.push_back({o.make("PullRequestReview", &review), static_cast<std::int64_t>(out.items.size()), review.id});
    return out;
  });
  on<PullRequest>(schema, "PullRequest", "reviewRequests", [o](const PullRequest& it) -> Result { return listing(it.requested, [&](int subject) { return o.make("ReviewRequest", nullptr, subject); }); });
  on<PullRequest>(schema, "PullRequest", "files", [o](const PullRequest& it) -> Result { return listing(it.files, [&](const ChangedFile& file) { return o.make("PullRequestChangedFile", &file); }); });
  on<PullRequest>(schema, "PullRequest", "closingIssuesReferences", [o](const PullRequest& it) -> Result { return listing(it.closes, [&](int n) { return o.make("Issue", &o.forge.issues[std::size_t(n)]); }); });
  on<CodeRepository>(schema, "Repository", "pullRequests", [o](const CodeRepository& it, const Json& a) -> Result {
    Listing out;
    for (const int n : it.pulls) {
      const PullRequest& pull = o.forge.pulls[std::size_t(n)];
      if (among(a, "states", pull.state) && (!a.contains("baseRefName") || a["baseRefName"] == pull.base)) out.items.push_back({o.make("PullRequest", &pull), order_of(pull, a), pull.id});
    }
    sort(out, a);
    return out;
  });
  on<CodeRepository>(schema, "Repository", "pullRequest", [o](const CodeRepository& it, const Json& a, gql::Run& run) -> Result {
    for (const int n : it.pulls)
      if (o.forge.pulls[std::size_t(n)].number == a["number"]) return o.make("PullRequest", &o.forge.pulls[std::size_t(n)]);
    run.error("NOT_FOUND", "Could not resolve to a PullRequest with the number of " + a["number"].dump() + ".");
    return {};
  });
}

}  // namespace fakes
