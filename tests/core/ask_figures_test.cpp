// SPDX-License-Identifier: Apache-2.0
// Figures that core computes for the semantic query: capacity, and what is to come of a sprint. Worked out by hand.
#include <doctest/doctest.h>
#include "core/ask/capacity_figures.h"
#include "core/error.h"
#include "core/sprint_outlook.h"
#include "tests/core/capacity_support.h"
using namespace juno;
using namespace juno::test;
using ask::CapacityFigures;

namespace {

CapacityIssue task(const std::string& key, const std::string& team, std::optional<double> points, const std::string& who = "") { return {key, "x", team, who, 50, points, {}, false, false}; }

// Alpha: 20 points, 8 + 3 of work. Beta: what Cleo (10) and Drew (5) can do, 12 of work. Gamma counts issues. Delta: unknown.
struct Floor {
  Desk desk{"[capacity]\nsources = [\"set\", \"plan\"]\n[teams.Beta]\nmembers = [{ name = \"Cleo\", capacity = 10 }, { name = \"Drew\", capacity = 5 }]\n"};
  std::vector<CapacityIssue> issues{task("K-1", "Alpha", 8, "Ada"), task("K-2", "Alpha", 3), task("K-3", "Beta", 9, "Cleo"), task("K-4", "Beta", 3, "Ada"), task("K-5", "Delta", 5)};
  Floor() {
    desk.say(CapacityChange::What::amount, "Alpha", "", 20);
    desk.teams = {"Alpha", "Beta", "Delta"};
  }
  CapacityCheck check() const {
    const auto input = desk.input();
    return check_capacity(plan_capacity(input), issues, input);
  }
};

// Rows as text: `Alpha 20 0.55 points remark`.
std::string rows(const Table& t) {
  std::string out;
  for (const auto& row : t.rows) {
    for (const Cell& c : row) {
      if (const auto* s = std::get_if<std::string>(&c)) out += *s + " ";
      else if (const auto* d = std::get_if<double>(&c)) out += people_number(*d) + " ";
      else out += "- ";
    }
    out.back() = '\n';
  }
  return out;
}

std::string answered(const ask::SemanticQuery& q, const CapacityCheck& check, const Sprint& sprint) {
  const ask::World world;
  CapacityFigures figures(q, world);
  figures.add(sprint, "K", check);
  return rows(figures.table());
}

ask::SemanticQuery asked(std::vector<std::string> metrics, std::vector<std::string> by = {}) {
  ask::SemanticQuery q;
  q.metrics = std::move(metrics), q.group_by = std::move(by);
  return q;
}

}  // namespace

TEST_CASE("capacity by team, in all, and of people") {
  const Floor floor;
  const CapacityCheck check = floor.check();
  CHECK(answered(asked({"capacity", "utilization"}, {"team"}), check, floor.desk.sprint) ==
        "Alpha 20 0.55 points -\nBeta 15 0.8 points -\nDelta - - - Delta: plan: no members are configured\n");
  CHECK(answered(asked({"capacity", "utilization"}), check, floor.desk.sprint) == "35 0.66 points left out: Delta: plan: no members are configured\n");  // (11 + 12) / 35
  CHECK(answered(asked({"utilization"}, {"assignee"}), check, floor.desk.sprint) ==
        "Cleo 0.9 points -\nDrew 0 points -\nAda - - Ada: no configured member of Alpha; Ada: no configured member of Beta\n");
  CHECK(answered(asked({"capacity"}, {"sprint", "project"}), check, floor.desk.sprint) == "Checkout 7 K 35 points left out: Delta: plan: no members are configured\n");
}

