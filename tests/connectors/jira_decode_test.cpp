// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "connectors/jira/decode.h"
#include "connectors/jira/record.h"
#include "core/error.h"
#include "tests/support/at.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using juno::test::fixture;

namespace {

FieldMap cloud_fields() {
  FieldMap map;
  map.points = {{"customfield_10016", "Story point estimate"}, {"customfield_10026", "Story Points"}};
  map.sprint = {"customfield_10020", "Sprint"};
  map.rank = {"customfield_10019", "Rank"};
  map.flagged = {"customfield_10021", "Flagged"};
  map.team = {"customfield_10040", "Discipline Team"};
  map.owner = {"customfield_10041", "Owner"};
  map.business_value = {"customfield_10042", "Business Value"};
  map.scheduled = {"customfield_10043", "Window"};
  return map;
}

FieldMap server_fields() {
  FieldMap map;
  map.points = {{"customfield_10102", "Story Points"}};
  map.sprint = {"customfield_10101", "Sprint"};
  map.epic_link = {"customfield_10100", "Epic Link"};
  return map;
}

// A page of one issue whose fields are `fields` besides what every issue has.
std::string page_with(const std::string& fields) {
  return R"({"issues":[{"id":"5","key":"A-1","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00Z")" + (fields.empty() ? "" : "," + fields) + "}}]}";
}
Issue only_issue(const std::string& body, const FieldMap& map = {}) {
  const IssuePage page = Decoder(map).issues(body);
  REQUIRE(page.defect == "");
  for (const auto& bad : page.bad) FAIL_CHECK(bad.reason);
  REQUIRE(page.issues.size() == 1);
  return page.issues[0].record.issue;
}

}  // namespace

TEST_CASE("a Cloud issue is read in every part") {
  const Issue issue = only_issue(fixture("jira/cloud-issue.json"), cloud_fields());
  CHECK(issue.id == 10042);
  CHECK(issue.key == "PAY-7");
  CHECK(issue.project == "PAY");
  CHECK(issue.project_id == 10001);
  CHECK(issue.type == "Story");
  CHECK_FALSE(issue.subtask);
  CHECK(issue.status.id == 10003);
  CHECK(issue.status.name == "Erledigt");
  CHECK(issue.status.category == StatusCategory::done);
  CHECK(issue.priority == "High");
  CHECK(issue.resolution == "Done");
  CHECK(issue.summary == "Refund a \"split\" payment — émigré 💶");
  CHECK(issue.description ==
        "Why\nAsk @Iris Vale by 2026-09-01\nor read https://acme.example/wiki/1\n- first\n- second\n- inner\nCase | Sum\nA | 12\nx = 1\ny = 2");
  CHECK(issue.assignee.account == "acc-iris");
  CHECK(issue.assignee.time_zone == "Europe/Oslo");
  CHECK(issue.reporter.name == "Noor Okafor");
  CHECK(issue.reporter.email == "");
  CHECK_FALSE(issue.reporter.active);
  CHECK(issue.reporter.kind == "customer");
  CHECK(issue.owner.account == "acc-sol");
  CHECK(issue.team == "Checkout");
  CHECK(issue.points == 5.5);  // the first of the two fields is null
  CHECK(issue.business_value == 8);
  CHECK(issue.parent == 10030);
  CHECK(issue.epic_key == "PAY-1");
  CHECK(issue.created == at("2026-07-01T07:00:00Z"));
  CHECK(issue.updated == at("2026-08-24T11:11:52.944Z"));
  CHECK(issue.resolved == at("2026-08-24T11:11:52Z"));
  CHECK(issue.scheduled == at("2026-09-02T21:00:00Z"));
  CHECK(issue.due == parse_date("2026-09-01"));
  CHECK(issue.labels == std::vector<std::string>{"refund", "q3"});
  CHECK(issue.components == std::vector<std::string>{"ledger", "api"});
  CHECK(issue.fix_versions == std::vector<std::string>{"2.4"});
  CHECK(issue.votes == 4);
  CHECK(issue.watchers == 9);
  CHECK(issue.flagged);
  CHECK(issue.rank == "0|i0003r:");
  CHECK(issue.original_estimate_s == 28800);
  CHECK(issue.remaining_estimate_s == 7200);
  CHECK(issue.logged_s == 14400);
  CHECK(issue.sprints == std::vector<Id>{9, 12});
  REQUIRE(issue.links.size() == 2);  // the third has an end that may not be seen
  CHECK(issue.links[0].phrase == "blocks");
  CHECK(issue.links[0].outward);
  CHECK(issue.links[1].phrase == "is blocked by");
  CHECK(issue.links[1].other == 10051);
}

