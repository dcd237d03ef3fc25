// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <algorithm>
#include <string>
#include <vector>
#include "core/compare.h"
#include "core/error.h"
#include "core/render/render.h"
#include "core/snapshot.h"
#include "tests/core/sprint_support.h"
using namespace juno;
using namespace juno::test;
namespace {

SprintContent content(int from, int to) {
  SprintContent c;
  c.sprint_id = 7;
  c.sprint = "Checkout 7";
  c.state = "active";
  for (int i = from; i < to; ++i) c.issues.push_back({"A-" + std::to_string(i), "S", "Story", "To Do", "High", "Ana", "QA", "Checkout 7", 3.0, "not_completed", false});
  return c;
}

}  // namespace

TEST_CASE("scope change as in the worked figures: 17.2 % and 26.2 %") {
  const Comparison grown = compare(content(0, 58), content(0, 68));
  CHECK(grown.added == 10);
  CHECK(grown.removed == 0);
  CHECK(render(to_report(grown), Format::table, {}).find("Scope change  17.2 % of issues\n") != std::string::npos);
  const Comparison moved = compare(content(0, 126), content(3, 162));
  CHECK(moved.added == 36);
  CHECK(moved.removed == 3);
  CHECK(*moved.scope_change == doctest::Approx(33.0 / 126));
  CHECK(render(to_report(moved), Format::table, {}).find("Scope change  26.2 % of issues\n") != std::string::npos);
  CHECK_FALSE(compare(content(0, 0), content(0, 3)).scope_change.has_value());
  CHECK(find_field(to_report(compare(content(0, 0), content(0, 3))), "scope_change")->reason == "there were no issues before");
}

TEST_CASE("a changed issue lists each field that differs, old and new") {
  SprintContent a = content(1, 4), b = content(1, 4);
  b.issues[1] = {"A-2", "T", "Bug", "Done", "Low", "Bo", "Dev", "Checkout 8", {}, "completed", true};
  b.issues[2].outcome = "removed";
  const Comparison c = compare(a, b);
  CHECK(c.changed == 1);
  CHECK(c.removed == 1);
  std::string fields;
  for (const Difference& d : c.differences) fields += d.field + ",";
  CHECK(fields == ",status,assignee,points,priority,summary,type,team,sprint,");
  CHECK(std::get<std::string>(c.differences[1].before) == "To Do");
  CHECK(std::get<std::string>(c.differences[1].after) == "Done");
  CHECK(std::holds_alternative<std::monostate>(c.differences[3].after));
  REQUIRE(c.types.size() == 2);
  CHECK(c.types[0].name == "Bug");
  CHECK(c.types[0].before == 0);
  CHECK(c.types[1].after == 1);
  std::reverse(b.issues.begin(), b.issues.end());
  CHECK(render(to_report(compare(a, b)), Format::json, {}) == render(to_report(c), Format::json, {}));
}

TEST_CASE("canonical JSON is one spelling: sorted, without spaces, numbers short, and it reads back") {
  SprintContent c = content(1, 2);
  c.at = at("2026-03-05T15:00:00Z");
  c.issues[0].points = 0.5;
  c.issues[0].summary = "a \"b\"\n é";
  c.metrics = {{"totals.committed.issues", 4.0}, {"totals.say_do.points", {}}};
  const std::string text = canonical_json(c);
  CHECK(text ==
        R"({"at":"2026-03-05T15:00:00Z","issues":[{"added":false,"assignee":"Ana","key":"A-1","outcome":"not_completed","points":0.5,"priority":"High","sprint":"Checkout 7","status":"To Do","summary":"a \"b\"\n é","team":"QA","type":"Story"}],)"
        R"("metrics":{"totals.committed.issues":4,"totals.say_do.points":null},"sprint":{"board":"","id":7,"name":"Checkout 7","state":"active"},"version":1})");
  CHECK(parse_content(text) == c);
  CHECK(canonical_json(parse_content(text)) == text);
  c.issues[0].summary = "\xFF";
  CHECK_NOTHROW(parse_content(canonical_json(c)));
}

TEST_CASE("a damaged or newer snapshot is an error of the store") {
  const std::string good = canonical_json(content(1, 2));
  std::string newer = good;
  newer.replace(newer.find("\"version\":1"), 11, "\"version\":2");
  for (const std::string& bad : std::vector<std::string>{"", "[]", "{}", "null", good.substr(0, good.size() / 2), newer, R"({"version":1,"sprint":5})"}) {
    try {
      parse_content(bad);
      FAIL("must throw");
    } catch (const Error& e) {
      CHECK(e.exit == Exit::store);
    }
  }
}

TEST_CASE("a snapshot of a report holds its issues and totals, the same for the same sprint") {
  const Sprint sprint = two_weeks();
  std::vector<SprintIssue> issues = {Story("A-2", "2026-02-01T00:00:00Z", true, 3.0), Story("A-1", "2026-02-01T00:00:00Z", true, 5.0).status("2026-03-05T10:00:00Z", 3)};
  const auto rules = test::rules();
  const Calendar calendar;
  const Zone zone;
  const auto snapshot = [&] {
    const SprintReportInput in{sprint, "Checkout", issues, rules, calendar, zone, at("2026-04-01T00:00:00Z"), status_name};
    return content_of(sprint_report(in), in);
  };
  const SprintContent c = snapshot();
  REQUIRE(c.issues.size() == 2);
  CHECK(c.issues[0].key == "A-1");
  CHECK(c.issues[0].status == "Done");
  CHECK(c.state == "closed");
  CHECK(c.at == *sprint.complete);
  CHECK(std::find(c.metrics.begin(), c.metrics.end(), std::pair<std::string, std::optional<double>>{"totals.committed.points", 8.0}) != c.metrics.end());
  std::swap(issues[0], issues[1]);
  CHECK(canonical_json(snapshot()) == canonical_json(c));
}
