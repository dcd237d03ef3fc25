// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <algorithm>
#include <string>
#include <vector>
#include "tests/core/sprint_support.h"
using namespace juno;
using namespace juno::test;
namespace {

const std::string kNow = "2026-04-01T00:00:00Z";
const std::string kBefore = "2026-02-01T00:00:00Z";

SprintScope scope_of(const std::vector<SprintIssue>& issues, const SprintRules& rules = test::rules(), const Sprint& sprint = two_weeks(), const std::string& now = kNow) {
  return sprint_scope(sprint, issues, rules, at(now));
}

SprintItem one(const Story& story) {
  const SprintScope scope = scope_of({story});
  REQUIRE(scope.items.size() == 1);
  return scope.items[0];
}

}  // namespace

TEST_CASE("an issue in the sprint all along is completed with its points as of completion") {
  const auto item = one(Story("A-1", kBefore, true, 3.0).points("2026-03-04T10:00:00Z", 5.0).status("2026-03-05T10:00:00Z", 3).points("2026-03-06T10:00:00Z", 8.0));
  CHECK(item.outcome == Outcome::completed);
  CHECK(item.committed());
  CHECK_FALSE(item.added);
  CHECK(item.points_start == 3.0);
  CHECK(item.points_end == 5.0);
  CHECK(item.points_close == 8.0);
  CHECK(item.re_estimated == 5.0);
  CHECK(item.completed_at == at("2026-03-05T10:00:00Z"));
}

TEST_CASE("state is judged at the close: reopened before it is not completed, reopened after it still is") {
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-03-05T10:00:00Z", 3).status("2026-03-06T10:00:00Z", 2)).outcome == Outcome::not_completed);
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-03-05T10:00:00Z", 3).status("2026-03-14T10:00:00Z", 2)).outcome == Outcome::completed);
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-03-13T17:05:00Z", 3)).outcome == Outcome::completed);
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-03-13T17:05:01Z", 3)).outcome == Outcome::not_completed);
  // The planned end does not matter: done between it and the close counts.
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-03-13T17:03:00Z", 3)).outcome == Outcome::completed);
  // Moving between two done statuses is not a second completion.
  CHECK(one(Story("A-1", kBefore, true, 3.0).status("2026-02-05T10:00:00Z", 3).status("2026-03-06T10:00:00Z", 4)).outcome == Outcome::completed_elsewhere);
}

TEST_CASE("what was done before the start is neither committed nor completed here, unless it is redone") {
  const auto done = one(Story("A-1", kBefore, true, 3.0, 3));
  CHECK(done.outcome == Outcome::completed_elsewhere);
  CHECK(done.done_at_start);
  CHECK_FALSE(done.committed());
  const auto redone = one(Story("A-1", kBefore, true, 3.0, 3).status("2026-03-05T10:00:00Z", 2).status("2026-03-06T10:00:00Z", 3));
  CHECK(redone.outcome == Outcome::completed);
  CHECK_FALSE(redone.committed());
  // Done while outside the sprint, then brought in.
  const auto elsewhere = one(Story("A-1", kBefore, false, 3.0).status("2026-03-05T10:00:00Z", 3).enter("2026-03-06T10:00:00Z"));
  CHECK(elsewhere.outcome == Outcome::completed_elsewhere);
  CHECK(elsewhere.added);
}

TEST_CASE("added means entered after the start; removed means out at the end; coming back is neither twice") {
  const auto added = one(Story("A-1", kBefore, false, 2.0).enter("2026-03-04T10:00:00Z").points("2026-03-05T10:00:00Z", 3.0));
  CHECK(added.added);
  CHECK(added.outcome == Outcome::not_completed);
  CHECK(added.points_start == 2.0);  // on entry
  CHECK(added.points_end == 3.0);
  const auto removed = one(Story("A-1", kBefore, true, 2.0).points("2026-03-05T10:00:00Z", 3.0).leave("2026-03-06T10:00:00Z").points("2026-03-07T10:00:00Z", 9.0));
  CHECK(removed.outcome == Outcome::removed);
  CHECK(removed.points_end == 3.0);  // on leaving
  const auto back = one(Story("A-1", kBefore, true, 2.0).leave("2026-03-05T10:00:00Z").enter("2026-03-06T10:00:00Z"));
  CHECK(back.outcome == Outcome::not_completed);
  CHECK_FALSE(back.added);
  CHECK(back.entries == 1);
  CHECK(back.leavings == 1);
  const auto visited = one(Story("A-1", kBefore, false, 2.0).enter("2026-03-05T10:00:00Z").leave("2026-03-06T10:00:00Z"));
  CHECK(visited.added);
  CHECK(visited.outcome == Outcome::removed);
  // Created inside the sprint after its start: no change says that it was added.
  const auto born = one(Story("A-1", "2026-03-05T10:00:00Z", true, 2.0));
  CHECK(born.added);
  CHECK(born.points_start == 2.0);
  CHECK(one(Story("A-1", kBefore, true, 2.0).status("2026-03-05T10:00:00Z", 3).leave("2026-03-06T10:00:00Z")).outcome == Outcome::removed);
}

TEST_CASE("issues that were only there before or after are not part of the sprint") {
  CHECK(scope_of({Story("A-1", kBefore, true, 2.0).leave("2026-03-01T10:00:00Z"), Story("A-2", kBefore, false, 2.0).enter("2026-03-14T10:00:00Z"), Story("A-3", "2026-03-14T10:00:00Z", true, 2.0)}).items.empty());
}

