// SPDX-License-Identifier: Apache-2.0
#include "core/capacity_check.h"
#include <doctest/doctest.h>
#include <algorithm>
#include "capacity_support.h"
using namespace juno;
using namespace juno::test;
using doctest::Approx;
using What = CapacityChange::What;
namespace {

CapacityIssue work(const std::string& key, const std::string& team, std::optional<double> points, double score = 50, const std::string& who = "") {
  return {key, "Summary of " + key, team, who, score, points, {}, false, false};
}

// Conflicts as `severity kind team person: text`, one below the other.
std::string told(const CapacityCheck& c) {
  std::string out;
  for (const auto& one : c.conflicts) out += one.severity + " " + one.kind + " " + one.team + (one.person.empty() ? "" : " " + one.person) + ": " + one.text + "\n";
  return out;
}
std::string moved(const CapacityCheck& c) {
  std::string out;
  for (const auto& m : c.moves) out += m.key + " " + m.from + ">" + m.to + " " + people_number(m.amount) + ": " + people_number(m.from_before * 100) + ">" + people_number(m.from_after * 100) + ", " + people_number(m.to_before * 100) + ">" + people_number(m.to_after * 100) + "\n";
  return out;
}

CapacityCheck check(Desk& d, const std::vector<CapacityIssue>& issues) {
  for (const auto& i : issues)
    if (std::find(d.teams.begin(), d.teams.end(), i.team) == d.teams.end()) d.teams.push_back(i.team);
  const auto input = d.input();
  return check_capacity(plan_capacity(input), issues, input);
}

}  // namespace

TEST_CASE("allocation against capacity: remaining is never below nought, utilisation unknown where there is nothing to divide by") {
  struct Row {
    std::optional<double> capacity;
    std::vector<std::optional<double>> points;
    std::optional<double> allocated, remaining, utilisation;
    std::string why;
  };
  const Row rows[] = {
      {20.0, {5.0, 3.0}, 8.0, 12.0, 0.4, ""},
      {20.0, {13.0, 13.0}, 26.0, 0.0, 1.3, ""},
      {20.0, {5.0, std::nullopt}, 5.0, 15.0, 0.25, ""},
      {20.0, {std::nullopt}, std::nullopt, std::nullopt, std::nullopt, "none of its issues is estimated"},
      {20.0, {}, 0.0, 20.0, 0.0, ""},
      {0.0, {5.0}, 5.0, 0.0, std::nullopt, "the capacity is 0"},
      {0.0, {0.0}, 0.0, 0.0, std::nullopt, "the capacity is 0 and so is the work"},
      {std::nullopt, {5.0}, 5.0, std::nullopt, std::nullopt, "no capacity data"},
      {20.0, {-5.0, 8.0}, 8.0, 12.0, 0.4, ""},  // trackers take negative points: no work is less than none
  };
  for (const Row& row : rows) {
    Desk d;
    d.say(What::amount, "A", "", row.capacity);
    d.teams = {"A"};
    std::vector<CapacityIssue> issues;
    for (const auto& p : row.points) issues.push_back(work("K-" + std::to_string(issues.size()), "A", p));
    const TeamLoad t = check(d, issues).teams.at(0);
    CAPTURE(row.why);
    CHECK(t.allocated == row.allocated);
    CHECK(t.remaining == row.remaining);
    CHECK(t.utilisation.has_value() == row.utilisation.has_value());
    if (row.utilisation) CHECK(*t.utilisation == Approx(*row.utilisation));
    CHECK(t.no_utilisation == row.why);
  }
}

TEST_CASE("over- and under-allocation begin beyond their limits") {
  struct Row {
    double work;
    std::string want;
  };
  const Row rows[] = {{4.9, "low under_used A: 4.9 of 10 points, 49 %\n"}, {5, ""}, {11, ""}, {11.1, "medium over_allocated A: 11.1 of 10 points, 111 %\n"},
                      {15, "medium over_allocated A: 15 of 10 points, 150 %\n"}, {15.1, "high over_allocated A: 15.1 of 10 points, 151 %\n"}};
  for (const Row& row : rows) {
    Desk d;
    d.say(What::amount, "A", "", 10);
    CHECK(told(check(d, {work("K-1", "A", row.work)})) == row.want);
  }
  Desk d;
  d.say(What::amount, "A", "", 0);
  CHECK(told(check(d, {work("K-1", "A", 3)})) == "high over_allocated A: has no capacity and 3 points of work\n");
  CHECK(told(check(d, {work("K-1", "A", 0)})).empty());
}

