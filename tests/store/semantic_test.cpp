// SPDX-License-Identifier: Apache-2.0
// What compiled queries count, on issues whose answers can be worked out by hand. In this file times are of March 2026.
#include <doctest/doctest.h>
#include <sstream>
#include "core/error.h"
#include "store/import.h"
#include "store/query.h"
#include "store/semantic_sql.h"
#include "store/sql.h"
#include "tests/store/temp_folder.h"
using namespace juno;
using namespace juno::store;

namespace {

const Instant kNow = *parse_instant("2026-03-20T12:00:00Z");

// Mill: a done bug that was reopened once, a story under way, one that waits for it, an epic, a sub-task.
const char* const kMill = R"({"table":"people","account":"a","name":"Ada Byrne"}
{"table":"people","account":"b","name":"Bo Lind"}
{"table":"people","account":"m","name":"miller[bot]","kind":"bot"}
{"table":"statuses","id":1,"name":"To Do","category":"todo"}
{"table":"statuses","id":2,"name":"Doing","category":"in_progress"}
{"table":"statuses","id":3,"name":"Blocked","category":"in_progress"}
{"table":"statuses","id":4,"name":"Done","category":"done"}
{"table":"projects","id":1,"key":"MILL","name":"Mill"}
{"table":"boards","id":1,"name":"Mill board","type":"scrum","project":"MILL"}
{"table":"sprints","id":11,"name":"Mill 1","state":"closed","board_id":1,"start_at":"2026-03-02T09:00:00Z","end_at":"2026-03-13T17:00:00Z","complete_at":"2026-03-13T17:00:00Z"}
{"table":"sprints","id":12,"name":"Mill 2","state":"active","board_id":1,"start_at":"2026-03-16T09:00:00Z","end_at":"2026-03-27T17:00:00Z"}
{"table":"issues","id":1,"key":"MILL-1","type":"Bug","status":"Done","status_id":4,"priority":"High","summary":"Stone cracks","description":"The RUNNER stone","created_at":"2026-03-01T00:00:00Z","updated_at":"2026-03-09T00:00:00Z","resolved_at":"2026-03-09T00:00:00Z","assignee":"Ada Byrne","assignee_account":"a","reporter":"Bo Lind","reporter_account":"b","points":3,"due_on":"2026-03-09","labels":["stone","old"],"comment_count":2,"original_estimate_hours":4,"logged_hours":5}
{"table":"changes","issue_key":"MILL-1","at":"2026-03-03T00:00:00Z","field":"status","from_id":"1","from_value":"To Do","to_id":"2","to_value":"Doing"}
{"table":"changes","issue_key":"MILL-1","at":"2026-03-05T00:00:00Z","field":"status","from_id":"2","from_value":"Doing","to_id":"4","to_value":"Done"}
{"table":"changes","issue_key":"MILL-1","at":"2026-03-06T00:00:00Z","field":"status","from_id":"4","from_value":"Done","to_id":"2","to_value":"Doing"}
{"table":"changes","issue_key":"MILL-1","at":"2026-03-09T00:00:00Z","field":"status","from_id":"2","from_value":"Doing","to_id":"4","to_value":"Done"}
{"table":"sprint_issues","issue_key":"MILL-1","sprint_id":11,"added_at":"2026-03-01T09:00:00Z"}
{"table":"comments","issue_key":"MILL-1","id":1,"created_at":"2026-03-01T01:00:00Z","author":"miller[bot]","author_account":"m","body":"hello"}
{"table":"comments","issue_key":"MILL-1","id":2,"created_at":"2026-03-01T06:00:00Z","author":"Ada Byrne","author_account":"a","body":"I saw the Hopper"}
{"table":"worklogs","issue_key":"MILL-1","id":1,"started_at":"2026-03-08T00:00:00Z","hours":5,"author":"Ada Byrne","author_account":"a"}
{"table":"issues","id":2,"key":"MILL-2","type":"Story","status":"Doing","status_id":2,"priority":"Low","summary":"New sails","created_at":"2026-03-02T00:00:00Z","updated_at":"2026-03-18T00:00:00Z","assignee":"Bo Lind","assignee_account":"b","reporter":"Ada Byrne","reporter_account":"a","points":5,"due_on":"2026-03-20","epic":"MILL-4"}
{"table":"changes","issue_key":"MILL-2","at":"2026-03-10T00:00:00Z","field":"status","from_id":"1","from_value":"To Do","to_id":"2","to_value":"Doing"}
{"table":"changes","issue_key":"MILL-2","at":"2026-03-04T00:00:00Z","field":"assignee","from_value":"Ada Byrne","to_value":"Bo Lind"}
{"table":"sprint_issues","issue_key":"MILL-2","sprint_id":11,"added_at":"2026-03-04T09:00:00Z"}
{"table":"sprint_issues","issue_key":"MILL-2","sprint_id":12,"added_at":"2026-03-13T17:00:00Z"}
{"table":"issues","id":3,"key":"MILL-3","type":"Story","status":"To Do","status_id":1,"summary":"Paint","created_at":"2026-03-17T00:00:00Z","updated_at":"2026-03-17T00:00:00Z","reporter":"Ada Byrne","reporter_account":"a","due_on":"2026-03-19"}
{"table":"issue_links","issue_key":"MILL-3","type":"Blocks","phrase":"is blocked by","direction":"inward","other_key":"MILL-2"}
{"table":"sprint_issues","issue_key":"MILL-3","sprint_id":12,"added_at":"2026-03-18T09:00:00Z"}
{"table":"issues","id":4,"key":"MILL-4","type":"Epic","status":"To Do","status_id":1,"summary":"Wind","created_at":"2026-03-01T00:00:00Z","updated_at":"2026-03-01T00:00:00Z"}
{"table":"repositories","name":"mill/wheel","id":1,"default_branch":"main"}
{"table":"commits","repository":"mill/wheel","sha":"aa01","committed_at":"2026-03-01T00:00:00Z","author":"Ada Byrne","author_account":"a","message":"MILL-1 Mend","additions":3,"deletions":1}
{"table":"pull_requests","repository":"mill/wheel","number":1,"title":"MILL-1 Mend","created_at":"2026-03-02T00:00:00Z","merged_at":"2026-03-04T00:00:00Z","author":"Ada Byrne","author_account":"a","additions":10,"deletions":2,"labels":["wood, oak","iron"],"comments":4,"commit_shas":["aa01"],"base_ref":"main"}
{"table":"reviews","repository":"mill/wheel","number":1,"state":"changes_requested","submitted_at":"2026-03-02T06:00:00Z","reviewer":"Bo Lind","reviewer_account":"b"}
{"table":"reviews","repository":"mill/wheel","number":1,"state":"approved","submitted_at":"2026-03-03T00:00:00Z","reviewer":"Bo Lind","reviewer_account":"b"}
{"table":"pull_requests","repository":"mill/wheel","number":2,"title":"Bump","created_at":"2026-03-10T00:00:00Z","author":"miller[bot]","author_account":"m","additions":1,"deletions":1,"labels":["iron"]}
{"table":"review_requests","repository":"mill/wheel","number":2,"at":"2026-03-10T00:00:00Z","reviewer":"Ada Byrne","reviewer_account":"a"}
{"table":"issues","id":5,"key":"MILL-5","type":"Sub-task","subtask":true,"status":"Blocked","status_id":3,"summary":"Nails","created_at":"2026-03-01T00:00:00Z","updated_at":"2026-03-01T00:00:00Z"}
)";

