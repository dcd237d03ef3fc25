// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/model.h"
#include "core/status_visits.h"
namespace juno {

// An issue that was open at some moment of the time asked about: what is known of it now, and every status it was in.
// Words, people and statuses are places in FlowIssues' lists; 0 = none.
struct FlowIssue {
  using Place = std::uint32_t;
  struct Visit {
    Instant from;      // until the next one's
    Place status = 0;
  };
  Id id = 0;
  std::string key;
  Instant created, updated;
  std::optional<Instant> resolved;
  Place project = 0, type = 0, priority = 0, resolution = 0, assignee = 0, team = 0, epic = 0;
  std::optional<double> points;
  bool subtask = false, flagged = false, gap = false;
  std::vector<Visit> visits;  // never empty; the first begins at `created`
  std::vector<Place> components, labels;  // only where asked for
};

// A status as the tracker's categories have it now.
struct FlowStatus {
  Id id = 0;
  std::string name;
  StatusCategory category = StatusCategory::todo;
};

struct FlowIssues {
  std::vector<FlowIssue> issues;      // any order
  std::vector<std::string> words{""};
  std::vector<FlowStatus> statuses{FlowStatus{}};  // 0: a status that nobody told
  const std::string& word(FlowIssue::Place place) const { return words[place]; }
};

}  // namespace juno
