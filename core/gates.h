// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/report.h"
namespace juno {

enum class GateOp { less, less_equal, greater, greater_equal, equal, not_equal };

// A condition that must not come true: `totals.completion_rate.points < 80%`.
struct GateRule {
  std::string key;
  GateOp op = GateOp::less;
  double limit = 0;      // as in the JSON data: 80% is 0.8
  bool percent = false;  // it was written with %
  std::string text;      // as written
};

// Throws Error{usage} that shows the right form. `text` is `KEY OP NUMBER[%]`, OP one of < <= > >= == !=.
GateRule parse_gate(std::string_view text);

// What a rule found. `tripped` with no value: the value is unknown, which trips every gate.
struct GateFinding {
  bool tripped = false;
  std::string message;  // one line for people: the rule, the value met, and why when it is unknown
};
// The summary field named by the key decides. Throws Error{usage} when the report has no such field (with the nearest
// one, and the numeric fields as details), or when it is no number; a % against a value that is no ratio likewise.
GateFinding evaluate(const GateRule& rule, const Report& report);

}  // namespace juno
