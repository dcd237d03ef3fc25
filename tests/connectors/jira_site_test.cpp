// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "connectors/jira/site.h"
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using juno::test::FakeHttp;

namespace {
Site cloud(Http& http) { return {http, "https://acme.example", true}; }
}  // namespace

TEST_CASE("every refusal of Jira has its exit code, its reason and the remote's request id") {
  struct Row {
    int status;
    std::string body;
    Headers headers;
    Exit exit;
    std::string text;
  };
  const std::vector<Row> rows = {
      {401, "", {}, Exit::config, "Jira boards: Jira does not accept the credentials (HTTP 401)"},
      {401, "", {{"x-authentication-denied-reason", "CAPTCHA_CHALLENGE; login-url=x"}}, Exit::config, "Jira boards: Jira wants a CAPTCHA (HTTP 401)"},
      {403, R"({"errorMessages":["no\nentry"]})", {}, Exit::partial, "Jira boards: this account may not see it (HTTP 403): no entry"},
      {429, "", {}, Exit::partial, "Jira boards: Jira asks to slow down (HTTP 429)"},
      {400, R"({"errorMessages":["bad"],"errors":{"jql":"worse"}})", {}, Exit::remote, "Jira boards: Jira refuses (HTTP 400): bad; jql: worse"},
      {404, R"({"message":"dead link"})", {}, Exit::remote, "Jira boards: not found (HTTP 404): dead link"},
      {410, R"({"errorMessages":["The requested API has been removed."]})", {}, Exit::remote, "Jira boards: not found (HTTP 410): The requested API has been removed."},
      {500, "<html>oops</html>", {}, Exit::remote, "Jira boards: Jira refuses (HTTP 500)"},
      {200, "\n <!DOCTYPE html><html>log in</html>", {}, Exit::remote, "Jira boards: the answer is a web page, not JSON (a login page or a proxy?)"},
      {200, "{\"a\":", {}, Exit::remote, "Jira boards: the answer is not JSON: broken JSON"},
      {200, "", {}, Exit::remote, "Jira boards: the answer is not JSON: empty"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    FakeHttp http;
    http.serve([&](const HttpRequest&) {
      HttpResponse response = juno::test::json_answer(row.body, row.status);
      response.headers.insert(response.headers.end(), row.headers.begin(), row.headers.end());
      response.headers.emplace_back("atl-traceid", "trace-1");
      return response;
    });
    try {
      get_json(cloud(http), "Jira boards", "/rest/x");
      FAIL_CHECK("no error");
    } catch (const Error& error) {
      CHECK(error.exit == row.exit);
      CHECK(std::string(error.what()) == row.text);
      CHECK(error.request_id == "trace-1");
    }
  }
}

TEST_CASE("a long answer of a refusal is cut, between characters") {
  FakeHttp http;
  std::string words;
  for (int i = 0; i < 400; ++i) words += "é";
  http.on("GET", "/rest/x", R"({"errorMessages":["x)" + words + "\"]}", 400);
  try {
    get_json(cloud(http), "it", "/rest/x");
    FAIL("no error");
  } catch (const Error& error) {
    const std::string text = error.what();
    CHECK(text.size() < 350);
    CHECK(text.ends_with("é…"));
  }
}

TEST_CASE("parameters are encoded, and what is not there is nothing") {
  FakeHttp http;
  http.on("GET", "https://acme.example/rest/x?jql=a%20%3D%20%22%C3%A9%22%26&n=1", "{}");
  CHECK(find_json(cloud(http), "it", "/rest/x", {{"jql", "a = \"é\"&"}, {"n", "1"}}).has_value());
  http.on("GET", "/rest/y", "", 404);
  CHECK_FALSE(find_json(cloud(http), "it", "/rest/y").has_value());
}

TEST_CASE("a broken answer is asked for three times") {
  FakeHttp http;
  http.on("GET", "/rest/x", "{");
  http.on("GET", "/rest/x", "\xff");
  http.on("GET", "/rest/x", "{\"a\":1}");
  CHECK(get_json(cloud(http), "it", "/rest/x").root()["a"].integer() == 1);
}

TEST_CASE("an interrupted sync sends nothing more") {
  FakeHttp http;
  Site site = cloud(http);
  site.interrupted = [] { return true; };
  CHECK_THROWS_WITH_AS(get(site, "it", "/rest/x"), "interrupted", Error);
  CHECK(http.count() == 0);
}

TEST_CASE("the deployment and the account are told by the site") {
  FakeHttp http;
  http.on("GET", "/rest/api/2/serverInfo", R"({"baseUrl":"https://acme.example","version":"1001.0.0","deploymentType":"Cloud","serverTitle":"Acme","serverTime":"2026-08-24T11:11:52.944+0200"})");
  http.on("GET", "/rest/api/2/serverInfo", R"({"version":"10.3.1","deploymentType":"Server"})");
  http.on("GET", "/rest/api/2/serverInfo", R"({"hello":"world"})");
  const ServerInfo info = server_info(cloud(http));
  CHECK(info.cloud);
  CHECK(info.title == "Acme");
  CHECK(info.server_time == parse_instant("2026-08-24T09:11:52.944Z"));
  CHECK_FALSE(server_info(cloud(http)).cloud);
  CHECK_THROWS_AS(server_info(cloud(http)), Error);
  http.on("GET", "/rest/api/3/myself", R"({"accountId":"a1","displayName":"Iris Vale","timeZone":"Europe/Oslo"})");
  const Person me = myself(cloud(http));
  CHECK(me.account == "a1");
  CHECK(me.time_zone == "Europe/Oslo");
}
