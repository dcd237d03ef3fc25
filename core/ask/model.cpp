// SPDX-License-Identifier: Apache-2.0
#include "core/ask/model.h"
#include <algorithm>
namespace juno::ask {
namespace {

constexpr bool kMany = true, kPast = true;

constexpr Field key(std::string_view n) { return {n, Type::key, List::none, false, false}; }
constexpr Field text(std::string_view n) { return {n, Type::text, List::none, false, false}; }
constexpr Field free(std::string_view n) { return {n, Type::free, List::none, false, false}; }
constexpr Field number(std::string_view n) { return {n, Type::number, List::none, false, false}; }
constexpr Field duration(std::string_view n) { return {n, Type::duration, List::none, false, false}; }
constexpr Field flag(std::string_view n) { return {n, Type::boolean, List::none, false, false}; }
constexpr Field date(std::string_view n, bool past = kPast) { return {n, Type::date, List::none, false, past}; }
constexpr Field one_of(std::string_view n, List of) { return {n, Type::enumeration, of, false, false}; }
constexpr Field ordered(std::string_view n, List of) { return {n, Type::ordinal, of, false, false}; }
constexpr Field ref(std::string_view n, List of, bool many = false) { return {n, Type::reference, of, many, false}; }

constexpr Field kIssue[] = {
    key("key"), text("summary"), text("text"), one_of("type", List::types), one_of("status", List::statuses),
    one_of("status_category", List::status_categories), ordered("priority", List::priorities), ref("assignee", List::people),
    ref("reporter", List::people), ref("team", List::teams), ref("project", List::projects), ref("component", List::components, kMany),
    ref("label", List::labels, kMany), ref("epic", List::epics), key("parent"), ref("sprint", List::sprints, kMany),
    ref("fix_version", List::versions, kMany), free("resolution"), number("story_points"), number("estimate_hours"), number("logged_hours"),
    number("comment_count"), number("sprint_count"), date("created"), date("updated"), date("resolved"), date("due", !kPast), date("started"),
    duration("age"), duration("idle"), duration("time_in_current_status"), duration("lead_time"), duration("cycle_time"), flag("open"),
    flag("overdue"), flag("blocked"), flag("blocking"), flag("flagged"), flag("stale"), flag("reopened"), flag("carried_over"),
    flag("added_mid_sprint"), flag("linked_pr"), number("rank")};
constexpr Field kSprint[] = {
    ref("name", List::sprints), ref("sprint", List::sprints), one_of("state", List::sprint_states), ref("project", List::projects),
    ref("team", List::teams), date("start", !kPast), date("end", !kPast), text("goal"), ref("assignee", List::people), ref("epic", List::epics),
    one_of("type", List::types)};
constexpr Field kPullRequest[] = {
    number("number"), text("title"), text("text"), ref("repo", List::repos), ref("author", List::people), ref("reviewer", List::people, kMany),
    ref("requested_reviewer", List::people, kMany), ref("team", List::teams), one_of("state", List::pr_states), flag("draft"), flag("bot"),
    ref("label", List::labels, kMany), one_of("review_state", List::review_states), one_of("ci_status", List::ci_conclusions), flag("linked_issue"),
    flag("stale"), number("size"), number("additions"), number("deletions"), number("changed_files"), number("comment_count"),
    number("review_count"), date("created"), date("merged"), date("closed"), date("updated"), date("first_review"), duration("age"),
    duration("idle"), duration("time_to_merge")};
constexpr Field kReview[] = {
    ref("reviewer", List::people), ref("author", List::people), ref("repo", List::repos), ref("team", List::teams),
    one_of("state", List::review_states), date("submitted")};
constexpr Field kCommit[] = {
    ref("author", List::people), ref("repo", List::repos), ref("team", List::teams), text("message"), text("text"), date("committed"),
    number("additions"), number("deletions"), number("size"), number("changed_files"), flag("bot"), flag("linked_issue")};
constexpr Field kDeployment[] = {
    ref("repo", List::repos), one_of("environment", List::environments), one_of("status", List::deploy_statuses), ref("team", List::teams),
    date("finished"), duration("duration")};
constexpr Field kIncident[] = {
    key("key"), ref("project", List::projects), ref("team", List::teams), ref("component", List::components, kMany),
    ordered("priority", List::priorities), date("created"), date("resolved"), flag("open"), ref("assignee", List::people), ref("repo", List::repos)};
constexpr Field kWorklog[] = {
    ref("author", List::people), key("issue"), ref("epic", List::epics), ref("project", List::projects), ref("team", List::teams),
    one_of("type", List::types), ref("sprint", List::sprints, kMany), ref("label", List::labels, kMany), ref("component", List::components, kMany),
    date("started"), number("hours")};
constexpr Field kCiRun[] = {
    ref("workflow", List::workflows), ref("repo", List::repos), free("branch"), one_of("conclusion", List::ci_conclusions), ref("author", List::people),
    ref("team", List::teams), date("started"), duration("duration")};
constexpr Field kFeature[] = {
    ref("title", List::features), free("status"), ref("team", List::teams), ref("project", List::projects), ref("epic", List::epics), number("roi"),
    number("roi_confidence"), number("effort"), number("value"), number("rank")};
constexpr Field kPerson[] = {ref("name", List::people), ref("team", List::teams), flag("bot")};
constexpr Field kRelease[] = {ref("name", List::versions), ref("project", List::projects), flag("released"), date("release_date", !kPast)};

// In the order of Entity.
constexpr EntityInfo kEntities[] = {
    {Entity::issue, "issue", "issues", "assignee", kIssue},
    {Entity::sprint, "sprint", "sprints", "assignee", kSprint},
    {Entity::pull_request, "pull_request", "pull requests", "author", kPullRequest},
    {Entity::review, "review", "reviews", "reviewer", kReview},
    {Entity::commit, "commit", "commits", "author", kCommit},
    {Entity::deployment, "deployment", "deployments", "", kDeployment},
    {Entity::incident, "incident", "incidents", "assignee", kIncident},
    {Entity::worklog, "worklog", "worklogs", "author", kWorklog},
    {Entity::ci_run, "ci_run", "CI runs", "author", kCiRun},
    {Entity::feature, "feature", "features", "", kFeature},
    {Entity::person, "person", "people", "name", kPerson},
    {Entity::release, "release", "releases", "", kRelease},
};

using A = Aggregation;
constexpr A kCount[] = {A::count};
constexpr A kRatio[] = {A::ratio};
constexpr A kSeries[] = {A::series};
constexpr A kSum[] = {A::sum, A::average, A::median, A::least, A::most};
constexpr A kTimes[] = {A::average, A::median, A::p50, A::p75, A::p85, A::p90, A::p95, A::least, A::most};
constexpr A kSizes[] = {A::average, A::median, A::p50, A::p75, A::p85, A::p90, A::p95, A::least, A::most, A::sum};
constexpr A kScores[] = {A::average, A::median, A::least, A::most, A::sum};
constexpr A kForecast[] = {A::p50, A::p85, A::p95};
constexpr A kBootstrap[] = {A::p15, A::p50, A::p85};
constexpr A kVelocity[] = {A::per_sprint, A::average, A::median, A::least, A::most, A::sum, A::deviation};
constexpr A kCommitment[] = {A::per_sprint, A::average, A::median, A::least, A::most, A::sum};
constexpr A kSprintSum[] = {A::per_sprint, A::average, A::sum};
constexpr A kSprintRatio[] = {A::per_sprint, A::average};
constexpr A kCapacity[] = {A::sum, A::average};
using E = Entity;

constexpr Metric kMetrics[] = {
    {"issues", E::issue, "", "count", A::count, kCount, "issues that satisfy the filters now, or at the end of the given day"},
    {"issues_created", E::issue, "created", "count", A::count, kCount, "issues created in the window"},
    {"issues_resolved", E::issue, "resolved", "count", A::count, kCount, "issues that are done now and were resolved in the window; without a resolution date, when they last entered a done status"},
    {"points", E::issue, "", "points", A::sum, kSum, "story points of the issues that satisfy the filters now; issues without an estimate add nothing"},
    {"points_resolved", E::issue, "resolved", "points", A::sum, kSum, "story points of the issues resolved in the window"},
    {"cycle_time", E::issue, "resolved", "days", A::median, kTimes, "from the first entry into a status of work to resolved, in days of 24 hours; issues that were never in one are left out"},
    {"lead_time", E::issue, "resolved", "days", A::median, kTimes, "from created to resolved, in days of 24 hours"},
    {"age", E::issue, "", "days", A::median, kTimes, "from created to now, of open issues"},
    {"time_in_status", E::issue, "left_status", "days", A::median, kTimes, "time an issue spent in a status, over its stays that ended in the window; done statuses only where they are asked for"},
    {"first_response_time", E::issue, "created", "hours", A::median, kTimes, "from created to the first comment by another person than the reporter"},
    {"reopen_rate", E::issue, "resolved", "ratio", A::ratio, kRatio, "of the issues resolved in the window, those that have left a done status"},
    {"defect_rate", E::issue, "created", "ratio", A::ratio, kRatio, "bugs over issues created in the window, without sub-tasks and epics"},
    {"on_time_rate", E::issue, "resolved", "ratio", A::ratio, kRatio, "of the issues with a due date resolved in the window, those resolved on that day or before"},
    {"flow_efficiency", E::issue, "resolved", "ratio", A::ratio, kRatio, "time in statuses of work that are not waiting, over cycle time, of the issues resolved in the window"},
    {"estimate_accuracy", E::issue, "resolved", "ratio", A::ratio, kRatio, "estimated over logged hours, of the issues resolved in the window that have both"},
    {"eta", E::issue, "", "date", A::p85, kForecast, "the day by which the open issues are all done with that confidence, simulated from what was finished in the last 12 weeks in the same scope"},
    {"forecast_items", E::issue, "resolved", "count", A::p85, kForecast, "issues that will be resolved in the window at least, with that confidence; simulated from the last 12 weeks"},
    {"velocity", E::sprint, "end", "points", A::per_sprint, kVelocity, "points of the sprint's issues completed in it, as of their completion"},
    {"commitment", E::sprint, "end", "points", A::per_sprint, kCommitment, "points of the issues in the sprint at its start that were not done then"},
    {"say_do", E::sprint, "end", "ratio", A::per_sprint, kSprintRatio, "of the points committed at the start, those completed"},
    {"carryover", E::sprint, "end", "count", A::per_sprint, kSprintSum, "issues in the sprint that were not done at its close"},
    {"scope_added", E::sprint, "end", "points", A::per_sprint, kSprintSum, "points of issues that came in after the start, as of their coming"},
    {"completion_rate", E::sprint, "end", "ratio", A::per_sprint, kSprintRatio, "completed issues over committed, added, less removed"},
    {"burndown", E::sprint, "end", "points", A::series, kSeries, "points that remained at the end of each day"},
    {"burnup", E::sprint, "end", "points", A::series, kSeries, "points completed, and all in the sprint, at the end of each day"},
    {"sprint_success_probability", E::sprint, "end", "ratio", A::ratio, kRatio, "chance that all open issues of the sprint are done by its planned end, simulated from what the board's sprints completed in the last 12 weeks"},
    {"velocity_forecast", E::sprint, "", "points", A::p50, kBootstrap, "velocity to expect of the next sprint, from that of the last six closed ones of its board"},
    {"capacity", E::sprint, "end", "amount", A::sum, kCapacity, "what the teams of the sprint can carry, in the unit each counts in: set by hand, else from members and days off, else from earlier sprints"},
    {"utilization", E::sprint, "end", "ratio", A::ratio, kRatio, "work in the sprint, finished or not, over capacity"},
    {"prs", E::pull_request, "", "count", A::count, kCount, "pull requests that satisfy the filters now"},
    {"prs_opened", E::pull_request, "created", "count", A::count, kCount, "pull requests opened in the window"},
    {"prs_merged", E::pull_request, "merged", "count", A::count, kCount, "pull requests merged in the window"},
    {"prs_abandoned", E::pull_request, "closed", "count", A::count, kCount, "pull requests closed in the window without being merged"},
    {"pr_age", E::pull_request, "", "days", A::median, kTimes, "from opened to now, of open pull requests"},
    {"pr_cycle_time", E::pull_request, "merged", "hours", A::median, kTimes, "from the first commit to merged"},
    {"coding_time", E::pull_request, "merged", "hours", A::median, kTimes, "from the first commit to opened"},
    {"time_to_first_review", E::pull_request, "first_review", "hours", A::median, kTimes, "from opened, or ready for review, to the first review by another person"},
    {"review_time", E::pull_request, "merged", "hours", A::median, kTimes, "from the first review to merged"},
    {"time_to_merge", E::pull_request, "merged", "hours", A::median, kTimes, "from opened to merged"},
    {"pr_size", E::pull_request, "merged", "lines", A::median, kSizes, "lines added and deleted, of merged pull requests"},
    {"review_depth", E::pull_request, "merged", "comments", A::average, kTimes, "review comments of a merged pull request"},
    {"unreviewed_rate", E::pull_request, "merged", "ratio", A::ratio, kRatio, "of the merged pull requests, those without a review by another person"},
    {"abandon_rate", E::pull_request, "closed", "ratio", A::ratio, kRatio, "of the pull requests closed or merged, those closed without a merge"},
    {"unlinked_rate", E::pull_request, "merged", "ratio", A::ratio, kRatio, "of the merged pull requests, those that name no issue"},
    {"reviews", E::review, "submitted", "count", A::count, kCount, "reviews submitted in the window"},
    {"prs_reviewed", E::review, "submitted", "count", A::count, kCount, "different pull requests with a review submitted in the window"},
    {"commits", E::commit, "committed", "count", A::count, kCount, "commits on default branches in the window"},
    {"lines_added", E::commit, "committed", "lines", A::sum, kSum, "lines that commits on default branches added"},
    {"lines_deleted", E::commit, "committed", "lines", A::sum, kSum, "lines that commits on default branches deleted"},
    {"lines_changed", E::commit, "committed", "lines", A::sum, kSum, "lines that commits on default branches added or deleted"},
    {"contributors", E::commit, "committed", "count", A::count, kCount, "different people with a commit on a default branch, machines left out"},
    {"deployments", E::deployment, "finished", "count", A::count, kCount, "successful deployments to production, unless another status or environment is asked for"},
    {"deployment_frequency", E::deployment, "finished", "per_day", A::ratio, kRatio, "successful deployments to production a day"},
    {"lead_time_for_changes", E::deployment, "finished", "hours", A::median, kTimes, "from commit to live, over commits that a deployment in the window was the first to bring to production"},
    {"change_failure_rate", E::deployment, "finished", "ratio", A::ratio, kRatio, "deployments to production that failed, over all (the rules of juno dora)"},
    {"deployment_success_rate", E::deployment, "finished", "ratio", A::ratio, kRatio, "successful over finished deployments, to production unless another environment is asked for"},
    {"time_to_restore", E::incident, "resolved", "hours", A::median, kTimes, "from opened to resolved, of incidents resolved in the window"},
    {"incidents", E::incident, "created", "count", A::count, kCount, "incidents opened in the window"},
    {"ci_runs", E::ci_run, "started", "count", A::count, kCount, "CI runs started in the window"},
    {"ci_success_rate", E::ci_run, "started", "ratio", A::ratio, kRatio, "of the CI runs that succeeded or failed, those that succeeded"},
    {"ci_duration", E::ci_run, "started", "minutes", A::median, kTimes, "how long CI runs took"},
    {"hours_logged", E::worklog, "started", "hours", A::sum, kSum, "hours in worklogs started in the window"},
    {"features", E::feature, "", "count", A::count, kCount, "features that may be built"},
    {"roi", E::feature, "", "score", A::average, kScores, "predicted return of features"},
    {"effort", E::feature, "", "points", A::sum, kSum, "predicted effort of features"},
    {"value", E::feature, "", "score", A::sum, kSum, "predicted value of features"},
    {"people", E::person, "", "count", A::count, kCount, "people"},
    {"sprints", E::sprint, "end", "count", A::count, kCount, "sprints"},
    {"releases", E::release, "release_date", "count", A::count, kCount, "versions with a release date in the window"},
};

constexpr std::string_view kCategories[] = {"todo", "in_progress", "done"};
constexpr std::string_view kSprintStates[] = {"active", "closed", "future"};
constexpr std::string_view kPrStates[] = {"open", "merged", "closed"};
constexpr std::string_view kReviewStates[] = {"none", "pending", "approved", "changes_requested", "commented"};
constexpr std::string_view kConclusions[] = {"success", "failure", "cancelled", "pending"};
constexpr std::string_view kDeployStatuses[] = {"success", "failure"};

// In the order of Aggregation.
constexpr std::string_view kAggregations[] = {"count", "sum", "avg", "median", "p15", "p50", "p75", "p85", "p90", "p95", "min", "max", "stdev", "ratio", "per_sprint", "series"};

}  // namespace

std::span<const EntityInfo> entities() { return kEntities; }
std::span<const Metric> metrics() { return kMetrics; }
const EntityInfo& info(Entity entity) { return kEntities[static_cast<std::size_t>(entity)]; }

const EntityInfo* find_entity(std::string_view name) {
  const auto* it = std::find_if(std::begin(kEntities), std::end(kEntities), [&](const EntityInfo& e) { return e.name == name; });
  return it == std::end(kEntities) ? nullptr : it;
}
const Field* find_field(Entity entity, std::string_view name) {
  const auto fields = info(entity).fields;
  const auto it = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return it == fields.end() ? nullptr : &*it;
}
const Metric* find_metric(std::string_view name) {
  const auto* it = std::find_if(std::begin(kMetrics), std::end(kMetrics), [&](const Metric& m) { return m.name == name; });
  return it == std::end(kMetrics) ? nullptr : it;
}

std::string_view to_string(Aggregation aggregation) { return kAggregations[static_cast<std::size_t>(aggregation)]; }

const Metric* base_metric(std::string_view text) { return find_metric(text.substr(0, text.find('.'))); }
MetricUse metric_use(std::string_view text) {
  const auto dot = text.find('.');
  const Metric* metric = base_metric(text);
  if (metric == nullptr) return {};
  if (dot == std::string_view::npos) return {metric, metric->aggregation};
  for (const Aggregation a : metric->aggregations)
    if (to_string(a) == text.substr(dot + 1)) return {metric, a};
  return {};
}

bool is_grain(std::string_view name) { return std::find(kGrains.begin(), kGrains.end(), name) != kGrains.end(); }

Entity entity_of_report(std::string_view report) {
  if (report == "queue") return Entity::issue;
  if (report == "dora") return Entity::deployment;
  if (report == "roi") return Entity::feature;
  return Entity::sprint;
}

std::span<const std::string_view> fixed_values(List list) {
  switch (list) {
    case List::status_categories: return kCategories;
    case List::sprint_states: return kSprintStates;
    case List::pr_states: return kPrStates;
    case List::review_states: return kReviewStates;
    case List::ci_conclusions: return kConclusions;
    case List::deploy_statuses: return kDeployStatuses;
    case List::none: case List::statuses: case List::types: case List::priorities: case List::people: case List::teams: case List::projects:
    case List::components: case List::labels: case List::epics: case List::sprints: case List::versions: case List::repos: case List::environments:
    case List::workflows: case List::features: return {};
  }
  return {};
}

std::string_view to_string(List list) {
  constexpr std::string_view kNames[] = {"none", "status_categories", "sprint_states", "pr_states", "review_states", "ci_conclusions", "deploy_statuses",
                                         "statuses", "types", "priorities", "people", "teams", "projects", "components", "labels", "epics", "sprints",
                                         "versions", "repos", "environments", "workflows", "features"};
  return kNames[static_cast<std::size_t>(list)];
}
std::string_view to_string(Type type) {
  constexpr std::string_view kNames[] = {"key", "text", "enum", "ordinal", "ref", "free", "number", "date", "duration", "bool"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string words_of(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('_', at), name.size());
    const std::string_view word = name.substr(at, end - at);
    out += out.empty() ? "" : " ";
    if (word == "pr" || word == "ci" || word == "roi" || word == "prs") {
      for (const char c : word.substr(0, word == "prs" ? 2 : word.size())) out += static_cast<char>(c - ('a' - 'A'));
      out += word == "prs" ? "s" : "";
    } else {
      out += word;
    }
    at = end + 1;
  }
  return out == "say do" ? "say/do" : out;
}

}  // namespace juno::ask
