// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "connectors/jira/activity.h"
#include "connectors/jira/boards.h"
#include "connectors/jira/catalogue.h"
#include "connectors/jira/jql.h"
#include "connectors/jira/paged.h"
#include "connectors/jira/sprint_report.h"
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using juno::test::FakeHttp;
using juno::test::json_answer;

namespace {

Site cloud(Http& http) { return {http, "https://acme.example", true}; }
Site server(Http& http) { return {http, "https://jira.example", false}; }

template <class List>
std::string ids(const List& list) {
  std::string out;
  for (const auto& one : list) out += std::to_string(one.id) + " ";
  return out;
}

}  // namespace

TEST_CASE("boards come 50 a page and a short page is not the last") {
  FakeHttp http;
  http.on("GET", "/rest/agile/1.0/board?projectKeyOrId=PAY&startAt=0&maxResults=50",
          R"({"isLast":false,"total":3,"values":[{"id":9,"name":"B","type":"kanban"},{"id":2,"name":"A","type":"scrum","location":{"projectKey":"PAY"}}]})");
  http.on("GET", "/rest/agile/1.0/board?projectKeyOrId=PAY&startAt=2&maxResults=50", R"({"isLast":true,"values":[{"id":4,"name":"C","type":"simple"}]})");
  const auto boards = fetch_boards(cloud(http), "PAY");
  CHECK(ids(boards) == "2 4 9 ");
  CHECK(boards[0].project_key == "PAY");
}

TEST_CASE("lists that do not move on, or hold null, end in an error after asking again") {
  FakeHttp http;
  http.serve([](const HttpRequest&) { return json_answer(R"({"values":[{"id":1,"name":"A"}]})"); });
  CHECK_THROWS_WITH_AS(fetch_boards(cloud(http)), "Jira boards: Jira gives the same page twice", Error);
  CHECK(http.count() == 2);
  FakeHttp nulls;
  nulls.serve([](const HttpRequest&) { return json_answer(R"({"values":[null]})"); });
  CHECK_THROWS_AS(fetch_boards(cloud(nulls)), Error);
  CHECK(nulls.count() == 3);
  FakeHttp once;
  once.on("GET", "startAt=0&maxResults=50", R"({"isLast":true,"values":[null]})");
  once.on("GET", "startAt=0&maxResults=50", R"({"isLast":true,"values":[{"id":5}]})");
  CHECK(ids(fetch_boards(cloud(once))) == "5 ");
}

TEST_CASE("a board's configuration gives columns, estimation and rank, or a note why not") {
  FakeHttp http;
  http.on("GET", "/rest/agile/1.0/board/2/configuration",
          R"({"columnConfig":{"columns":[{"name":"To do","statuses":[{"id":"1"},{"id":"4"}]},{"name":"Done","statuses":[{"id":"3"}]}]},
              "estimation":{"type":"field","field":{"fieldId":"customfield_10016"}},"ranking":{"rankCustomFieldId":10019},"location":{"key":"PAY"}})");
  Board board;
  board.id = 2;
  board.name = "Web";
  CHECK(read_configuration(cloud(http), board) == "");
  REQUIRE(board.columns.size() == 2);
  CHECK(board.columns[0].statuses == std::vector<Id>{1, 4});
  CHECK(board.estimation_field == "customfield_10016");
  CHECK(board.rank_field == "customfield_10019");
  CHECK(board.project_key == "PAY");
  for (const int status : {403, 404}) {
    http.on("GET", "/rest/agile/1.0/board/2/configuration", "{}", status);
    CHECK(read_configuration(cloud(http), board).starts_with("board \"Web\" (2): its configuration "));
  }
  http.on("GET", "/rest/agile/1.0/board/2/configuration", "{}", 401);
  CHECK_THROWS_AS(read_configuration(cloud(http), board), Error);
}

