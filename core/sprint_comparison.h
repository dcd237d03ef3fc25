// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/sprint_report.h"
namespace juno {

// What the tracker's own sprint report says of one issue.
struct SiteVerdict {
  std::string key, outcome;  // outcome in our words
  bool added = false;
  std::optional<double> points_start, points_end;
};

// One issue on which we and the tracker differ, in one respect.
struct Disagreement {
  std::string key, respect;  // presence, outcome, added, points_start, points_end
  std::string ours, theirs;  // empty = absent or not estimated
  std::string reason;        // what in the history may explain it; empty when nothing does
};

// By key, then respect. The tracker's reports leave out sub-tasks, so ours must have been made without them.
std::vector<Disagreement> disagreements(const SprintReport& ours, const SprintReportInput& input, const std::vector<SiteVerdict>& theirs);
Section verification_section(const std::vector<Disagreement>& found);

}  // namespace juno
