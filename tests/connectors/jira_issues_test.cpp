// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <set>
#include "connectors/jira/issues.h"
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using juno::test::FakeHttp;
using juno::test::json_answer;

namespace {

const std::string kBulk = "/rest/api/3/issue/bulkfetch", kLogs = "/rest/api/3/changelog/bulkfetch", kSearch = "/rest/api/3/search/jql";

Site cloud(Http& http) { return {http, "https://acme.example", true}; }
Site server(Http& http) { return {http, "https://jira.example/ctx", false}; }

std::string issue_json(Id id, const std::string& updated = "2026-02-01T00:00:00.000+0000") {
  return R"({"id":")" + std::to_string(id) + R"(","key":"A-)" + std::to_string(id) +
         R"(","fields":{"status":{"id":"1"},"created":"2026-01-01T00:00:00.000+0000","updated":")" + updated + "\"}}";
}
std::string issues_json(const std::vector<std::string>& issues, const std::string& rest = "") {
  std::string out = "{\"issues\":[";
  for (const auto& one : issues) out += (out.back() == '[' ? "" : ",") + one;
  return out + "]" + rest + "}";
}
std::string log_json(Id issue, Id history, const std::string& at, const std::string& field = "summary") {
  return R"({"issueId":")" + std::to_string(issue) + R"(","changeHistories":[{"id":")" + std::to_string(history) + R"(","created":")" + at +
         R"(","items":[{"field":")" + field + R"("}]}]})";
}
std::string logs_json(const std::vector<std::string>& logs, const std::string& token = "") {
  std::string out = "{\"issueChangeLogs\":[";
  for (const auto& one : logs) out += (out.back() == '[' ? "" : ",") + one;
  return out + "]" + (token.empty() ? "" : ",\"nextPageToken\":\"" + token + "\"") + "}";
}

// An issue of Data Center: one history here, `total` in all.
std::string with_log(Id id, int total) {
  std::string out = issue_json(id);
  out.pop_back();
  return out + R"(,"changelog":{"total":)" + std::to_string(total) + R"(,"histories":[{"id":"2","created":"2026-01-03T00:00:00Z","items":[{"field":"b"}]}]}})";
}

std::string ids_of(const Batch& batch) {
  std::string out;
  for (const auto& one : batch.issues) out += std::to_string(one.issue.id) + " ";
  return out;
}
std::string bad_of(const Batch& batch) {
  std::string out;
  for (const auto& one : batch.bad) out += one.external_id + ": " + one.reason + "\n";
  return out;
}

// What the body of a bulk request asks for.
std::vector<Id> asked(const HttpRequest& request) {
  std::vector<Id> out;
  const auto body = nlohmann::json::parse(request.body);
  for (const auto& id : body["issueIdsOrKeys"]) out.push_back(std::stoll(id.get<std::string>()));
  return out;
}

Exit exit_of(const std::function<void()>& run, std::string* text = nullptr) {
  try {
    run();
  } catch (const Error& error) {
    if (text) *text = error.what();
    return error.exit;
  }
  return Exit::ok;
}

}  // namespace

TEST_CASE("ids are listed 5,000 at a time, and a short or empty page is not the last") {
  FakeHttp http;
  http.on_body("POST", kSearch, R"({"jql":"summary ~ \"x\"","maxResults":5000,"fields":["id"]})", R"({"issues":[{"id":"3"},{"id":"1"}],"nextPageToken":"t1"})");
  http.on_body("POST", kSearch, R"("nextPageToken":"t1")", R"({"issues":[],"nextPageToken":"t2","isLast":false})");
  http.on_body("POST", kSearch, R"("nextPageToken":"t2")", R"({"issues":[{"id":9}],"isLast":true,"nextPageToken":"t3"})");
  std::vector<Id> all;
  for_each_id_page(cloud(http), "summary ~ \"x\"", [&](std::vector<Id> ids) { all.insert(all.end(), ids.begin(), ids.end()); });
  CHECK(all == std::vector<Id>{3, 1, 9});
  for (const auto& request : http.requests()) CHECK(request.read_only);
}

