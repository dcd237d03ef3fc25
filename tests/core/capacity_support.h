// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/capacity_check.h"
#include "tests/core/sprint_support.h"

// Capacities worked out by hand: a sprint, a configuration as text, and what was said.
namespace juno::test {

inline Date day(const std::string& text) { return parse_date(text).value(); }

struct Desk {
  Sprint sprint = two_weeks();  // 2026-03-02 (Monday) to 2026-03-13 (Friday): 10 working days
  Config config;
  Zone zone;
  std::vector<CapacityChange> changes;
  std::vector<std::string> teams;
  std::map<std::string, std::vector<TeamPast>> past;

  explicit Desk(const std::string& text = "") : config(parse_config(text, "c.toml")) {}
  CapacityInput input() const { return {sprint, "Checkout board", config, zone, changes, teams, past}; }
  std::vector<TeamPlan> plans() const { return plan_capacity(input()); }
  TeamPlan plan(const std::string& team) const {
    for (TeamPlan& p : plans())
      if (p.capacity.team == team) return std::move(p);
    return {};
  }
  CapacityChange& say(CapacityChange::What what, const std::string& team, const std::string& person, std::optional<double> value, const std::string& reason = "because") {
    CapacityChange& c = changes.emplace_back();
    c.what = what, c.team = team, c.person = person, c.value = value, c.reason = reason, c.author = "dana";
    return c;
  }
  void away(const std::string& person, const std::string& from, const std::string& to, std::optional<double> share = 0) {
    CapacityChange& c = say(CapacityChange::What::absence, "", person, share);
    c.from = day(from), c.to = day(to);
  }
  void completed(const std::string& team, std::vector<std::optional<double>> points) {
    for (std::size_t i = 0; i < points.size(); ++i) past[team].push_back({"Sprint " + std::to_string(points.size() - i), 10, 3, points[i], {}});
  }
};

}  // namespace juno::test