TEST_CASE("a Data Center issue is read with its legacy sprints, epic link and embedded changelog") {
  const IssuePage page = Decoder(server_fields()).issues(fixture("jira/server-search.json"));
  CHECK(page.defect == "");
  CHECK(page.total == 1);
  CHECK(page.last);
  REQUIRE(page.issues.size() == 1);
  const auto& [record, total, here] = page.issues[0];
  CHECK(total == 2);
  CHECK(here == 2);
  CHECK(record.issue.assignee.account == "JIRAUSER10100");
  CHECK(record.issue.reporter.account == "old");
  CHECK(record.issue.subtask);
  CHECK(record.issue.parent_key == "OPS-2");
  CHECK(record.issue.epic_key == "OPS-1");
  CHECK(record.issue.sprints == std::vector<Id>{31});
  CHECK(record.issue.points == 3);
  CHECK(record.issue.description == "Steps\n- ask mkade\n- run rotate.sh on every host\na_b_c *x*");
  CHECK(record.issue.created == at("2026-03-29T00:30:00Z"));
  REQUIRE(record.changes.size() == 3);
  CHECK(record.changes[0].history == 901);  // oldest first, whatever the order of the answer
  CHECK(record.changes[0].author.account == "");
  CHECK(record.changes[0].to_text == "3");
  CHECK(record.changes[1].field == "status");
  CHECK(record.changes[1].to == "3");
  CHECK(record.changes[2].ordinal == 1);
  CHECK(record.changes[2].to == "31, 32");
}

TEST_CASE("the raw record re-reads to the same issue, and with another mapping to its values") {
  const IssuePage page = Decoder(FieldMap{}).issues(fixture("jira/cloud-issue.json"));
  REQUIRE(page.issues.size() == 1);
  CHECK_FALSE(page.issues[0].record.issue.points.has_value());
  const Issue again = decode_raw(page.issues[0].record.raw, cloud_fields());
  CHECK(again.points == 5.5);
  CHECK(again.key == "PAY-7");
  CHECK(again.sprints == std::vector<Id>{9, 12});
  CHECK_THROWS_AS(decode_raw("{\"id\":\"1\",", cloud_fields()), Error);
}

TEST_CASE("changelog dates come as ISO text, epoch seconds and epoch milliseconds") {
  const HistoryPage page = Decoder(FieldMap{}).histories(fixture("jira/changelog-bulk.json"));
  CHECK(page.defect == "");
  CHECK(page.next == "page-2");
  REQUIRE(page.histories.size() == 3);
  CHECK(page.histories[0].issue == 10042);
  CHECK(page.histories[0].changes[0].at.ms == 1788000000000);
  CHECK(page.histories[1].changes[0].at.ms == 1787000000000);
  CHECK(page.histories[1].changes[1].ordinal == 1);
  CHECK(page.histories[2].issue == 10043);
  CHECK(page.histories[2].changes[0].at == at("2026-08-18T00:00:00Z"));
  CHECK(page.histories[2].changes[0].field_id == "summary");
}

