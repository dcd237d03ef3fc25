// SPDX-License-Identifier: Apache-2.0
#include "core/queue.h"
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "core/error.h"
#include "core/priority.h"
#include "tests/support/at.h"
using namespace juno;
namespace {

// `key` is PROJECT-NUMBER; the id is unique by the number and project's first letter.
QueueItem issue(const std::string& team, const std::string& who, const std::string& key, double points, double score) {
  QueueItem i;
  const auto dash = key.find('-');
  i.key = key, i.project = key.substr(0, dash), i.number = std::stoll(key.substr(dash + 1));
  i.id = i.number * 256 + key[0];
  i.team = team, i.stakeholder = {who.empty() ? 0 : who[0] * 256 + who[who.size() - 1], who}, i.points = points, i.score = score;
  return i;
}

QueueInput golden_sprint() {
  QueueInput in;
  in.issues = {issue("Development", "MA", "D-2079", 3, 50), issue("Development", "MA", "D-2078", 2, 50), issue("Development", "MA", "D-2073", 1, 30),
               issue("Development", "MA", "D-2072", 1, 30), issue("QA", "MA", "D-2071", 2, 30), issue("Systems", "MA", "D-2081", 2, 50),
               issue("Systems", "MB", "K-2064", 13, 90), issue("Systems", "NB", "D-2075", 2, 50), issue("Systems", "SF", "C-1454", 3, 50),
               issue("Systems", "MA", "D-2080", 3, 50), issue("", "GM", "V-2581", 1, 50), issue("", "JB", "P-1227", 1, 90), issue("", "MR", "V-2580", 3, 90)};
  for (std::size_t k = 0; k < in.issues.size(); ++k) in.issues[k].rank = "0|i00" + std::string(1, static_cast<char>('a' + k)) + ":";
  return in;
}

std::string lines(const Queue& q) {
  std::string out;
  for (const QueueItem& i : q.items)
    out += i.team + " " + i.stakeholder.name + " " + i.key + " " + std::to_string(i.disc_pos) + "/" + std::to_string(i.global) + "/" + std::to_string(i.round) + (i.deferred ? " deferred" : "") + "\n";
  return out;
}

std::string keys(const Queue& q) {
  std::string out;
  for (const QueueItem& i : q.items) out += (out.empty() ? "" : " ") + i.key + (i.deferred ? "*" : "");
  return out;
}

std::string kinds(const std::vector<QueueRemark>& remarks) {
  std::string out;
  for (const QueueRemark& r : remarks) {
    out += (out.empty() ? "" : "; ") + r.kind;
    for (const auto& k : r.keys) out += " " + k;
  }
  return out;
}

QueueLink link(const QueueItem& blocker, const QueueItem& blocked) { return {blocker.id, blocked.id, blocker.key, QueueLink::Blocker::open}; }

}  // namespace

TEST_CASE("the worked example of the rules comes out to the digit, in whatever order it goes in") {
  QueueInput in = golden_sprint();
  const std::string want =
      "Development MA D-2079 1/1/1\n"
      "Development MA D-2078 2/2/2\n"
      "Development MA D-2073 3/3/3\n"
      "Development MA D-2072 4/4/4\n"
      "QA MA D-2071 1/5/1\n"
      "Systems MA D-2081 1/6/1\n"
      "Systems MB K-2064 2/7/1\n"
      "Systems NB D-2075 3/8/1\n"
      "Systems SF C-1454 4/9/1\n"
      "Systems MA D-2080 5/10/2\n"
      "Unassigned GM V-2581 1/11/1\n"
      "Unassigned JB P-1227 2/12/1\n"
      "Unassigned MR V-2580 3/13/1\n";
  CHECK(lines(make_queue(in)) == want);
  std::reverse(in.issues.begin(), in.issues.end());
  const Queue q = make_queue(in);
  CHECK(lines(q) == want);
  CHECK(q.points == 37);
  CHECK(q.stakeholders == 7);
  // By hand: MA 7, six others 1 each: 13² / (7 × 55) = 43.9; Systems 2,1,1,1: 25 / (4 × 7) = 89.3.
  CHECK(q.fairness == 43.9);
  CHECK(q.teams[2].fairness == 89.3);
  CHECK(q.teams[1].fairness == 100);
}

TEST_CASE("without teams the stakeholders alone take turns") {
  QueueInput in = golden_sprint();
  in.algorithm = QueueAlgorithm::round_robin;
  const Queue q = make_queue(in);
  CHECK(keys(q).substr(0, 55) == "V-2581 P-1227 D-2079 K-2064 V-2580 D-2075 C-1454 D-2078");
  CHECK(q.items[7].global == 8);
  CHECK(q.items[7].disc_pos == 2);
  CHECK(q.items[7].round == 2);
}

