// SPDX-License-Identifier: Apache-2.0
// The part of GitHub's schema that a reader of delivery data needs. Names and types are GitHub's.
#include "tests/fakes/github.h"
namespace fakes {

const char* github_schema() {
  return R"(
enum OrderDirection { ASC DESC }
enum IssueOrderField { CREATED_AT UPDATED_AT COMMENTS }
enum ReleaseOrderField { CREATED_AT NAME }
enum DeploymentOrderField { CREATED_AT }
enum RepositoryOrderField { CREATED_AT UPDATED_AT PUSHED_AT NAME STARGAZERS }
enum PullRequestState { OPEN CLOSED MERGED }
enum IssueState { OPEN CLOSED }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
enum PatchStatus { ADDED CHANGED COPIED DELETED MODIFIED RENAMED }
enum DeploymentState { ABANDONED ACTIVE DESTROYED ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING }
enum DeploymentStatusState { ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING }
enum RepositoryAffiliation { COLLABORATOR ORGANIZATION_MEMBER OWNER }
enum PullRequestTimelineItemsItemType { REVIEW_REQUESTED_EVENT REVIEW_REQUEST_REMOVED_EVENT REVIEW_DISMISSED_EVENT READY_FOR_REVIEW_EVENT
  CONVERT_TO_DRAFT_EVENT HEAD_REF_FORCE_PUSHED_EVENT CLOSED_EVENT REOPENED_EVENT MERGED_EVENT ISSUE_COMMENT PULL_REQUEST_REVIEW PULL_REQUEST_COMMIT
  LABELED_EVENT UNLABELED_EVENT ASSIGNED_EVENT UNASSIGNED_EVENT RENAMED_TITLE_EVENT }
enum IssueTimelineItemsItemType { CLOSED_EVENT REOPENED_EVENT LABELED_EVENT UNLABELED_EVENT ASSIGNED_EVENT UNASSIGNED_EVENT RENAMED_TITLE_EVENT ISSUE_COMMENT }
input IssueOrder { field: IssueOrderField! direction: OrderDirection! }
input ReleaseOrder { field: ReleaseOrderField! direction: OrderDirection! }
input DeploymentOrder { field: DeploymentOrderField! direction: OrderDirection! }
input RepositoryOrder { field: RepositoryOrderField! direction: OrderDirection! }
input IssueFilters { since: DateTime assignee: String createdBy: String labels: [String!] states: [IssueState!] }
interface Node { id: ID! }
interface Actor { login: String! url: URI! }
interface RepositoryOwner { id: ID! login: String! repositories(orderBy: RepositoryOrder ownerAffiliations: [RepositoryAffiliation] affiliations: [RepositoryAffiliation] isFork: Boolean isArchived: Boolean): RepositoryConnection! }
interface GitObject { id: ID! oid: GitObjectID! }
union RequestedReviewer = User | Bot | Mannequin | Team
union Assignee = User | Bot | Mannequin | Organization
union ReferencedSubject = Issue | PullRequest
union PullRequestTimelineItems = ReviewRequestedEvent | ReviewRequestRemovedEvent | ReviewDismissedEvent | ReadyForReviewEvent | ConvertToDraftEvent
  | HeadRefForcePushedEvent | ClosedEvent | ReopenedEvent | MergedEvent | IssueComment | PullRequestReview | PullRequestCommit
  | LabeledEvent | UnlabeledEvent | AssignedEvent | UnassignedEvent | RenamedTitleEvent
union IssueTimelineItems = ClosedEvent | ReopenedEvent | LabeledEvent | UnlabeledEvent | AssignedEvent | UnassignedEvent | RenamedTitleEvent | IssueComment
connection CommitHistoryConnection of Commit

type Query {
  rateLimit(dryRun: Boolean = false): RateLimit
  viewer: User!
  repository(owner: String! name: String! followRenames: Boolean = true): Repository
  repositoryOwner(login: String!): RepositoryOwner
  organization(login: String!): Organization
  user(login: String!): User
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
}
type RateLimit { cost: Int! limit: Int! remaining: Int! used: Int! resetAt: DateTime! nodeCount: Int! }
type User implements Node & Actor & RepositoryOwner { id: ID! databaseId: Int login: String! name: String email: String! url: URI!
  repositories(orderBy: RepositoryOrder ownerAffiliations: [RepositoryAffiliation] affiliations: [RepositoryAffiliation] isFork: Boolean isArchived: Boolean): RepositoryConnection! }
type Bot implements Node & Actor { id: ID! databaseId: Int login: String! url: URI! }
type Mannequin implements Node & Actor { id: ID! databaseId: Int login: String! url: URI! }
type Team implements Node { id: ID! slug: String! name: String! }
type Organization implements Node & Actor & RepositoryOwner { id: ID! databaseId: Int login: String! name: String url: URI!
  repositories(orderBy: RepositoryOrder ownerAffiliations: [RepositoryAffiliation] affiliations: [RepositoryAffiliation] isFork: Boolean isArchived: Boolean): RepositoryConnection! }
type Repository implements Node { id: ID! databaseId: Int name: String! nameWithOwner: String! owner: RepositoryOwner! url: URI! isArchived: Boolean! isFork: Boolean!
  isPrivate: Boolean! isEmpty: Boolean! hasIssuesEnabled: Boolean! createdAt: DateTime! updatedAt: DateTime! pushedAt: DateTime defaultBranchRef: Ref
  object(oid: GitObjectID expression: String): GitObject
  ref(qualifiedName: String!): Ref
  pullRequest(number: Int!): PullRequest
  issue(number: Int!): Issue
  pullRequests(orderBy: IssueOrder states: [PullRequestState!] labels: [String!] baseRefName: String headRefName: String): PullRequestConnection!
  issues(orderBy: IssueOrder states: [IssueState!] labels: [String!] filterBy: IssueFilters): IssueConnection!
  releases(orderBy: ReleaseOrder): ReleaseConnection!
  deployments(environments: [String!] orderBy: DeploymentOrder = {field: CREATED_AT, direction: ASC}): DeploymentConnection! }
type Ref implements Node { id: ID! name: String! prefix: String! target: GitObject }
type Commit implements Node & GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! message: String! messageHeadline: String! messageBody: String! authoredDate: DateTime! committedDate: DateTime!
  additions: Int! deletions: Int! changedFilesIfAvailable: Int url: URI! author: GitActor committer: GitActor
  parents: CommitConnection!
  associatedPullRequests: PullRequestConnection
  history(since: GitTimestamp until: GitTimestamp path: String): CommitHistoryConnection! }
type GitActor { name: String email: String date: GitTimestamp user: User }
type Label implements Node { id: ID! name: String! color: String! }
type Milestone implements Node { id: ID! title: String! dueOn: DateTime number: Int! }
type Reaction implements Node { id: ID! }
type PullRequest implements Node { id: ID! databaseId: Int fullDatabaseId: BigInt number: Int! title: String! body: String! bodyText: String! state: PullRequestState! isDraft: Boolean! isCrossRepository: Boolean! url: URI!
  createdAt: DateTime! updatedAt: DateTime! closedAt: DateTime mergedAt: DateTime closed: Boolean! merged: Boolean! additions: Int! deletions: Int! changedFiles: Int! totalCommentsCount: Int
  headRefName: String! headRefOid: GitObjectID! baseRefName: String! mergeCommit: Commit author: Actor mergedBy: Actor milestone: Milestone repository: Repository!
  labels: LabelConnection
  assignees: UserConnection!
  commits: PullRequestCommitConnection!
  reviews(states: [PullRequestReviewState!] author: String): PullRequestReviewConnection
  reviewRequests: ReviewRequestConnection
  files: PullRequestChangedFileConnection
  comments: IssueCommentConnection!
  timelineItems(itemTypes: [PullRequestTimelineItemsItemType!] since: DateTime skip: Int): PullRequestTimelineItemsConnection!
  closingIssuesReferences(userLinkedOnly: Boolean = false): IssueConnection }
type PullRequestCommit implements Node { id: ID! commit: Commit! pullRequest: PullRequest! }
type PullRequestReview implements Node { id: ID! databaseId: Int fullDatabaseId: BigInt state: PullRequestReviewState! body: String! createdAt: DateTime! submittedAt: DateTime updatedAt: DateTime! author: Actor commit: Commit
  comments: PullRequestReviewCommentConnection! }
type PullRequestReviewComment implements Node { id: ID! body: String! createdAt: DateTime! author: Actor }
type ReviewRequest implements Node { id: ID! asCodeOwner: Boolean! requestedReviewer: RequestedReviewer }
type PullRequestChangedFile { path: String! additions: Int! deletions: Int! changeType: PatchStatus! }
type IssueComment implements Node { id: ID! body: String! createdAt: DateTime! updatedAt: DateTime! author: Actor }
type ReviewRequestedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor requestedReviewer: RequestedReviewer }
type ReviewRequestRemovedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor requestedReviewer: RequestedReviewer }
type ReviewDismissedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor previousReviewState: PullRequestReviewState! dismissalMessage: String review: PullRequestReview }
type ReadyForReviewEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
type ConvertToDraftEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
type HeadRefForcePushedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor beforeCommit: Commit afterCommit: Commit }
type ClosedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor stateReason: IssueStateReason }
type ReopenedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor stateReason: IssueStateReason }
type MergedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor commit: Commit mergeRefName: String! }
type LabeledEvent implements Node { id: ID! createdAt: DateTime! actor: Actor label: Label! }
type UnlabeledEvent implements Node { id: ID! createdAt: DateTime! actor: Actor label: Label! }
type AssignedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor assignee: Assignee }
type UnassignedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor assignee: Assignee }
type RenamedTitleEvent implements Node { id: ID! createdAt: DateTime! actor: Actor previousTitle: String! currentTitle: String! }
type Issue implements Node { id: ID! databaseId: Int fullDatabaseId: BigInt number: Int! title: String! body: String! bodyText: String! state: IssueState! stateReason(enableDuplicate: Boolean = false): IssueStateReason url: URI!
  createdAt: DateTime! updatedAt: DateTime! closedAt: DateTime closed: Boolean! author: Actor milestone: Milestone parent: Issue subIssuesSummary: SubIssuesSummary! repository: Repository!
  labels: LabelConnection
  assignees: UserConnection!
  comments: IssueCommentConnection!
  reactions: ReactionConnection!
  timelineItems(itemTypes: [IssueTimelineItemsItemType!] since: DateTime skip: Int): IssueTimelineItemsConnection! }
type SubIssuesSummary { total: Int! completed: Int! percentCompleted: Int! }
type Release implements Node { id: ID! databaseId: Int tagName: String! name: String description: String isDraft: Boolean! isPrerelease: Boolean! isLatest: Boolean! createdAt: DateTime! publishedAt: DateTime updatedAt: DateTime! url: URI!
  tagCommit: Commit author: User }
type Deployment implements Node { id: ID! databaseId: Int environment: String originalEnvironment: String latestEnvironment: String task: String description: String commitOid: String! commit: Commit createdAt: DateTime! updatedAt: DateTime!
  state: DeploymentState ref: Ref creator: Actor! latestStatus: DeploymentStatus
  statuses: DeploymentStatusConnection }
type DeploymentStatus implements Node { id: ID! state: DeploymentStatusState! createdAt: DateTime! updatedAt: DateTime! environment: String description: String logUrl: URI environmentUrl: URI creator: Actor! }
)";
}

}  // namespace fakes