TEST_CASE("a server whose pages never end is stopped") {
  FakeHttp http;
  int n = 0;
  const auto ids = [&] { for_each_id_page(cloud(http), "project=A", [](std::vector<Id>) {}, 20); };
  std::string text;
  http.serve([&](const HttpRequest&) { return json_answer(R"({"issues":[{"id":"1"}],"nextPageToken":"same"})"); });
  CHECK(exit_of(ids, &text) == Exit::remote);
  CHECK(text == "Jira issue list: Jira gives the same page token twice");
  http.serve([&](const HttpRequest&) { return json_answer(R"({"issues":[{"id":"1"}],"nextPageToken":")" + std::string(++n % 2 ? "a" : "b") + "\"}"); });
  CHECK(exit_of(ids) == Exit::remote);
  CHECK(n == 3);
  http.serve([&](const HttpRequest&) { return json_answer(R"({"issues":[{"id":"1"}],"nextPageToken":")" + std::to_string(++n) + "\"}"); });
  CHECK(exit_of(ids, &text) == Exit::remote);
  CHECK(text == "Jira issue list: Jira's pages never end (20 of them so far)");
}

TEST_CASE("a list with an entry that is no issue is asked for again, and never read past") {
  FakeHttp http;
  http.on("POST", kSearch, R"({"issues":[null,{"id":"2"}]})");
  http.on("POST", kSearch, R"({"issues":[{"id":"1"},{"id":"2"}]})");
  CHECK(list_ids(cloud(http), "project=A", "").items == std::vector<Id>{1, 2});
  FakeHttp broken;
  broken.serve([](const HttpRequest&) { return json_answer(R"({"issues":[null]})"); });
  CHECK(exit_of([&] { list_ids(cloud(broken), "project=A", ""); }) == Exit::remote);
  CHECK(broken.count() == 3);
}

TEST_CASE("a batch joins issues and changelogs that are spread over pages") {
  FakeHttp http;
  http.on_body("POST", kBulk, R"({"issueIdsOrKeys":["7","5","6"],"fields":["*all","-comment","-worklog","-attachment"]})",
               issues_json({issue_json(5), issue_json(7)}, ",\"issueErrors\":[]"));
  http.on_body("POST", kLogs, R"({"issueIdsOrKeys":["5","7"],"maxResults":10000})",
               logs_json({log_json(7, 3, "2026-01-03T00:00:00Z"), log_json(5, 2, "2026-01-02T00:00:00Z")}, "p2"));
  http.on_body("POST", kLogs, R"("nextPageToken":"p2")", logs_json({log_json(5, 1, "1767225600"), log_json(7, 3, "2026-01-03T00:00:00Z")}));
  const Batch batch = fetch(cloud(http), {}, {}, {7, 5, 6});
  CHECK(ids_of(batch) == "5 7 ");
  CHECK(batch.missing == std::vector<Id>{6});
  CHECK(batch.bad.empty());
  REQUIRE(batch.issues[0].changes.size() == 2);
  CHECK(batch.issues[0].changes[0].history == 1);
  CHECK(batch.issues[0].changes[1].history == 2);
  CHECK(batch.issues[1].changes.size() == 1);  // the same edit on two pages counts once
}

TEST_CASE("changelog pages whose token comes again are stopped") {
  FakeHttp http;
  http.serve([](const HttpRequest& request) { return json_answer(request.url.ends_with(kBulk) ? issues_json({issue_json(5)}) : logs_json({}, "same")); });
  std::string text;
  CHECK(exit_of([&] { fetch(cloud(http), {}, {}, {5}); }, &text) == Exit::remote);
  CHECK(text == "Jira changelogs: Jira gives the same page token twice");
}

TEST_CASE("an issue edited between the two requests is asked for again, once") {
  FakeHttp http;
  http.on("POST", kBulk, issues_json({issue_json(5), issue_json(6), issue_json(7)}));
  http.on("POST", kLogs, logs_json({log_json(5, 1, "2026-02-01T00:01:00Z", "status"), log_json(6, 2, "2026-02-01T00:00:01Z", "status"),
                                    log_json(7, 3, "2026-03-01T00:00:00Z", "Workflow")}));  // no update of the issue
  http.on_body("POST", kBulk, R"(["5"])", issues_json({issue_json(5, "2026-02-01T00:01:00.000+0000")}));
  http.on_body("POST", kLogs, R"(["5"])", logs_json({log_json(5, 1, "2026-02-01T00:01:00Z", "status")}));
  const Batch batch = fetch(cloud(http), {}, {}, {5, 6, 7});
  REQUIRE(batch.issues.size() == 3);
  CHECK(format_instant(batch.issues[0].issue.updated) == "2026-02-01T00:01:00Z");
}

