// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "connectors/jira/site.h"
#include "core/model.h"
namespace juno::jira {

// What Jira's own sprint report says of one issue, for `sprint report --verify`.
struct ReportedIssue {
  enum class Bucket { completed, not_completed, removed, completed_elsewhere };
  Id id = 0;
  std::string key;
  Bucket bucket = Bucket::completed;
  bool added = false;                           // entered after the start
  std::optional<double> estimate, current;      // at the start and at the end; empty = not estimated
};

struct ReportedSprint {
  Id sprint = 0;
  std::string name, state;
  std::vector<ReportedIssue> issues;  // ascending id
};

// Jira's sprint report of a board; nothing where the site does not answer it (404, or a board without sprints).
std::optional<ReportedSprint> fetch_sprint_report(const Site& site, Id board, Id sprint);
ReportedSprint parse_sprint_report(std::string_view json);

}  // namespace juno::jira
