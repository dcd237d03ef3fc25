// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/fields.h"
#include <doctest/doctest.h>
#include "core/error.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;

namespace {

std::vector<FieldInfo> catalogue() { return parse_fields(juno::test::fixture("jira/fields.json")); }

std::string ids(const std::vector<FieldMap::Field>& fields) {
  std::string out;
  for (const auto& field : fields) out += field.id + " ";
  return out;
}

}  // namespace

TEST_CASE("fields are found by type, by name in any language, and by what JQL calls them") {
  const FieldMap map = resolve(catalogue(), {});
  CHECK(ids(map.points) == "customfield_9 customfield_10104 customfield_10016 ");
  CHECK(map.sprint == FieldMap::Field{"customfield_10020", "Iteration"});
  CHECK(map.epic_link.id == "customfield_10014");
  CHECK(map.rank.id == "customfield_10019");
  CHECK(map.flagged == FieldMap::Field{"customfield_10021", "Markiert"});
  CHECK(map.team.id == "customfield_10001");
  CHECK(map.owner.id == "");  // the site has none: the reporter is the stakeholder
  CHECK(map.business_value.id == "customfield_10050");
  CHECK(map.scheduled.id == "");
}

TEST_CASE("what boards estimate with comes first, time and issue counts are no points, and configuration wins over all") {
  CHECK(ids(resolve(catalogue(), {}, {"customfield_10016", "issueCount", "timeoriginalestimate"}).points) == "customfield_10016 customfield_9 customfield_10104 ");
  JiraFieldNames configured;
  configured.story_points = {"customfield_10104", "STORY POINT ESTIMATE"};
  CHECK(ids(resolve(catalogue(), configured, {"customfield_9"}).points) == "customfield_10104 customfield_10016 ");
  configured.owner = "Reporter";
  configured.scheduled = "maintenance window";
  configured.discipline_team = "customfield_10050";
  const FieldMap map = resolve(catalogue(), configured);
  CHECK(map.owner.id == "reporter");
  CHECK(map.scheduled.id == "customfield_10051");
  CHECK(map.team.id == "customfield_10050");
}

TEST_CASE("a configured field that the site does not have is named, with the nearest one") {
  JiraFieldNames configured;
  configured.business_value = "Buisness Value";
  try {
    resolve(catalogue(), configured);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.exit == Exit::config);
    CHECK(std::string(error.what()) == "jira.fields.business_value: the site has no field \"Buisness Value\"");
    CHECK(error.hint == "did you mean \"Business Value\"?");
  }
}

TEST_CASE("the field list is asked for again when it is broken, and never taken for an empty one") {
  juno::test::FakeHttp http;
  const Site site{http, "https://acme.example", true};
  http.on("GET", "/rest/api/3/field", "[{\"id\":");
  http.on("GET", "/rest/api/3/field", R"([{"id":"summary","name":"Summary"}])");
  CHECK(fetch_fields(site).size() == 1);
  for (int i = 0; i < 3; ++i) http.on("GET", "/rest/api/3/field", "{}");
  CHECK_THROWS_AS(fetch_fields(site), Error);
}