TEST_CASE("sprints go on beyond 50, a Kanban board has none, and a deleted one is nothing") {
  FakeHttp http;
  std::string first, second;
  for (int i = 1; i <= 50; ++i) first += (i > 1 ? "," : "") + std::string(R"({"id":)") + std::to_string(i) + R"(,"state":"closed","originBoardId":8})";
  second = R"({"id":50,"state":"closed"},{"id":51,"name":"Now","state":"active","goal":"ship","startDate":"2026-01-05T09:00:00.000Z","endDate":"bad"})";
  http.on("GET", "/rest/agile/1.0/board/3/sprint?startAt=0&maxResults=50", R"({"isLast":false,"values":[)" + first + "]}");
  http.on("GET", "/rest/agile/1.0/board/3/sprint?startAt=50&maxResults=50", R"({"isLast":true,"values":[)" + second + "]}");
  const auto sprints = fetch_sprints(cloud(http), 3);
  REQUIRE(sprints.size() == 51);
  CHECK(sprints[0].board == 8);
  CHECK(sprints[50].board == 3);
  CHECK(sprints[50].state == SprintState::active);
  CHECK(sprints[50].start == parse_instant("2026-01-05T09:00:00Z"));
  CHECK_FALSE(sprints[50].end.has_value());
  http.on("GET", "/rest/agile/1.0/board/4/sprint?state=active%2Cfuture&startAt=0&maxResults=50", R"({"errorMessages":["The board does not support sprints"]})", 400);
  CHECK(fetch_open_sprints(cloud(http), 4).empty());
  http.on("GET", "/rest/agile/1.0/sprint/77", "{}", 404);
  CHECK_FALSE(fetch_sprint(cloud(http), 77).has_value());
  http.on("GET", "/rest/agile/1.0/sprint/78", R"({"id":78,"name":"S","state":"future"})");
  CHECK(fetch_sprint(cloud(http), 78)->name == "S");
}

TEST_CASE("statuses are sorted into categories by key, never by name") {
  FakeHttp http;
  http.on("GET", "/rest/api/3/status", R"([{"id":"1","name":"Done"},null])");  // may hide a status: asked for again
  http.on("GET", "/rest/api/3/status",
          R"([{"id":"1","name":"Done","statusCategory":{"key":"new","name":"Done"}},{"id":"2","name":"x","statusCategory":{"key":"indeterminate"}},
              {"id":"3","name":"x","statusCategory":{"key":"done"}},{"id":"4","name":"y","statusCategory":{"key":"undefined"}},{"name":"no id"}])");
  const Statuses statuses = fetch_statuses(cloud(http));
  REQUIRE(statuses.size() == 4);
  CHECK(statuses.at(1).category == StatusCategory::todo);
  CHECK(statuses.at(2).category == StatusCategory::in_progress);
  CHECK(statuses.at(3).category == StatusCategory::done);
  CHECK(statuses.at(4).category == StatusCategory::todo);
}

TEST_CASE("projects, versions and components of both deployments") {
  FakeHttp http;
  http.on("GET", "/rest/api/3/project/search?expand=lead&startAt=0&maxResults=100",
          R"({"isLast":true,"values":[{"id":"9","key":"WEB","name":"Web","style":"next-gen","lead":{"accountId":"a"}},{"id":"2","key":"PAY","name":"Pay","archived":true}]})");
  const auto projects = fetch_projects(cloud(http), {"WEB"});
  REQUIRE(projects.size() == 1);
  CHECK(projects[0].style == "next-gen");
  CHECK(projects[0].lead == "a");
  http.on("GET", "https://jira.example/rest/api/2/project", R"([{"id":"2","key":"PAY","name":"Pay"}])");
  CHECK_THROWS_WITH_AS(fetch_projects(server(http), {"PAI"}), "jira.projects: the account sees no project \"PAI\"", Error);
  const Project pay{2, "PAY", "Pay", "", "", false};
  http.on("GET", "/rest/api/3/project/2/version?startAt=0&maxResults=50",
          R"({"isLast":true,"values":[{"id":"7","name":"2.0","released":true,"releaseDate":"2026-02-03"},{"id":"6","name":"1.0","archived":true}]})");
  const auto versions = fetch_versions(cloud(http), pay);
  CHECK(ids(versions) == "6 7 ");
  CHECK(versions[1].release == parse_date("2026-02-03"));
  CHECK(versions[1].project == 2);
  http.on("GET", "/rest/api/2/project/2/components", R"([{"id":"5","name":"ledger"}])");
  CHECK(fetch_components(server(http), pay)[0].name == "ledger");
}

