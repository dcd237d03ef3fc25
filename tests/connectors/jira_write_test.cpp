// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/write.h"
#include <doctest/doctest.h>
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using juno::test::FakeHttp;

namespace {

std::string issue(const std::string& id) { return R"({"id":")" + id + R"(","key":"K-)" + id + R"(","fields":{"summary":"S)" + id + "\"}}"; }

// Each row's answers are served one after another, the last one for ever.
std::vector<NamedIssue> listed(bool is_cloud, const std::vector<std::string>& answers) {
  FakeHttp http;
  std::size_t n = 0;
  http.serve([&](const HttpRequest&) { return juno::test::json_answer(answers[std::min(n++, answers.size() - 1)], 200); });
  return issues_of_type({http, "https://acme.example", is_cloud}, "K", "Feature");
}

}  // namespace

TEST_CASE("issues of a type are listed to the last page") {
  const auto cloud = listed(true, {R"({"issues":[)" + issue("1") + R"(],"nextPageToken":"a"})", R"({"issues":[],"nextPageToken":"b"})",
                                   R"({"issues":[)" + issue("2") + R"(],"isLast":true})"});
  REQUIRE(cloud.size() == 2);
  CHECK(cloud[0].id == "1");
  CHECK(cloud[1].summary == "S2");
  const auto own = listed(false, {R"({"total":3,"issues":[)" + issue("1") + "," + issue("2") + "]}", R"({"total":3,"issues":[)" + issue("3") + "]}"});
  REQUIRE(own.size() == 3);
  CHECK(own[2].id == "3");
}

TEST_CASE("a listing that does not come to its end is an error, for what is not seen would be made twice") {
  CHECK_THROWS_AS(listed(true, {R"({"issues":[)" + issue("1") + R"(],"nextPageToken":"a"})"}), Error);
  CHECK_THROWS_AS(listed(false, {R"({"total":3,"issues":[)" + issue("1") + "]}", R"({"total":3,"issues":[]})"}), Error);
  CHECK_THROWS_AS(listed(false, {R"({"issues":[)" + issue("1") + "]}"}), Error);  // who knows how many there are
}