struct Mill {
  sample::TempFolder folder;
  std::string path = folder.file("mill.db");
  Config config;
  explicit Mill(const std::string& more = "") {
    Database db = Database::open_cache(path, Database::Mode::read_write);
    std::istringstream lines(kMill + more);
    import_lines(db, nullptr, [&](std::string& line) { return static_cast<bool>(std::getline(lines, line)); }, kNow);
  }
  ask::World world() const {
    ask::World out;
    out.clock.now = kNow;
    out.priorities = {"High", "Low"};
    return out;
  }
  CompiledQuery compiled(const std::string& json) {
    Database db = Database::open_cache(path, Database::Mode::read_only);
    const auto now = world();
    return compile(db, std::get<ask::SemanticQuery>(ask::canonical(ask::parse_ir(json), now)), {now, config, {}});
  }
  std::string notes(const std::string& json) {
    std::string out;
    for (const auto& note : compiled(json).notes) out += note + "\n";
    return out;
  }
  // The answer's rows, cells joined by a blank, rows by a bar.
  std::string ask(const std::string& json) {
    const auto compiled = this->compiled(json);
    CHECK(compiled.sql.find("Stone") == std::string::npos);  // what was asked is bound, never part of the text
    const auto table = run_compiled(path, compiled, world().clock).table;
    std::string out;
    for (const auto& row : table.rows) {
      out += out.empty() ? "" : "|";
      for (std::size_t c = 0; c < row.size(); ++c) out += (c == 0 ? "" : " ") + text(row[c]);
    }
    return out;
  }
  static std::string text(const Cell& cell) {
    if (const auto* s = std::get_if<std::string>(&cell)) return *s;
    if (const auto* n = std::get_if<std::int64_t>(&cell)) return std::to_string(*n);
    if (const auto* d = std::get_if<double>(&cell)) return people_number(*d);
    if (const auto* b = std::get_if<bool>(&cell)) return *b ? "yes" : "no";
    if (const auto* t = std::get_if<Instant>(&cell)) return format_instant(*t);
    if (const auto* day = std::get_if<Date>(&cell)) return format_date(*day);
    if (const auto* list = std::get_if<List>(&cell)) {
      std::string all;
      for (const auto& one : *list) all += (all.empty() ? "" : "+") + one;
      return all;
    }
    return "-";
  }
};

