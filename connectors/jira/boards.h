// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "connectors/jira/site.h"
#include "connectors/page.h"
#include "core/model.h"
namespace juno::jira {

// All boards that may be seen, or those of one project (key or id); columns not yet filled. Ascending id.
std::vector<Board> fetch_boards(const Site& site, const std::string& project = {});
// One board by id; nothing when it is gone or hidden.
std::optional<Board> fetch_board(const Site& site, Id board);

// Adds columns, estimation and rank field. Returns a note for the user when the configuration may not be read (403, 404):
// the board then stays without columns, and done falls back on status categories. Empty = all well.
std::string read_configuration(const Site& site, Board& board);

// Sprints of a board in Jira's order; none for a board that has no sprints (Kanban).
std::vector<Sprint> fetch_sprints(const Site& site, Id board);
// Of those, the active and future ones: one request on most boards, however long their history.
std::vector<Sprint> fetch_open_sprints(const Site& site, Id board);
// One sprint by id, for sprints that only issues name; nothing when it was deleted or is hidden.
std::optional<Sprint> fetch_sprint(const Site& site, Id sprint);

// A sprint as Data Center's issues print it: `com.atlassian…Sprint@1bf75fd[id=1,rapidViewId=2,state=CLOSED,name=…]`.
// Names may hold , = and ]. Nothing when there is no id in it.
std::optional<Sprint> parse_sprint_text(std::string_view text);

}  // namespace juno::jira
