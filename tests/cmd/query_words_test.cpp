// SPDX-License-Identifier: Apache-2.0
// What people type to juno query: gates, ids, mistyped names, quotes.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

struct Loom : FakeSystem {
  Loom() {
    env["TZ"] = "UTC";
    REQUIRE(run("import " JUNO_SOURCE_DIR "/tests/fixtures/import/loom.jsonl").code == 0);
  }
  nlohmann::json data(const std::string& line) { return nlohmann::json::parse(run(line + " --now 2026-02-23T09:00:00Z --format json").out)["data"]; }
};
bool tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

// A gate knew only "this command answers no numbers".
TEST_CASE("a query of one row can be a gate, by the names of its figures, and any query by how many rows it has") {
  Loom loom;
  CHECK(loom.run("query --metric issues --where open --fail-if 'issues > 2'").code == 1);
  CHECK(loom.run("query --metric issues --where open --fail-if 'issues > 3'").code == 0);
  CHECK(loom.run("query --metric issues --share 'assignee is empty' --fail-if 'issues > 22%'").code == 1);
  CHECK(loom.run("query --entity issue --where open --fail-if 'count > 2'").code == 1);
  CHECK(loom.run("query --metric issues --where open --by team --fail-if 'count > 2'").code == 0);
  // Of two rows neither is the figure.
  CHECK(loom.run("query --metric issues --where open --by team --fail-if 'issues > 0'").code == 2);
  // What is unknown trips a gate.
  const auto none = loom.run("query --metric cycle_time --where 'summary ~ nothing' --fail-if 'cycle_time > 1'");
  CHECK((none.code == 1 && tells(none.err, "unknown: nothing to measure")));
}

// Of two teams that are compared one row was shown, as if only that one had been asked about; and a "no" was a blank.
TEST_CASE("what was asked about and is not there is said") {
  Loom loom;
  const auto compared = loom.run("ask 'did Weaving close more stories than Dyeing' --now 2026-02-23T09:00:00Z");
  CHECK((compared.code == 0 && tells(compared.out + compared.err, "No row for Dyeing")));
  const auto both = loom.run("query --metric issues --by team --where 'team in (Weaving, Dyeing)' --where open");
  CHECK((both.code == 0 && !tells(both.out + both.err, "No row")));
  const auto blocked = loom.run("ask 'is LOOM-5 blocked' --now 2026-02-23T09:00:00Z");
  CHECK((blocked.code == 0 && tells(blocked.out + blocked.err, "Blocked: no.")));
}

TEST_CASE("a sprint is named by its id where no sprint has that name, as in juno sprint report") {
  Loom loom;
  const std::string by_name = loom.data("query --metric issues --where 'sprint = \"Loom Sprint 2\"'")["rows"].dump();
  CHECK(loom.data("query --metric issues --where 'sprint = 12'")["rows"].dump() == by_name);
  CHECK(loom.run("query --metric issues --where 'sprint = 99'").code == 2);
}

TEST_CASE("a mistyped metric, field or group is told with the one that was meant") {
  Loom loom;
  const auto told = [&](const std::string& line) { return loom.run("query " + line).err; };
  CHECK(tells(told("--metric issuse"), "did you mean issues?"));
  CHECK(tells(told("--metric issues --metric cycle_tme"), "did you mean cycle_time?"));
  CHECK(tells(told("--metric cycle_tme.p58"), "did you mean cycle_time.p50?"));
  CHECK(tells(told("--metric issues --by asignee"), "did you mean assignee?"));
  CHECK(tells(told("--metric issues --by moth"), "did you mean month?"));
  CHECK(tells(told("--metric issues --where 'staus = Done'"), "did you mean status?"));
  CHECK(tells(told("--entity issue --select asignee"), "did you mean assignee?"));
  CHECK(tells(told("--entity issue --sort creatd"), "did you mean created?"));
  CHECK_FALSE(tells(told("--metric issues --by xyzzyx"), "did you mean"));
}

TEST_CASE("a row each for projects and months, not for their sprints too") {
  Loom loom;
  CHECK(loom.data("query --metric velocity --by project")["rows"].dump() == R"([{"project":"LOOM","velocity":12}])");
  CHECK(loom.data("query --metric velocity --by month --since 2026")["rows"].dump() == R"([{"month":"2026-02","velocity":12}])");
  CHECK(loom.data("query --metric velocity --by team")["rows"][0].contains("sprint"));
}

// It is an expected value; the percentile was that of another way to forecast.
TEST_CASE("a velocity forecast is called no percentile") {
  Loom loom;
  CHECK(loom.data("query --metric velocity_forecast")["question"] == "Velocity forecast");
}

// juno flow tells 0 to 100 % of it.
TEST_CASE("flow efficiency is the upper end of what juno flow tells while nobody says which statuses wait") {
  Loom loom;
  const auto answer = loom.run("query --metric flow_efficiency --now 2026-02-23T09:00:00Z");
  CHECK(tells(answer.out, "Flow efficiency, at most"));
  const auto flow = loom.data("flow --since 2020");
  CHECK(loom.data("query --metric flow_efficiency")["rows"][0]["flow_efficiency"] == flow["flow_efficiency"]["high"]);
  loom.write("config.toml", "[status]\nwaiting = [\"In Review\"]\n");
  const auto said = loom.run("query --metric flow_efficiency --now 2026-02-23T09:00:00Z --config " + loom.home() + "/config.toml");
  CHECK((said.code == 0 && !tells(said.out + said.err, "at most")));
}
