// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "core/burndown.h"
#include "core/render/render.h"
#include "core/velocity.h"
#include "tests/core/sprint_support.h"
using namespace juno;
using namespace juno::test;
using nlohmann::ordered_json;
namespace {

const std::string kBefore = "2026-02-01T00:00:00Z";

// One sprint by hand:
//   A-1  committed 5, done on the 4th with 5                          completed
//   A-2  committed 3, re-estimated to 8 on the 5th, not done          not completed (8)
//   A-3  committed 2, taken out on the 6th                            removed
//   A-4  in it, but done before the start, 13                         completed elsewhere
//   A-5  added on the 4th with 1, done on the 9th                     completed
//   A-6  committed, unestimated, in progress since the 3rd, flagged   not completed
struct World {
  Sprint sprint = two_weeks();
  std::vector<SprintIssue> issues;
  SprintRules rules = test::rules();
  Calendar calendar;
  Zone zone;
  std::string now = "2026-04-01T00:00:00Z";

  World() {
    Story blocked = Story("A-6", kBefore, true, {}).status("2026-03-03T09:00:00Z", 2);
    blocked.issue.flagged = true;
    blocked.issue.type = "Bug";
    Story owned = Story("A-1", kBefore, true, 5.0).status("2026-03-04T12:00:00Z", 3);
    owned.issue.team = "QA";
    owned.issue.assignee = {1, "Ana"};
    issues = {owned, Story("A-2", kBefore, true, 3.0).points("2026-03-05T12:00:00Z", 8.0), Story("A-3", kBefore, true, 2.0).leave("2026-03-06T12:00:00Z"),
              Story("A-4", kBefore, true, 13.0, 3), Story("A-5", kBefore, false, 1.0).enter("2026-03-04T12:00:00Z").status("2026-03-09T12:00:00Z", 3), blocked};
    for (auto& i : issues) {
      i.stakeholder = {i.key == "A-2" ? Id{2} : Id{1}, i.key == "A-2" ? "Bo" : "Ana"};
      i.field_used = i.key == "A-2" ? "Owner" : "Reporter";
      i.priority = "High";
    }
  }
  SprintReportInput input() const { return {sprint, "Checkout", issues, rules, calendar, zone, at(now), status_name}; }
  SprintReport report() const { return sprint_report(input()); }
  ordered_json json() const { return ordered_json::parse(render(to_report(report(), input()), Format::json, {})); }
};

void check(const Amount& a, int issues, double points) {
  CHECK(a.issues == issues);
  CHECK(a.points == points);
}

}  // namespace

TEST_CASE("a sprint worked out by hand") {
  const SprintReport r = World().report();
  check(r.committed, 4, 10);
  check(r.done_at_start, 1, 13);
  check(r.completed, 2, 6);
  check(r.not_completed, 2, 8);
  check(r.removed, 1, 2);
  check(r.completed_elsewhere, 1, 13);
  check(r.added, 1, 1);
  check(r.re_estimated, 1, 5);
  CHECK(*r.say_do.issues == doctest::Approx(1.0 / 4));
  CHECK(*r.say_do.points == doctest::Approx(5.0 / 10));
  CHECK(*r.scope_change.issues == doctest::Approx(0));
  CHECK(*r.scope_change.points == doctest::Approx(-0.1));
  CHECK(*r.completion_rate.issues == doctest::Approx(2.0 / 4));
  CHECK(*r.completion_rate.points == doctest::Approx(6.0 / 9));
  CHECK(r.unestimated.size() == 1);
  REQUIRE(r.blocked.size() == 1);
  REQUIRE(r.ageing.size() == 1);
  CHECK(r.ageing[0].since == at("2026-03-03T09:00:00Z"));
  // Tuesday the 3rd 09:00 to Friday the 13th 17:05: 8 days and 8 h 5 min of a day.
  CHECK(r.ageing[0].working_days == doctest::Approx(8 + (8 + 5.0 / 60) / 24));
  CHECK(*r.days_elapsed == doctest::Approx(9 + (8 + 5.0 / 60) / 24));
  CHECK(r.days_left == 0.0);
  CHECK(*r.points_per_estimated == doctest::Approx((5 + 8 + 13 + 1) / 4.0));
}

