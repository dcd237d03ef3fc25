// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "core/ask/world.h"
#include "core/config.h"
#include "core/model.h"
#include "core/report.h"
#include "store/database.h"
#include "store/sql.h"
namespace juno::store {

// What the meaning of a semantic query rests on besides its words.
struct SemanticInput {
  const ask::World& world;
  const Config& config;
  // Deployments that failed by the rules of core/failure: only change_failure_rate reads them.
  std::vector<std::pair<Id, std::string>> failed;
};

using SqlValue = std::variant<std::int64_t, double, std::string>;

// One statement: names of tables and columns come from juno alone, whatever was asked is a bound parameter `$1…$n`.
struct CompiledQuery {
  std::string sql;
  std::vector<SqlValue> params;
  std::vector<Column> columns;
  std::vector<std::string> notes;  // which conventions were applied
};

// Of a canonical query that is valid. Metrics of sprints are not compiled: core computes them (store/semantic_sprints.h).
// Throws Error{store} when nothing of that kind was ever synced, Error{usage} when the cache cannot tell what is asked.
CompiledQuery compile(Database& db, const ask::SemanticQuery& query, const SemanticInput& input);

// Runs it as run_sql does: on a connection of its own that can only read the tables of these queries, within the limits.
SqlResult run_compiled(const std::string& cache_path, const CompiledQuery& query, const ask::Clock& clock, const SqlLimits& limits = {});

// Whether the cache holds anything of that kind.
bool has_any(Database& db, ask::Entity entity, const Config& config);
// Whether an issue was changed after that moment: of then the cache holds less than of now.
bool changed_after(Database& db, Instant moment);
bool has_comments(Database& db);

// Values that the cache holds for a list, in its own spelling: by name; priorities the most severe first.
std::vector<std::string> cached_values(Database& db, ask::List list, const Config& config);

// Whether cached_values(list) holds that value, without reading them all.
bool has_value(Database& db, ask::List list, std::string_view value, const Config& config);

// Ids of the sprints that satisfy a canonical list query on sprints.
std::set<Id> matching_sprints(Database& db, const ask::SemanticQuery& query, const SemanticInput& input);
// Sprints by names and selectors ("@last:3"): cache ids, ascending.
std::vector<Id> sprints_named(Database& db, const std::vector<std::string>& names);

}  // namespace juno::store
