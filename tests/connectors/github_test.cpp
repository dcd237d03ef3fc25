// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "connectors/github/api.h"
#include "connectors/github/issues.h"
#include "connectors/github/limits.h"
#include "connectors/github/pulls.h"
#include "connectors/github/releases.h"
#include "connectors/github/repositories.h"
#include "connectors/github/runs.h"
#include "tests/support/at.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::github;

namespace {

std::int64_t variable(const HttpRequest& request, const char* name) {
  const JsonText json(request.body);
  return json.root()["variables"][name].integer().value_or(-1);
}
std::string cursor(const HttpRequest& request) {
  const JsonText json(request.body);
  return std::string(json.root()["variables"]["after"].text());
}
bool asks(const HttpRequest& request, const std::string& operation) { return request.body.find("query " + operation + "(") != std::string::npos; }

std::string empty_list() { return R"({"totalCount":0,"pageInfo":{"hasNextPage":false,"endCursor":null},"nodes":[]})"; }
std::string pull(int number, const std::string& commits = empty_list()) {
  return R"({"id":"PR_)" + std::to_string(number) + R"(","number":)" + std::to_string(number) +
         R"(,"title":"Guard it","body":"","state":"OPEN","isDraft":false,"createdAt":"2026-03-01T09:00:00Z","updatedAt":"2026-03-02T09:00:00Z",)"
         R"("author":null,"mergeCommit":{"oid":"test-merge"},"commits":)" + commits + R"(,"reviews":)" + empty_list() + R"(,"files":)" + empty_list() +
         R"(,"comments":)" + empty_list() + R"(,"timelineItems":)" + empty_list() + R"(,"labels":)" + empty_list() +
         R"(,"closingIssuesReferences":)" + empty_list() + "}";
}
std::string page(const std::string& nodes, bool more, const std::string& end, const std::string& errors = "") {
  return R"({"data":{"repository":{"pullRequests":{"totalCount":9,"pageInfo":{"hasNextPage":)" + std::string(more ? "true" : "false") +
         R"(,"endCursor":")" + end + R"("},"nodes":[)" + nodes + "]}}}" + (errors.empty() ? "" : R"(,"errors":[)" + errors + "]") + "}";
}

struct Walked {
  std::vector<std::int64_t> numbers;
  std::vector<BadRecord> bad;
};
Walked walk(test::FakeHttp& http) {
  const Api api = api_at(http, "https://api.github.com");
  Walked out;
  PullPages pages(api, "acme/web");
  while (auto p = pages.next()) {
    for (const auto& r : p->items) out.numbers.push_back(r.pull.number);
    out.bad.insert(out.bad.end(), p->bad.begin(), p->bad.end());
  }
  return out;
}

}  // namespace

TEST_CASE("the addresses of the API follow from the configured one") {
  test::FakeHttp http;
  struct Case { std::string url, graphql, rest; };
  const std::vector<Case> cases = {{"https://api.github.com", "https://api.github.com/graphql", "https://api.github.com"},
                                   {"https://github.com/", "https://api.github.com/graphql", "https://api.github.com"},
                                   {"https://ghe.acme.example", "https://ghe.acme.example/api/graphql", "https://ghe.acme.example/api/v3"},
                                   {"https://ghe.acme.example/api/v3/", "https://ghe.acme.example/api/graphql", "https://ghe.acme.example/api/v3"}};
  for (const auto& c : cases) {
    CHECK(api_at(http, c.url).graphql == c.graphql);
    CHECK(api_at(http, c.url).rest == c.rest);
  }
}

TEST_CASE("a query too costly is asked for again with half the nodes and the same cursor, and none is taken for gone") {
  struct Case { std::string name, body; int status; };
  const std::string limits = R"({"type":"RESOURCE_LIMITS_EXCEEDED","path":["repository","pullRequests"],"message":"Resource limits for this query exceeded."})";
  const std::vector<Case> cases = {{"all null", page("null,null,null", true, "c1", limits), 200}, {"502", "<html>", 502}, {"504", "", 504},
                                   {"null without error", page(pull(2) + ",null", true, "c1"), 200}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    test::FakeHttp http;
    std::vector<std::pair<std::int64_t, std::string>> asked;
    http.serve([&](const HttpRequest& request) {
      const auto n = variable(request, "n");
      asked.emplace_back(n, cursor(request));
      if (n > 6) return test::json_answer(c.body, c.status);
      return test::json_answer(cursor(request).empty() ? page(pull(2), true, "c1") : page(pull(1), false, "c2"));
    });
    CHECK(walk(http).numbers == std::vector<std::int64_t>{2, 1});
    CHECK(asked == std::vector<std::pair<std::int64_t, std::string>>{{25, ""}, {12, ""}, {6, ""}, {6, "c1"}});
  }
}