std::string keys(const std::string& atoms) { return R"({"kind":"query","entity":"issue","select":["key"],"where":[)" + atoms + "]}"; }
std::string metric(const std::string& name, const std::string& rest = "") { return R"({"kind":"query","metrics":[")" + name + "\"]" + rest + "}"; }

}  // namespace

TEST_CASE("Conditions on issues hold for those they say") {
  Mill mill;
  struct Case { std::string atoms, found; };
  for (const Case& c : std::vector<Case>{
           {R"({"f":"open","op":"=","v":true})", "2 3 4 5"}, {R"({"f":"open","op":"=","v":false})", "1"}, {R"({"f":"overdue","op":"=","v":true})", "3"},
           {R"({"f":"blocked","op":"=","v":true})", "3 5"}, {R"({"f":"reopened","op":"=","v":true})", "1"}, {R"({"f":"type","op":"not_in","v":["Story","Epic"]})", "1 5"},
           {R"({"f":"assignee","op":"!=","v":"Ada Byrne"})", "2 3 4 5"}, {R"({"f":"assignee","op":"is_null"})", "3 4 5"}, {R"({"f":"label","op":"=","v":"stone"})", "1"},
           {R"({"f":"label","op":"!=","v":"stone"})", "2 3 4 5"}, {R"({"f":"label","op":"is_null"})", "2 3 4 5"}, {R"({"f":"priority","op":">=","v":"Low"})", "1 2"},
           {R"({"f":"summary","op":"contains","v":"sTONE"})", "1"}, {R"({"f":"text","op":"contains","v":"runner stone"})", "1"}, {R"({"f":"text","op":"contains","v":"the hopper"})", "1"},
           {R"({"f":"text","op":"not_contains","v":"stone"})", "2 3 4 5"}, {R"({"f":"key","op":"in","v":["MILL-2","MILL-9"]})", "2"}, {R"({"f":"epic","op":"=","v":"MILL-4"})", "2"},
           {R"({"f":"sprint","op":"=","v":"Mill 1"})", "1 2"}, {R"({"f":"sprint","op":"=","v":"@current"})", "2 3"}, {R"({"f":"sprint","op":"=","v":"@last:1"})", "1 2"}, {R"({"f":"sprint","op":"is_null"})", "1 4 5"},
           {R"({"f":"carried_over","op":"=","v":true})", "2"}, {R"({"f":"added_mid_sprint","op":"=","v":true})", "2 3"},
           {R"({"f":"added_mid_sprint","op":"=","v":true},{"f":"sprint","op":"=","v":"Mill 2"})", "3"},  // 2 came in late only to the sprint before
           {R"({"f":"due","op":"in_window","v":"day:0"})", "2"}, {R"({"f":"due","op":"in_window","v":"next:1d"})", "2"}, {R"({"f":"due","op":"in_window","v":"last:1d"})", "3"},
           {R"({"f":"age","op":">","v":"18d"})", "1 2 4 5"}, {R"({"f":"idle","op":"<","v":"3d"})", "2"}, {R"({"f":"time_in_current_status","op":">","v":"10d"})", "1 2 4 5"},
           {R"({"f":"lead_time","op":">","v":"7d"})", "1"}, {R"({"f":"cycle_time","op":">","v":"6d"})", ""}, {R"({"f":"story_points","op":"is_null"})", "3 4 5"},
           {R"({"f":"status","op":"was","v":"Doing"})", "1 2"}, {R"({"f":"status","op":"was","v":"Doing","in":"2026-03-04"})", "1"}, {R"({"f":"status","op":"was","v":"Doing","in":"2026-03-05"})", ""},
           {R"({"f":"status","op":"was","v":"To Do","in":"2026-03-02"})", "1 2 4"}, {R"({"f":"status","op":"was_not","v":"To Do"})", "5"}, {R"({"f":"status","op":"changed_to","v":"Done","in":"2026-03-05"})", "1"},
           {R"({"f":"status","op":"changed_from","v":"Done"})", "1"}, {R"({"f":"status","op":"changed","in":"2026-03-10"})", "2"}, {R"({"f":"assignee","op":"was","v":"Ada Byrne"})", "1 2"},
           {R"({"f":"assignee","op":"was","v":"Ada Byrne","in":"2026-03-05"})", "1"},
           {R"({"f":"status_category","op":"changed_from","v":"done"})", "1"}, {R"({"f":"status_category","op":"changed_from","v":"done","in":"2026-03-07..2026-03-20"})", ""},  // reopened on the 6th
           {R"({"f":"status_category","op":"changed_to","v":"in_progress","in":"2026-03-06"})", "1"}, {R"({"f":"status_category","op":"was","v":"done","in":"2026-03-05"})", "1"},
           {R"({"any":[[{"f":"type","op":"=","v":"Bug"}],[{"f":"type","op":"=","v":"Story"},{"f":"assignee","op":"is_null"}]]})", "1 3"}}) {
    CAPTURE(c.atoms);
    std::string found = mill.ask(keys(c.atoms));
    std::string wanted;
    std::istringstream numbers(c.found);
    for (std::string n; numbers >> n;) wanted += (wanted.empty() ? "" : "|") + std::string("MILL-") + n + " MILL-" + n;
    CHECK(found == wanted);
  }
}