TEST_CASE("urgent work that gets too little, unimportant work that gets too much") {
  Desk d;
  d.say(What::amount, "A", "", 100);
  CHECK(told(check(d, {work("K-1", "A", 19, 90), work("K-2", "A", 81)})) == "medium urgent_work A: urgent work gets 19 % of the team, less than 20 %\n");
  CHECK(told(check(d, {work("K-1", "A", 20, 70), work("K-2", "A", 80)})).empty());
  CHECK(told(check(d, {work("K-2", "A", 100)})).empty());  // nothing urgent is waiting
  CapacityIssue finished = work("K-1", "A", 19, 90);
  finished.started = finished.done = true;
  CHECK(told(check(d, {finished, work("K-2", "A", 81)})).empty());
  CHECK(told(check(d, {work("K-1", "A", 41, 30), work("K-2", "A", 59)})) == "low low_work A: unimportant work gets 41 % of the team, more than 40 %\n");
}

TEST_CASE("people: too much assigned, away, in two teams, away twice, days on which hardly anybody is there") {
  Desk d(R"(
[people.Rui]
aliases = ["rui.s"]
holidays = [2026-03-10]
[teams.A]
members = [{ name = "Rui", capacity = 10, availability = 0.8 }, { name = "Ana", capacity = 10 }]
[teams.B]
members = [{ name = "RUI", capacity = 4, availability = 0.5 }, { name = "Kit", capacity = 4, availability = 0.5 }, { name = "Old", capacity = 4, to = 2026-01-01 }]
[teams.C]
members = [{ name = "kit", capacity = 4, availability = 0.5 }, { name = "Old", capacity = 4 }]
)");
  d.away("Ana", "2026-03-02", "2026-03-13");
  d.away("Rui", "2026-03-09", "2026-03-10");
  d.away("Kit", "2026-05-01", "2026-05-02");
  // Rui works 8 of 10 days: 10 × 0.8 × 0.8 = 6.4 points in A, 4 × 0.5 × 0.8 = 1.6 in B, where Kit adds 2 and Old has left. A's ten days: Ana is away on all, so that less than half is there (0.8 of 1.8).
  const auto c = check(d, {work("K-1", "A", 9, 50, "rui.s"), work("K-2", "A", 1, 50, "ANA"), work("K-3", "A", 5, 50, "Stranger"), work("K-4", "B", 5, 50), work("K-5", "C", 4, 50)});
  CHECK(told(c) ==
        "high over_allocated A: 15 of 6.4 points, 234.4 %\n"
        "high person_away A Ana: has 1 points assigned and no time in this sprint\n"
        "medium thin_days A: less than half of the team is there on 2026-03-02..2026-03-13\n"
        "medium double_booked A Rui: is planned for 130 % of working time: A 80 %, B 50 %\n"
        "medium person_over_allocated A Rui: 9 of 6.4 points, 140.6 %\n"
        "medium over_allocated B: 5 of 3.6 points, 138.9 %\n"
        "low absence_outside  Kit: the absence of 2026-05-01..2026-05-02 is outside the sprint\n"
        "low overlapping_absences  Rui: 2026-03-09..2026-03-10 and 2026-03-10 overlap: each day counts once\n");
}

// An absence of somebody who is in no configured team was taken without a word, and changed nothing.
TEST_CASE("an absence that changes no capacity is named") {
  Desk d("[people.Rui]\naliases = [\"rui.s\"]\n[teams.A]\nmembers = [{ name = \"Rui\", capacity = 10 }]\n");
  d.away("Nell", "2026-03-04", "2026-03-05");
  d.away("rui.s", "2026-03-04", "2026-03-04");
  CHECK(told(check(d, {work("K-1", "A", 8)})) == "low absence_without_team  Nell: is no configured member of any team, so the absence of 2026-03-04..2026-03-05 changes no capacity\n");
}

TEST_CASE("thin days: the calendar's own holidays are nobody's absence, and a weekend does not part a row") {
  Desk d("[calendar]\nholidays = [2026-03-04]\n[teams.A]\nmembers = [{ name = \"Rui\", capacity = 9 }, { name = \"Ana\", capacity = 9 }, { name = \"Kit\", capacity = 9 }]\n");
  d.away("Rui", "2026-03-05", "2026-03-10");
  d.away("Ana", "2026-03-06", "2026-03-09");
  d.away("Kit", "2026-03-12", "2026-03-12");
  const TeamPlan p = d.plan("A");
  CHECK(p.thin_days == std::vector<Date>{day("2026-03-06"), day("2026-03-09")});
  d.say(What::amount, "A", "", 4);
  CHECK(told(check(d, {work("K-1", "A", 4)})) == "medium thin_days A: less than half of the team is there on 2026-03-06..2026-03-09\n");
}