TEST_CASE("a node that is null even alone is set apart, and the pages go on behind it") {
  test::FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    if (cursor(request).empty()) return test::json_answer(page(pull(3) + (variable(request, "n") > 1 ? ",null" : ""), true, "c1"));
    if (cursor(request) == "c1") return test::json_answer(page("null", true, "c2", R"({"path":["repository","pullRequests","nodes",0],"message":"Something went wrong"})"));
    return test::json_answer(page(pull(1), false, "c3"));
  });
  const Walked got = walk(http);
  CHECK(got.numbers == std::vector<std::int64_t>{3, 1});
  CHECK(got.bad.size() == 1);
}

TEST_CASE("the rest of a long list is fetched by its own cursor, and a test merge is no merge") {
  test::FakeHttp http;
  const auto commits = [](int from, int to, bool more) {
    std::string nodes;
    for (int n = from; n < to; ++n)
      nodes += std::string(nodes.empty() ? "" : ",") + R"({"commit":{"oid":"sha)" + std::to_string(n) +
               R"(","authoredDate":"2026-02-01T00:00:00Z","committedDate":"2026-02-02T00:00:00Z","message":"m","author":{"name":"Ines","email":"i@x.example","user":null}}})";
    return R"({"totalCount":230,"pageInfo":{"hasNextPage":)" + std::string(more ? "true" : "false") + R"(,"endCursor":"e)" + std::to_string(to) + R"("},"nodes":[)" + nodes + "]}";
  };
  http.serve([&](const HttpRequest& request) {
    if (asks(request, "JunoPullRequests")) return test::json_answer(page(pull(1, commits(0, 30, true)), false, "c1"));
    const int from = cursor(request) == "e30" ? 30 : 130;
    return test::json_answer(R"({"data":{"node":{"commits":)" + commits(from, from + 100, from == 30) + "}}}");
  });
  const Api api = api_at(http, "https://api.github.com");
  PullPages pages(api, "acme/web");
  const auto got = pages.next();
  REQUIRE(got);
  REQUIRE(got->items.size() == 1);
  const auto& record = got->items[0];
  REQUIRE(record.commits.size() == 230);
  for (std::size_t n = 0; n < 230; ++n) CHECK(record.commits[n].sha == "sha" + std::to_string(n));
  CHECK(record.commits[0].author.name == "Ines");
  CHECK(record.pull.merge_commit.empty());
  CHECK(record.pull.author.account.empty());
}

TEST_CASE("what a token may not see is told, the rest is read") {
  test::FakeHttp http;
  http.on("POST", "/graphql", page(pull(1), false, "c1", R"({"type":"FORBIDDEN","path":["repository","pullRequests","nodes",0,"files"],"message":"Resource not accessible by personal access token"})"));
  const Api api = api_at(http, "https://api.github.com");
  PullPages pages(api, "acme/web");
  const auto got = pages.next();
  REQUIRE(got);
  CHECK(got->items.size() == 1);
  CHECK(got->refused.size() == 1);
}

TEST_CASE("limits told with 200 or in words become what they are") {
  struct Case { std::string body; int status; int want; std::string retry_after; };
  const std::vector<Case> cases = {
      {R"({"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]})", 200, 429, ""},
      {R"({"errors":[{"message":"You have exceeded a secondary rate limit."}]})", 200, 429, "60"},
      {R"({"message":"You have exceeded a secondary rate limit."})", 403, 429, "60"},
      {R"({"message":"Resource not accessible by integration"})", 403, 403, ""},
      {R"({"data":{"repository":{"title":"RATE_LIMITED by the rate limit"}}})", 200, 200, ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.body);
    test::FakeHttp inner;
    inner.on("GET", "/x", c.body, c.status);
    LimitsHttp http(inner);
    HttpRequest request;
    request.url = "https://api.github.com/x";
    const HttpResponse got = http.send(request);
    CHECK(got.status == c.want);
    CHECK(header(got, "retry-after").value_or("") == c.retry_after);
  }
}

TEST_CASE("the next page is the one the Link header names") {
  CHECK(next_link(R"(<https://h/x?page=2>; rel="next", <https://h/x?page=9>; rel="last")") == "https://h/x?page=2");
  CHECK(next_link(R"(<https://h/x?page=1>; rel="prev", <https://h/x?page=3>; rel="next")") == "https://h/x?page=3");
  CHECK(next_link(R"(<https://h/x?page=1>; rel="prev")").empty());
  CHECK(next_link("").empty());
}

