// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include "core/history.h"
#include "core/report.h"
namespace juno {

struct IssueHistoryInput {
  const IssueRecord* record = nullptr;
  FieldMap fields;
  Moments moments;  // the facts kept with the issue
  std::optional<Instant> deleted;
  std::optional<std::int64_t> comment_count;
  std::function<StatusCategory(Id)> category;
  std::function<std::string(Id)> sprint_name;
};

// One issue's present values, the moments each rule picked with the change behind it, its stays in sprints, and every change, oldest
// first. Warns where the history contradicts itself.
Report issue_history(const IssueHistoryInput& in);

}  // namespace juno