TEST_CASE("edits are merged oldest first, each once, whatever the pages they came on") {
  std::vector<History> histories;
  const auto add = [&](Id id, std::int64_t ms) {
    History h{1, id, {}};
    h.changes.push_back({id, 0, Instant{ms}, {}, "f", "", "", "", "", ""});
    h.changes.push_back({id, 1, Instant{ms}, {}, "g", "", "", "", "", ""});
    histories.push_back(h);
  };
  add(12, 500);
  add(11, 500);
  add(3, 900);
  add(12, 500);
  histories.push_back({1, 99, {}});  // an edit without items
  const auto changes = merged(histories);
  std::string order;
  for (const auto& c : changes) order += std::to_string(c.history) + "." + std::to_string(c.ordinal) + " ";
  CHECK(order == "11.0 11.1 12.0 12.1 3.0 3.1 ");
}

TEST_CASE("values come in many shapes") {
  struct Row {
    std::string name, field, value, expected;
  };
  const std::vector<Row> rows = {
      {"points as text", "points", R"("8")", "8"},
      {"points with a decimal comma", "points", R"("0,5")", "0.5"},
      {"points of nothing", "points", "null", "none"},
      {"zero points are an estimate", "points", "0", "0"},
      {"points that are words", "points", R"("XL")", "none"},
      {"points that are no number", "points", R"("nan")", "none"},
      {"a team as option", "team", R"({"self":"x","value":" QA - APAC ","id":"1"})", "QA - APAC"},
      {"a team as team", "team", R"({"id":"t","name":"Core"})", "Core"},
      {"a team by title", "team", R"({"id":7,"title":"Infra"})", "Infra"},
      {"a team as text", "team", R"("Web")", "Web"},
      {"a team in an array", "team", R"([{"value":""},{"value":"Web"}])", "Web"},
      {"a blank team", "team", R"("  ")", ""},
      {"an empty team list", "team", "[]", ""},
      {"an owner as user", "owner", R"({"accountId":"u","displayName":"Uma"})", "u/Uma"},
      {"an owner of Data Center", "owner", R"({"name":"uma","key":"JIRAUSER1","displayName":"Uma"})", "JIRAUSER1/Uma"},
      {"an owner as text", "owner", R"("Uma")", "/Uma"},
      {"an owner as option", "owner", R"({"value":"Uma"})", "/Uma"},
      {"no owner", "owner", "null", "/"},
  };
  FieldMap map;
  map.points = {{"points", ""}};
  map.team = {"team", ""};
  map.owner = {"owner", ""};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Issue issue = only_issue(page_with("\"" + row.field + "\":" + row.value), map);
    std::string got;
    if (row.field == "team") got = issue.team;
    else if (row.field == "owner") got = issue.owner.account + "/" + issue.owner.name;
    else if (!issue.points) got = "none";
    else got = *issue.points == 0.5 ? "0.5" : std::to_string(static_cast<int>(*issue.points));
    CHECK(got == row.expected);
  }
}

TEST_CASE("the reporter may be the configured owner: one field can carry two meanings") {
  FieldMap map;
  map.owner = {"reporter", "Reporter"};
  const Issue issue = only_issue(page_with(R"("reporter":{"accountId":"u","displayName":"Uma"})"), map);
  CHECK(issue.owner.account == "u");
  CHECK(issue.reporter.account == "u");
}

