// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>
#include "core/queue.h"
namespace juno {

// What an issue's place depends on, small: a sprint of many thousands does not fit into the processor's memory, this does.
struct QueueEntry {
  std::size_t issue = 0;              // its index
  std::uint32_t team = 0, seat = 0;   // places among the teams and among the stakeholders
  double score = 0;
  std::int64_t points = 0, size = 0;  // in thousandths; size in the unit of the team's capacity
  std::optional<Instant> starts;
  bool estimated = false, sized = false;
};

// People may share a name. The view is of an issue.
struct Stakeholder {
  std::string_view name;
  Id id = 0;
  friend auto operator<=>(const Stakeholder&, const Stakeholder&) = default;
};

struct QueueEntries {
  std::vector<Stakeholder> stakeholders;  // by name
  std::vector<QueueEntry> entries;        // in own order: a place among them says the same whatever order came in
};
// Names the nameless among the issues, and fills `teams`: by name, Unassigned last, with their capacities.
QueueEntries make_entries(QueueInput& in, std::vector<QueueTeam>& teams);

}  // namespace juno
