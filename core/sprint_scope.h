// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/config.h"
#include "core/history.h"
#include "core/model.h"
namespace juno {

// Natural order of issue keys: project, then number.
bool key_before(std::string_view a, std::string_view b);

// Somebody in a report; id 0 and no name = nobody. Two people may share a name, so the id tells them apart.
struct Who {
  Id id = 0;
  std::string name;
  friend bool operator==(const Who&, const Who&) = default;
};

// An issue that was ever in the sprint: what is known of it now, and its past as the sprint saw it.
struct SprintIssue {
  Id id = 0;
  std::string key, summary, type, priority, team;  // team empty = unassigned
  bool subtask = false, flagged = false;
  Id status_id = 0;
  std::string status;      // now
  Who assignee, stakeholder;
  std::string field_used;  // of the stakeholder: Owner or Reporter
  std::optional<double> points;  // now
  SprintTimeline timeline;
  std::string epic;              // key; empty = none
};

// When an issue counts as done, and how a report says so.
struct DoneWhen {
  std::function<bool(Id status)> is_done;
  std::string rule;     // "status category done"
  std::string warning;  // when the configured rule could not be followed
};
// domain.md §1. `board` only for DoneRule::By::board; without readable columns the category decides, with a warning.
DoneWhen done_when(const DoneRule& rule, const Board* board, std::function<StatusCategory(Id)> category, std::function<std::string(Id)> name);

struct SprintRules {
  DoneWhen done;
  std::function<StatusCategory(Id)> category;
  bool subtasks = false;           // keep them
  std::chrono::minutes grace{0};   // late planning: what comes in within this counts as committed
};

// The part of a sprint that a report is about.
struct SprintWindow {
  bool begun = false;   // else start = end = as_of: the present content of a sprint to come
  bool closed = false;  // by as_of
  Instant start;        // when work began
  Instant snapshot;     // state at the start: its whole second, plus grace; not after `end`
  Instant end;          // closed: its completion; else as_of
  std::optional<Instant> planned_end;
  std::vector<std::string> warnings;  // reopened, or closed without a date
};
SprintWindow window_of(const Sprint& sprint, Instant as_of, std::chrono::minutes grace = {});

enum class Outcome { completed, not_completed, removed, completed_elsewhere };
std::string_view to_string(Outcome outcome);

// What happened to one issue, seen from the sprint. Points are nothing where the issue was not estimated.
struct SprintItem {
  std::size_t issue = 0;  // index into the issues given
  Outcome outcome = Outcome::not_completed;
  bool at_start = false, done_at_start = false, added = false;
  std::optional<double> points_start;  // at the start; of an added issue on its first entry
  std::optional<double> points_end;    // completed: as of completion; removed: on leaving; else at the end
  std::optional<double> points_close;  // at the end, whatever the outcome
  bool in_at_end = false;
  Id status_end = 0;
  std::optional<Instant> started;      // first entry into an in-progress status, up to the end
  std::optional<Instant> completed_at; // of the last stretch of being done, when done at the end
  std::optional<Instant> entered_at, left_at;  // first entry after the start, last leaving
  bool close_operation = false;  // its removal by closing the sprint was not counted
  // For the identity of methods.md §1.2: at start + entered - left + re-estimated = at end, in issues and in points.
  int entries = 0, leavings = 0;
  double points_entered = 0, points_left = 0, re_estimated = 0;

  bool committed() const { return at_start && !done_at_start; }
};

// A change of what remains and what is completed, in the sprint, after its start.
struct ScopeEvent {
  enum class Kind { entered, left, re_estimated, completed, reopened };
  Instant at;
  std::size_t item = 0;  // index into SprintScope::items
  Kind kind = Kind::entered;
  double points = 0;     // signed change of the remaining points
  int issues = 0;        // signed change of the remaining issues
  double completed_points = 0;
  int completed_issues = 0;
};
std::string_view to_string(ScopeEvent::Kind kind);

// Every issue of a sprint and its fate (methods.md §17.2, domain.md §2). The base of report, burndown, velocity, snapshot.
struct SprintScope {
  SprintWindow window;
  std::vector<SprintItem> items;    // by key; only issues that were in the sprint between start and end
  std::vector<ScopeEvent> events;   // by (at, key)
  double remaining_points_start = 0;
  int remaining_issues_start = 0;
  bool estimated = false;           // some issue had an estimate at its start or end
  std::vector<std::size_t> gaps;    // items whose history contradicts itself
};
SprintScope sprint_scope(const Sprint& sprint, std::span<const SprintIssue> issues, const SprintRules& rules, Instant as_of);

}  // namespace juno
