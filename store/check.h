// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "core/model.h"
#include "store/database.h"
namespace juno::store {

// One thing doctor looked at.
struct Finding {
  enum class Level { ok, note, problem };
  Level level = Level::ok;
  std::string check;  // "integrity", "references", "facts", "file mode", "log size", …
  std::string text;   // what was seen
  std::string hint;   // what to do; empty when ok
};

// The file itself: there, private (0600), readable, right version, size of its write-ahead log; then its pages
// (SQLite's quick_check). Never throws for what it finds: a file that cannot be opened is a finding.
std::vector<Finding> check_file(const std::string& cache_path);

// The rows: children without their issue, ids nobody knows, counts that disagree; and whether facts equal a
// recomputation, on about `sample` issues spread over the cache (0 = all).
std::vector<Finding> check_rows(Database& cache, std::int64_t sample);

// Where stored facts differ from what core computes from the stored record, at most `limit` sentences. Empty = equal.
std::vector<std::string> compare_facts(Database& cache, std::int64_t sample, std::size_t limit = 20);

}  // namespace juno::store
