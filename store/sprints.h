// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/history.h"
#include "core/model.h"
#include "store/site.h"
namespace juno::store {

// A sprint as reports and lists show it. Ids inside `sprint` are the cache's (Site::to_tracker gives the tracker's).
struct SprintRow {
  Sprint sprint;
  std::string board;      // name; empty when the board is not cached
  std::string public_id;  // as in the views: "12", or "acme/12" with several sites
  int site = 0;
};

struct SprintFilter {
  Id board = 0;                      // 0 = any
  std::optional<SprintState> state;
};
// By began (unknown last), then id: the order in which sprints happened.
std::vector<SprintRow> list_sprints(Database& db, const SprintFilter& filter);
std::optional<SprintRow> find_sprint(Database& db, Id id);
// Those whose id is "12", of any site, or "acme/12", of that one; by site.
std::vector<SprintRow> sprints_with_id(Database& db, std::string_view typed);
// What tells sprints of one name apart: "Sprint 12 (Kettle board)", or "Sprint 12 (id 311)" where boards do not. Only of those
// whose name is not theirs alone, by id.
std::map<Id, std::string> namesake_titles(Database& db);
// The last `count` closed sprints of a board by completion, oldest first.
std::vector<SprintRow> last_closed_sprints(Database& db, Id board, int count);

// Tracker ids of sprints that the site's issues were in and that are neither cached nor known to be gone, ascending.
std::vector<Id> unknown_sprints(Database& db, const Site& site);
// Remembers that the tracker no longer has these sprints, so that they are not asked for again. Inside a Transaction.
void mark_sprints_gone(Database& db, const Site& site, const std::vector<Id>& sprints);

// The board's columns, statuses as cache ids; nothing when not cached.
std::optional<Board> find_board(Database& db, Id board);

// An issue that was ever in the sprint, with what a report says about it now and its past as the sprint saw it.
struct SprintIssue {
  Id id = 0;
  std::string key, summary, type, priority, team, epic_key;
  Id status_id = 0;                                // present status; the timeline's statuses are cache ids too
  std::string status;
  StatusCategory category = StatusCategory::todo;  // of the present status
  Id assignee_id = 0, reporter_id = 0, owner_id = 0;  // 0 = nobody
  std::string assignee, reporter, owner;
  std::optional<double> points;                    // now
  bool subtask = false, flagged = false, deleted = false;
  std::optional<Instant> started, done, resolved;
  SprintTimeline timeline;
};
// By key (project, then number). Deleted issues are left out unless asked for. One clustered read, independent of history.
std::vector<SprintIssue> sprint_issues(Database& db, Id sprint, bool with_deleted = false);

// Category of every cached status, by cache id; what is unknown counts as todo.
std::function<StatusCategory(Id)> status_categories(Database& db);
std::function<std::string(Id)> status_names(Database& db);

}  // namespace juno::store