TEST_CASE("breakdowns count the issues in the sprint at its end, most first, unassigned teams last") {
  const SprintReport r = World().report();
  REQUIRE(r.by_team.size() == 2);
  CHECK(r.by_team[0].name == "QA");
  CHECK(r.by_team[0].keys == std::vector<std::string>{"A-1"});
  CHECK(r.by_team[1].name == "Unassigned");
  CHECK(r.by_team[1].issues == 4);
  CHECK(r.by_team[1].points == 22.0);
  CHECK(*r.by_team[1].per_estimated == doctest::Approx(22.0 / 3));
  CHECK(*r.by_team[1].per_issue == doctest::Approx(22.0 / 4));
  REQUIRE(r.by_stakeholder.size() == 2);
  CHECK(r.by_stakeholder[0].name == "Ana");
  CHECK(r.by_stakeholder[0].share == doctest::Approx(0.8));
  CHECK(r.by_stakeholder[0].top_type == "Story");
  CHECK(r.by_stakeholder[0].field_used == "Reporter");
  CHECK(r.by_stakeholder[1].field_used == "Owner");
  REQUIRE(r.by_status.size() == 3);
  CHECK(r.by_status[0].name == "Done");
  CHECK(r.by_status[1].name == "In Progress");
  World twins;  // two people of one name stay two
  for (std::size_t i = 0; i < twins.issues.size(); ++i) twins.issues[i].assignee = {static_cast<Id>(1 + i % 2), "Sam"};
  CHECK(twins.report().by_assignee.size() == 2);
}

TEST_CASE("the JSON of a sprint report has the documented keys, and null only with a reason") {
  const World world;
  const auto json = world.json();
  const auto& data = json["data"];
  const auto keys = [](const ordered_json& object) {
    std::string out;
    for (const auto& [key, value] : object.items()) out += key + " ";
    return out;
  };
  CHECK(keys(data["sprint"]) == "id name state board goal start_at end_at complete_at ");
  CHECK(data["sprint"]["start_at"] == "2026-03-02T09:00:00Z");
  CHECK(data["sprint"]["end_at"] == "2026-03-13T17:00:00Z");
  CHECK(data["sprint"]["complete_at"] == "2026-03-13T17:05:00Z");
  for (const std::string name : {"committed", "completed", "not_completed", "removed", "completed_elsewhere", "added", "scope_change", "say_do", "completion_rate"}) {
    CAPTURE(name);
    CHECK(keys(data["totals"][name]) == "issues points ");
  }
  CHECK(data["totals"]["committed"].dump() == R"({"issues":4,"points":10})");
  CHECK(keys(data["issues"][0]) == "key summary type outcome added points_start points_end assignee stakeholder team status ");
  CHECK(data["issues"].size() == 6);
  CHECK(keys(data["breakdowns"]) == "team type status priority assignee stakeholder ");
  CHECK(data["unestimated"][0]["key"] == "A-6");
  World sparse;
  for (auto& i : sparse.issues) {
    i.timeline.points.reset();
    i.timeline.events.clear();
  }
  for (auto& i : sparse.issues) i.timeline.member = i.key == "A-5";
  sparse.issues[4].timeline.created = at("2026-03-05T00:00:00Z");
  sparse.sprint.complete.reset();
  sparse.sprint.state = SprintState::active;
  sparse.sprint.end.reset();
  const Report report = to_report(sparse.report(), sparse.input());
  int unknown = 0;
  for (const Field& f : report.summary) {
    CAPTURE(f.key);
    const bool none = std::holds_alternative<std::monostate>(f.value);
    unknown += none;
    CHECK(f.reason.empty() != none);
  }
  CHECK(unknown > 10);
}

