// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/ask/figure_table.h"
#include "core/ask/world.h"
#include "core/report.h"
#include "core/sprint_report.h"
namespace juno::ask {

// Conditions of a query on sprints that are about the sprint itself; the others are about the issues in it.
bool about_sprint(const Filter& filter);

// Answers a canonical query for metrics of sprints from the same scopes as `juno sprint report`: velocity, commitment,
// say_do, carryover, scope_added, completion_rate.
class SprintFigures {
 public:
  // `team_of`: the team of an issue, empty = none. Throws Error{usage} for what cannot be told of sprints.
  SprintFigures(const SemanticQuery& query, const World& world, std::function<std::string(const SprintIssue&)> team_of);
  // One sprint that satisfies the conditions about sprints, in any order. `project`: key of its board's.
  void add(const SprintReportInput& sprint, const std::string& project);
  // Groups, then window (of two), then metrics; ordered and cut as the query says.
  Table table() const;

 private:
  std::optional<std::string> key_of(const std::string& group, const SprintIssue& issue) const;
  bool wanted(const SprintIssue& issue) const;
  void add_in_window(const SprintReportInput& sprint, const std::string& project, std::size_t window);
  const SemanticQuery& query_;
  const World& world_;
  std::function<std::string(const SprintIssue&)> team_of_;
  std::vector<Filter> conditions_;
  std::vector<Span> windows_;
  std::map<std::pair<GroupKeys, std::size_t>, std::vector<std::vector<std::optional<double>>>> cells_;  // by keys and window: of each metric one value a sprint
};

// When a sprint ends, or ended: what windows on sprints are about.
std::optional<Instant> end_of(const Sprint& sprint);
// What a sprint is grouped under by a field of its own or a step of time; nothing = has none. `project`: key of its board's.
std::optional<std::string> sprint_key(const std::string& group, const Sprint& sprint, const std::string& project, const World& world);

// Whether some of the metrics are about sprints one by one: velocity, burndown, capacity …
bool any_per_sprint(const std::vector<std::string>& metrics);

// The sprints that a metric of sprints is about where the query names neither sprints nor a time: the last six, the last one or
// the present one, as the metric goes (`trend`: the last six). Several sprints are told apart. Other queries stay as they are.
void add_usual_sprints(SemanticQuery& query, bool trend = false);

}  // namespace juno::ask