TEST_CASE("Sprints of one name are told apart: every team has a Sprint 1") {
  Mill mill(R"({"table":"boards","id":2,"name":"Loft board","type":"scrum","project":"MILL"}
{"table":"sprints","id":21,"name":"Mill 1","state":"active","board_id":2,"start_at":"2026-03-16T09:00:00Z"}
{"table":"sprints","id":22,"name":"Loft","state":"active","board_id":2,"start_at":"2026-03-16T09:00:00Z"}
{"table":"sprints","id":23,"name":"Loft","state":"future","board_id":2}
{"table":"sprint_issues","issue_key":"MILL-3","sprint_id":21,"added_at":"2026-03-18T09:00:00Z"}
{"table":"sprint_issues","issue_key":"MILL-5","sprint_id":22,"added_at":"2026-03-18T09:00:00Z"}
)");
  CHECK(mill.ask(metric("issues", R"(,"group_by":["sprint"])")) == "Mill 1 (Mill board) 2|Mill 2 2|Loft (id 22) 1|Mill 1 (Loft board) 1|- 1");
  CHECK(mill.ask(R"({"kind":"query","entity":"sprint","select":["name"]})") ==
        "Loft (id 22) Loft (id 22)|Loft (id 23) Loft (id 23)|Mill 1 (Loft board) Mill 1 (Loft board)|Mill 1 (Mill board) Mill 1 (Mill board)|Mill 2 Mill 2");
  CHECK(mill.ask(keys(R"({"f":"sprint","op":"=","v":"Mill 1"})")) == "MILL-1 MILL-1|MILL-2 MILL-2|MILL-3 MILL-3");  // all of the name, which a note says
  CHECK(mill.ask(keys(R"x({"f":"sprint","op":"=","v":"Mill 1 (Loft board)"})x")) == "MILL-3 MILL-3");
  CHECK(mill.notes(keys(R"({"f":"sprint","op":"=","v":"Mill 1"})")).find("Several sprints are called Mill 1, and all are meant: Mill 1 (Mill board), Mill 1 (Loft board).") != std::string::npos);
  CHECK(mill.notes(keys(R"({"f":"sprint","op":"=","v":"Mill 2"})")).find("Several sprints") == std::string::npos);
}

