// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "core/sprint_report.h"
namespace juno {

// One issue of a sprint at a moment; what `sprint compare` compares.
struct SnapshotIssue {
  std::string key, summary, type, status, priority, assignee, team, sprint;
  std::optional<double> points;
  std::string outcome;  // as in the sprint report
  bool added = false;
  friend bool operator==(const SnapshotIssue&, const SnapshotIssue&) = default;
};

// A sprint's issues and figures at a moment: now, at its close, or as they were stored.
struct SprintContent {
  Id sprint_id = 0;
  std::string sprint, board, state;
  Instant at;
  std::vector<SnapshotIssue> issues;  // by key; removed ones too, told by their outcome
  std::vector<std::pair<std::string, std::optional<double>>> metrics;  // totals.*, by key
  friend bool operator==(const SprintContent&, const SprintContent&) = default;
};
SprintContent content_of(const SprintReport& report, const SprintReportInput& input);

// One spelling for equal content, so that it can be hashed: keys sorted, no spaces, shortest numbers, valid UTF-8
// (RFC 8785 for the values that occur).
std::string canonical_json(const SprintContent& content);
// Throws Error{store} when the text is damaged or of a newer version.
SprintContent parse_content(std::string_view json);

}  // namespace juno