TEST_CASE("by priority a team's list goes by score, then rank") {
  QueueInput in = golden_sprint();
  in.algorithm = QueueAlgorithm::priority;
  CHECK(keys(make_queue(in)) == "D-2079 D-2078 D-2073 D-2072 D-2071 K-2064 D-2081 D-2075 C-1454 D-2080 P-1227 V-2580 V-2581");
}

TEST_CASE("the line falls before the first item that would exceed the capacity; --fill goes on to what fits") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 3, 90), issue("T", "A", "X-2", 5, 70), issue("T", "A", "X-3", 1, 50), issue("T", "A", "X-4", 0, 30)};
  in.issues[3].points.reset();
  CHECK(keys(make_queue(in)) == "X-1 X-2 X-3 X-4");
  in.capacities = {{"T", 7.0, "points", "set"}};
  CHECK(keys(make_queue(in)) == "X-1 X-2* X-3* X-4*");
  in.fill = true;
  const Queue filled = make_queue(in);
  CHECK(keys(filled) == "X-1 X-2* X-3 X-4");
  CHECK(filled.teams[0].kept == 4);
  CHECK(*filled.teams[0].utilisation == doctest::Approx(9.0 / 7));
  SUBCASE("what waits for a deferred item of its team is not pulled up") {
    in.links = {link(in.issues[1], in.issues[2])};
    CHECK(keys(make_queue(in)) == "X-1 X-2* X-3* X-4");
  }
  SUBCASE("a capacity of 0 keeps only what takes nothing") {
    in.capacities[0].amount = 0;
    const Queue q = make_queue(in);
    CHECK(keys(q) == "X-1* X-2* X-3* X-4");
    CHECK_FALSE(q.teams[0].utilisation);
  }
  SUBCASE("counting issues") {
    in.capacities = {{"T", 2.0, "issues", "set"}};
    CHECK(keys(make_queue(in)) == "X-1 X-2 X-3* X-4*");
  }
}

TEST_CASE("tenths add up: 0.1, 0.2 and 0.7 fit into 1") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 0.1, 50), issue("T", "A", "X-2", 0.2, 50), issue("T", "A", "X-3", 0.7, 50)};
  in.capacities = {{"T", 1.0, "points", "set"}};
  CHECK(keys(make_queue(in)) == "X-1 X-2 X-3");
}

TEST_CASE("a blocked item comes right after its blocker and nothing else moves") {
  QueueInput in;
  for (int k = 1; k <= 5; ++k) in.issues.push_back(issue("T", "A", "X-" + std::to_string(k), 1, 50));
  const auto& x = in.issues;
  SUBCASE("one") {
    in.links = {link(x[3], x[1])};
    const Queue q = make_queue(in);
    CHECK(keys(q) == "X-1 X-3 X-4 X-2 X-5");
    CHECK(q.items[3].fair_pos == 2);
    CHECK(q.items[3].blockers == std::vector<std::string>{"X-4"});
  }
  SUBCASE("a chain, named twice") {
    in.links = {link(x[4], x[1]), link(x[1], x[0]), link(x[1], x[0])};
    CHECK(keys(make_queue(in)) == "X-3 X-4 X-5 X-2 X-1");
  }
  SUBCASE("a cycle is named with its path and left in fair order, what hangs on it is not") {
    in.links = {link(x[1], x[0]), link(x[2], x[1]), link(x[0], x[2]), link(x[4], x[3])};
    const Queue q = make_queue(in);
    CHECK(keys(q) == "X-1 X-2 X-3 X-5 X-4");
    CHECK(kinds(q.conflicts) == "dependency_cycle X-1 X-3 X-2");
    CHECK(q.conflicts[0].message == "X-1 blocks X-3 blocks X-2 blocks X-1: a cycle, left in fair order.");
  }
  SUBCASE("itself") {
    in.links = {link(x[0], x[0])};
    CHECK(kinds(make_queue(in).conflicts) == "dependency_cycle X-1");
  }
  SUBCASE("by way of another team") {
    in.issues[2].team = "Z";
    in.links = {link(x[4], x[2]), link(x[2], x[0])};
    const Queue q = make_queue(in);
    CHECK(keys(q) == "X-2 X-4 X-5 X-1 X-3");
    CHECK(kinds(q.warnings) == "waits_for_team X-3 X-1; waits_for_team X-5 X-3");
  }
  SUBCASE("outside the sprint") {
    in.links = {{77, x[1].id, "OUT-1", QueueLink::Blocker::open}, {78, x[1].id, "OUT-2", QueueLink::Blocker::done}, {0, x[0].id, "OUT-3", QueueLink::Blocker::unknown}};
    const Queue q = make_queue(in);
    CHECK(keys(q) == "X-1 X-2 X-3 X-4 X-5");
    CHECK(kinds(q.warnings) == "blocker_outside OUT-3 X-1; blocker_outside OUT-1 X-2");
  }
}

