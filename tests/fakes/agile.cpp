// SPDX-License-Identifier: Apache-2.0
// Boards, sprints, and the site's own sprint report.
#include <algorithm>
#include <charconv>
#include "tests/fakes/jira.h"
#include "tests/fakes/truth.h"
namespace fakes {

using Arguments = std::vector<std::string>;

namespace {

void board_json(JsonOut& json, const World& world, const Board& board) {
  const Project& project = world.projects[std::size_t(board.project)];
  json.open('{').key("id").integer(board.id).key("self").text(std::string(kSite) + "/rest/agile/1.0/board/" + std::to_string(board.id)).key("name").text(board.name).key("type").text(board.type);
  if (!world.options.data_center) {
    json.key("location").open('{').key("projectId").integer(project.id).key("displayName").text(project.name).key("projectName").text(project.name).key("projectKey").text(project.key);
    json.key("projectTypeKey").text("software").key("name").text(project.name + " (" + project.key + ")").close('}').key("isPrivate").boolean(false);
  }
  json.close('}');
}

}  // namespace

const Board& Jira::board_of(const std::string& id) const {
  for (const Board& board : world_.boards)
    if (std::to_string(board.id) == id && board.project != hidden_) return board;
  refuse(404, "Requested board cannot be viewed because it either does not exist or you do not have permission to view it.");
}

Reply Jira::boards(const Call& call, const Arguments&) {
  Parameters parameters(call, {"startAt", "maxResults", "type", "name", "projectKeyOrId", "accountIdLocation", "projectLocation", "includePrivate", "negateLocationFiltering", "orderBy", "expand", "filterId"});
  const auto wanted = parameters.text("projectKeyOrId"), types = parameters.text("type");
  const Project* project = wanted.empty() ? nullptr : &project_of(wanted);
  std::vector<const Board*> shown;
  for (const Board& board : world_.boards) {
    if (board.project == hidden_ || call.faults.contains("empty")) continue;
    if (project && &world_.projects[std::size_t(board.project)] != project) continue;
    if (!types.empty() && types.find(board.type) == types.npos) continue;
    shown.push_back(&board);
  }
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(50, parameters.integer("maxResults", 50, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(shown.size()), [&](JsonOut& json, std::size_t n) { board_json(json, world_, *shown[n]); })};
}

Reply Jira::one_board(const Call& call, const Arguments& arguments) {
  Parameters none(call, {});
  Reply reply;
  JsonOut json(reply.body);
  board_json(json, world_, board_of(arguments[0]));
  return reply;
}

Reply Jira::board_projects(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"startAt", "maxResults"});
  const Board& board = board_of(arguments[0]);
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(50, parameters.integer("maxResults", 50, 1, 1'000'000'000));
  return {200, page_bean(start, max, 1, [&](JsonOut& json, std::size_t) { json_.project(json, world_.projects[std::size_t(board.project)]); })};
}

Reply Jira::board_configuration(const Call& call, const Arguments& arguments) {
  Parameters none(call, {});
  const Board& board = board_of(arguments[0]);
  const Project& project = world_.projects[std::size_t(board.project)];
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("id").integer(board.id).key("name").text(board.name).key("type").text(board.type).key("self").text(std::string(kSite) + "/rest/agile/1.0/board/" + std::to_string(board.id) + "/configuration");
  json.key("filter").open('{').key("id").text(std::to_string(9000 + board.id)).key("self").text(std::string(kSite) + "/rest/api/2/filter/" + std::to_string(9000 + board.id)).close('}');
  json.key("columnConfig").open('{').key("columns").open('[');
  for (const BoardColumn& column : board.columns) {
    json.open('{').key("name").text(column.name).key("statuses").open('[');
    for (const int status : column.statuses) json.open('{').key("id").text(std::to_string(status)).key("self").text(std::string(kSite) + "/rest/api/2/status/" + std::to_string(status)).close('}');
    json.close(']').close('}');
  }
  json.close(']').key("constraintType").text("none").close('}');
  if (board.type != "kanban") {
    const Field field = project.team_managed ? Field::estimate : Field::points;
    json.key("estimation").open('{').key("type").text("field").key("field").open('{').key("fieldId").text(json_.field_id(field)).key("displayName").text(field_name(field, false)).close('}').close('}');
  } else {
    json.key("subQuery").open('{').key("query").text("fixVersion in unreleasedVersions() OR fixVersion is EMPTY").close('}');
  }
  const auto rank = json_.field_id(Field::rank);
  json.key("ranking").open('{').key("rankCustomFieldId").raw(rank.substr(rank.find('_') + 1)).close('}').close('}');
  return reply;
}

Reply Jira::board_sprints(const Call& call, const Arguments& arguments) {
  Parameters parameters(call, {"startAt", "maxResults", "state"});
  const Board& board = board_of(arguments[0]);
  if (board.type == "kanban") refuse(400, "The board does not support sprints");
  const auto states = parameters.text("state");
  std::vector<const Sprint*> shown;
  for (const auto& [state, name] : {std::pair{SprintState::closed, "closed"}, std::pair{SprintState::active, "active"}, std::pair{SprintState::future, "future"}})
    for (const int index : board.sprints) {
      const Sprint& sprint = world_.sprints[std::size_t(index)];
      if (sprint.deleted || sprint.state != state || (!states.empty() && states.find(name) == states.npos)) continue;
      shown.push_back(&sprint);
    }
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min<std::int64_t>(50, parameters.integer("maxResults", 50, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(shown.size()), [&](JsonOut& json, std::size_t n) { json_.sprint(json, *shown[n], true); })};
}

Reply Jira::one_sprint(const Call& call, const Arguments& arguments) {
  Parameters none(call, {});
  int id = 0;
  std::from_chars(arguments[0].data(), arguments[0].data() + arguments[0].size(), id);
  const Sprint* sprint = world_.sprint(id);
  if (!sprint || sprint->deleted) refuse(404, "Sprint does not exist or you do not have permission to view it.");
  Reply reply;
  JsonOut json(reply.body);
  json_.sprint(json, *sprint, true);
  return reply;
}

int Jira::wronged_issue(const SprintBook::Page& page) const {
  for (const auto& [issue, record] : page.records)
    if (record.outcome == Outcome::completed) return issue;
  return -1;
}

// The newest closed sprint of the first board but one that completed something.
int Jira::disagreeing_sprint() const {
  int newest = 0, wrong = 0;
  for (const int index : world_.boards[0].sprints) {
    const Sprint& sprint = world_.sprints[std::size_t(index)];
    if (sprint.deleted || sprint.state != SprintState::closed || wronged_issue(settled_page(world_, sprint)) < 0) continue;
    wrong = newest;
    newest = sprint.id;
  }
  return wrong;
}

std::string Jira::disagreement() const {
  const std::shared_lock lock(world_mutex_);
  std::string out;
  JsonOut json(out);
  const int id = disagreeing_sprint();
  if (id == 0) return "{}";
  const int issue = wronged_issue(settled_page(world_, *world_.sprint(id)));
  json.open('{').key("board").integer(world_.boards[0].id).key("sprint").integer(id).key("key").text(world_.key(world_.issues[std::size_t(issue)]));
  json.key("truth").text("completed").key("site").text("not_completed").key("estimate_wrong_by").integer(1).close('}');
  return out;
}

void Jira::report_issue(JsonOut& json, int index, const SprintRecord& record, const Board& board, double wrong_by) const {
  const Issue& issue = world_.issues[std::size_t(index)];
  const Project& project = world_.projects[std::size_t(board.project)];
  const auto statistic = [&](std::string_view key, std::optional<double> value) {
    json.key(key).open('{').key("statFieldId").text(json_.field_id(project.team_managed ? Field::estimate : Field::points)).key("statFieldValue").open('{');
    if (value) json.key("value").number(*value).key("text").text(number_text(*value));
    json.close('}').close('}');
  };
  json.open('{').key("id").integer(issue.id).key("key").text(world_.key(issue)).key("hidden").boolean(false).key("typeName").text(type_name(issue.type, project.team_managed));
  json.key("summary").text(world_.text(issue.summary)).key("done").boolean(record.outcome == Outcome::completed || record.outcome == Outcome::completed_elsewhere);
  auto end = record.end_points;
  if (end && wrong_by != 0) *end += wrong_by;
  statistic("estimateStatistic", record.first_points), statistic("currentEstimateStatistic", end);
  json.key("statusId").text(std::to_string(issue.status)).key("statusName").text(world_.status(issue.status).name).close('}');
}

Reply Jira::sprint_report(const Call& call, const Arguments&) {
  Parameters parameters(call, {"rapidViewId", "sprintId"});
  const Board& board = board_of(parameters.text("rapidViewId"));
  const Sprint* sprint = world_.sprint(static_cast<int>(parameters.integer("sprintId", 0, 0, 1'000'000'000)));
  if (!sprint || sprint->deleted || sprint->state == SprintState::future || board.type == "kanban") refuse(404, "The sprint was not found on this board.");
  auto page = settled_page(world_, *sprint);
  int wronged = -1;
  if (sprint->id == disagreeing_sprint()) {
    wronged = wronged_issue(page);
    page.records[wronged].outcome = Outcome::not_completed;
  }
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("contents").open('{');
  const auto bucket = [&](const char* name, const char* sums, Outcome outcome) {
    double first = 0, last = 0;
    json.key(name).open('[');
    for (const auto& [index, record] : page.records) {
      if (record.outcome != outcome) continue;
      report_issue(json, index, record, board, index == wronged ? 1 : 0);
      first += record.first_points.value_or(0), last += record.end_points.value_or(0);
    }
    json.close(']');
    for (const auto& [suffix, value] : {std::pair{"InitialEstimateSum", first}, std::pair{"EstimateSum", last}})
      json.key(std::string(sums) + suffix).open('{').key("value").number(value).key("text").text(number_text(value)).close('}');
  };
  bucket("completedIssues", "completedIssues", Outcome::completed);
  bucket("issuesNotCompletedInCurrentSprint", "issuesNotCompleted", Outcome::not_completed);
  bucket("puntedIssues", "puntedIssues", Outcome::removed);
  bucket("issuesCompletedInAnotherSprint", "issuesCompletedInAnotherSprint", Outcome::completed_elsewhere);
  json.key("issueKeysAddedDuringSprint").open('{');
  for (const auto& [index, record] : page.records)
    if (record.added) json.key(world_.key(world_.issues[std::size_t(index)])).boolean(true);
  json.close('}').close('}').key("sprint").open('{').key("id").integer(sprint->id).key("sequence").integer(sprint->id).key("name").text(sprint->name);
  json.key("state").text(sprint->state == SprintState::active ? "ACTIVE" : "CLOSED").key("linkedPagesCount").integer(0).key("goal").text(sprint->goal);
  json.key("isoStartDate").text(jira_time(sprint->start, world_.options.zone)).key("isoEndDate").text(jira_time(sprint->end, world_.options.zone));
  json.key("isoCompleteDate").text(sprint->complete == 0 ? std::string("None") : jira_time(sprint->complete, world_.options.zone)).close('}');
  json.key("supportsPages").boolean(false).close('}');
  return reply;
}

}  // namespace fakes