TEST_CASE("what people see of a sprint says its unit, and why a figure is missing") {
  const World world;
  const std::string text = render(to_report(world.report(), world.input()), Format::table, {});
  for (const std::string& line : std::vector<std::string>{"Sprint report: Checkout 7\n", "4 issues, 10 points\n", "1 issue, 1 point\n", "50 % of points\n", "66.7 % of points\n", "Blocked (flagged, not done)\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  RenderOptions explain;
  explain.explain = true;
  const std::string why = render(to_report(world.report(), world.input()), Format::table, explain);
  CHECK(why.find("points as of the start: A-1 (5), A-2 (3), A-3 (2), A-6 (unestimated)\n") != std::string::npos);
  World plain;
  for (auto& i : plain.issues) {
    i.timeline.points.reset();
    for (auto& e : i.timeline.events) e.points = {};
  }
  const std::string counted = render(to_report(plain.report(), plain.input()), Format::table, {});
  CHECK(counted.find("  25 % of issues\n") != std::string::npos);
  CHECK(counted.find("points (") == std::string::npos);
}

TEST_CASE("the burndown of the same sprint, day by day") {
  const World world;
  const SprintReport r = world.report();
  const Burndown b = burndown(r.scope, world.input());
  REQUIRE(b.points);
  // The start, then the 2nd to the 13th.
  REQUIRE(b.days.size() == 13);
  const std::vector<double> remaining = {10, 10, 10, 6, 11, 9, 9, 9, 8, 8, 8, 8, 8}, completed = {0, 0, 0, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6};
  for (std::size_t i = 0; i < b.days.size(); ++i) {
    CAPTURE(i);
    CHECK(b.days[i].remaining == remaining[i]);
    CHECK(b.days[i].completed == completed[i]);
    CHECK(*b.days[i].scope == *b.days[i].remaining + *b.days[i].completed);
  }
  CHECK(format_date(b.days[0].day) == "2026-03-02");
  CHECK(format_date(b.days[12].day) == "2026-03-13");
  CHECK(b.days[12].at == *world.sprint.complete);
  CHECK(b.days[0].ideal == 10.0);
  CHECK(b.days[6].ideal == b.days[7].ideal);  // Saturday the 7th, Sunday the 8th: flat
  CHECK(*b.days[6].ideal < *b.days[4].ideal);
  CHECK(b.days[12].ideal == 0.0);
  // Half a working day of 9 + 8/24 has passed at the end of the 2nd: 15 of 224 hours.
  CHECK(*b.days[1].ideal == doctest::Approx(10 * (1 - 15.0 / 224)));
}

TEST_CASE("an active sprint's burndown stops today and its ideal goes on to the planned end") {
  World world;
  world.sprint.state = SprintState::active;
  world.sprint.complete.reset();
  world.now = "2026-03-05T15:00:00Z";
  const SprintReport r = world.report();
  const Burndown b = burndown(r.scope, world.input());
  REQUIRE(b.days.size() == 13);
  CHECK(b.days[4].at == at(world.now));
  CHECK(b.days[4].remaining == 11.0);
  CHECK_FALSE(b.days[5].remaining.has_value());
  CHECK(b.days[5].ideal.has_value());
  CHECK(b.days[12].at == *world.sprint.end);
  world.sprint.end.reset();
  const SprintReport open = world.report();
  const Burndown endless = burndown(open.scope, world.input());
  CHECK(endless.days.size() == 5);
  CHECK(endless.no_ideal == "the sprint has no planned end");
  const Report report = to_report(endless, open.scope, world.input());
  CHECK(find_field(report, "ideal")->reason == endless.no_ideal);
  world.sprint.end = at("9999-01-01T00:00:00Z");
  const SprintReport forever = world.report();
  CHECK(burndown(forever.scope, world.input()).days.size() < 500);
}

TEST_CASE("velocity: mean, spread and trend of closed sprints, oldest first") {
  std::vector<VelocityRow> rows;
  const std::vector<double> points = {10, 12, 14, 16, 18, 20, 22};
  for (std::size_t i = 0; i < points.size(); ++i) {
    VelocityRow row;
    row.sprint.id = static_cast<Id>(i + 1);
    row.sprint.name = "S" + std::to_string(i + 1);
    row.sprint.complete = Instant{static_cast<std::int64_t>(i + 1) * 1000};
    row.completed = {static_cast<int>(i) + 3, points[i]};
    row.committed = {8, 20.0};
    rows.insert(rows.begin(), row);
  }
  const Velocity v = velocity(rows);
  CHECK(v.points);
  CHECK(v.rows.front().sprint.id == 1);
  CHECK(v.mean == 16.0);
  CHECK(v.median == 16.0);
  CHECK(*v.deviation == doctest::Approx(4.320494));  // sqrt(112/6)
  CHECK(v.min == 10.0);
  CHECK(v.max == 22.0);
  CHECK(*v.variation == doctest::Approx(4.320494 / 16));
  CHECK(v.trend->slope == 2.0);
  CHECK(v.test->s == 21);
  const Report report = to_report(v, "Checkout");
  CHECK(std::get<std::string>(find_field(report, "trend.direction")->value) == "rising");
  CHECK(*velocity(rows, true).mean == doctest::Approx(6));
  rows.resize(4);
  rows[0].completed.points.reset();
  const Velocity few = velocity(rows);
  CHECK(few.counted == 3);
  CHECK_FALSE(few.trend.has_value());
  const Report short_report = to_report(few, "Checkout");
  CHECK(find_field(short_report, "trend.direction")->reason == "not enough data: 3 of 5 sprints");
  CHECK(short_report.warnings.size() == 1);
  for (const Field& f : to_report(velocity({}), "Checkout").summary) CHECK(f.reason.empty() != std::holds_alternative<std::monostate>(f.value));
}
