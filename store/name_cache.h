// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <string>
#include <unordered_map>
#include "store/query.h"
namespace juno::store {

// Names by id, read when first met: a sprint has few different people and words. `sql` selects the name of $1.
class NameCache {
 public:
  NameCache(Database& db, const char* sql) : find_(db, sql) {}
  const std::string& of(std::int64_t id) {
    const auto [it, fresh] = names_.try_emplace(id);
    if (fresh && id != 0) {
      find_.bind(id);
      if (find_.next()) it->second = find_.string(0);
      find_.done();
    }
    return it->second;
  }

 private:
  Query find_;
  // Close to each other in memory: between the rows they would be far apart, and each look a wait.
  std::pmr::monotonic_buffer_resource memory_;
  std::pmr::unordered_map<std::int64_t, std::string> names_{&memory_};
};

}  // namespace juno::store
