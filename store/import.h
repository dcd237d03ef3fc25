// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include "core/time.h"
#include "store/database.h"
namespace juno::store {

struct Imported {
  std::map<std::string, std::int64_t> lines;  // by table
  std::int64_t inserted = 0, updated = 0, unchanged = 0;  // issues
};

// Reads what export_lines writes, and rows made by hand: a line needs only what names the row (see `juno help import-lines`).
// Goes the way of a sync (IssueRecord and so on), so that facts are rebuilt. `line` gives the next line without its end,
// false after the last. One transaction: throws Error{usage} with the line's number on the first bad line, and nothing
// of the file is in the cache then. Memory is bounded by one issue. `now` stamps what a hand-made row leaves open; links of deployments are made for
// the production `environment`.
Imported import_lines(Database& cache, Database* ledger, const std::function<bool(std::string&)>& line, Instant now,
                      const std::string& environment = "production");

}  // namespace juno::store
