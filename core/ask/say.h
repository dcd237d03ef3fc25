// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/ask/world.h"
namespace juno::ask {

// A canonical query as a sentence, so that a misreading shows: "Issues created where type = Bug, by team, created
// 2026-03-01 to 2026-03-17 (UTC)".
std::string say(const SemanticQuery& query, const World& world);
// What its metrics are: "cycle_time: from the first entry …", one line each.
std::vector<std::string> definitions(const SemanticQuery& query);
// Filters, exact dates and zone, and which groups and order, one line each.
std::vector<std::string> explain(const SemanticQuery& query, const World& world);

}  // namespace juno::ask