TEST_CASE("a broken answer is asked for again before anything is given up") {
  FakeHttp http;
  http.on("POST", kBulk, issues_json({issue_json(5)}).substr(0, 40));
  http.on("POST", kBulk, issues_json({issue_json(5)}));
  http.on("POST", kLogs, "{\"issueChangeLogs\":[{");
  http.on("POST", kBulk, issues_json({issue_json(5)}));
  http.on("POST", kLogs, logs_json({}));
  std::vector<std::int64_t> pauses;
  Site site = cloud(http);
  site.sleep = [&](std::chrono::milliseconds wait) { pauses.push_back(wait.count()); };
  CHECK(ids_of(fetch(site, {}, {}, {5})) == "5 ");
  CHECK(pauses == std::vector<std::int64_t>{1000, 2000});
}

TEST_CASE("the issue that spoils every answer is found by halves and set apart, with its raw bytes") {
  for (const bool in_changelog : {false, true}) {
    CAPTURE(in_changelog);
    FakeHttp http;
    http.serve([&](const HttpRequest& request) {
      const bool log = request.url.ends_with(kLogs);
      std::vector<std::string> out;
      for (const Id id : asked(request)) {
        std::string one = log ? log_json(id, id, "2026-01-02T00:00:00Z") : issue_json(id);
        if (id == 37 && log == in_changelog) one.replace(one.size() - 8, 1, "\xff");
        out.push_back(one);
      }
      return json_answer(log ? logs_json(out) : issues_json(out));
    });
    std::vector<Id> ids;
    for (Id id = 1; id <= 100; ++id) ids.push_back(id);
    const Batch batch = fetch(cloud(http), {}, {}, ids);
    CHECK(batch.issues.size() == 99);
    for (const auto& one : batch.issues) CHECK(one.changes.size() == 1);
    CHECK(batch.missing.empty());
    REQUIRE(batch.bad.size() == 1);
    CHECK(batch.bad[0].external_id == "37");
    CHECK(batch.bad[0].reason == (in_changelog ? "changelog: not valid UTF-8" : "not valid UTF-8"));
    CHECK(batch.bad[0].raw.find('\xff') != std::string::npos);
    CHECK(http.count() < 60);
  }
}

TEST_CASE("an entry that is null hides an issue: it is never taken for a deleted one") {
  FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    if (request.url.ends_with(kLogs)) return json_answer(logs_json({}));
    std::vector<std::string> out;
    for (const Id id : asked(request)) out.push_back(id == 2 ? "null" : issue_json(id));
    return json_answer(issues_json(out));
  });
  const Batch batch = fetch(cloud(http), {}, {}, {1, 2, 3});
  CHECK(ids_of(batch) == "1 3 ");
  CHECK(batch.missing.empty());
  CHECK(bad_of(batch) == "2: an entry that is no issue\n");
}

TEST_CASE("a site that answers garbage only ends in an error, not in a quarantine of everything") {
  FakeHttp http;
  http.serve([](const HttpRequest&) { return json_answer("{\"issues\":[{"); });
  std::vector<Id> ids;
  for (Id id = 1; id <= 100; ++id) ids.push_back(id);
  std::string text;
  CHECK(exit_of([&] { fetch(cloud(http), {}, {}, ids); }, &text) == Exit::remote);
  CHECK(text == "Jira issues: every answer is unreadable: broken JSON");
  CHECK(http.count() < 60);
}

TEST_CASE("an issue that a bulk fetch refuses and that is not at its own address either is missing, not unreadable") {
  FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    if (request.url.ends_with(kLogs)) return json_answer(logs_json({}));
    if (request.method == "GET") return HttpResponse{404, {}, R"({"errorMessages":["Issue does not exist"]})"};
    std::vector<std::string> out;
    std::string errors;
    for (const Id id : asked(request)) {
      if (id != 2) out.push_back(issue_json(id));
      else errors = R"({"id":"2","errorMessage":"Issue does not exist"})";
    }
    return json_answer(issues_json(out, ",\"issueErrors\":[" + errors + "]"));
  });
  const Batch batch = fetch(cloud(http), {}, {}, {1, 2, 3});
  CHECK(ids_of(batch) == "1 3 ");
  CHECK(batch.missing == std::vector<Id>{2});
  CHECK(batch.bad.empty());
}

