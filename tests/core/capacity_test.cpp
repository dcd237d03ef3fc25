// SPDX-License-Identifier: Apache-2.0
#include "core/capacity.h"
#include <doctest/doctest.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "capacity_support.h"
#include "core/names.h"
using namespace juno;
using namespace juno::test;
using doctest::Approx;
using What = CapacityChange::What;
namespace {

Zone zone_file(const std::string& name) {
  std::ostringstream bytes;
  bytes << std::ifstream("/usr/share/zoneinfo/" + name, std::ios::binary).rdbuf();
  return Zone::from_tzif(name, bytes.str());
}

std::size_t days_between(const std::string& from, const std::string& to, const Zone& zone, const Calendar& calendar = {}) {
  Sprint s;
  s.start = at(from), s.end = at(to);
  return sprint_days(s, calendar, zone).size();
}

}  // namespace

TEST_CASE("a working day is the sprint's when its middle lies in it") {
  struct Row {
    std::string from, to;
    std::size_t want;
  };
  const Row rows[] = {
      {"2026-03-02T09:00:00Z", "2026-03-13T17:00:00Z", 10},
      {"2026-03-02T09:00:00Z", "2026-03-16T09:00:00Z", 10},  // to the hour two weeks later: the last morning is the next sprint's
      {"2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z", 10},  // begun in the afternoon: the first day was the last one's
      {"2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z", 1},   // the middle itself belongs to what begins there
      {"2026-03-07T00:00:00Z", "2026-03-09T00:00:00Z", 0},   // a weekend
      {"2026-03-02T13:00:00Z", "2026-03-02T17:00:00Z", 0},
      {"2026-03-13T00:00:00Z", "2026-03-02T00:00:00Z", 0},   // ends before it begins
      {"2026-01-01T00:00:00Z", "9026-01-01T00:00:00Z", 2614},  // a mistyped end: 3660 days are enough, 522 weeks and Thursday to Tuesday
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CAPTURE(row.to);
    CHECK(days_between(row.from, row.to, Zone{}) == row.want);
  }
  Sprint open;
  open.start = at("2026-03-02T09:00:00Z");
  CHECK(sprint_days(open, Calendar{}, Zone{}).empty());
}

TEST_CASE("sprints that meet share no day, whatever the zone and the hour") {
  for (const int offset : {-43'200, -12'600, 0, 20'700, 50'400})
    for (int hour = 0; hour < 24; ++hour) {
      const Zone zone = Zone::fixed("z", offset);
      const Instant a = at("2026-03-02T00:00:00Z") + std::chrono::hours(hour);
      Sprint first, second;
      first.start = a, first.end = second.start = a + std::chrono::hours(24 * 14), second.end = a + std::chrono::hours(24 * 28);
      const auto one = sprint_days(first, Calendar{}, zone), two = sprint_days(second, Calendar{}, zone);
      CHECK(one.size() == 10);
      CHECK(two.size() == 10);
      CHECK(one.back() < two.front());
    }
}

TEST_CASE("a day of 23 or 25 hours is one working day") {
  if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Dublin")) return;
  const Calendar all_week({true, true, true, true, true, true, true}, {});
  const Zone dublin = zone_file("Europe/Dublin");
  // Clocks go forward on Sunday 2026-03-29 and back on Sunday 2026-10-25: 09:00 is 09:00Z before, 08:00Z after, and the other way round.
  CHECK(days_between("2026-03-23T09:00:00Z", "2026-04-03T16:00:00Z", dublin) == 10);
  CHECK(days_between("2026-10-19T08:00:00Z", "2026-10-30T17:00:00Z", dublin) == 10);
  CHECK(days_between("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z", dublin, all_week) == 1);
  CHECK(days_between("2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z", dublin, all_week) == 1);
  // 2018-11-04 has no midnight in São Paulo.
  CHECK(days_between("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", zone_file("America/Sao_Paulo"), all_week) == 1);
}