TEST_CASE("what happens in the second of the start belongs to the start") {
  CHECK(one(Story("A-1", kBefore, false, 2.0).enter("2026-03-02T09:00:00.800Z")).committed());
  CHECK(one(Story("A-1", kBefore, false, 2.0).enter("2026-03-02T09:00:01Z")).added);
  auto late = rules();
  late.grace = std::chrono::minutes(5);
  CHECK(scope_of({Story("A-1", kBefore, false, 2.0).enter("2026-03-02T09:04:00Z")}, late).items[0].committed());
  CHECK(scope_of({Story("A-1", kBefore, false, 2.0).enter("2026-03-02T09:06:00Z")}, late).items[0].added);
}

TEST_CASE("closing the sprint removes nothing: what its user takes out within a minute of the close was not completed") {
  const std::vector<SprintIssue> issues = {Story("A-1", kBefore, true, 2.0).leave("2026-03-13T17:04:58Z", 99),
                                           Story("A-2", kBefore, true, 2.0).leave("2026-03-13T17:04:58Z", 99),
                                           Story("A-3", kBefore, true, 2.0).leave("2026-03-13T17:04:30Z", 5),
                                           Story("A-4", kBefore, true, 2.0).leave("2026-03-13T17:03:00Z", 99)};
  const auto scope = scope_of(issues);
  CHECK(scope.items[0].outcome == Outcome::not_completed);
  CHECK(scope.items[0].close_operation);
  CHECK(scope.items[1].outcome == Outcome::not_completed);
  CHECK(scope.items[2].outcome == Outcome::removed);  // by somebody else
  CHECK(scope.items[3].outcome == Outcome::removed);  // two minutes before
}

TEST_CASE("an active sprint is judged as of now, a future one by its present content") {
  Sprint active = two_weeks();
  active.state = SprintState::active;
  active.complete.reset();
  const std::vector<SprintIssue> issues = {Story("A-1", kBefore, true, 2.0).status("2026-03-05T10:00:00Z", 3), Story("A-2", kBefore, true, 2.0)};
  const auto early = scope_of(issues, rules(), active, "2026-03-04T10:00:00Z");
  CHECK_FALSE(early.window.closed);
  CHECK(early.items[0].outcome == Outcome::not_completed);
  CHECK(scope_of(issues, rules(), active, "2026-03-06T10:00:00Z").items[0].outcome == Outcome::completed);
  active.state = SprintState::future;
  const auto future = scope_of(issues, rules(), active, "2026-02-20T10:00:00Z");
  CHECK_FALSE(future.window.begun);
  CHECK(future.items.size() == 2);
  CHECK(future.items[0].committed());
  // A closed sprint seen from a moment before its close is an active one.
  CHECK_FALSE(scope_of(issues, rules(), two_weeks(), "2026-03-06T10:00:00Z").window.closed);
}

TEST_CASE("odd sprints are said to be odd") {
  Sprint reopened = two_weeks();
  reopened.state = SprintState::active;
  CHECK(window_of(reopened, at(kNow)).warnings.size() == 1);
  Sprint undated = two_weeks();
  undated.complete.reset();
  const auto w = window_of(undated, at(kNow));
  CHECK(w.closed);
  CHECK(w.end == at("2026-03-13T17:00:00Z"));
  CHECK(w.warnings.size() == 1);
  Sprint startless = two_weeks();
  startless.start.reset();
  CHECK(window_of(startless, at(kNow)).warnings.size() == 1);
  Sprint activated = two_weeks();
  activated.activated = at("2026-03-03T09:00:00Z");
  CHECK(window_of(activated, at(kNow)).start == *activated.activated);
}

TEST_CASE("done may be a list of statuses or the board's last column") {
  Board board;
  board.columns = {{"To Do", {1}}, {"Released", {4}}, {"Archive", {}}};
  DoneRule by_board{DoneRule::By::board, {}};
  auto r = rules();
  r.done = done_when(by_board, &board, category, status_name);
  CHECK(r.done.rule == "a status of the board's last column, Released");
  const std::vector<SprintIssue> issues = {Story("A-1", kBefore, true, 2.0).status("2026-03-05T10:00:00Z", 3), Story("A-2", kBefore, true, 2.0).status("2026-03-05T10:00:00Z", 4)};
  CHECK(scope_of(issues, r).items[0].outcome == Outcome::not_completed);
  CHECK(scope_of(issues, r).items[1].outcome == Outcome::completed);
  r.done = done_when(by_board, nullptr, category, status_name);
  CHECK_FALSE(r.done.warning.empty());
  CHECK(scope_of(issues, r).items[0].outcome == Outcome::completed);
  r.done = done_when(DoneRule{DoneRule::By::statuses, {"In Progress"}}, nullptr, category, status_name);
  CHECK(scope_of({Story("A-1", kBefore, true, 2.0).status("2026-03-05T10:00:00Z", 2)}, r).items[0].outcome == Outcome::completed);
}

TEST_CASE("sub-tasks are left out unless asked for, and items come by key whatever the input's order") {
  Story sub("A-10", kBefore, true, 1.0);
  sub.issue.subtask = true;
  std::vector<SprintIssue> issues = {Story("B-1", kBefore, true, 1.0), sub, Story("A-9", kBefore, true, 1.0), Story("A-2", kBefore, true, 1.0)};
  const auto scope = scope_of(issues);
  REQUIRE(scope.items.size() == 3);
  CHECK(issues[scope.items[0].issue].key == "A-2");
  CHECK(issues[scope.items[1].issue].key == "A-9");
  CHECK(issues[scope.items[2].issue].key == "B-1");
  auto with = rules();
  with.subtasks = true;
  CHECK(scope_of(issues, with).items.size() == 4);
}