TEST_CASE("an epic is a parent only where the parent is an epic") {
  struct Row {
    std::string name, fields, expected;
  };
  const std::vector<Row> rows = {
      {"by level", R"("parent":{"key":"A-9","fields":{"issuetype":{"name":"Thema","hierarchyLevel":1}}})", "A-9"},
      {"by name", R"("parent":{"key":"A-9","fields":{"issuetype":{"name":"epic"}}})", "A-9"},
      {"a story's sub-task", R"("issuetype":{"name":"Sub-task","subtask":true},"parent":{"key":"A-9","fields":{"issuetype":{"name":"Story","hierarchyLevel":0}}})", ""},
      {"an epic's initiative", R"("issuetype":{"name":"Epic","hierarchyLevel":1},"parent":{"key":"A-9","fields":{"issuetype":{"name":"Initiative","hierarchyLevel":2}}})", ""},
      {"only the key is told", R"("parent":{"key":"A-9"})", "A-9"},
      {"only the key is told, of an epic", R"("issuetype":{"name":"Epic"},"parent":{"key":"A-9"})", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(only_issue(page_with(row.fields)).epic_key == row.expected);
  }
}

TEST_CASE("a record that cannot be read truthfully is set apart and the page goes on") {
  const std::string good = R"({"id":"1","key":"A-1","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00Z"}})";
  struct Row {
    std::string record, reason, id;
  };
  const std::vector<Row> rows = {
      {R"({"id":"2","key":"A-2","fields":{"status":{"id":"1"},"created":"yesterday"}})", "fields.created is not a time", "2"},
      {R"({"id":"2","key":"A-2","fields":{"status":{"id":"1"}}})", "fields.created is missing", "2"},
      {R"({"id":"2","key":"A-2","fields":{"created":"2026-01-01T00:00:00Z"}})", "fields.status is missing or has no id", "2"},
      {R"({"id":"2","key":"A-2","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00Z","duedate":"soon"}})", "fields.duedate is not a date", "2"},
      {R"({"id":"2","key":"A-2","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00Z","sprint":["no sprint"]}})", "sprint is not a sprint", "2"},
      {R"({"id":"2","key":"A-2","fields":null})", "fields is missing", "2"},
      {R"({"id":"2","key":"A-2"})", "fields is missing", "2"},
      {R"({"id":"x","key":"A-2","fields":{}})", "id is not a number", ""},
      {R"({"id":"2","key":"A 2\n","fields":{}})", "key is not an issue key", "2"},
      {"null", "null or no object instead of an issue", ""},
      {"17", "null or no object instead of an issue", ""},
      {R"({"id":"2","key":"A-2","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00Z"},"changelog":{"histories":[{"id":"1","created":"never"}]}})",
       "created of history 1 is not a time", "2"},
  };
  FieldMap map;
  map.sprint = {"sprint", "Sprint"};
  Decoder decoder(map);
  for (const auto& row : rows) {
    CAPTURE(row.record);
    const IssuePage page = decoder.issues("{\"issues\":[" + good + ",\n " + row.record + " ,\n" + good + "],\"nextPageToken\":\"t\"}");
    CHECK(page.defect == "");
    CHECK(page.issues.size() == 2);
    CHECK(page.next == "t");
    REQUIRE(page.bad.size() == 1);
    CHECK(page.bad[0].reason == row.reason);
    CHECK(page.bad[0].external_id == row.id);
    CHECK(page.bad[0].raw == (row.record[0] == '{' ? row.record : ""));
  }
}

TEST_CASE("a page that is no whole JSON text is a defect, never a shorter page") {
  const std::string whole = fixture("jira/cloud-issue.json");
  Decoder decoder(cloud_fields());
  for (const std::string& body : {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("{\"issues\":[]} x"), std::string("{\"issues\":{}}"),
                                  std::string("{\"total\":3}"), std::string("Service unavailable"),
                                  std::string(R"({"issues":[],"x":tru})"), std::string(R"({"\u0069ssues":[]})"), std::string(R"({"issues":[],"x":01})"), std::string(R"({"issues":[],"x":"\q"})"), std::string(R"({"issues":[],"x":[1}})")}) {
    CAPTURE(body);
    CHECK(decoder.issues(body).defect != "");
    CHECK(decoder.histories(body).defect != "");
  }
  const auto end = whole.find_last_of('}');
  for (std::size_t cut = 0; cut < end; cut += 7) {
    const IssuePage page = decoder.issues(whole.substr(0, cut));
    if (page.defect.empty()) FAIL_CHECK("cut at " << cut << " was taken for a whole page");
  }
  CHECK(decoder.issues(whole).issues.size() == 1);
  std::string latin = whole;
  latin.replace(latin.find("é"), 2, "\xe9 ");
  CHECK(decoder.issues(latin).defect == "not valid UTF-8");
}
