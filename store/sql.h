// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include "core/report.h"
namespace juno::store {

struct SqlLimits {
  std::chrono::milliseconds time{60'000};
  std::int64_t rows = 1'000'000;           // more are left out, and `more` says so
  std::size_t bytes = 512u << 20;          // of all values; more is an error
  std::function<bool()> interrupted;       // polled while the statement runs
};
struct SqlResult {
  Table table;        // keys are the statement's column names, made unique ("n", "n_2")
  bool more = false;  // the row limit cut the result
};

// Runs one read-only statement over the public views (store/views.h) on a connection of its own. An authorizer refuses
// everything else: other tables, writes, ATTACH, PRAGMA, extensions; lengths, depths, time and memory are limited.
// Throws Error{usage} naming what was refused, or the place in the text (details: the line and a caret under it);
// Error{store} when the cache is missing or out of order.
SqlResult run_sql(const std::string& cache_path, std::string_view sql, const SqlLimits& limits = {});

}  // namespace juno::store
