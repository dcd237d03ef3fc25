// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/boards.h"
#include <algorithm>
#include <map>
#include "connectors/jira/paged.h"
#include "connectors/jira/values.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kBoard = "/rest/agile/1.0/board";

Board board(const Json& json) {
  Board out;
  out.id = id_of(json["id"]);
  out.name = json["name"].text();
  out.type = json["type"].text();
  out.project_key = json["location"]["projectKey"].text();
  if (out.project_key.empty()) out.project_key = json["location"]["key"].text();
  return out;
}

// Times that cannot be read are left out: reports then say that they are missing.
Sprint sprint(const Json& json, Id board) {
  Sprint out;
  out.id = id_of(json["id"]);
  out.board = id_of(json["originBoardId"]);
  if (out.board == 0) out.board = board;
  out.name = json["name"].text();
  out.goal = json["goal"].text();
  const std::string_view state = json["state"].text();
  out.state = state == "closed" ? SprintState::closed : state == "active" ? SprintState::active : SprintState::future;
  out.start = parse_tracker_instant(text_of(json["startDate"]));
  out.activated = parse_tracker_instant(text_of(json["activatedDate"]));
  out.end = parse_tracker_instant(text_of(json["endDate"]));
  out.complete = parse_tracker_instant(text_of(json["completeDate"]));
  return out;
}

std::string board_path(Id board) { return std::string(kBoard) + "/" + std::to_string(board); }

std::string note_without_columns(const Board& board, const std::string& why) {
  return "board \"" + board.name + "\" (" + std::to_string(board.id) + "): " + why + ", so done is judged by status category";
}

// `states` narrows the list; empty = all.
std::vector<Sprint> sprints(const Site& site, Id board, std::string_view states) {
  Parameters parameters;
  if (!states.empty()) parameters.emplace_back("state", states);
  std::vector<Sprint> out;
  const std::string what = "sprints of Jira board " + std::to_string(board);
  for_each_item(site, what, board_path(board) + "/sprint", parameters, {}, [&](const Json& json) {
    Sprint one = sprint(json, board);
    const bool known = std::any_of(out.begin(), out.end(), [&](const Sprint& other) { return other.id == one.id; });
    if (one.id > 0 && !known) out.push_back(std::move(one));
  }, true);  // a board without sprints is refused with 400
  return out;
}

}  // namespace

std::vector<Board> fetch_boards(const Site& site, const std::string& project) {
  Parameters parameters;
  if (!project.empty()) parameters.emplace_back("projectKeyOrId", project);
  std::map<Id, Board> found;
  for_each_item(site, "Jira boards", kBoard, parameters, {}, [&](const Json& json) {
    Board one = board(json);
    if (one.id > 0) found.insert_or_assign(one.id, std::move(one));
  });
  std::vector<Board> out;
  for (auto& [id, one] : found) out.push_back(std::move(one));
  return out;
}

std::optional<Board> fetch_board(const Site& site, Id id) {
  const auto json = find_json(site, "Jira board " + std::to_string(id), board_path(id));
  if (!json) return {};
  Board out = board(json->root());
  if (out.id != id) throw Error(Exit::remote, "Jira board " + std::to_string(id) + ": the answer is about another board");
  return out;
}

std::string read_configuration(const Site& site, Board& board) {
  const std::string what = "configuration of Jira board " + std::to_string(board.id);
  std::optional<JsonText> json;
  try {
    json = find_json(site, what, board_path(board.id) + "/configuration");
  } catch (const Error& error) {
    if (error.exit != Exit::partial) throw;
    return note_without_columns(board, "its configuration may not be read");
  }
  if (!json) return note_without_columns(board, "its configuration is not there");
  const Json root = json->root();
  board.columns.clear();
  for (const Json column : root["columnConfig"]["columns"]) {
    Board::BoardColumn one{std::string(column["name"].text()), {}};
    for (const Json status : column["statuses"])
      if (const Id id = id_of(status["id"])) one.statuses.push_back(id);
    board.columns.push_back(std::move(one));
  }
  const Json estimation = root["estimation"];
  board.estimation_field = estimation["field"]["fieldId"].text();
  if (board.estimation_field.empty() && estimation["type"].text() == "issueCount") board.estimation_field = "issueCount";
  const Id rank = id_of(root["ranking"]["rankCustomFieldId"]);
  board.rank_field = rank ? "customfield_" + std::to_string(rank) : "";
  if (board.project_key.empty()) board.project_key = root["location"]["key"].text();
  return board.columns.empty() ? note_without_columns(board, "it has no columns") : std::string();
}

std::vector<Sprint> fetch_sprints(const Site& site, Id board) { return sprints(site, board, {}); }

std::vector<Sprint> fetch_open_sprints(const Site& site, Id board) { return sprints(site, board, "active,future"); }

std::optional<Sprint> fetch_sprint(const Site& site, Id id) {
  const auto json = find_json(site, "Jira sprint " + std::to_string(id), "/rest/agile/1.0/sprint/" + std::to_string(id));
  if (!json) return {};
  Sprint out = sprint(json->root(), 0);
  if (out.id != id) throw Error(Exit::remote, "Jira sprint " + std::to_string(id) + ": the answer is about another sprint");
  return out;
}

}  // namespace juno::jira