TEST_CASE("capacity agrees with the totals of juno capacity") {
  const Floor floor;
  const CapacityCheck check = floor.check();
  const Report shown = show_report(check, {floor.desk.sprint, "Checkout board", "", {}});
  const auto* utilisation = std::get_if<double>(&find_field(shown, "totals.utilisation")->value);
  REQUIRE(utilisation);
  const ask::World world;
  const auto q = asked({"utilization"});
  CapacityFigures figures(q, world);
  figures.add(floor.desk.sprint, "K", check);
  CHECK(std::get<double>(figures.table().rows.at(0).at(0)) == *utilisation);
}

TEST_CASE("the average of sprints is over those with a known capacity, and sprints of one name are several") {
  const Floor floor;
  const ask::World world;
  const auto q = asked({"capacity.avg"});
  CapacityFigures figures(q, world);
  CapacityCheck unknown = floor.check();
  for (TeamLoad& t : unknown.teams) t.plan.capacity.amount.reset(), t.plan.capacity.reason = "nobody said";
  Sprint sprint = floor.desk.sprint;
  for (const Id id : {1, 2}) sprint.id = id, figures.add(sprint, "K", floor.check());
  sprint.id = 3, figures.add(sprint, "K", unknown);
  CHECK(std::get<double>(figures.table().rows.at(0).at(0)) == 35);  // 70 of two sprints; not 70, and not 23
}

TEST_CASE("teams that count in different units have no sum") {
  Floor floor;
  floor.desk.say(CapacityChange::What::amount, "Delta", "", 3).unit = CapacityUnit::issues;
  CHECK(answered(asked({"capacity"}), floor.check(), floor.desk.sprint) == "- - these count in different units: issues and points\n");
}

TEST_CASE("capacity takes conditions on teams and people, and none on issues") {
  const Floor floor;
  auto q = asked({"capacity"});
  q.where.emplace_back(ask::Atom{"team", ask::Op::in, std::vector<std::string>{"Alpha", "Beta"}, {}});
  CHECK(answered(q, floor.check(), floor.desk.sprint) == "35 points -\n");
  q.where = {ask::Atom{"assignee", ask::Op::equal, std::string("Drew"), {}}};
  CHECK(answered(q, floor.check(), floor.desk.sprint) == "5 points -\n");
  q.where = {ask::Atom{"type", ask::Op::equal, std::string("Bug"), {}}};
  CHECK_THROWS_AS(answered(q, floor.check(), floor.desk.sprint), Error);
  CHECK_THROWS_AS(answered(asked({"capacity", "velocity"}), floor.check(), floor.desk.sprint), Error);
  CHECK_THROWS_AS(answered(asked({"capacity"}, {"epic"}), floor.check(), floor.desk.sprint), Error);
}

TEST_CASE("a board's pace is what its sprints completed, each issue once and on its last day, idle time left out") {
  // Two weeks from Monday, 2026-03-02: done on the 4th, the 4th and the 10th; of the first two one was reopened on the 6th and stays
  // open, another issue was done again after that. (It had counted twice, and the open one once.)
  const std::vector<SprintIssue> issues{Story("K-1", "2026-02-20", true, 3).status("2026-03-04T10:00:00Z", 3), Story("K-2", "2026-02-20", true, 3).status("2026-03-04T11:00:00Z", 3).status("2026-03-06T09:00:00Z", 2),
                                        Story("K-3", "2026-02-20", true, 3).status("2026-03-10T10:00:00Z", 3),
                                        Story("K-4", "2026-02-20", true, 3).status("2026-03-03T10:00:00Z", 3).status("2026-03-05T10:00:00Z", 2).status("2026-03-09T10:00:00Z", 3)};
  const SprintRules r = rules();
  const SprintScope scope = sprint_scope(two_weeks(), issues, r, at("2026-03-23T09:00:00Z"));
  BoardPace pace;
  pace.add(scope, Zone());
  const auto days = pace.days(day("2026-03-23"), 4);  // from 2026-02-23; no sprint ran in the first and the last of these weeks
  REQUIRE(days.size() == 14);
  for (std::size_t d = 0; d < 14; ++d) CHECK(days[d] == (d == 2 || d == 7 || d == 8 ? 1 : 0));
}

