// SPDX-License-Identifier: Apache-2.0
#include "core/triage.h"
#include <doctest/doctest.h>
#include <numeric>
using namespace juno;

namespace {

constexpr FlowIssue::Place kTodo = 1, kDev = 2, kDone = 3, kBlocked = 4;
const Instant kNow = parse_instant("2026-06-30T12:00:00Z").value();
Instant ago(int days) { return kNow - std::chrono::hours(24 * days); }

struct Case {
  std::string what;
  std::vector<FlowIssue::Visit> visits;
  int idle = 0;
  bool assigned = true, flagged = false;
  OpenIssue open;
  std::string advice, reason;  // empty: nothing to do
  std::vector<std::string> also;
};

Triage asked(const std::vector<Case>& cases, FlowIssues& data, std::optional<Period> touched = {}) {
  data.statuses = {{}, {1, "To Do", StatusCategory::todo}, {2, "Dev", StatusCategory::in_progress}, {3, "Done", StatusCategory::done}, {4, "Blocked", StatusCategory::in_progress}};
  data.words = {"", "Ada"};
  std::vector<OpenIssue> open;
  for (const Case& c : cases) {
    FlowIssue& i = data.issues.emplace_back();
    i.key = "PAY-" + std::to_string(data.issues.size()), i.visits = c.visits, i.created = c.visits.front().from;
    i.updated = ago(c.idle), i.assignee = c.assigned, i.flagged = c.flagged;
    open.push_back(c.open);
  }
  std::vector<std::size_t> all(data.issues.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const FlowRules rules = flow_rules(data.statuses, {});
  const Zone zone;
  TriageInput in{data, all, open, rules, {}, kNow, zone, true};
  in.touched = touched;
  return triage(in);
}

}  // namespace

TEST_CASE("each kind of stale work has its advice, with the reason") {
  const OpenIssue none{"", {}, {}}, behind{"", {}, {{"PAY-90", false}, {"PAY-91", true}}}, freed{"", {}, {{"PAY-91", true}}};
  const OpenIssue late{"", parse_date("2026-06-28"), {}}, today{"", parse_date("2026-06-30"), {}};
  const std::vector<Case> cases = {
      {"fresh work", {{ago(9), kTodo}, {ago(3), kDev}}, 1, true, false, none, "", "", {}},
      {"fresh backlog", {{ago(100), kTodo}}, 100, false, false, none, "", "", {}},
      {"exactly at the limit", {{ago(9), kTodo}, {ago(8), kDev}}, 7, true, false, none, "", "", {}},
      {"untouched work", {{ago(20), kTodo}, {ago(9), kDev}}, 8, true, false, none, "ask", "in Dev, and not touched for 8 days", {}},
      {"nobody's work", {{ago(20), kTodo}, {ago(2), kDev}}, 1, false, false, none, "assign", "in Dev, and nobody's", {}},
      {"blocked status", {{ago(20), kTodo}, {ago(5), kBlocked}}, 1, true, false, none, "unblock", "in Blocked for 5 days", {}},
      {"blocked status, not for long", {{ago(20), kTodo}, {ago(2), kBlocked}}, 1, true, false, none, "", "", {}},
      {"blocked behind an open issue", {{ago(20), kTodo}, {ago(5), kBlocked}}, 1, true, false, behind, "unblock", "in Blocked for 5 days, behind PAY-90", {}},
      {"worked on behind an open issue", {{ago(20), kTodo}, {ago(2), kDev}}, 1, true, false, behind, "unblock", "in progress, but blocked by PAY-90", {}},
      {"nothing blocks it any more", {{ago(20), kTodo}, {ago(5), kBlocked}}, 1, true, false, freed, "resume", "what blocked it is done: PAY-91", {}},
      {"flagged, untouched", {{ago(20), kTodo}}, 4, true, true, none, "unblock", "flagged, and not touched for 4 days", {}},
      {"overdue", {{ago(20), kTodo}}, 1, true, false, late, "reschedule", "due 2026-06-28, 2 days ago", {}},
      {"due today", {{ago(20), kTodo}}, 1, true, false, today, "", "", {}},
      {"put back", {{ago(60), kTodo}, {ago(50), kDev}, {ago(30), kTodo}}, 30, true, false, none, "put_back", "started 50 days ago, put back 30 days ago", {}},
      {"forgotten", {{ago(400), kTodo}}, 200, true, false, none, "close", "not begun, and not touched for 200 days", {}},
      {"several reasons", {{ago(60), kTodo}, {ago(50), kDev}}, 40, false, false, late, "reschedule", "due 2026-06-28, 2 days ago", {"ask: in Dev, and not touched for 40 days", "assign: in Dev, and nobody's"}},
      {"done", {{ago(400), kTodo}, {ago(300), kDone}}, 300, false, true, late, "", "", {}},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    FlowIssues data;
    const Triage t = asked({c}, data);
    if (c.advice.empty()) {
      CHECK(t.items.empty());
      continue;
    }
    REQUIRE(t.items.size() == 1);
    CHECK(to_string(t.items[0].advice) == c.advice);
    CHECK(t.items[0].reason == c.reason);
    CHECK(t.items[0].also == c.also);
  }
}

TEST_CASE("work that takes longer than most is named once there are five to compare with") {
  std::vector<Case> cases = {{"slow", {{ago(30), kDev}}, 1, true, false, {}, "", "", {}}};
  for (int n = 1; n <= 4; ++n) cases.push_back({"finished", {{ago(40), kDev}, {ago(40 - n), kDone}}, 30, true, false, {}, "", "", {}});
  FlowIssues few, enough;
  CHECK(asked(cases, few).items.empty());
  cases.push_back({"finished", {{ago(40), kDev}, {ago(35), kDone}}, 30, true, false, {}, "", "", {}});
  const Triage t = asked(cases, enough);
  CHECK(t.usual_days == 5.0);
  CHECK(t.open == 1);
  REQUIRE(t.items.size() == 1);
  CHECK(t.items[0].advice == Advice::split);
  CHECK(t.items[0].reason == "in progress for 30 days; 85 % are finished within 5");
}

TEST_CASE("a stretch of time leaves what was last updated in it: its first moment counts, its last does not") {
  const OpenIssue none{"", {}, {}};
  std::vector<Case> cases;
  for (const int idle : {10, 19, 20, 30, 31}) cases.push_back({"", {{ago(60), kTodo}, {ago(50), kDev}}, idle, true, false, none, "", "", {}});
  FlowIssues data;
  Period period;
  period.from = ago(30), period.to = ago(19);
  const Triage t = asked(cases, data, period);
  CHECK(t.open == 2);
  REQUIRE(t.items.size() == 2);
  CHECK(data.issues[t.items[0].issue].key == "PAY-4");
  CHECK(data.issues[t.items[1].issue].key == "PAY-3");
}

TEST_CASE("the most pressing comes first, then what lies idle longest, then the key") {
  FlowIssues data;
  const Triage t = asked({{"1", {{ago(400), kTodo}}, 200, true, false, {}, "", "", {}}, {"2", {{ago(20), kDev}}, 9, true, false, {}, "", "", {}},
                          {"3", {{ago(20), kDev}}, 12, true, false, {}, "", "", {}}, {"4", {{ago(20), kDev}}, 9, true, false, {}, "", "", {}}, {"5", {{ago(9), kBlocked}}, 1, true, false, {}, "", "", {}}}, data);
  std::vector<std::string> keys;
  for (const auto& i : t.items) keys.push_back(data.issues[i.issue].key);
  CHECK(keys == std::vector<std::string>{"PAY-5", "PAY-3", "PAY-2", "PAY-4", "PAY-1"});
}
