// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/time.h"
namespace juno {

// The tracker's own numeric id (issue, sprint, board, status, history). Keys and names may change; ids do not.
using Id = std::int64_t;

enum class StatusCategory { todo, in_progress, done };

struct Person {
  std::string account;  // Cloud accountId, Data Center user key; empty = nobody
  std::string name;     // display name
  std::string email;    // often empty
  std::string time_zone;
  bool active = true;
  std::string kind;     // atlassian, app, customer; empty when unknown
};

struct Status {
  Id id = 0;
  std::string name;  // not unique
  StatusCategory category = StatusCategory::todo;
};

struct Project {
  Id id = 0;
  std::string key, name, style;  // style: classic or next-gen; empty on Data Center
  std::string lead;              // account
  bool archived = false;
};

struct Version {
  Id id = 0, project = 0;
  std::string name;
  bool released = false, archived = false;
  std::optional<Date> start, release;
};

struct Component {
  Id id = 0, project = 0;
  std::string name;
};

struct Board {
  struct BoardColumn {
    std::string name;
    std::vector<Id> statuses;
  };
  Id id = 0;
  std::string name, type, project_key;     // type: scrum, kanban or simple
  std::vector<BoardColumn> columns;        // in board order; the last with statuses is "done"; empty = not readable
  std::string estimation_field;            // customfield_N, "issueCount" or empty
  std::string rank_field;
};

enum class SprintState { future, active, closed };

struct Sprint {
  Id id = 0, board = 0;  // board: where it was created (originBoardId)
  std::string name;
  SprintState state = SprintState::future;
  std::optional<Instant> start, activated, end, complete;  // end = planned end; complete = closed
  std::string goal;
  // When work began: activated where the site says it, else start.
  std::optional<Instant> began() const { return activated ? activated : start; }
};

struct IssueLink {
  Id id = 0;
  std::string type;       // "Blocks"
  std::string phrase;     // as read from this issue: "is blocked by"
  bool outward = true;    // this issue is the link's source
  std::string other_key;
  Id other = 0;           // 0 = not told
};

struct Comment {
  Id id = 0, issue = 0;
  Person author;
  Instant created, updated;
  std::string body;  // plain text
};

struct Worklog {
  Id id = 0, issue = 0;
  Person author;
  Instant started, updated;
  std::int64_t seconds = 0;
  std::string comment;  // plain text
};

struct Issue {
  Id id = 0;
  std::string key, project;  // project key
  Id project_id = 0;
  std::string type;
  bool subtask = false;
  Status status;
  std::string priority, resolution, summary, description;  // description as plain text
  Person assignee, reporter, owner;  // owner: the configured stakeholder field; empty account and name = none
  std::string team;                  // discipline team; empty = none
  std::optional<double> points;      // null = unestimated, never 0 for "unknown"
  std::optional<double> business_value;
  Id parent = 0;
  std::string parent_key, epic_key;
  Instant created, updated;
  std::optional<Instant> resolved, scheduled;  // scheduled: the configured date-time field
  std::optional<Date> due;
  std::vector<std::string> labels, components, fix_versions;
  std::int64_t votes = 0, watchers = 0;
  bool flagged = false;
  std::string rank;  // LexoRank
  std::optional<std::int64_t> original_estimate_s, remaining_estimate_s, logged_s;
  std::vector<Id> sprints;  // present value of the sprint field: closed ones and the current one
  std::vector<IssueLink> links;
};

// One changed field in one edit. Ordered by (at, history, ordinal).
struct Change {
  Id history = 0;   // the edit; all its changes share time and author
  int ordinal = 0;  // position within the edit
  Instant at;
  Person author;
  std::string field, field_id;  // display name, and id where the site sends one
  std::string from, from_text, to, to_text;  // ids (or values) and their texts; empty = none
};

// An issue with its whole history, as one unit of sync.
struct IssueRecord {
  Issue issue;
  std::vector<Change> changes;  // oldest first
  std::string raw;              // the tracker's JSON {"id","key","fields"}, kept to re-read with another field mapping
};

// Which of a site's fields carry what juno needs: ids such as customfield_10016, with display names, because Data Center's
// changelog names fields by display name only.
struct FieldMap {
  struct Field {
    std::string id, name;
    friend bool operator==(const Field&, const Field&) = default;
  };
  std::vector<Field> points;  // in order of preference: the first non-null counts
  Field sprint, rank, flagged, epic_link, team, owner, business_value, scheduled;  // empty id = the site has none
  friend bool operator==(const FieldMap&, const FieldMap&) = default;
};

// A record that could not be read, kept raw so that nothing is lost silently.
struct BadRecord {
  std::string stream, external_id, reason, raw;
};

}  // namespace juno
