// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/rank.h"
namespace juno {

// A feature that `juno rank apply` is to make in the tracker.
struct PlannedFeature {
  int line = 0;        // of the file
  std::string id;      // the file's own: what makes a second run create nothing
  std::string project, type, summary, description;
  std::vector<std::string> labels;
  std::optional<double> value;
};
// CSV with the columns id and summary, and perhaps project, type, description, labels (separated by spaces) and value; what a
// line leaves out is taken from `project` and type Epic. Throws Error{usage} naming every line that is wrong.
std::vector<PlannedFeature> read_planned_features(std::string_view text, const std::string& filename, const std::string& project);

// What a ranked feature's issue is to say: score as people read it, so that what nobody would notice is not written.
struct RankMark {
  std::string source;  // the site's name
  Id issue = 0;        // the tracker's
  std::string key;
  int rank = 0;
  double score = 0;
};
// Of the ranked ones that have a score, the first `top` (0 = all).
std::vector<RankMark> rank_marks(const Ranking& ranking, std::size_t top);

}  // namespace juno