TEST_CASE("Whether anything was changed after a moment is looked up, not searched for") {
  Mill mill;
  Database db = Database::open_cache(mill.path, Database::Mode::read_only);
  CHECK(changed_after(db, *parse_instant("2026-03-17T23:59:59Z")));
  CHECK_FALSE(changed_after(db, *parse_instant("2026-03-18T00:00:00Z")));  // MILL-2 is the last that was changed
  Query plan(db, "explain query plan select 1 from issue where deleted_at is null and updated_at > $1 limit 1");
  plan.bind(kNow);
  REQUIRE(plan.next());
  CHECK(plan.string(3).find("issue_by_updated") != std::string::npos);
}

TEST_CASE("Metrics are what they say") {
  Mill mill;
  struct Case { std::string json, rows; };
  for (const Case& c : std::vector<Case>{
           {metric("issues"), "5"}, {metric("points"), "8"}, {metric("points.avg"), "4"}, {metric("issues", R"(,"group_by":["type"])"), "Story 2|Bug 1|Epic 1|Sub-task 1"},
           {metric("issues", R"(,"group_by":["label"])"), "- 4|old 1|stone 1"},
           // MILL-1 is old too and MILL-2 was in both sprints, but nobody asked about those groups: their figures would be parts.
           {metric("issues", R"(,"group_by":["label"],"where":[{"f":"label","op":"=","v":"stone"}])"), "stone 1"},
           {metric("issues", R"(,"group_by":["sprint"],"where":[{"f":"sprint","op":"=","v":"@current"}])"), "Mill 2 2"},
           {metric("points", R"(,"group_by":["sprint"],"where":[{"f":"sprint","op":"in","v":["Mill 1","Mill 2"]}])"), "Mill 1 8|Mill 2 5"},
           {metric("prs", R"(,"group_by":["label"],"where":[{"f":"label","op":"=","v":"iron"}])"), "iron 2"},
           {metric("prs", R"(,"group_by":["reviewer"],"where":[{"f":"reviewer","op":"=","v":"Bo Lind"}])"), "Bo Lind 1"},
           {metric("issues", R"(,"as_of":"2026-03-05","group_by":["status"])"), "To Do 2|Blocked 1|Done 1"},
           {metric("issues", R"(,"as_of":"2026-03-06","where":[{"f":"open","op":"=","v":true}])"), "4"}, {metric("issues", R"(,"as_of":"2026-03-01")"), "3"},
           {metric("issues_created", R"(,"time":"2026-03-01..2026-03-02")"), "4"}, {metric("issues_created", R"(,"group_by":["week"])"), "2026-02-23 3|2026-03-02 1|2026-03-16 1"},
           {metric("cycle_time"), "6"}, {metric("lead_time"), "8"}, {metric("reopen_rate"), "1"}, {metric("on_time_rate"), "1"}, {metric("estimate_accuracy"), "0.8"},
           {metric("first_response_time"), "6"},                                  // the machine's hello does not count
           {metric("defect_rate"), "0.33"},                                       // a bug and two stories
           {metric("flow_efficiency"), "0.83"},                                   // 2 + 3 days of work in 6
           {metric("time_in_status", R"(,"group_by":["status"])"), "Blocked 19.5|Doing 7.75|To Do 5.75"},  // Doing: 5 days ended, 10.5 under way; To Do: 2, 8, 3.5, 19.5
           {metric("time_in_status", R"(,"time":"2026-03","group_by":["status"])"), "Doing 5|To Do 5"},
           {metric("time_in_status", R"(,"where":[{"f":"status","op":"=","v":"Done"}])"), "1"},
           {metric("time_in_status", R"(,"time":"2026-03","group_by":["week"])"), "2026-03-02 2|2026-03-09 5.5"},  // left To Do (2) and Doing (2); Doing (3) and To Do (8)
           {R"({"kind":"query","metrics":["commits","issues","prs"]})", "1 5 2"}, {R"({"kind":"query","metrics":["commits","issues"],"group_by":["team"]})", "- 1 5"},
           {R"({"kind":"query","metrics":["ci_runs","issues"]})", "- 5"},  // no runs were ever read: unknown, not nought
           {metric("age.max"), "19.5"}, {metric("age.p50"), "19"}, {metric("hours_logged", R"(,"group_by":["author"])"), "Ada Byrne 5"},
           {metric("hours_logged", R"(,"group_by":["author"],"having":[{"m":"hours_logged","op":"=","v":0}])"), "Bo Lind 0"},
           {metric("issues", R"(,"where":[{"f":"open","op":"=","v":true}],"pct":[{"f":"assignee","op":"is_null"}])"), "0.75"},
           {metric("points", R"(,"pct":[{"f":"open","op":"=","v":true}])"), "0.62"},  // 5 of 8 points, though 4 of 5 issues
           {metric("points", R"(,"group_by":["type"],"pct":[{"f":"open","op":"=","v":true}])"), "Story 1|Bug 0|Epic -|Sub-task -"},
           {metric("hours_logged", R"(,"pct":[{"f":"type","op":"=","v":"Story"}])"), "0"},
           {R"({"kind":"query","metrics":["issues_created","issues_resolved"],"time":["2026-03-01..2026-03-02","2026-03-09"]})", "0 4 0|1 0 1"},
           {metric("issues", R"(,"group_by":["type"],"having":[{"m":"issues","op":">","v":1}])"), "Story 2"}, {metric("issues", R"(,"group_by":["type"],"limit":1)"), "Story 2"},
           {R"({"kind":"query","entity":"sprint","select":["state","start"]})", "Mill 1 2026-03-02T09:00:00Z closed|Mill 2 2026-03-16T09:00:00Z active"},
           {R"({"kind":"query","entity":"issue","select":["label","sprint","open","due"],"where":[{"f":"type","op":"=","v":"Bug"}]})", "MILL-1 2026-03-09 stone+old no Mill 1"},
           {R"({"kind":"query","entity":"issue","select":["priority"],"sort":[{"by":"priority","dir":"desc"}],"limit":2})", "MILL-1 High|MILL-2 Low"},
           {R"({"kind":"query","entity":"person"})", "Ada Byrne -|Bo Lind -|miller[bot] -"}, {metric("people"), "3"}}) {
    CAPTURE(c.json);
    CHECK(mill.ask(c.json) == c.rows);
  }
}