TEST_CASE("a plan is what the members give, times availability, times the days that are worked") {
  Desk d(R"(
[calendar]
holidays = [2026-03-06, 2026-03-07, { from = 2026-03-12, to = 2026-03-13, factor = 0.5 }]
[people."Zoë Lund"]
aliases = ["zoe"]
holidays = [{ from = 2026-03-05, to = 2026-03-06 }]
[teams.Loom]
members = [{ name = "Rui", capacity = 10 }, { name = "zoe", capacity = 8, availability = 0.5 }, { name = "Kit", capacity = 6, from = 2026-03-09 }]
)");
  const TeamPlan p = d.plan("Loom");
  // Ten working days; Friday the 6th is off and the last two are halves: 8 days worked. Saturday the 7th would be free anyway.
  CHECK(p.members[0].days == 10);
  CHECK(p.members[0].free_days == Approx(2));
  CHECK(p.members[0].amount == Approx(8.0));
  // Zoë, by her alias: the 5th off as well, the 6th only once: 7 days. 8 × 0.5 × 7/10.
  CHECK(p.members[1].free_days == Approx(3));
  CHECK(p.members[1].amount == Approx(2.8));
  // Kit joins on the 9th: five days, two of them halves: 4 worked of the sprint's ten.
  CHECK(p.members[2].days == 5);
  CHECK(p.members[2].amount == Approx(2.4));
  CHECK(p.planned == Approx(13.2));
  CHECK(p.capacity.amount == Approx(13.2));
  CHECK(p.capacity.source == "plan");
  // (1 × 8 + 0.5 × 7 + 1 × 4) / 10 of 2.5 people.
  CHECK(p.availability == Approx(15.5 / 25));
}

TEST_CASE("hours are days worked times hours a day") {
  Desk d("[capacity]\nhours_per_day = 6\n[teams.QA]\nunit = \"hours\"\nmembers = [{ name = \"Rui\" }, { name = \"Ana\", hours_per_day = 7.5, availability = 0.8 }]\n");
  d.away("ana", "2026-03-02", "2026-03-03");
  d.away("Rui", "2026-03-04", "2026-03-04", 0.5);
  const TeamPlan p = d.plan("QA");
  CHECK(p.members[0].amount == Approx(6 * 9.5));
  CHECK(p.members[1].amount == Approx(7.5 * 8 * 0.8));
  CHECK(p.capacity.amount == Approx(105));
  CHECK(p.capacity.unit == CapacityUnit::hours);
}

TEST_CASE("absences that overlap each other or a holiday count a day once") {
  Desk d("[calendar]\nholidays = [2026-03-04]\n[teams.A]\nmembers = [{ name = \"Rui\", capacity = 10 }]\n");
  d.away("Rui", "2026-03-03", "2026-03-05");
  d.away("Rui", "2026-03-05", "2026-03-06", 0.5);  // the 5th is off already
  d.away("Rui", "2026-04-01", "2026-04-30");       // after the sprint
  CHECK(d.plan("A").members[0].free_days == Approx(3.5));
  CHECK(d.plan("A").planned == Approx(6.5));
}

TEST_CASE("exceptions: the last word on a team or a person counts, and can be taken back") {
  Desk d("[teams.A]\nmembers = [{ name = \"Rui\", capacity = 10 }, { name = \"Ana\", capacity = 10 }]\n"
         "exceptions = [{ sprint = \"checkout 7\", factor = 0.5, reason = \"audit\" }, { sprint = \"Other\", factor = 0 }, { sprint = \"7\", person = \"Ana\", factor = 0.2 }]\n");
  CHECK(d.plan("A").planned == Approx((10 + 2) * 0.5));
  CHECK(d.plan("A").exception == "audit");
  d.say(What::availability, "a", "", 0.8);
  d.say(What::availability, "A", "ANA", 0);
  CHECK(d.plan("A").planned == Approx(10 * 0.8));
  d.say(What::availability, "A", "", std::nullopt);
  CHECK(d.plan("A").planned == Approx(10 * 0.5));
  d.say(What::availability, "", "Rui", 1.5);  // in every team
  CHECK(d.plan("A").planned == Approx(15 * 0.5));
}

TEST_CASE("what was set by hand goes before the plan, in its own unit, until it is taken back") {
  Desk d("[teams.A]\nmembers = [{ name = \"Rui\", capacity = 10 }]\n");
  d.say(What::amount, "A", "", 30).unit = CapacityUnit::points;
  CHECK(d.plan("A").capacity.source == "set");
  CHECK(d.plan("A").capacity.amount == Approx(30));
  CHECK(d.plan("A").planned == Approx(10));
  d.say(What::amount, "a", "", 120).unit = CapacityUnit::hours;
  CHECK(d.plan("A").capacity.amount == Approx(120));
  CHECK(d.plan("A").capacity.unit == CapacityUnit::hours);
  CHECK(d.plan("A").planned == Approx(80));  // ten days of eight hours
  d.say(What::amount, "A", "", 0);
  CHECK(d.plan("A").capacity.amount == Approx(0));  // nought is an amount
  d.say(What::amount, "A", "", std::nullopt);
  CHECK(d.plan("A").capacity.source == "plan");
  d.say(What::amount, "A", "", 12).origin = "plan";
  CHECK(d.plan("A").capacity.source == "plan");
  CHECK(d.plan("A").capacity.amount == Approx(12));
}

