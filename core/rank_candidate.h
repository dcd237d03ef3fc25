// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/model.h"
namespace juno {

// A feature and what is known of it now.
struct RankCandidate {
  Id id = 0;           // the cache's
  std::string source;  // the site's name
  Id tracker = 0;      // the tracker's id
  std::string key, summary, type, project, status, priority;
  double priority_score = 50;
  bool done = false;
  std::vector<std::string> labels, components;
  std::string parent_key;
  std::optional<double> outcome;                 // in points of business value
  std::string outcome_evidence;
  std::optional<double> business_value, points;  // its own
  int children = 0, open_children = 0, unestimated_children = 0;  // sub-tasks left out; unestimated: of the open ones
  double open_points = 0, all_points = 0;                         // of the estimated children
  int votes = 0, watchers = 0, people = 0;  // people: who reported it or its children, or wrote comments there, without its assignee
  int blocks = 0;                           // open issues that wait for it
  std::optional<Date> due;
};

}  // namespace juno