TEST_CASE("what Jira leaves out because the answer would be too large is asked for in smaller parts") {
  FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    if (request.url.ends_with(kLogs)) return json_answer(logs_json({}));
    if (request.method == "GET") return json_answer(R"({"id":"4"})");  // it is there, only too large
    std::vector<std::string> out;
    std::string errors;
    for (const Id id : asked(request)) {
      if (out.size() < 2 && id != 4) out.push_back(issue_json(id));
      else errors += (errors.empty() ? "" : ",") + std::string(R"({"id":")") + std::to_string(id) + R"(","errorMessage":"too large"})";
    }
    return json_answer(issues_json(out, ",\"issueErrors\":[" + errors + "]"));
  });
  const Batch batch = fetch(cloud(http), {}, {}, {1, 2, 3, 4, 5, 6});
  CHECK(ids_of(batch) == "1 2 3 5 6 ");
  CHECK(batch.missing.empty());
  CHECK(bad_of(batch) == "4: too large\n");
}

TEST_CASE("an issue with an edit that cannot be read is set apart as a whole") {
  FakeHttp http;
  http.on("POST", kBulk, issues_json({issue_json(5), issue_json(6)}));
  http.on("POST", kLogs, logs_json({log_json(5, 1, "soon"), log_json(6, 2, "2026-01-02T00:00:00Z")}));
  const Batch batch = fetch(cloud(http), {}, {}, {5, 6});
  CHECK(ids_of(batch) == "6 ");
  CHECK(bad_of(batch) == "5: changelog: created of history 1 is not a time\n");
  CHECK(batch.bad[0].raw.find("\"id\":\"5\"") != std::string::npos);
}

TEST_CASE("without bulk fetch the same issues come by search and single changelogs") {
  FakeHttp http;
  http.on("POST", kBulk, "{}", 404);
  http.on_body("POST", kSearch, "id in (5,6,7) order by id", R"({"errorMessages":["A value with ID '6' does not exist for the field 'id'."]})", 400);
  http.on_body("POST", kSearch, "id in (5) order by id", issues_json({issue_json(5)}, ",\"nextPageToken\":\"t\""));
  http.on_body("POST", kSearch, "\"nextPageToken\":\"t\"", issues_json({}));
  http.on_body("POST", kSearch, "id in (6,7) order by id", "{}", 400);
  http.on_body("POST", kSearch, "id in (6) order by id", "{}", 400);
  http.on_body("POST", kSearch, "id in (7) order by id", issues_json({issue_json(7)}));
  http.on("POST", kLogs, "{}", 405);
  http.on("GET", "/rest/api/3/issue/5/changelog?startAt=0&maxResults=100",
          R"({"startAt":0,"maxResults":1,"total":2,"isLast":false,"values":[{"id":"1","created":"2026-01-02T00:00:00.000+0000","items":[{"field":"a"}]}]})");
  http.on("GET", "/rest/api/3/issue/5/changelog?startAt=1&maxResults=100",
          R"({"startAt":1,"maxResults":1,"total":2,"isLast":true,"values":[{"id":"2","created":"2026-01-03T00:00:00.000+0000","items":[{"field":"b"}]}]})");
  http.on("GET", "/rest/api/3/issue/7/changelog?startAt=0&maxResults=100", R"({"total":0,"values":[]})");
  const Batch batch = fetch(cloud(http), {}, {}, {5, 6, 7});
  CHECK(ids_of(batch) == "5 7 ");
  CHECK(batch.missing == std::vector<Id>{6});
  CHECK(batch.issues[0].changes.size() == 2);
}

TEST_CASE("a Data Center search asks for whole issues and advances by what came, not by what was asked") {
  FakeHttp http;
  http.on_body("POST", "https://jira.example/ctx/rest/api/2/search",
               R"({"jql":"id in (1,2,3) order by id","startAt":0,"maxResults":100,"validateQuery":false,"fields":["*all","-comment","-worklog","-attachment"],"expand":["changelog"]})",
               issues_json({with_log(1, 1), with_log(2, 1)}, ",\"startAt\":0,\"maxResults\":2,\"total\":3"));
  http.on_body("POST", "/rest/api/2/search", "\"startAt\":2", issues_json({with_log(3, 1)}, ",\"startAt\":2,\"total\":3"));
  const Batch batch = fetch_by_search(server(http), {}, {}, {1, 2, 3});
  CHECK(ids_of(batch) == "1 2 3 ");
  CHECK(batch.truncated.empty());
  CHECK(batch.missing.empty());
  CHECK(batch.issues[2].changes.size() == 1);
}

