// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/queries.h"
#include <array>
namespace juno::github {
namespace {

// Pieces shared by the list of pull requests and the queries for the rest of one list, so that both read alike.
const std::string kPage = "totalCount pageInfo{hasNextPage endCursor}";
const std::string kActor = "{__typename login ... on User{name}}";
const std::string kReviewer =
    "requestedReviewer{__typename ... on User{login name} ... on Bot{login} ... on Mannequin{login} ... on Team{slug}}";

const std::string kGitCommit =
    "oid authoredDate committedDate message additions deletions author{name email user{login name}}";
const std::string kCommits = kPage + " nodes{commit{" + kGitCommit + "}}";
const std::string kReviews = kPage + " nodes{id state submittedAt author" + kActor + " commit{oid} comments{totalCount}}";
const std::string kFiles = kPage + " nodes{path additions deletions changeType}";
const std::string kComments = kPage + " nodes{id createdAt author" + kActor + "}";
const std::string kCloses = kPage + " nodes{number repository{nameWithOwner}}";
const std::string kLabels = kPage + " nodes{name}";
const std::string kPeople = kPage + " nodes{login name}";

const std::string kTimelineTypes =
    "itemTypes:[REVIEW_REQUESTED_EVENT,REVIEW_REQUEST_REMOVED_EVENT,REVIEW_DISMISSED_EVENT,READY_FOR_REVIEW_EVENT,"
    "CONVERT_TO_DRAFT_EVENT,HEAD_REF_FORCE_PUSHED_EVENT,CLOSED_EVENT,REOPENED_EVENT,MERGED_EVENT]";
const std::string kTimeline =
    kPage + " nodes{__typename"
    " ... on ReviewRequestedEvent{createdAt " + kReviewer + "}"
    " ... on ReviewRequestRemovedEvent{createdAt " + kReviewer + "}"
    " ... on ReviewDismissedEvent{createdAt previousReviewState review{id}}"
    " ... on ReadyForReviewEvent{createdAt actor" + kActor + "}"
    " ... on ConvertToDraftEvent{createdAt actor" + kActor + "}"
    " ... on HeadRefForcePushedEvent{createdAt actor" + kActor + "}"
    " ... on ClosedEvent{createdAt actor" + kActor + "}"
    " ... on ReopenedEvent{createdAt actor" + kActor + "}"
    " ... on MergedEvent{createdAt actor" + kActor + "}}";

const std::string kIssueTimelineTypes =
    "itemTypes:[CLOSED_EVENT,REOPENED_EVENT,LABELED_EVENT,UNLABELED_EVENT,ASSIGNED_EVENT,UNASSIGNED_EVENT,RENAMED_TITLE_EVENT]";
const std::string kAssignee = "assignee{__typename ... on User{login name} ... on Bot{login} ... on Mannequin{login}}";
const std::string kIssueTimeline =
    kPage + " nodes{__typename"
    " ... on ClosedEvent{id createdAt stateReason actor" + kActor + "}"
    " ... on ReopenedEvent{id createdAt actor" + kActor + "}"
    " ... on LabeledEvent{id createdAt label{name} actor" + kActor + "}"
    " ... on UnlabeledEvent{id createdAt label{name} actor" + kActor + "}"
    " ... on AssignedEvent{id createdAt " + kAssignee + " actor" + kActor + "}"
    " ... on UnassignedEvent{id createdAt " + kAssignee + " actor" + kActor + "}"
    " ... on RenamedTitleEvent{id createdAt previousTitle currentTitle actor" + kActor + "}}";

const std::string kStatuses = kPage + " nodes{state createdAt environment}";
const std::string kDeployment = "id environment originalEnvironment task commitOid createdAt updatedAt state ref{name} creator" + kActor +
                                " statuses(first:20){" + kStatuses + "}";
const std::string kRate = "rateLimit{cost limit remaining resetAt}";

// The newest of each kind stands along, so that a repository in which nothing moved costs no further request.
const std::string kRepository =
    "databaseId nameWithOwner isArchived createdAt hasIssuesEnabled"
    " defaultBranchRef{name target{oid}}"
    " pullRequests(first:1,orderBy:{field:UPDATED_AT,direction:DESC}){totalCount nodes{number updatedAt}}"
    " issues(first:1,orderBy:{field:UPDATED_AT,direction:DESC}){totalCount nodes{number updatedAt}}"
    " releases(first:1,orderBy:{field:CREATED_AT,direction:DESC}){totalCount nodes{id updatedAt}}"
    " deployments(first:1,orderBy:{field:CREATED_AT,direction:DESC}){totalCount nodes{id updatedAt}}";

const std::string kNewest = "orderBy:{field:UPDATED_AT,direction:DESC}";

// A list of a repository, a page at a time.
Query listing(const char* name, const std::string& field, const std::string& arguments, const std::string& node) {
  return {name, "query " + std::string(name) + "($owner:String!,$name:String!,$n:Int!,$after:String){" + kRate +
                    " repository(owner:$owner,name:$name){" + field + "(first:$n,after:$after," + arguments + "){" + kPage + " nodes{" +
                    node + "}}}}"};
}
// The rest of a list that hangs on one node.
Query rest(const char* name, const std::string& type, const std::string& field, const std::string& arguments, const std::string& fields) {
  return {name, "query " + std::string(name) + "($id:ID!,$n:Int!,$after:String){" + kRate + " node(id:$id){... on " + type + "{" + field +
                    "(first:$n,after:$after" + (arguments.empty() ? "" : "," + arguments) + "){" + fields + "}}}}"};
}

}  // namespace

const Query& viewer() {
  static const Query q{"JunoViewer", "query JunoViewer{" + kRate + " viewer{login name}}"};
  return q;
}

const Query& repository() {
  static const Query q{"JunoRepository", "query JunoRepository($owner:String!,$name:String!){" + kRate +
                                             " repository(owner:$owner,name:$name){" + kRepository + "}}"};
  return q;
}

const Query& owner_repositories() {
  static const Query q{"JunoOwnerRepositories",
                       "query JunoOwnerRepositories($owner:String!,$n:Int!,$after:String){" + kRate +
                           " repositoryOwner(login:$owner){repositories(first:$n,after:$after,ownerAffiliations:[OWNER],"
                           "orderBy:{field:NAME,direction:ASC}){" + kPage + " nodes{" + kRepository + "}}}}"};
  return q;
}

const Query& pull_requests() {
  static const Query q = listing(
      "JunoPullRequests", "pullRequests", kNewest,
      "id number title body state isDraft isCrossRepository createdAt updatedAt closedAt mergedAt additions deletions changedFiles"
      " headRefName headRefOid baseRefName mergeCommit{oid} author" + kActor + " mergedBy" + kActor +
          " labels(first:20){" + kLabels + "}"
          " commits(first:30){" + kCommits + "}"
          " reviews(first:30){" + kReviews + "}"
          " files(first:50){" + kFiles + "}"
          " comments(first:30){" + kComments + "}"
          " timelineItems(first:30," + kTimelineTypes + "){" + kTimeline + "}"
          " closingIssuesReferences(first:10){" + kCloses + "}");
  return q;
}

const Query& pull_commits() {
  static const Query q = rest("JunoPullCommits", "PullRequest", "commits", "", kCommits);
  return q;
}
const Query& pull_reviews() {
  static const Query q = rest("JunoPullReviews", "PullRequest", "reviews", "", kReviews);
  return q;
}
const Query& pull_files() {
  static const Query q = rest("JunoPullFiles", "PullRequest", "files", "", kFiles);
  return q;
}
const Query& pull_comments() {
  static const Query q = rest("JunoPullComments", "PullRequest", "comments", "", kComments);
  return q;
}
const Query& pull_timeline() {
  static const Query q = rest("JunoPullTimeline", "PullRequest", "timelineItems", kTimelineTypes, kTimeline);
  return q;
}
const Query& pull_closes() {
  static const Query q = rest("JunoPullCloses", "PullRequest", "closingIssuesReferences", "", kCloses);
  return q;
}
const Query& pull_labels() {
  static const Query q = rest("JunoPullLabels", "PullRequest", "labels", "", kLabels);
  return q;
}

const Query& issues() {
  static const Query q =
      listing("JunoIssues", "issues", kNewest,
              "id fullDatabaseId number title body state stateReason createdAt updatedAt closedAt author" + kActor +
                  " milestone{title dueOn} comments{totalCount} reactions{totalCount}"
                  " assignees(first:10){" + kPeople + "}"
                  " labels(first:20){" + kLabels + "}"
                  " timelineItems(first:30," + kIssueTimelineTypes + "){" + kIssueTimeline + "}");
  return q;
}
const Query& issue_timeline() {
  static const Query q = rest("JunoIssueTimeline", "Issue", "timelineItems", kIssueTimelineTypes, kIssueTimeline);
  return q;
}
const Query& issue_labels() {
  static const Query q = rest("JunoIssueLabels", "Issue", "labels", "", kLabels);
  return q;
}
const Query& issue_assignees() {
  static const Query q = rest("JunoIssueAssignees", "Issue", "assignees", "", kPeople);
  return q;
}

const Query& releases() {
  static const Query q = listing("JunoReleases", "releases", "orderBy:{field:CREATED_AT,direction:DESC}",
                                 "id tagName name isDraft isPrerelease createdAt publishedAt updatedAt tagCommit{oid} author{login name}");
  return q;
}

const Query& deployments() {
  static const Query q = listing("JunoDeployments", "deployments", "orderBy:{field:CREATED_AT,direction:DESC}", kDeployment);
  return q;
}
const Query& deployments_by_id() {
  static const Query q{"JunoDeploymentsById", "query JunoDeploymentsById($ids:[ID!]!){" + kRate + " nodes(ids:$ids){... on Deployment{" + kDeployment + "}}}"};
  return q;
}
const Query& deployment_statuses() {
  static const Query q = rest("JunoDeploymentStatuses", "Deployment", "statuses", "", kStatuses);
  return q;
}

const Query& history() {
  static const Query q{"JunoHistory",
                       "query JunoHistory($owner:String!,$name:String!,$head:GitObjectID!,$n:Int!,$after:String,$since:GitTimestamp){" + kRate +
                           " repository(owner:$owner,name:$name){object(oid:$head){... on Commit{history(first:$n,after:$after,since:$since){" +
                           kPage + " nodes{" + kGitCommit + " parents(first:10){nodes{oid}}}}}}}}"};
  return q;
}

namespace {
const std::array<const Query*, 20>& every() {
  static const std::array<const Query*, 20> all{
      &viewer(),        &repository(),  &owner_repositories(), &pull_requests(),  &pull_commits(),    &pull_reviews(), &pull_files(),
      &pull_comments(), &pull_timeline(), &pull_closes(),      &pull_labels(),    &issues(),          &issue_timeline(), &issue_labels(),
      &issue_assignees(), &releases(),  &deployments(), &deployments_by_id(), &deployment_statuses(), &history()};
  return all;
}
}  // namespace

const Query* const* AllQueries::begin() const { return every().data(); }
const Query* const* AllQueries::end() const { return every().data() + every().size(); }

}  // namespace juno::github
