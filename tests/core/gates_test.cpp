// SPDX-License-Identifier: Apache-2.0
#include "core/gates.h"
#include <doctest/doctest.h>
#include "core/error.h"
using namespace juno;

namespace {

Report sample() {
  Report r;
  r.summary = {{"totals.completion_rate.points", "Completion rate", 0.75, Kind::ratio, ""},
               {"totals.added.issues", "Added", std::int64_t{3}, Kind::integer, ""},
               {"velocity.mean", "Mean", Cell{}, Kind::number, "no closed sprint"},
               {"sprint.name", "Sprint", std::string("Web 12"), Kind::text, ""}};
  return r;
}

std::string outcome(const std::string& rule) {
  try {
    const GateFinding f = evaluate(parse_gate(rule), sample());
    return f.tripped ? f.message : "passes";
  } catch (const Error& e) {
    std::string out = "error " + std::to_string(static_cast<int>(e.exit)) + ": " + e.what();
    for (const auto& d : e.details) out += "; " + d;
    return out + " | " + e.hint;
  }
}

const std::string kForm = " | write KEY OP NUMBER, e.g. 'totals.completion_rate.points < 80%'; operators are < <= > >= == !=";

}  // namespace

TEST_CASE("a gate trips when its condition holds") {
  struct Row {
    std::string rule, want;
  };
  const std::vector<Row> rows = {
      {"totals.completion_rate.points < 80%", "gate hit: totals.completion_rate.points < 80% (totals.completion_rate.points is 75%)"},
      {"totals.completion_rate.points<0.8", "gate hit: totals.completion_rate.points<0.8 (totals.completion_rate.points is 75%)"},
      {"totals.completion_rate.points < 75%", "passes"},
      {"totals.completion_rate.points <= 75 %", "gate hit: totals.completion_rate.points <= 75 % (totals.completion_rate.points is 75%)"},
      {"totals.added.issues > 3", "passes"},
      {"totals.added.issues >= 3", "gate hit: totals.added.issues >= 3 (totals.added.issues is 3)"},
      {" totals.added.issues == 3 ", "gate hit: totals.added.issues == 3 (totals.added.issues is 3)"},
      {"totals.added.issues != 3", "passes"},
      {"totals.added.issues > -1e3", "gate hit: totals.added.issues > -1e3 (totals.added.issues is 3)"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.rule);
    CHECK(outcome(row.rule) == row.want);
  }
}

TEST_CASE("an unknown value trips every gate and says why") {
  for (const std::string op : {"<", "<=", ">", ">=", "==", "!="})
    CHECK(outcome("velocity.mean " + op + " 1") == "gate hit: velocity.mean " + op + " 1 (velocity.mean is unknown: no closed sprint)");
}

TEST_CASE("a gate that cannot be read shows the right form") {
  struct Row {
    std::string rule, want;
  };
  const std::vector<Row> rows = {
      {"", "error 2: gate '': has no operator" + kForm},
      {"totals.added.issues 3", "error 2: gate 'totals.added.issues 3': has no operator" + kForm},
      {"< 3", "error 2: gate '< 3': has no key before the operator" + kForm},
      {"a b < 3", "error 2: gate 'a b < 3': 'a b' is not one key" + kForm},
      {"a <", "error 2: gate 'a <': has no number after the operator" + kForm},
      {"a < %", "error 2: gate 'a < %': has no number after the operator" + kForm},
      {"a < many", "error 2: gate 'a < many': 'many' is not a number" + kForm},
      {"a < inf", "error 2: gate 'a < inf': 'inf' is not a number" + kForm},
      {"a = 3", "error 2: gate 'a = 3': '=' is no operator" + kForm},
      {"a < = 3", "error 2: gate 'a < = 3': '= 3' is not a number" + kForm},
  };
  for (const auto& row : rows) CHECK(outcome(row.rule) == row.want);
}

TEST_CASE("a gate on what the report does not hold names what it does") {
  CHECK(outcome("totals.added.isues > 1") == "error 2: gate 'totals.added.isues > 1': this report has no value 'totals.added.isues' | did you mean totals.added.issues?");
  CHECK(outcome("zzz > 1") == "error 2: gate 'zzz > 1': this report has no value 'zzz'; totals.completion_rate.points; totals.added.issues; velocity.mean | these can be used");
  CHECK(outcome("sprint.name == 1") == "error 2: gate 'sprint.name == 1': sprint.name is no number | gates compare numbers");
}

TEST_CASE("percent and ratio are not mixed up") {
  CHECK(outcome("totals.added.issues > 3%") == "error 2: gate 'totals.added.issues > 3%': totals.added.issues is no ratio | write the number without %");
  CHECK(outcome("totals.completion_rate.points < 80") ==
        "error 2: gate 'totals.completion_rate.points < 80': totals.completion_rate.points is a ratio, 1 is all | write 80% for percent");
}
