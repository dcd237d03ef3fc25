// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include "core/error.h"
#include "sample.h"
#include "store/check.h"
#include "store/checkpoints.h"
#include "store/export.h"
#include "store/capacity.h"
#include "store/import.h"
#include "store/issue_writer.h"
#include "store/issues.h"
#include "store/ledger.h"
#include "store/query.h"
#include "store/sprints.h"
using namespace juno;
using namespace juno::store;
namespace {

Database fresh() { return Database::open_cache(":memory:", Database::Mode::read_write); }

void fill(Database& db, const std::string& name) {
  Transaction tx(db);
  const Site site = sample::site(db, name);
  put_field_map(db, site, sample::fields());
  const Status statuses[] = {sample::kToDo, sample::kDoing, sample::kDone};
  upsert_statuses(db, site, statuses);
  Person ada = sample::person("u1", "Ada Byrne");
  ada.email = "ada@example.com", ada.active = false, ada.time_zone = "Europe/Dublin", ada.kind = "atlassian";
  upsert_people(db, site, std::span(&ada, 1));
  const Project projects[] = {{1, "PAY", "Payments", "classic", "u9", false}};
  upsert_projects(db, site, projects);
  const Version versions[] = {{5, 1, "1.2", true, false, parse_date("2026-01-02"), std::nullopt}};
  upsert_versions(db, site, versions);
  const Component components[] = {{6, 1, "api"}};
  upsert_components(db, site, components);
  const Board boards[] = {{7, "Pay board", "scrum", "PAY", {{"To Do", {1}}, {"Empty", {}}, {"Done", {2, 3}}}, "customfield_10016", "customfield_1"}};
  upsert_boards(db, site, boards);
  Sprint sprint;
  sprint.id = 20, sprint.board = 7, sprint.name = "Sprint 20", sprint.state = SprintState::closed, sprint.start = at("2026-03-01T00:00:00Z");
  sprint.activated = at("2026-03-01T08:00:00.123Z"), sprint.end = at("2026-03-14T00:00:00Z"), sprint.complete = at("2026-03-14T10:00:00Z"), sprint.goal = "Refunds \"work\"\n\x01";
  upsert_sprints(db, site, std::span(&sprint, 1));
  IssueWriter writer(db, site, sample::fields());
  auto odd = sample::bare(109, "PAY-9");
  odd.issue.summary = "=cmd|' /C calc'!A0, \"quoted\"\r\n\xe2\x82\xac", odd.issue.points = 0.1;
  auto negative = sample::bare(110, "PAY-10");
  negative.issue.points = -0.0, negative.issue.created = at("1969-12-31T23:59:59.900Z"), negative.issue.logged_s = 1;
  writer.upsert(std::vector{sample::finished(), sample::bare(), odd, negative}, sample::kNow);
  const Comment comments[] = {{4, 107, sample::person("u3", "Cy Diaz"), at("2026-03-04T08:00:00Z"), at("2026-03-04T09:00:00Z"), "ok\nthen"}};
  writer.replace_comments(107, comments);
  writer.replace_comments(108, {});
  const Worklog logs[] = {{2, 107, sample::person("u3", "Cy Diaz"), at("2026-03-04T08:00:00Z"), at("2026-03-04T08:30:00Z"), 1799, ""}};
  writer.replace_worklogs(107, logs);
  const Id gone[] = {108};
  writer.mark_deleted(gone, sample::kNow);
  Checkpoint c;
  c.stream = "issues:PAY", c.cursor = "a\"b", c.watermark = sample::kNow, c.state = Checkpoint::State::partial, c.items = 4, c.error = "429";
  put_checkpoint(db, site, c);
  tx.commit();
}

std::string exported(Database& db, Database* ledger = nullptr) {
  std::string text;
  export_lines(db, ledger, [&](std::string_view piece) { text += piece; });
  return text;
}
Imported import_text(Database& db, const std::string& text, Database* ledger = nullptr) {
  std::istringstream in(text);
  return import_lines(db, ledger, [&](std::string& line) { return static_cast<bool>(std::getline(in, line)); }, sample::kNow);
}
std::string failure(const std::string& text) {
  Database db = fresh();
  fill(db, "jira");
  const std::string before = exported(db);
  std::string message = "no error";
  try {
    import_text(db, text);
  } catch (const Error& e) {
    CHECK(e.exit == Exit::usage);
    message = e.what();
  }
  if (message != "no error") CHECK(exported(db) == before);
  return message;
}

}  // namespace

