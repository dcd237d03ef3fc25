// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>
#include "core/ask/ir.h"
#include "core/ask/model.h"
#include "core/ask/window.h"
namespace juno::ask {

// What the meaning of a query depends on besides its words.
struct World {
  Clock clock;
  std::string me;                        // who "@me" is; empty = not configured
  std::string production = "production";
  std::vector<std::string> priorities;   // the most severe first
  bool priorities_ordered = true;        // whether that order is certain
  // Whether a list has that value, in its own spelling. Empty: every value is taken as known.
  std::function<bool(List list, std::string_view value)> known;
};

// "@current", "@next", "@previous", "@last:3".
bool is_sprint_selector(std::string_view value);
// "14d", "36h", "2w", "1.5h", "30m" (minutes) in hours; nothing for anything else.
std::optional<double> duration_hours(std::string_view text);

// The metric that a name which is none comes nearest to, with its suffix; empty = nothing is near.
std::string metric_meant(std::string_view text);

// What is wrong with it, one line each; empty = fit to run. Checks names, types, operators, values and windows.
std::vector<std::string> validate(const Ir& ir, const World& world);

// The one form of all that mean the same: implied and doubled conditions dropped, windows as moments, durations in hours,
// ranges of priorities as sets, @me as the person, parts sorted. Of a valid IR; idempotent. Clarifications and refusals
// are one and the same.
Ir canonical(const Ir& ir, const World& world);
SemanticQuery canonical(const SemanticQuery& query, const World& world);

// The entity that a query is about: that of its first metric, else its own. Of a valid query.
Entity entity_of(const SemanticQuery& query);
// Whether windows on that field, or on the metric's axis, end at now.
bool ends_at_now(Entity entity, std::string_view date_field);
bool ends_at_now(const Metric& metric);

}  // namespace juno::ask
