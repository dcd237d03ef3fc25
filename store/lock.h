// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "core/time.h"
namespace juno::store {

// One writer at a time. Held on `PATH.lock` beside the cache by the system, so it vanishes with the process, however
// that ends; the file stays and says who held it last.
class WriterLock {
 public:
  // Throws Error{store} naming the holder (pid, host, command, since when) when another process holds it. `command` and
  // `host` are told by the caller, as is the clock. No lock for ":memory:".
  WriterLock(const std::string& cache_path, const std::string& command, const std::string& host, Instant now);
  WriterLock(WriterLock&&) noexcept;
  WriterLock(const WriterLock&) = delete;
  ~WriterLock();

 private:
  int fd_ = -1;
};

}  // namespace juno::store