TEST_CASE("what must happen at a time stands first in its team, by time, and meeting windows are a conflict") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 1, 90), issue("T", "B", "X-2", 1, 10), issue("T", "A", "X-3", 1, 10), issue("U", "A", "X-4", 1, 10)};
  in.issues[1].starts = at("2026-03-05T10:00:00Z"), in.issues[1].ends = at("2026-03-05T12:00:00Z");
  in.issues[2].starts = at("2026-03-04T10:00:00Z"), in.issues[2].ends = at("2026-03-05T10:00:00Z");
  in.sprint_start = at("2026-03-02T09:00:00Z"), in.sprint_end = at("2026-03-13T17:00:00Z");
  Queue q = make_queue(in);
  CHECK(keys(q) == "X-3 X-2 X-1 X-4");
  CHECK(q.items[0].round == 1);
  CHECK(q.items[2].round == 2);
  CHECK(q.conflicts.empty());  // windows that only touch
  in.issues[2].ends = at("2026-03-05T10:00:01Z");
  in.issues[3].starts = at("2026-03-13T17:00:01Z");
  in.capacities = {{"U", 0.0, "points", "set"}};
  q = make_queue(in);
  CHECK(kinds(q.conflicts) == "hard_overlap X-3 X-2; hard_outside_sprint X-4; hard_deferred X-4");
}

TEST_CASE("target dates decide between equal scores, none last") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 1, 50), issue("T", "A", "X-2", 1, 50), issue("T", "A", "X-3", 1, 50)};
  in.issues[1].target = *parse_date("2026-03-09"), in.issues[2].target = *parse_date("2026-03-08");
  CHECK(keys(make_queue(in)) == "X-3 X-2 X-1");
}

TEST_CASE("people of one name are two stakeholders, people without one are Nobody") {
  QueueInput in;
  in.issues = {issue("T", "Ana", "X-1", 1, 50), issue("T", "Ana", "X-2", 1, 50), issue("T", "", "X-3", 1, 50)};
  in.issues[0].stakeholder.id = 2, in.issues[1].stakeholder.id = 1;
  const Queue q = make_queue(in);
  CHECK(keys(q) == "X-2 X-1 X-3");
  CHECK(q.stakeholders == 3);
  CHECK(q.items[2].stakeholder.name == "Nobody");
}

TEST_CASE("a kept item whose blocker another team deferred is a conflict") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 3, 50), issue("U", "A", "X-2", 1, 50)};
  in.links = {link(in.issues[0], in.issues[1])};
  in.capacities = {{"T", 2.0, "points", "set"}};
  CHECK(kinds(make_queue(in).conflicts) == "blocker_deferred X-1 X-2");
}

TEST_CASE("negative points count as 0 and are named; an item larger than its team's capacity is too") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", -3, 50), issue("T", "A", "X-2", 9, 50)};
  in.capacities = {{"T", 8.0, "points", "set"}};
  const Queue q = make_queue(in);
  CHECK(q.points == 9);
  CHECK(keys(q) == "X-1 X-2*");
  CHECK(kinds(q.warnings) == "negative_points X-1; larger_than_capacity X-2");
}

TEST_CASE("the capacity algorithm keeps what is worth most, closed over dependencies, and says how good it is") {
  QueueInput in;
  in.algorithm = QueueAlgorithm::capacity;
  // By density X-2 and X-3 (120 for 5); X-1 alone gives 90 for 5; X-4 needs X-5, which costs 2 of U's 2.
  in.issues = {issue("T", "A", "X-1", 5, 90), issue("T", "B", "X-2", 3, 70), issue("T", "B", "X-3", 2, 50), issue("U", "A", "X-4", 1, 90), issue("U", "A", "X-5", 2, 10), issue("U", "C", "X-6", 2, 50)};
  in.links = {link(in.issues[4], in.issues[3])};
  in.capacities = {{"T", 5.0, "points", "set"}, {"U", 2.0, "points", "set"}};
  Queue q = make_queue(in);
  CHECK(keys(q) == "X-2 X-3 X-1* X-6 X-5* X-4*");
  CHECK(q.value == 170);
  CHECK(q.best_value == 170);
  in.capacities[1].amount = 3;
  q = make_queue(in);
  CHECK(keys(q) == "X-2 X-3 X-1* X-5 X-4 X-6*");
  CHECK(q.value == 220);
}

