// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "core/ask/condition.h"
#include "core/ask/world.h"
#include "core/report.h"
#include "store/semantic_sql.h"
namespace juno {

// Now, and how its weeks and fiscal years go.
ask::Clock semantic_clock(Context& ctx);
// What queries mean here and now: zone, week, fiscal year and user of the configuration, names of the cache.
ask::World semantic_world(Context& ctx);
// Names as people type them → the cache's: exactly, else in any case, else by a unique prefix. Throws Error{usage}.
ask::NameResolver name_resolver(Context& ctx);

// A warning where --now is of the past: the cache tells how issues are, and less of how they were. Nothing else to say: nullopt.
std::optional<std::string> later_changes(Context& ctx);

// A canonical query on issues with these conditions, as --where of juno query takes them. Throws Error{usage}.
ask::SemanticQuery issues_where(Context& ctx, const ask::World& world, const std::vector<std::string>& conditions);
// Every row of a canonical query, for code that goes on from there: never a part of them.
std::vector<std::vector<Cell>> every_row(Context& ctx, const ask::SemanticQuery& query, const store::SemanticInput& input);
// Keys of the issues for which all these conditions hold, as --where of juno query takes them; with several trackers
// behind their names: "acme/PAY-1".
std::set<std::string> keys_where(Context& ctx, const std::vector<std::string>& conditions);

// Whether what belongs to nobody may win a ranking of people; a query is answered as it stands, a question asks for a person.
enum class PeopleRanking { as_it_stands, of_people };

// Answers a question. What is wrong with it is an Error{usage} that lists everything; nothing synced of that kind is
// Error{store}. The report has its rows in section "rows" (several parts: "rows_1" …), and "ir", "line" for machines.
Report answer(Context& ctx, const ask::Ir& ir, PeopleRanking ranking = PeopleRanking::as_it_stands);

}  // namespace juno