TEST_CASE("Whether the cache knows of changes after a moment") {
  Mill mill;
  Database db = Database::open_cache(mill.path, Database::Mode::read_only);
  CHECK(changed_after(db, *parse_instant("2026-03-17T23:59:59Z")));  // MILL-2, at midnight
  CHECK_FALSE(changed_after(db, *parse_instant("2026-03-18T00:00:00Z")));
}

TEST_CASE("Of a median, a rate or a length there is no share") {
  Mill mill;
  for (const char* name : {"cycle_time", "reopen_rate", "time_in_status", "points.avg", "flow_efficiency"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(mill.ask(metric(name, R"(,"pct":[{"f":"type","op":"=","v":"Bug"}])")), Error);
  }
}

TEST_CASE("Pull requests, reviews and commits are what they say") {
  Mill mill;
  const auto pulls = [](const std::string& atoms) { return R"({"kind":"query","entity":"pull_request","select":["number"],"where":[)" + atoms + "]}"; };
  struct Case { std::string json, rows; };
  for (const Case& c : std::vector<Case>{
           {metric("prs", R"(,"group_by":["label"])"), "iron 2|wood, oak 1"}, {pulls(R"({"f":"label","op":"=","v":"wood, oak"})"), "mill/wheel#1 1"}, {pulls(R"({"f":"label","op":"!=","v":"wood, oak"})"), "mill/wheel#2 2"},
           {R"({"kind":"query","entity":"pull_request","select":["label","review_state","reviewer"]})", "mill/wheel#1 wood, oak+iron approved Bo Lind|mill/wheel#2 iron none "},
           {pulls(R"({"f":"review_state","op":"=","v":"none"})"), "mill/wheel#2 2"}, {pulls(R"({"f":"requested_reviewer","op":"=","v":"Ada Byrne"})"), "mill/wheel#2 2"}, {pulls(R"({"f":"bot","op":"=","v":false})"), "mill/wheel#1 1"},
           {pulls(R"({"f":"linked_issue","op":"=","v":true})"), "mill/wheel#1 1"}, {pulls(R"({"f":"stale","op":"=","v":true})"), "mill/wheel#2 2"}, {pulls(R"({"f":"merged","op":"in_window","v":"2026-03-04"})"), "mill/wheel#1 1"},
           {metric("pr_cycle_time"), "72"}, {metric("coding_time"), "24"}, {metric("time_to_first_review"), "6"}, {metric("review_time"), "42"}, {metric("time_to_merge"), "48"}, {metric("pr_size"), "12"},
           {metric("pr_age"), "10.5"}, {metric("unreviewed_rate"), "0"}, {metric("unlinked_rate"), "0"}, {metric("abandon_rate"), "0"}, {metric("review_depth"), "4"}, {metric("reviews"), "2"}, {metric("prs_reviewed"), "1"},
           {metric("commits", R"(,"group_by":["author"])"), "Ada Byrne 1"}, {metric("lines_changed"), "4"}, {metric("contributors"), "1"},
           {R"({"kind":"query","entity":"issue","select":["linked_pr"],"where":[{"f":"linked_pr","op":"=","v":true}]})", "MILL-1 yes"}}) {
    CAPTURE(c.json);
    CHECK(mill.ask(c.json) == c.rows);
  }
}

TEST_CASE("What the cache cannot tell is said, and never a nought") {
  Mill mill;
  const auto exit_of = [&](const std::string& json) {
    try {
      return "answered: " + mill.ask(json);
    } catch (const Error& e) {
      return std::to_string(static_cast<int>(e.exit)) + " " + e.what();
    }
  };
  CHECK(exit_of(metric("ci_runs")) == "5 the cache holds no CI runs");
  CHECK(exit_of(metric("deployments")) == "5 the cache holds no deployments");
  CHECK(exit_of(metric("eta")) == "2 the cache cannot tell eta");
  CHECK(exit_of(metric("roi")) == "5 the cache holds no features");
  CHECK(exit_of(R"({"kind":"query","entity":"sprint","where":[{"f":"team","op":"=","v":"x"}]})") == "2 the cache cannot tell sprints by team");
}

TEST_CASE("A configured team stands in for the field that the issue does not have") {
  Mill mill;
  Team stones;
  stones.name = "Stones";
  stones.members.resize(1);
  stones.members.front().name = "Ada Byrne";
  mill.config.teams.push_back(stones);
  CHECK(mill.ask(metric("issues", R"(,"group_by":["team"])")) == "- 4|Stones 1");
  CHECK(mill.ask(keys(R"({"f":"team","op":"=","v":"Stones"})")) == "MILL-1 MILL-1");
  CHECK(mill.ask(metric("hours_logged", R"(,"group_by":["team"])")) == "Stones 5");
}

TEST_CASE("Whatever a query asks for is bound: names full of SQL find nothing and break nothing") {
  Mill mill;
  for (const std::string evil : {"x'; drop table issue; --", "\\\" or 1=1 --", "$1", "?1", "%", "x\\u0000"}) {
    CAPTURE(evil);
    for (const char* field : {"type", "status", "assignee", "label", "epic", "key", "team", "resolution"}) {
      if (evil.find("u0000") != std::string::npos) continue;
      CHECK(mill.ask(metric("issues", R"(,"where":[{"f":")" + std::string(field) + R"(","op":"=","v":")" + evil + "\"}]")) == "0");
    }
  }
  CHECK(mill.ask(metric("issues")) == "5");
}