TEST_CASE("users are listed to the first empty page, or a note says why not") {
  FakeHttp http;
  http.on("GET", "/rest/api/3/users/search?startAt=0&maxResults=1000", R"([{"accountId":"b","displayName":"B","active":false},{"accountId":"a","displayName":"A","accountType":"app"}])");
  http.on("GET", "/rest/api/3/users/search?startAt=2&maxResults=1000", "[]");
  const Users users = fetch_users(cloud(http));
  REQUIRE(users.people.size() == 2);
  CHECK(users.people[0].kind == "app");
  CHECK_FALSE(users.people[1].active);
  http.on("GET", "/rest/api/3/users/search?startAt=0&maxResults=1000", "{}", 403);
  CHECK(fetch_users(cloud(http)).note != "");
}

TEST_CASE("worklogs changed since a moment are listed, fetched and paged by time") {
  FakeHttp http;
  http.on("GET", "/rest/api/3/worklog/updated?since=1000", R"({"values":[{"worklogId":5,"updatedTime":2000},{"worklogId":4,"updatedTime":1500},{"worklogId":5,"updatedTime":1800}],"lastPage":false})");
  http.on_body("POST", "/rest/api/3/worklog/list", R"({"ids":[4,5]})",
               R"([{"id":"5","issueId":"70","started":"2026-01-02T10:00:00.000+0100","updated":"2026-01-02T11:00:00.000+0000","timeSpentSeconds":3600,
                    "author":{"accountId":"a","displayName":"A"},"comment":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"did it"}]}]}},
                   {"id":"4","issueId":"70","started":"2026-01-02T10:00:00.000+0100"},null])");
  const WorklogIds page = changed_worklogs(cloud(http), {1000});
  CHECK(page.ids == std::vector<Id>{4, 5});
  CHECK(page.until.ms == 2000);
  CHECK_FALSE(page.last);
  const WorklogBatch batch = fetch_worklogs(cloud(http), page.ids);
  REQUIRE(batch.worklogs.size() == 1);
  CHECK(batch.worklogs[0].seconds == 3600);
  CHECK(batch.worklogs[0].comment == "did it");
  CHECK(batch.worklogs[0].started == parse_instant("2026-01-02T09:00:00Z"));
  REQUIRE(batch.bad.size() == 2);
  CHECK(batch.bad[0].external_id == "4");
  CHECK(fetch_worklogs(cloud(http), {}).worklogs.empty());
  http.on("GET", "/rest/api/3/worklog/updated?since=2000", R"({"values":[],"lastPage":true})");
  CHECK(changed_worklogs(cloud(http), {2000}).last);
  http.on("GET", "/rest/api/3/worklog/updated?since=3000", R"({"values":[{"worklogId":5,"updatedTime":3000}],"lastPage":false})");
  CHECK_THROWS_AS(changed_worklogs(cloud(http), {3000}), Error);
  http.on("GET", "/rest/api/3/worklog/deleted?since=0", R"({"values":[{"worklogId":9,"updatedTime":70},{"worklogId":3,"updatedTime":60}],"lastPage":true})");
  const auto deleted = deleted_worklogs(cloud(http), {0});
  CHECK(deleted.ids == std::vector<Id>{3, 9});
  CHECK(deleted.until.ms == 70);
}

TEST_CASE("comments come with their issues, and a list that was cut short is read to its end") {
  const auto comment = [](int id) { return R"({"id":")" + std::to_string(id) + R"(","created":"2026-01-02T00:00:00.000+0000","author":{"accountId":"a"},"body":"*b*"})"; };
  FakeHttp http;
  http.on_body("POST", "/rest/api/3/issue/bulkfetch", R"({"issueIdsOrKeys":["1","2","3","4"],"fields":["comment"]})",
               R"({"issues":[{"id":"1","fields":{"comment":{"total":0,"comments":[]}}},{"id":"2","fields":{"comment":{"total":3,"comments":[)" + comment(21) +
                   R"(]}}},{"id":"3","fields":{"comment":{"total":2,"comments":[)" + comment(32) + "," + R"({"id":"31"})" + R"(]}}},{"id":"4","fields":{}}]})");
  http.on("GET", "/rest/api/3/issue/2/comment?startAt=0&maxResults=100&orderBy=created", R"({"total":3,"comments":[)" + comment(21) + "," + comment(22) + "]}");
  http.on("GET", "/rest/api/3/issue/2/comment?startAt=2&maxResults=100&orderBy=created", R"({"total":3,"comments":[)" + comment(23) + "]}");
  const CommentBatch batch = fetch_comments(cloud(http), {3, 1, 2, 4});
  CHECK(ids(batch.comments) == "21 22 23 32 ");
  CHECK(batch.comments[0].body == "b");
  CHECK(batch.comments[3].issue == 3);
  CHECK(batch.complete == std::vector<Id>{1, 2, 3});  // of 4 nothing is known
  REQUIRE(batch.bad.size() == 1);
  CHECK(batch.bad[0].external_id == "31");
}