TEST_CASE("export, import, export gives the same bytes, and the same views") {
  Database a = fresh();
  fill(a, "jira");
  SUBCASE("one site") {}
  SUBCASE("two sites with the same ids") { fill(a, "beta"); }
  Database ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  add_snapshot(ledger, {0, "jira", 20, "Sprint 20", "final", sample::kNow, "dana", "", R"({"points":5})"});
  add_audit(ledger, {0, sample::kNow, "dana", "snapshot", "sprint 20", ""});
  add_capacity_change(ledger, {0, "jira", 20, "Sprint 20", "QA", "", CapacityChange::What::amount, 12.5, CapacityUnit::hours, {}, {}, "hand", sample::kNow, "dana", "why"});
  add_capacity_change(ledger, {0, "jira", 20, "Sprint 20", "QA", "", CapacityChange::What::amount, {}, CapacityUnit::hours, {}, {}, "hand", sample::kNow, "dana", "taken back"});
  add_capacity_change(ledger, {0, "jira", 20, "Sprint 20", "", "Rui", CapacityChange::What::absence, 0.5, CapacityUnit::points, parse_date("2026-02-27"), parse_date("2026-03-02"), "file", sample::kNow, "dana", ""});
  const std::string first = exported(a, &ledger);
  std::istringstream lines(first);
  for (std::string line; std::getline(lines, line);) CHECK(nlohmann::json::accept(line));
  Database b = fresh(), ledger_b = Database::open_ledger(":memory:", Database::Mode::read_write);
  const auto done = import_text(b, first, &ledger_b);
  CHECK(done.inserted > 0);
  CHECK(exported(b, &ledger_b) == first);
  for (const std::string view : {"issues", "sprints", "sprint_issues", "changes", "issue_links", "comments", "worklogs", "people", "projects", "boards", "board_columns", "statuses",
                                 "versions", "components", "sync_state"}) {
    CAPTURE(view);
    CHECK(sample::rows(b, "select * from " + view + " order by 1, 2, 3, 4") == sample::rows(a, "select * from " + view + " order by 1, 2, 3, 4"));
  }
  CHECK(compare_facts(b, 0).empty());
  const auto again = import_text(b, first, &ledger_b);
  CHECK(again.inserted == 0);
  CHECK(exported(b, &ledger_b) == first);
}

TEST_CASE("what a bot says of a pull request is no answer after an import either") {
  Database db = fresh();
  import_text(db, R"({"table":"people","account":"lint","name":"lint-bot","kind":"bot"}
{"table":"people","account":"ada","name":"Ada Byrne"}
{"table":"repositories","name":"mill/wheel","id":1}
{"table":"pull_requests","repository":"mill/wheel","number":1,"title":"Mend","created_at":"2026-03-02T00:00:00Z","author":"Bo Lind","author_account":"bo"}
{"table":"reviews","repository":"mill/wheel","number":1,"state":"approved","submitted_at":"2026-03-02T01:00:00Z","reviewer":"lint-bot","reviewer_account":"lint"}
{"table":"pull_comments","repository":"mill/wheel","number":1,"id":"1","at":"2026-03-02T02:00:00Z","author":"lint-bot","author_account":"lint"}
{"table":"pull_requests","repository":"mill/wheel","number":2,"title":"Oil","created_at":"2026-03-02T00:00:00Z","author":"Bo Lind","author_account":"bo"}
{"table":"pull_comments","repository":"mill/wheel","number":2,"id":"1","at":"2026-03-02T02:00:00Z","author":"lint-bot","author_account":"lint"}
{"table":"pull_comments","repository":"mill/wheel","number":2,"id":"2","at":"2026-03-02T05:00:00Z","author":"Ada Byrne","author_account":"ada"}
)", nullptr);
  Query q(db, "select first_review_at, first_approval_at, first_response_at from pull_request order by number");
  REQUIRE(q.next());
  CHECK((q.null(0) && q.null(1) && q.null(2)));
  REQUIRE(q.next());
  CHECK((q.null(0) && q.null(1)));
  CHECK(q.instant(2) == at("2026-03-02T05:00:00Z"));
}

