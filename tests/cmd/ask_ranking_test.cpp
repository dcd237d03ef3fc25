// SPDX-License-Identifier: Apache-2.0
// Rankings of people, asked in words: nobody is no person.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

// Three issues of nobody, two of Mira, one of Tom.
void three_of_nobody(FakeSystem& fake) {
  std::string rows = R"({"table":"statuses","id":1,"name":"To Do","category":"todo"})" "\n" R"({"table":"projects","id":1,"key":"ORB","name":"Orbit"})" "\n";
  int n = 0;
  for (const std::string assignee : {"", "", "", "Mira Voss", "Mira Voss", "Tom Abel"})
    rows += R"({"table":"issues","key":"ORB-)" + std::to_string(++n) + R"(","summary":"x","type":"Bug","status":"To Do","status_id":1,)" + (assignee.empty() ? "" : R"("assignee":")" + assignee + R"(",)") + R"("created_at":"2026-02-10T09:00:00Z","project":"ORB"})" "\n";
  fake.write("rows.jsonl", rows);
  REQUIRE(fake.run("import " + fake.home() + "/rows.jsonl").code == 0);
}

}  // namespace

TEST_CASE("the winner among people is a person, and what belongs to nobody is told beside it") {
  FakeSystem fake;
  three_of_nobody(fake);
  const auto asked = nlohmann::json::parse(fake.run("ask 'who has the most open bugs' --format json").out);
  REQUIRE(asked["data"]["rows"].size() == 1);
  CHECK(asked["data"]["rows"][0]["assignee"] == "Mira Voss");
  CHECK(asked["data"]["rows"][0]["issues"] == 2);
  CHECK(asked["meta"]["notes"].dump().find("no assignee: 3.") != std::string::npos);
  // Per person, without a ranking, nobody's stay in sight; and a query is answered as it stands.
  CHECK(nlohmann::json::parse(fake.run("ask 'open bugs by assignee' --format json").out)["data"]["rows"].size() == 3);
  const auto plain = nlohmann::json::parse(fake.run("query --metric issues --by assignee --where open --limit 1 --format json").out);
  CHECK(plain["data"]["rows"][0]["assignee"].is_null());
}
