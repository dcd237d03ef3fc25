// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>
namespace juno::store {
struct Migration {
  std::string_view name;  // file name without .sql: "0001_initial"
  std::string_view sql;   // one change; may hold several statements
};
// Every file of store/migrations/ (the cache), in name order. Generated at build time.
const std::vector<Migration>& cache_migrations();
// Every file of store/ledger/ (what people entered), in name order.
const std::vector<Migration>& ledger_migrations();
}  // namespace juno::store