TEST_CASE("rows made by hand are enough: an issue needs a key, a status and when it was created") {
  Database db = fresh();
  const std::string text = R"({"table":"sprints","id":1,"name":"May","state":"closed","start_at":"2026-05-01T00:00:00Z","complete_at":"2026-05-15T00:00:00Z"}
{"table":"issues","key":"OPS-1","status":"Done","status_category":"done","created_at":"2026-04-20T10:00:00Z","points":3,"labels":"a,b"}
{"table":"sprint_issues","issue_key":"OPS-1","sprint_id":1,"added_at":"2026-05-02T00:00:00Z"}

{"table":"issues","key":"OPS-2","status":"Open","status_category":"todo","created_at":"2026-04-20T10:00:00Z"}
{"table":"sprint_issues","issue_key":"OPS-2","sprint_id":1,"added_at":"2026-04-20T10:00:00Z","removed_at":"2026-05-03T00:00:00Z"}
{"table":"changes","issue_key":"OPS-1","at":"2026-05-03T00:00:00Z","field":"status","from_value":"Open","to_value":"Working"}
{"table":"changes","issue_key":"OPS-1","at":"2026-05-04T00:00:00Z","field":"status","from_value":"Working","to_value":"Done"}
{"table":"statuses","source":"import","id":900,"name":"Later","category":"todo"})";
  import_text(db, text);
  CHECK(sample::rows(db, "select source, project, key, status, points, labels, done_at from issues order by key") ==
        std::vector<std::string>{"import|OPS|OPS-1|Done|3.0|a,b|2026-05-04T00:00:00Z", "import|OPS|OPS-2|Open|~|~|~"});
  CHECK(sample::rows(db, "select sprint_id, issue_key, added_at, removed_at from sprint_issues order by issue_key") ==
        std::vector<std::string>{"1|OPS-1|2026-05-02T00:00:00Z|~", "1|OPS-2|2026-04-20T10:00:00Z|2026-05-03T00:00:00Z"});
  CHECK(sprint_issues(db, 1).size() == 2);
  CHECK(compare_facts(db, 0).empty());
  const std::string once = exported(db);
  import_text(db, text);
  CHECK(exported(db) == once);
}