// The table said "0 %" of a team none of whose issues had an estimate.
TEST_CASE("a team without any estimate has no utilisation, not one of 0") {
  QueueInput in;
  in.issues = {issue("T", "A", "X-1", 1, 50), issue("U", "A", "X-2", 1, 50), issue("V", "A", "X-3", 1, 50)};
  in.issues[0].points.reset(), in.issues[1].points = 0, in.issues[2].points.reset();
  in.capacities = {{"T", 4.0, "points", "set"}, {"U", 4.0, "points", "set"}, {"V", 4.0, "issues", "set"}};
  const Queue q = make_queue(in);
  CHECK_FALSE(q.teams[0].utilisation);
  CHECK(q.teams[1].utilisation == 0);
  CHECK(q.teams[2].utilisation == 0.25);
}

// `--team` used to drop what is said of the whole: a schedule that names nothing here, a done rule that does not fit.
TEST_CASE("one team's part keeps the remarks that are about no team, and none of the other teams'") {
  QueueInput in = golden_sprint();
  in.issues[6].points.reset(), in.issues[4].points.reset();
  Queue q = make_queue(in);
  q.warnings.insert(q.warnings.begin(), {"schedule_unknown", "", {"X-9"}, "The schedule names X-9, which is not in the queue."});
  CHECK(kinds(of_team(q, "QA").warnings) == "schedule_unknown X-9; unestimated D-2071");
}

TEST_CASE("an item of a choice is explained by the choice, not by a line nobody drew") {
  QueueInput in;
  in.algorithm = QueueAlgorithm::capacity;
  in.issues = {issue("T", "A", "X-1", 5, 90), issue("T", "B", "X-2", 3, 70), issue("T", "B", "X-3", 2, 50)};
  in.capacities = {{"T", 5.0, "points", "set"}};
  const Queue q = make_queue(in);
  CHECK(explain_item(q, "X-1").back() == "Cut: 5 of 5 points (set) are chosen in T; it takes 5: deferred.");
  CHECK(explain_item(q, "X-3").back() == "Cut: 5 of 5 points (set) are chosen in T; it takes 2: chosen.");
}

TEST_CASE("times in conflicts are the calendar's") {
  QueueInput in;
  in.zone = Zone::fixed("+02:00", 7200);
  in.issues = {issue("T", "A", "X-1", 1, 90), issue("T", "B", "X-2", 1, 10)};
  in.issues[0].starts = at("2026-03-05T10:00:00Z"), in.issues[0].ends = at("2026-03-05T12:00:00Z");
  in.issues[1].starts = at("2026-03-05T11:00:00Z"), in.issues[1].ends = at("2026-03-05T23:00:00Z");
  CHECK(make_queue(in).conflicts.at(0).message == "X-1 (2026-03-05 12:00 to 14:00) and X-2 (2026-03-05 13:00 to 2026-03-06 01:00) overlap in team T.");
}

TEST_CASE("an empty sprint is an empty queue") {
  const Queue q = make_queue({});
  CHECK(q.items.empty());
  CHECK_FALSE(q.fairness);
  CHECK_FALSE(q.points);
}

TEST_CASE("an item is explained by its list, round, blockers and cut") {
  QueueInput in = golden_sprint();
  in.capacities = {{"Systems", 18.0, "points", "plan"}};
  const Queue q = make_queue(in);
  const auto why = explain_item(q, "d-2080");
  CHECK(why[0] == "D-2080: position 5 of 5 in Systems, 10 of 13 in all, round 2.");
  CHECK(why[1] == "List: item 2 of 2 of MA () in Systems, by hard time, priority score, target date, tracker rank, key: D-2081 (50), D-2080 (50).");
  CHECK(why[2] == "Round 2: each stakeholder in turn by name; MA is number 1 of 1 who have an item 2.");
  CHECK(why[3] == "Blockers: none in the queue. Dependencies did not move it.");
  CHECK(why[4] == "Cut: 20 points before it and its own 3 make 23 of 18 (plan): deferred.");
  CHECK_THROWS_WITH_AS(explain_item(q, "D-9999"), doctest::Contains("no item D-9999"), Error);
}

TEST_CASE("priority scores by name, decorations aside") {
  struct Case { std::string name; double score; };
  for (const auto& c : std::vector<Case>{{"Blocker", 90}, {"HIGHEST", 90}, {"1 - Critical", 70}, {"High", 70}, {"Major (kp)", 50}, {"Medium", 50}, {"Normal", 50}, {"P3: Minor", 30},
                                         {"low", 30}, {"Trivial", 10}, {"5-Lowest", 10}, {"", 50}, {"Whatever", 50}, {"non-critical", 50}, {"\xF0\x9F\x94\xA5 Critical", 70}})
    CHECK_MESSAGE(priority_score(c.name, {}) == c.score, c.name);
  CHECK(priority_score("2 - Expedite", {{"expedite", 95}}) == 95);
  CHECK(priority_score("HIGH", {{"High", 80}}) == 80);
}