TEST_CASE("the chance of a sprint is that of its open issues in the days that are left") {
  Sprint sprint = two_weeks();
  sprint.state = SprintState::active, sprint.complete.reset();
  const SprintRules r = rules();
  const std::vector<SprintIssue> issues{Story("K-1", "2026-02-20", true, 3).status("2026-03-04T10:00:00Z", 3), Story("K-2", "2026-02-20", true, 3), Story("K-3", "2026-02-20", true, 5)};
  const auto outlook = [&](const std::string& now, std::vector<double> days) { return sprint_outlook(sprint, sprint_scope(sprint, issues, r, at(now)), Forecast(days), Zone(), at(now)); };
  const std::vector<double> one_a_day(42, 1.0);
  struct Case { std::string name, now; std::vector<double> days; int left; std::optional<double> chance; std::string reason; };
  const Case cases[] = {
      {"two days, two issues", "2026-03-11T09:00:00Z", one_a_day, 2, 1.0, ""},
      {"one day, two issues", "2026-03-12T09:00:00Z", one_a_day, 1, 0.0, ""},
      {"the last day", "2026-03-13T09:00:00Z", one_a_day, 0, {}, "this is the last day"},
      {"overdue", "2026-03-14T09:00:00Z", one_a_day, 0, {}, "the planned end is past"},
      {"no history", "2026-03-11T09:00:00Z", {}, 2, {}, "not enough history: 0 of 5 whole weeks"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const SprintOutlook o = outlook(c.now, c.days);
    CHECK(o.open == 2);
    CHECK(o.days == c.left);
    CHECK(o.chance == c.chance);
    CHECK(o.reason == c.reason);
  }
  const SprintScope closed = sprint_scope(two_weeks(), issues, r, at("2026-03-20T09:00:00Z"));
  CHECK(sprint_outlook(two_weeks(), closed, Forecast(one_a_day), Zone(), at("2026-03-20T09:00:00Z")).reason == "the sprint is closed");
  const std::vector<SprintIssue> done{Story("K-1", "2026-02-20", true, 3).status("2026-03-04T10:00:00Z", 3)};
  CHECK(sprint_outlook(sprint, sprint_scope(sprint, done, r, at("2026-03-11T09:00:00Z")), Forecast({}), Zone(), at("2026-03-11T09:00:00Z")).chance == 1.0);
}

TEST_CASE("answers of several makers stand side by side: counts are 0 where only others have a group, the rest is unknown") {
  ask::SemanticQuery q = asked({"velocity", "issues", "eta"}, {"team"}), a = asked({"velocity"}, {"team"}), b = asked({"issues"}, {"team"}), c = asked({"eta"}, {"team"});
  const Table velocity{{{"team", "Team"}, {"velocity", "V"}, {"remark", "R"}}, {{std::string("A"), 3.0, std::string("x")}}};
  const Table issues{{{"team", "Team"}, {"issues", "I"}}, {{std::string("A"), std::int64_t{4}}, {std::string("B"), std::int64_t{9}}}};
  const Table eta{{{"team", "Team"}, {"eta", "E"}, {"remark", "R"}}, {{Cell(), Date{20'000}, std::string("y")}}};
  const Table t = ask::merged(q, {{a, velocity}, {b, issues}, {c, eta}});
  std::string columns;
  for (const Column& column : t.columns) columns += column.key + " ";
  CHECK(columns == "team velocity issues eta remark eta_remark ");
  CHECK(rows(t) == "- - 0 - - y\nA 3 4 - x -\nB - 9 - - -\n");
  CHECK(std::get<Date>(t.rows[0][3]) == Date{20'000});
  q.having = {{"issues", ask::Op::greater, 3}}, q.sort = {{"issues", true}}, q.limit = 1;
  CHECK(rows(ask::merged(q, {{a, velocity}, {b, issues}, {c, eta}})) == "B - 9 - - -\n");
}
