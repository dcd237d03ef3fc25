// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno {

// Issues of these types are features, unless somebody says otherwise.
inline constexpr std::array<std::string_view, 3> kRankTypes{"Epic", "Feature", "Initiative"};

// What a model of the team's finished features makes of one (core/learn): effort in points, value in points of business value.
struct LearnedFigure {
  double value = 0;
  std::optional<double> low, high;  // 90 %
  std::string source;               // "learned (model 4, off by 3.2)"
  std::string evidence;             // which model, and what it and the median are off by
};

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
  std::map<std::string, double> numbers;         // of configured fields: "part.reach", "criterion.NAME"
  std::optional<double> neighbour_value, neighbour_effort, neighbour_low, neighbour_high;  // medians, and the range of effort
  int value_neighbours = 0, effort_neighbours = 0;  // similar finished work that these are of
  std::string looks_like;                        // "PAY-12 (0.83)": likely the same as another candidate
  std::optional<double> part(const std::string& name) const {
    const auto at = numbers.find("part." + name);
    return at == numbers.end() ? std::nullopt : std::optional(at->second);
  }
  int children = 0, open_children = 0, unestimated_children = 0;  // sub-tasks left out; unestimated: of the open ones
  double open_points = 0, all_points = 0;                         // of the estimated children
  int votes = 0, watchers = 0;  // the tracker says how many, not who
  int people = 0;               // who reported it, its children or linked support issues, or wrote comments there, without its assignee
  int support = 0, support_people = 0;          // linked support issues, and how many people reported them
  Id assignee = 0;                              // the cache's
  std::vector<Id> support_issues;               // the cache's, ascending
  bool moods_read = false;                      // whether the comments were looked at
  int rated = 0, displeased = 0, pleased = 0;   // people whose comments could be read for their mood
  std::optional<LearnedFigure> learned_effort, learned_value;  // where nobody stated it and a model is better than the median
  int blocks = 0;                           // open issues that wait for it
  std::optional<Date> due;
};

}  // namespace juno
