// SPDX-License-Identifier: Apache-2.0
// Reports asked for as a query: a condition is an option of the command, or the request is refused.
#include <doctest/doctest.h>
#include "core/error.h"
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

struct Exited { int code; std::string err; };
Exited requested(FakeSystem& fake, const std::string& ir) {
  fake.write("ir.json", ir);
  const auto ran = fake.run("query --ir " + fake.home() + "/ir.json");
  return {static_cast<int>(ran.code), ran.err};
}

}  // namespace

TEST_CASE("a request for a report is never answered with a condition left out") {
  FakeSystem fake;
  fake.write("rows.jsonl", R"({"table":"statuses","id":1,"name":"To Do","category":"todo"}
{"table":"projects","id":1,"key":"ORB","name":"Orbit"}
{"table":"boards","id":1,"name":"Orbit board","type":"scrum","project":"ORB"}
{"table":"sprints","id":1,"board_id":1,"name":"Orbit 1","state":"active","start_at":"2026-03-02T09:00:00Z","end_at":"2026-03-13T17:00:00Z"}
{"table":"sprints","id":2,"board_id":1,"name":"Orbit 2","state":"future"}
{"table":"issues","key":"ORB-1","summary":"x","type":"Bug","status":"To Do","status_id":1,"created_at":"2026-02-10T09:00:00Z","project":"ORB","sprint_id":1}
)");
  REQUIRE(fake.run("import " + fake.home() + "/rows.jsonl").code == 0);
  const std::string one = R"({"f":"sprint","op":"=","v":"Orbit 1"})";
  CHECK(requested(fake, R"({"kind":"report","report":"sprint","where":[)" + one + "]}").code == 0);
  struct Case { std::string name, where, told; };
  const Case cases[] = {{"two sprints that contradict each other", one + R"(,{"f":"sprint","op":"=","v":"Orbit 2"})", "has no option for"},
                        {"a team of a sprint report", one + R"(,{"f":"type","op":"=","v":"Bug"})", "has no option for"}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Exited o = requested(fake, R"({"kind":"report","report":"sprint","where":[)" + c.where + "]}");
    CHECK(o.code == 2);
    CHECK_MESSAGE(o.err.find(c.told) != std::string::npos, o.err);
  }
}
