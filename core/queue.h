// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/report.h"
#include "core/sprint_scope.h"
namespace juno {

// domain.md §3: an ordered to-do list for one sprint, per discipline team, fair between stakeholders, with cut-lines.

enum class QueueAlgorithm { discipline_round_robin, round_robin, priority, capacity };
std::string_view to_string(QueueAlgorithm algorithm);
// `fair` is discipline-round-robin. Nothing for an unknown name.
std::optional<QueueAlgorithm> queue_algorithm_named(std::string_view name);

// hard: must happen at a time; soft: has a target date; flexible: neither.
enum class Scheduled { hard, soft, flexible };
std::string_view to_string(Scheduled scheduled);

// An issue that may be queued, as it is now, and its place once it is.
struct QueueItem {
  Id id = 0;
  std::string key, project;  // project key
  std::int64_t number = 0;
  std::string summary, type, status, priority, team;  // blank team = Unassigned
  double score = 50;         // of the priority
  Who assignee, stakeholder;
  std::string field_used;    // of the stakeholder: Owner or Reporter
  std::optional<double> points, hours;
  std::string rank;          // the tracker's; empty = none, which comes last
  std::optional<Instant> starts, ends;  // hard: must happen then
  std::optional<Date> target;           // soft
  Scheduled scheduled() const { return starts ? Scheduled::hard : target ? Scheduled::soft : Scheduled::flexible; }

  // Set by make_queue, which also names the nameless: Unassigned for no team, Nobody for no stakeholder.
  int disc_pos = 0, global = 0, round = 0;  // from 1
  int fair_pos = 0;                         // in the team before dependencies
  bool deferred = false;
  double size = 0;                          // in the unit of the team's capacity
  std::vector<std::string> blockers;        // keys of queued items that must come first
};

// One issue blocks another.
struct QueueLink {
  enum class Blocker { open, done, unknown };
  Id blocker = 0, blocked = 0;
  std::string blocker_key;
  Blocker state = Blocker::open;  // of a blocker that is not queued; unknown = not in the cache
};

// What a team can carry. Without an amount its list has no cut-line.
struct QueueCapacity {
  std::string team;
  std::optional<double> amount;
  std::string unit = "points";  // points, hours or issues
  std::string source;           // set, plan, auto, what-if …
};

struct QueueInput {
  std::vector<QueueItem> issues;  // any order, without places
  std::vector<QueueLink> links;
  std::vector<QueueCapacity> capacities;
  QueueAlgorithm algorithm = QueueAlgorithm::discipline_round_robin;
  bool fill = false;  // scan on below the cut-line for what still fits
  std::optional<Instant> sprint_start, sprint_end;
  Zone zone;  // of the times in remarks
};

struct QueueTeam {
  std::string name;
  int issues = 0, deferred = 0, unestimated = 0;
  std::vector<std::string> stakeholders;    // by name
  std::optional<double> points;             // nothing when no issue is estimated
  bool sized = false;                       // whether any issue is known in the capacity's unit
  double size = 0, kept = 0;                // of all, and above the line; in the capacity's unit
  QueueCapacity capacity;
  std::optional<double> utilisation;        // size / capacity; nothing unless sized
  double fairness = 100;                    // Jain's index of the stakeholders' counts, 0..100, one decimal
  double share = 0;                         // of all issues
};

// What a planner should look at: a conflict contradicts the plan, a warning lowers confidence in it.
struct QueueRemark {
  std::string kind, team;
  std::vector<std::string> keys;
  std::string message;
};

struct Queue {
  QueueAlgorithm algorithm = QueueAlgorithm::discipline_round_robin;
  bool fill = false;
  std::vector<QueueItem> items;  // by global position
  std::vector<QueueTeam> teams;  // by name, Unassigned last
  int stakeholders = 0;
  std::optional<double> points;
  std::optional<double> fairness;  // of the whole; nothing without issues
  std::vector<QueueRemark> conflicts, warnings;
  std::optional<double> value, best_value;  // algorithm capacity: what was kept, and what no choice can exceed
};
Queue make_queue(QueueInput input);

// Only that team's part; positions stay those of the whole.
Queue of_team(Queue queue, const std::string& team);

// Jain's index × 100 (Jain, Chiu and Hawe, 1984): (Σc)² / (n Σc²), one decimal. Nothing without counts.
std::optional<double> fairness_index(const std::vector<int>& counts);

// With the JSON keys of domain.md §3; `header` comes first. `explain`: also fill Report::explain.
Report to_report(Queue queue, std::string title, std::vector<Field> header, bool explain);
// Hard items at their time, soft ones on their day. `scope` makes their ids unique; the same item keeps its id.
std::vector<CalendarEvent> calendar_events(const Queue& queue, const std::string& scope, Instant generated);
// Why an item stands where it stands. Throws Error{usage} when it is not in the queue.
std::vector<std::string> explain_item(const Queue& queue, std::string_view key);

}  // namespace juno