TEST_CASE("an id that Data Center does not know any more is found by halves and missing") {
  FakeHttp http;
  http.serve([](const HttpRequest& request) {
    const auto body = nlohmann::json::parse(request.body);
    const auto jql = body["jql"].get<std::string>();
    std::vector<std::string> out;
    for (Id id = 1; id <= 9; ++id)
      if (jql.find("(" + std::to_string(id) + ",") + 1 || jql.find("," + std::to_string(id) + ",") + 1 || jql.find("," + std::to_string(id) + ")") + 1 ||
          jql.find("(" + std::to_string(id) + ")") + 1) {
        if (id == 4) return json_answer(R"({"errorMessages":["A value with ID '4' does not exist for the field 'id'."]})", 400);
        out.push_back(with_log(id, 1));
      }
    return json_answer(issues_json(out, ",\"total\":" + std::to_string(out.size())));
  });
  const Batch batch = fetch_by_search(server(http), {}, {}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(ids_of(batch) == "1 2 3 5 6 7 8 9 ");
  CHECK(batch.missing == std::vector<Id>{4});
}

TEST_CASE("a changelog that the server cut short is completed, or flagged where it cannot be") {
  FakeHttp http;
  http.on("POST", "/rest/api/2/search", issues_json({with_log(1, 2), with_log(2, 2), issue_json(3)}, ",\"total\":3"));
  http.on("GET", "/rest/api/2/issue/1/changelog?startAt=0&maxResults=100",
          R"({"total":2,"values":[{"id":"1","created":"2026-01-02T00:00:00Z","items":[{"field":"a"}]},{"id":"2","created":"2026-01-03T00:00:00Z","items":[{"field":"b"}]}]})");
  http.on("GET", "/rest/api/2/issue/2/changelog?startAt=0&maxResults=100", "", 404);
  http.on("GET", "/rest/api/2/issue/3/changelog?startAt=0&maxResults=100", "", 404);
  const Batch batch = fetch_by_search(server(http), {}, {}, {1, 2, 3});
  CHECK(batch.issues[0].changes.size() == 2);
  CHECK(batch.issues[1].changes.size() == 1);
  CHECK(batch.truncated == std::vector<Id>{2, 3});  // 3: the answer held no changelog at all
}

TEST_CASE("whatever is deleted between pages, a Data Center listing names every issue that stays") {
  for (int gone = 0; gone < 12; ++gone) {
    std::vector<Id> ids;
    for (Id id = 1; id <= 12; ++id) ids.push_back(id);
    FakeHttp http;
    http.serve([&](const HttpRequest& request) {
      const auto body = nlohmann::json::parse(request.body);
      const auto start = body["startAt"].get<std::size_t>();
      std::vector<std::string> out;
      for (std::size_t i = start; i < std::min(start + 3, ids.size()); ++i) out.push_back("{\"id\":\"" + std::to_string(ids[i]) + "\"}");
      return json_answer(issues_json(out, ",\"total\":" + std::to_string(ids.size())));
    });
    std::set<Id> seen;
    std::string cursor;
    int n = 0;
    do {
      const auto page = list_ids_by_offset(server(http), "project=A", cursor);
      seen.insert(page.items.begin(), page.items.end());
      cursor = page.next;
      if (++n == 2) ids.erase(ids.begin() + gone);
    } while (!cursor.empty() && n < 20);
    CHECK(n < 20);
    for (const Id id : ids) CHECK_MESSAGE(seen.contains(id), "issue ", id, " was lost when number ", gone, " went");
  }
}

TEST_CASE("the issue that spoils a Data Center answer is found by halves") {
  FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    const auto body = nlohmann::json::parse(request.body);
    const auto jql = body["jql"].get<std::string>();
    std::vector<std::string> out;
    for (Id id = 10; id <= 29; ++id)
      if (jql.find(std::to_string(id)) != std::string::npos) out.push_back(id == 16 ? "{\"id\":\"16\",\"fields\":[}" : with_log(id, 1));
    return json_answer(issues_json(out, ",\"total\":" + std::to_string(out.size())));
  });
  std::vector<Id> ids;
  for (Id id = 10; id <= 29; ++id) ids.push_back(id);
  const Batch batch = fetch_by_search(server(http), {}, {}, ids);
  CHECK(batch.issues.size() == 19);
  CHECK(bad_of(batch) == "16: broken JSON\n");
  CHECK(batch.missing.empty());
}
