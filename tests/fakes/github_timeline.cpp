// SPDX-License-Identifier: Apache-2.0
// Resolvers of what happened to a pull request or an issue, in order.
#include <algorithm>
#include <cctype>
#include "tests/fakes/github.h"
namespace fakes {
namespace {

using gql::Json;
using gql::Listing;
using gql::Result;

// "ReviewRequestedEvent" → "REVIEW_REQUESTED_EVENT"
std::string upper(std::string_view type) {
  std::string out;
  for (const char c : type) {
    if (std::isupper(static_cast<unsigned char>(c)) && !out.empty()) out += '_';
    out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

class Timeline {
 public:
  Timeline(const ForgeObjects& o, const Json& arguments) : o_(o), arguments_(arguments) {}
  void add(const char* type, const void* data, Time at, std::int64_t id) {
    if (arguments_.contains("itemTypes")) {
      const auto& wanted = arguments_["itemTypes"];
      if (std::find(wanted.begin(), wanted.end(), upper(type)) == wanted.end()) return;
    }
    if (arguments_.contains("since") && iso_utc(at) < arguments_["since"].get<std::string>()) return;
    out_.items.push_back({o_.make(type, data), at, id});
  }
  Listing take() {
    std::sort(out_.items.begin(), out_.items.end(), [](const gql::Item& a, const gql::Item& b) { return std::pair(a.order, a.id) < std::pair(b.order, b.id); });
    return std::move(out_);
  }

 private:
  const ForgeObjects& o_;
  const Json& arguments_;
  Listing out_;
};

}  // namespace

void resolve_timeline(gql::Schema& schema, const Forge& forge) {
  const ForgeObjects o{schema, forge};
  on<PullRequest>(schema, "PullRequest", "timelineItems", [o](const PullRequest& it, const Json& a) -> Result {
    Timeline timeline(o, a);
    for (const PullEvent& event : it.events) timeline.add(event.type, &event, event.at, event.id);
    for (const Remark& remark : it.remarks) timeline.add("IssueComment", &remark, remark.at, remark.id);
    for (const CodeReview& review : it.reviews) timeline.add("PullRequestReview", &review, review.created, review.id);
    for (const int n : it.revisions) {
      const Revision& revision = o.forge.revisions[std::size_t(n)];
      timeline.add("PullRequestCommit", &revision, revision.committed, n);
    }
    return timeline.take();
  });
  on<GitIssue>(schema, "Issue", "timelineItems", [o](const GitIssue& it, const Json& a) -> Result {
    Timeline timeline(o, a);
    for (const PullEvent& event : it.events) timeline.add(event.type, &event, event.at, event.id);
    for (const Remark& remark : it.remarks) timeline.add("IssueComment", &remark, remark.at, remark.id);
    return timeline.take();
  });
  for (const char* type : {"ReviewRequestedEvent", "ReviewRequestRemovedEvent", "ReviewDismissedEvent", "ReadyForReviewEvent", "ConvertToDraftEvent", "HeadRefForcePushedEvent",
                           "ClosedEvent", "ReopenedEvent", "MergedEvent", "LabeledEvent", "UnlabeledEvent", "AssignedEvent", "UnassignedEvent", "RenamedTitleEvent"}) {
    on<PullEvent>(schema, type, "id", [](const PullEvent& it) -> Result { return Json(node_id("EV", it.id)); });
    on<PullEvent>(schema, type, "createdAt", [](const PullEvent& it) -> Result { return Json(iso_utc(it.at)); });
    on<PullEvent>(schema, type, "actor", [o](const PullEvent& it) -> Result { return o.actor(it.actor); });
  }
  for (const char* type : {"ReviewRequestedEvent", "ReviewRequestRemovedEvent"}) on<PullEvent>(schema, type, "requestedReviewer", [o](const PullEvent& it) -> Result { return o.reviewer(it.subject); });
  for (const char* type : {"AssignedEvent", "UnassignedEvent"}) on<PullEvent>(schema, type, "assignee", [o](const PullEvent& it) -> Result { return o.actor(it.subject); });
  for (const char* type : {"LabeledEvent", "UnlabeledEvent"}) on<PullEvent>(schema, type, "label", [o](const PullEvent& it) -> Result { return o.make("Label", &it.text); });
  for (const char* type : {"ClosedEvent", "ReopenedEvent"}) on<PullEvent>(schema, type, "stateReason", [](const PullEvent&) -> Result { return {}; });
  on<PullEvent>(schema, "ReviewDismissedEvent", "previousReviewState", [](const PullEvent&) -> Result { return Json("CHANGES_REQUESTED"); });
  on<PullEvent>(schema, "ReviewDismissedEvent", "dismissalMessage", [](const PullEvent&) -> Result { return Json("Settled in the hallway."); });
  on<PullEvent>(schema, "ReviewDismissedEvent", "review", [o](const PullEvent& it) -> Result { return it.review ? o.make("PullRequestReview", it.review) : Result{}; });
  on<PullEvent>(schema, "HeadRefForcePushedEvent", "beforeCommit", [o](const PullEvent& it) -> Result { return o.revision(it.before); });
  on<PullEvent>(schema, "HeadRefForcePushedEvent", "afterCommit", [o](const PullEvent& it) -> Result { return o.revision(it.after); });
  on<PullEvent>(schema, "MergedEvent", "commit", [](const PullEvent&) -> Result { return {}; });
  on<PullEvent>(schema, "MergedEvent", "mergeRefName", [](const PullEvent&) -> Result { return Json("main"); });
  on<PullEvent>(schema, "RenamedTitleEvent", "previousTitle", [](const PullEvent& it) -> Result { return Json(it.former); });
  on<PullEvent>(schema, "RenamedTitleEvent", "currentTitle", [](const PullEvent& it) -> Result { return Json(it.text); });
}

}  // namespace fakes
