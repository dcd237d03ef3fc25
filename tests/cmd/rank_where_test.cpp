// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

TEST_CASE("conditions choose candidates also where two sites have issues of the same key") {
  FakeSystem fake;
  std::string lines;
  for (const std::string site : {"north", "south"})
    lines += R"({"table":"statuses","source":")" + site + R"(","id":1,"name":"To Do","category":"todo"}
{"table":"issues","source":")" + site + R"(","key":"KITE-1","type":"Epic","summary":"From the )" + site + R"(","status":"To Do","status_id":1,"created_at":"2026-02-10T09:00:00Z","points":3,"votes":4,"labels":[")" + site + R"("]}
)";
  fake.write("rows.jsonl", lines);
  REQUIRE(fake.run("import " + fake.home() + "/rows.jsonl").code == 0);
  const auto ran = fake.run("rank --where 'label = south' --format csv --columns summary");
  CHECK(ran.code == 0);
  CHECK(ran.out == "summary\nFrom the south\n");
}