TEST_CASE("Data Center's comments come by search, the rest one by one") {
  FakeHttp http;
  http.on_body("POST", "/rest/api/2/search", R"j({"jql":"id in (1,2)","maxResults":100,"fields":["comment"]})j",
               R"({"issues":[{"id":"1","fields":{"comment":{"comments":[{"id":"11","created":"2026-01-02T00:00:00.000+0000","body":"x"}],"total":1}}}]})");
  http.on("GET", "/rest/api/2/issue/2/comment?startAt=0&maxResults=100&orderBy=created", "{}", 404);
  const CommentBatch batch = fetch_comments(server(http), {1, 2});
  CHECK(ids(batch.comments) == "11 ");
  CHECK(batch.complete == std::vector<Id>{1});
}

TEST_CASE("JQL is bounded, quoted, ordered by what edits do not change, and reads time in the account's zone") {
  const Zone oslo = Zone::fixed("Europe/Oslo", 7200);
  CHECK(all_issues({}) == "created >= \"1970-01-01\" ORDER BY created ASC, key ASC");
  CHECK(all_issues({{"PAY", "A\"B"}, "labels = x OR labels = y", parse_date("2020-01-01")}) ==
        "project in (\"PAY\", \"A\\\"B\") AND (labels = x OR labels = y) AND created >= \"2020-01-01\" ORDER BY created ASC, key ASC");
  CHECK(updated_issues({{"PAY"}, "", {}}, parse_instant("2026-08-24T09:11:59.999Z").value(), oslo) ==
        "project in (\"PAY\") AND updated >= \"2026/08/24 11:11\" ORDER BY created ASC, key ASC");
  CHECK(jql_string("a\\b\n") == "\"a\\\\b \"");
}

TEST_CASE("an extra restriction must be whole and must not order") {
  for (const std::string& good : {std::string(), std::string("labels = \"order by\""), std::string("(a = 1) and reporter = 'x)'"), std::string("border by = 1")}) CHECK_NOTHROW(check_extra(good));
  for (const std::string& bad : {std::string("a = 1 ORDER  BY created"), std::string("a = 1) or (b = 2"), std::string("a = \"x"), std::string("(a = 1"), std::string("order by key")}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(check_extra(bad), Error);
  }
}

TEST_CASE("Jira's own sprint report gives each issue its bucket") {
  const auto report = parse_sprint_report(juno::test::fixture("jira/sprint-report.json"));
  CHECK(report.sprint == 12);
  CHECK(report.state == "CLOSED");
  REQUIRE(report.issues.size() == 4);
  using Bucket = ReportedIssue::Bucket;
  CHECK(report.issues[0].key == "PAY-1");
  CHECK(report.issues[0].bucket == Bucket::completed);
  CHECK(report.issues[0].estimate == 3);
  CHECK(report.issues[0].current == 5);
  CHECK(report.issues[1].bucket == Bucket::not_completed);
  CHECK(report.issues[1].added);
  CHECK_FALSE(report.issues[1].estimate.has_value());
  CHECK(report.issues[2].bucket == Bucket::removed);
  CHECK(report.issues[3].bucket == Bucket::completed_elsewhere);
  FakeHttp http;
  const std::string url = "/rest/greenhopper/1.0/rapid/charts/sprintreport?rapidViewId=3&sprintId=12";
  http.on("GET", url, "", 404);
  CHECK_FALSE(fetch_sprint_report(cloud(http), 3, 12).has_value());
  http.on("GET", url, R"({"contents":{},"sprint":{"id":13}})");
  CHECK_THROWS_AS(fetch_sprint_report(cloud(http), 3, 12), Error);
  for (const std::string& bad : {std::string("{}"), std::string("x"), std::string(R"({"contents":{"completedIssues":[{"key":"A-1"}]}})")}) CHECK_THROWS_AS(parse_sprint_report(bad), Error);
}