TEST_CASE("windows of workflow runs are halved until GitHub lists all of them, in order and without overlap") {
  // A run a minute for three days, 4,320 in all; GitHub lists 1,000 of a search.
  const Instant start = at("2026-03-01T00:00:00Z");
  test::FakeHttp http;
  http.serve([&](const HttpRequest& request) {
    const auto created = request.url.find("created=") + 8;
    std::string range = request.url.substr(created, request.url.find('&', created) - created);
    for (std::size_t p; (p = range.find("%3A")) != std::string::npos;) range.replace(p, 3, ":");
    const Instant from = at(range.substr(0, 20).c_str()), to = at(range.substr(22, 20).c_str());
    const auto page_at = request.url.find("&page=");
    const std::int64_t page_number = page_at == std::string::npos ? 1 : request.url[page_at + 6] - '0';
    std::vector<std::int64_t> inside;
    for (std::int64_t n = 0; n < 4320; ++n)
      if (const Instant t{start.ms + n * 60'000}; from <= t && t <= to) inside.push_back(n);
    std::string rows;
    for (std::size_t i = static_cast<std::size_t>(page_number - 1) * 100; i < std::min<std::size_t>({inside.size(), static_cast<std::size_t>(page_number) * 100, 1000}); ++i)
      rows += std::string(rows.empty() ? "" : ",") + R"({"id":)" + std::to_string(inside[i] + 1) + R"(,"created_at":")" + format_instant({start.ms + inside[i] * 60'000}) + R"("})";
    HttpResponse answer = test::json_answer(R"({"total_count":)" + std::to_string(inside.size()) + R"(,"workflow_runs":[)" + rows + "]}");
    if (static_cast<std::size_t>(page_number) * 100 < std::min<std::size_t>(inside.size(), 1000)) {
      const std::string base = page_at == std::string::npos ? request.url : request.url.substr(0, page_at);
      answer.headers.emplace_back("link", "<" + base + "&page=" + std::to_string(page_number + 1) + R"(>; rel="next")");
    }
    return answer;
  });
  const Api api = api_at(http, "https://api.github.com");
  std::vector<Id> seen;
  each_run_window(api, "acme/web", start, at("2026-03-10T00:00:00Z"), [&](RunBatch&& batch) {
    CHECK(batch.capped == 0);
    for (const auto& run : batch.runs) seen.push_back(run.id);
    return true;
  });
  REQUIRE(seen.size() == 4320);
  for (std::size_t n = 0; n < seen.size(); ++n) CHECK(seen[n] == static_cast<Id>(n + 1));
}

TEST_CASE("patterns of repositories match whole names, case aside") {
  CHECK(matches("svc-*", "svc-ferry"));
  CHECK(matches("SVC-*", "svc-"));
  CHECK(matches("*", "anything"));
  CHECK(matches("*-api-*", "pay-api-v2"));
  CHECK_FALSE(matches("svc-*", "my-svc-ferry"));
  CHECK_FALSE(matches("web", "webs"));
  test::FakeHttp http;
  const Api api = api_at(http, "https://api.github.com");
  for (const char* bad : {"web", "acme/", "/web", "acme/a/b", "*/web"}) CHECK_THROWS_AS(find_repositories(api, {bad}), Error);
}

TEST_CASE("GitHub's issues become issues with a history of their status") {
  test::FakeHttp http;
  http.on("POST", "/graphql", R"({"data":{"repository":{"issues":{"totalCount":1,"pageInfo":{"hasNextPage":false,"endCursor":"c"},"nodes":[
    {"id":"I_1","fullDatabaseId":"3000000001","number":12,"title":"Leak","body":"drip","state":"CLOSED","stateReason":"NOT_PLANNED",
     "createdAt":"2026-03-01T09:00:00Z","updatedAt":"2026-03-05T09:00:00Z","closedAt":"2026-03-05T09:00:00Z",
     "author":{"__typename":"User","login":"ada","name":"Ada Byrne"},"milestone":{"title":"1.2","dueOn":"2026-04-01T07:00:00Z"},
     "comments":{"totalCount":3},"reactions":{"totalCount":4},
     "assignees":{"pageInfo":{"hasNextPage":false},"nodes":[{"login":"bo","name":""}]},
     "labels":{"pageInfo":{"hasNextPage":false},"nodes":[{"name":"kind/bug"},{"name":"pump"}]},
     "timelineItems":{"pageInfo":{"hasNextPage":false},"nodes":[
       {"__typename":"ClosedEvent","createdAt":"2026-03-02T09:00:00Z","stateReason":"COMPLETED","actor":{"__typename":"User","login":"bo","name":"Bo"}},
       {"__typename":"ReopenedEvent","createdAt":"2026-03-03T09:00:00Z","actor":null},
       {"__typename":"ClosedEvent","createdAt":"2026-03-05T09:00:00Z","stateReason":"NOT_PLANNED","actor":null}]}}]}}}})");
  const Api api = api_at(http, "https://api.github.com");
  IssuePages pages(api, "acme/web", 77);
  const auto got = pages.next();
  REQUIRE(got);
  REQUIRE(got->items.size() == 1);
  const Issue& i = got->items[0].issue;
  CHECK(i.id == 3000000001);
  CHECK(i.key == "acme/web#12");
  CHECK(i.project == "acme/web");
  CHECK(i.type == "Bug");
  CHECK(i.status.category == StatusCategory::done);
  CHECK(i.resolution == "Not planned");
  CHECK(i.fix_versions == std::vector<std::string>{"1.2"});
  CHECK(i.assignee.account == "bo");
  std::vector<std::string> steps;
  for (const auto& c : got->items[0].changes) steps.push_back(c.from_text + ">" + c.to_text);
  CHECK(steps == std::vector<std::string>{"Open>Closed", "Closed>Open", "Open>Not planned"});
}
