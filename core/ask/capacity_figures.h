// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <vector>
#include "core/ask/figure_table.h"
#include "core/ask/window.h"
#include "core/capacity_check.h"
namespace juno::ask {

bool is_capacity(std::string_view metric);  // capacity, utilization

// Answers a canonical query for capacity and utilization from what `juno capacity` finds: of teams, or of people where the
// query is about assignees. Several teams or sprints: all their work over all their capacity, where they count in one unit.
class CapacityFigures {
 public:
  // Throws Error{usage} for what a capacity is not divided by.
  CapacityFigures(const SemanticQuery& query, const World& world);
  // One sprint that satisfies the conditions about sprints. `project`: key of its board's.
  void add(const Sprint& sprint, const std::string& project, const CapacityCheck& check);
  Table table() const;  // with the unit, and a remark where something is unknown or left out

 private:
  // Sums of a group.
  struct Sum {
    double capacity = 0, allocated = 0;
    int known = 0, all = 0;        // parts with a capacity, and at all
    int loads = 0;                 // of these: with known work
    double loaded_capacity = 0;    // capacity of those
    std::set<std::string> units, reasons;
    std::set<Id> sprints;          // with a known capacity
  };
  void add_in_window(const Sprint& sprint, const std::string& project, const CapacityCheck& check, std::size_t window);
  std::optional<double> value(const MetricUse& use, const Sum& sum) const;
  const SemanticQuery& query_;
  const World& world_;
  bool of_people_ = false;
  std::vector<Filter> conditions_;
  std::vector<Span> windows_;
  std::map<std::pair<GroupKeys, std::size_t>, Sum> sums_;
};

}  // namespace juno::ask