TEST_CASE("moves take the least urgent issues not begun to the team with the most room, and say what changes") {
  Desk d;
  for (const auto& [team, amount] : std::map<std::string, double>{{"A", 20}, {"B", 20}, {"C", 10}, {"D", 10}}) d.say(What::amount, team, "", amount);
  CapacityIssue begun = work("K-5", "A", 8, 10);
  begun.started = true;
  // A: 30 of 20. B: 10 of 20 (room). C: 7 of 10, at 70 % exactly: no room to give. D: 5 of 10.
  const auto c = check(d, {work("K-1", "A", 5, 90), work("K-2", "A", 8, 30), work("K-3", "A", 3, 30), work("K-4", "A", 6, 50), begun, work("K-6", "B", 10), work("K-7", "C", 7), work("K-8", "D", 5)});
  // Ten too many. K-2 (8, score 30) fits in B (10 + 8 of 20). K-3 (3) would overshoot by one; nothing else is smaller than the 2 left over, so
  // K-3 goes to D (5 + 3 of 10).
  CHECK(moved(c) == "K-2 A>B 8: 150>110, 50>90\nK-3 A>D 3: 110>95, 50>80\n");
  CHECK(c.no_moves.empty());
}

TEST_CASE("no move where no team has room, counts in another unit, or all is begun") {
  Desk d;
  d.say(What::amount, "A", "", 10);
  d.say(What::amount, "B", "", 100).unit = CapacityUnit::hours;
  const auto c = check(d, {work("K-1", "A", 8), work("K-2", "A", 8), work("K-3", "B", 1)});
  CHECK(c.moves.empty());
  CHECK(c.no_moves == std::vector<std::string>{"A"});
  CHECK(c.teams.at(1).unestimated == 1);
}

TEST_CASE("teams and totals of any size: every move keeps its receiver within capacity, and no issue moves twice") {
  Desk d;
  std::vector<CapacityIssue> issues;
  std::uint32_t seed = 7;
  const auto next = [&](std::uint32_t most) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % most;
  };
  for (int t = 0; t < 30; ++t) d.say(What::amount, "T" + std::to_string(t), "", static_cast<double>(next(60)));
  for (int i = 0; i < 200; ++i) issues.push_back(work("K-" + std::to_string(i), "T" + std::to_string(next(30)), static_cast<double>(next(9)), 10.0 * next(10)));
  const auto c = check(d, issues);
  std::map<std::string, double> load, capacity;
  for (const TeamLoad& t : c.teams) load[t.plan.capacity.team] = *t.allocated, capacity[t.plan.capacity.team] = *t.plan.capacity.amount;
  std::vector<std::string> keys;
  REQUIRE(!c.moves.empty());
  for (const CapacityMove& m : c.moves) {
    CHECK(load[m.from] > capacity[m.from]);
    CHECK(m.from_before == Approx(load[m.from] / capacity[m.from]));
    load[m.from] -= m.amount, load[m.to] += m.amount;
    CHECK(load[m.to] <= capacity[m.to]);
    CHECK(m.to_after == Approx(load[m.to] / capacity[m.to]));
    keys.push_back(m.key);
  }
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("which issues take capacity: in the sprint at its end and not done before it, at their present size") {
  Story open("A-1", "2026-02-01T00:00:00Z", true, 5), done("A-2", "2026-02-01T00:00:00Z", true, 3), before("A-3", "2026-02-01T00:00:00Z", true, 8), gone("A-4", "2026-02-01T00:00:00Z", true, 2),
      late("A-5", "2026-03-03T00:00:00Z", false, 1);
  open.points("2026-03-04T00:00:00Z", 7).status("2026-03-04T01:00:00Z", 2);
  done.status("2026-03-05T00:00:00Z", 3);
  before.status("2026-02-20T00:00:00Z", 3);
  gone.leave("2026-03-05T00:00:00Z");
  late.enter("2026-03-06T00:00:00Z");
  std::vector<SprintIssue> issues{open, done, before, gone, late};
  Id id = 1;
  for (SprintIssue& i : issues) i.id = id++, i.priority = "Highest";
  const auto all = capacity_issues(sprint_scope(two_weeks(), issues, rules(), at("2026-04-01T00:00:00Z")), issues, rules(), Config{}, {{1, 2.5}});
  REQUIRE(all.size() == 3);
  CHECK(all[0].key == "A-1");
  CHECK(all[0].points == 7.0);
  CHECK(all[0].hours == 2.5);
  CHECK(all[0].score == 90);
  CHECK(all[0].started);
  CHECK_FALSE(all[0].done);
  CHECK(all[1].done);
  CHECK(all[2].key == "A-5");
  CHECK_FALSE(all[2].started);
}