TEST_CASE("automatic capacity is the mean of the last sprints times availability, with n and spread") {
  Desk d("[calendar]\nholidays = [2026-03-02, 2026-03-03]\n");
  d.teams = {"A", "B", "C"};
  d.completed("A", {21.0, 0.0, 30.0, 99.0});  // newest first: the fourth is too old, and nought counts
  d.completed("B", {8.0});
  d.completed("C", {std::nullopt, 10.0, std::nullopt, 20.0});
  const TeamPlan a = d.plan("A");
  CHECK(a.capacity.source == "auto");
  CHECK(a.capacity.n == 3);
  CHECK(a.capacity.spread == Approx(15.394804));  // of 21, 0, 30: variance (16 + 289 + 169) / 2
  CHECK(a.availability == Approx(0.8));
  CHECK(a.capacity.amount == Approx(17 * 0.8));
  CHECK_FALSE(d.plan("B").capacity.amount);
  CHECK(d.plan("B").capacity.reason == "plan: no members are configured; auto: not enough history: 1 of 2 closed sprints in points");
  CHECK(d.plan("C").capacity.amount == Approx(15 * 0.8));  // sprints without estimates are passed over
  CHECK(d.plan("C").capacity.n == 2);
  d.config.capacity.unit = "issues";
  CHECK(d.plan("A").capacity.amount == Approx(3 * 0.8));
  d.config.capacity.unit = "hours";
  CHECK_FALSE(d.plan("A").capacity.amount);
}

TEST_CASE("part-time members do not lower automatic capacity twice; absences do once") {
  Desk d("[capacity]\nsources = [\"auto\"]\n[teams.A]\nmembers = [{ name = \"Rui\", availability = 0.5 }, { name = \"Ana\" }]\n");
  d.completed("A", {10.0, 20.0});
  CHECK(d.plan("A").capacity.amount == Approx(15));
  d.away("Rui", "2026-03-02", "2026-03-06");  // half of a half: 0.25 of 1.5 people
  CHECK(d.plan("A").capacity.amount == Approx(15 * 1.25 / 1.5));
  d.say(What::availability, "A", "", 0.5);
  CHECK(d.plan("A").capacity.amount == Approx(15 * 1.25 / 1.5 / 2));
  for (TeamMember& m : d.config.teams[0].members) m.availability = 0;
  CHECK(d.plan("A").capacity.reason == "auto: no member has working time");
}

TEST_CASE("the order of sources is the user's") {
  Desk d("[capacity]\nsources = [\"auto\", \"plan\"]\n[teams.A]\nmembers = [{ name = \"Rui\", capacity = 9 }]\n");
  d.say(What::amount, "A", "", 5);
  CHECK(d.plan("A").capacity.source == "plan");
  d.completed("A", {10.0, 20.0});
  CHECK(d.plan("A").capacity.source == "auto");
}

TEST_CASE("without dates there are no holidays, without working days no plan, and both are said") {
  Desk d("[calendar]\nholidays = [2026-03-02]\n[teams.A]\nmembers = [{ name = \"Rui\", capacity = 9, availability = 0.5 }]\n[teams.H]\nunit = \"hours\"\nmembers = [\"Rui\"]\n");
  d.sprint.start.reset();
  CHECK(d.plan("A").planned == Approx(4.5));
  REQUIRE(d.plan("A").warnings.size() == 1);
  CHECK(d.plan("A").warnings[0] == "A: the sprint has no dates, so holidays and absences are not counted");
  CHECK_FALSE(d.plan("H").planned);
  CHECK(d.plan("H").no_plan == "Rui: the sprint has no dates");
  d.sprint.start = at("2026-03-07T00:00:00Z"), d.sprint.end = at("2026-03-08T00:00:00Z");
  CHECK(d.plan("A").no_plan == "Rui: the sprint has no working day");
}

TEST_CASE("members without a capacity are named, not counted in silence") {
  Desk d("[teams.A]\nmembers = [{ name = \"Rui\", capacity = 9 }, \"Ana\"]\n[teams.B]\nmembers = [\"Ana\"]\n[teams.Z]\nmembers = [{ name = \"Ana\", capacity = 0 }]\n");
  CHECK(d.plan("A").planned == Approx(9));
  REQUIRE(d.plan("A").warnings.size() == 1);
  CHECK(d.plan("A").warnings[0] == "A: Ana counts as nothing (no capacity is configured)");
  CHECK(d.plan("B").no_plan == "Ana: no capacity is configured");
  CHECK(d.plan("Z").capacity.amount == Approx(0));
  d.say(What::availability, "A", "Kit", 0.5);
  CHECK(d.plan("A").warnings.back() == "A: Kit is no configured member, so what was set for that person has no effect");
}

