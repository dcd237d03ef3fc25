// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "cmd/context.h"
#include "store/lock.h"
namespace juno {

// The right to write to the cache, held while this lives. Creates the cache and its folder when missing. Throws Error{store} that says who
// holds the lock and since when.
class CacheWriter {
 public:
  CacheWriter(Context& ctx, const std::string& command);
  store::Database& cache() { return cache_; }

 private:
  store::WriterLock lock_;
  store::Database& cache_;
};

}  // namespace juno