TEST_CASE("a bad line is named by its number and nothing of the file is kept") {
  const std::string good = R"({"table":"issues","source":"x","key":"A-1","status":"S","status_category":"todo","created_at":"2026-01-01T00:00:00Z"})";
  struct Case { std::string line, says; };
  const std::vector<Case> cases = {
      {"{", "not valid JSON"}, {"[]", "not a JSON object"}, {"{}", "table is missing"}, {R"({"table":"nothing"})", "there is no table nothing"},
      {R"({"table":5})", "table must be text"}, {R"({"juno":"export","format":2})", "newer juno"}, {R"({"table":"issues"})", "key is missing"},
      {R"({"table":"issues","key":"A-2","status":"New","created_at":"2026-01-01T00:00:00Z"})", "status_category is missing"},
      {R"({"table":"issues","key":"A-2","status":"S","status_category":"maybe","created_at":"2026-01-01T00:00:00Z"})", "must be todo, in_progress or done"},
      {R"({"table":"issues","key":"A-2","status":"S","status_category":"todo"})", "created_at is missing"},
      {R"({"table":"issues","key":"A-2","status":"S","status_category":"todo","created_at":"yesterday"})", "must be a time"},
      {R"({"table":"issues","key":"A-2","id":-1,"status":"S","status_category":"todo","created_at":"2026-01-01T00:00:00Z"})", "id must be from 1"},
      {R"({"table":"issues","key":"A-2","id":1099511627776,"status":"S","status_category":"todo","created_at":"2026-01-01T00:00:00Z"})", "id must be from 1"},
      {R"({"table":"issues","key":"A-2","points":1e999,"status":"S","status_category":"todo","created_at":"2026-01-01T00:00:00Z"})", "line 3"},
      {R"({"table":"issues","key":"A-2","labels":[1],"status":"S","status_category":"todo","created_at":"2026-01-01T00:00:00Z"})", "labels must be"},
      {R"({"table":"changes","issue_key":"Z-9","at":"2026-01-01T00:00:00Z","field":"x"})", "there is no issue Z-9"},
      {R"({"table":"worklogs","source":"x","issue_key":"A-1","id":1,"started_at":"2026-01-01T00:00:00Z"})", "hours is missing"},
      {R"({"table":"sprints","id":1,"name":"S","state":"open"})", "state must be"}, {R"({"table":"sprints","id":99999999999999999999,"name":"S","state":"open"})", "line 3"},
      {R"({"table":"boards","id":1,"columns":5})", "columns must be"}, {std::string(100'000, '['), "line 3"},
      {"{\"table\":\"issues\",\"key\":\"\xff\"}", "not valid JSON"}};
  for (const auto& c : cases) {
    CAPTURE(c.line.substr(0, 200));
    const std::string message = failure(good + "\n\n" + c.line + "\n" + good);
    CHECK(message.rfind("line 3: ", 0) == 0);
    CHECK(message.find(c.says) != std::string::npos);
  }
}

TEST_CASE("a line of capacity that says nothing sensible is not imported") {
  Database db = fresh(), ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  const std::string start = R"({"table":"capacity_changes","source":"jira","sprint_id":1,"at":"2026-01-01T00:00:00Z","team":"QA",)";
  const std::pair<std::string, std::string> cases[] = {{R"("what":"mood","unit":"points","value":1})", "what must be"},
                                                       {R"("what":"amount","unit":"bananas","value":1})", "unit must be"},
                                                       {R"("what":"amount","unit":"points","value":-1})", "must not be negative"},
                                                       {R"("what":"absence","unit":"points","from_on":"2026-01-02","to_on":"2026-01-01"})", "an absence needs"}};
  for (const auto& [line, says] : cases) CHECK_THROWS_WITH_AS(import_text(db, start + line, &ledger), doctest::Contains(says.c_str()), Error);
  CHECK(capacity_changes(ledger).empty());
}

TEST_CASE("a snapshot that was tampered with is not imported") {
  Database db = fresh(), ledger = Database::open_ledger(":memory:", Database::Mode::read_write);
  CHECK_THROWS_WITH_AS(import_text(db, R"({"table":"snapshots","source":"jira","sprint_id":1,"kind":"final","taken_at":"2026-01-01T00:00:00Z","sha256":"00","body":"{}"})", &ledger),
                       doctest::Contains("does not match"), Error);
}

TEST_CASE("csv is RFC 4180, with formulas defused") {
  Database db = fresh();
  fill(db, "jira");
  std::string text;
  export_csv(db, "sprint_issues", [&](std::string_view piece) { text += piece; });
  CHECK(text == "sprint_id,issue_key,added_at,removed_at\r\n20,PAY-7,2026-03-02T09:00:00Z,\r\n");
  text.clear();
  export_csv(db, "issues", [&](std::string_view piece) { text += piece; });
  CHECK(text.find("\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\r\n\xe2\x82\xac\"") != std::string::npos);
  CHECK_THROWS_AS(export_csv(db, "setting", [](std::string_view) {}), Error);
  text.clear();
  export_view_lines(db, "issues", [&](std::string_view piece) { text += piece; });
  std::istringstream lines(text);
  int n = 0;
  for (std::string line; std::getline(lines, line); ++n) CHECK(nlohmann::json::parse(line).size() == 36);
  CHECK(n == 4);
}

// Exports finish times and names themselves; the view is the independent word on what they are.
TEST_CASE("an exported view says what the view says") {
  Database db = fresh();
  fill(db, "jira");
  SUBCASE("one site") {}
  SUBCASE("two sites") { fill(db, "beta"); }
  for (const std::string view : {"issues", "sprints", "sprint_issues", "changes", "issue_links", "comments", "worklogs", "people", "projects", "boards", "sync_state"}) {
    CAPTURE(view);
    std::vector<std::string> got;
    std::string text;
    export_view_lines(db, view, [&](std::string_view piece) { text += piece; });
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::string row;
      const auto json = nlohmann::ordered_json::parse(line);
      for (const auto& [key, value] : json.items())
        row += (row.empty() && key == json.begin().key() ? "" : "|") + (value.is_null() ? "~" : value.is_string() ? value.get<std::string>() : std::to_string(value.get<double>()));
      got.push_back(row);
    }
    std::vector<std::string> said;
    for (Query q(db, "select * from " + view); q.next();) {
      std::string row;
      for (int c = 0; c < q.columns(); ++c) {
        const auto type = q.type(c);
        row += (c ? "|" : "") + (type == Query::Type::null ? std::string("~") : type == Query::Type::text ? q.string(c) : std::to_string(q.real(c)));
      }
      said.push_back(row);
    }
    CHECK(got == said);
  }
}