TEST_CASE("a sprint of another length than those behind its automatic capacity is pointed out") {
  Desk d;
  d.teams = {"A"};
  d.completed("A", {10.0, 20.0});
  CHECK(d.plan("A").warnings.empty());
  for (TeamPast& p : d.past["A"]) p.days = 15;
  REQUIRE(d.plan("A").warnings.size() == 1);
  CHECK(d.plan("A").warnings[0] == "A: the sprint has 10 working days, those behind its automatic capacity 15 on average");
}

TEST_CASE("teams are told apart by name in any case; Unassigned is last and has no capacity beside real teams") {
  Desk d("[teams.\"qa 🧵\"]\nmembers = [{ name = \"R\\u001bui\", capacity = 3 }]\n");
  d.teams = {"QA 🧵", "", "Zed", "alpha"};
  for (const std::string team : {"Unassigned", "Zed"}) d.completed(team, {5.0, 5.0});
  std::string names;
  for (const TeamPlan& p : d.plans()) names += p.capacity.team + "|";
  CHECK(names == "QA 🧵|Zed|alpha|Unassigned|");
  CHECK(d.plan("QA 🧵").planned == Approx(3));
  CHECK(d.plan("Zed").capacity.amount == Approx(5));
  CHECK_FALSE(d.plan("Unassigned").capacity.amount);
  d.teams = {""};  // no team field at all: the sprint is one team
  CHECK(d.plan("Unassigned").capacity.amount == Approx(5));
}

TEST_CASE("a configured team belongs to a sprint by its boards, by work in it, or by what is said; all do while nothing is planned") {
  Desk d("[teams.A]\n[teams.B]\nboards = [\"Other\", \"CHECKOUT board\"]\n[teams.C]\nboards = [\"Other\"]\n[teams.D]\n[teams.E]\nboards = [\"Other\"]\n");
  const auto names = [&] {
    std::string out;
    for (const TeamPlan& p : d.plans()) out += p.capacity.team + " ";
    return out;
  };
  CHECK(names() == "A B D ");
  d.teams = {"", "a", "E"};
  CHECK(names() == "B E a Unassigned ");
  CHECK(teams_left_out(d.input()) == std::vector<std::string>{"C", "D"});
  d.say(What::amount, "D", "", 5);
  CHECK(names() == "B D E a Unassigned ");
}

TEST_CASE("the last word on each thing is in force") {
  Desk d;
  d.say(What::amount, "A", "", 1);
  d.say(What::amount, "B", "", 2);
  d.say(What::amount, "a", "", 3);
  d.say(What::availability, "A", "", 0.5);
  d.say(What::availability, "A", "Rui", 0.4);
  d.away("Rui", "2026-03-02", "2026-03-03");
  d.away("rui", "2026-03-02", "2026-03-03", std::nullopt);
  d.say(What::amount, "B", "", std::nullopt);
  std::vector<double> values;
  for (const CapacityChange& c : in_force(d.changes)) values.push_back(*c.value);
  CHECK(values == std::vector<double>{3, 0.5, 0.4});
  CHECK(in_force({}).empty());
}

TEST_CASE("completed work by team: what a sprint's outcome says, zero where nothing was finished") {
  Story done("A-1", "2026-02-01T00:00:00Z", true, 5), open("A-2", "2026-02-01T00:00:00Z", true, 3), idle("A-3", "2026-02-01T00:00:00Z", true, 8),
      gone("A-4", "2026-02-01T00:00:00Z", true, 2), before("A-5", "2026-02-01T00:00:00Z", true, 13);
  done.points("2026-03-04T00:00:00Z", 6).status("2026-03-05T00:00:00Z", 3);
  gone.leave("2026-03-05T00:00:00Z").status("2026-03-06T00:00:00Z", 3);
  before.status("2026-02-20T00:00:00Z", 3);
  std::vector<SprintIssue> issues{done, open, idle, gone, before};
  Id id = 1;
  for (SprintIssue& i : issues) i.id = id++, i.team = i.key == "A-3" ? "Idle" : i.key == "A-4" ? "Gone" : "";
  const auto scope = sprint_scope(two_weeks(), issues, rules(), at("2026-04-01T00:00:00Z"));
  const auto past = completed_by_team(scope, issues, {{1, 4.0}, {2, 9.0}, {5, 1.0}});
  CHECK(past.size() == 2);
  CHECK(past.at("Unassigned").issues == 1);
  CHECK(past.at("Unassigned").points == Approx(6));
  CHECK(past.at("Unassigned").hours == Approx(4));
  CHECK(past.at("Idle").issues == 0);
  CHECK(past.at("Idle").points == Approx(0));
  CHECK_FALSE(past.at("Idle").hours);
}
