// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include "core/time.h"
namespace juno {

// Lines about what juno does, for -v (level 1) and -vv (level 2), as text or one JSON object a line with a run id.
// Safe to call from several threads. Callers never pass secrets.
class Log {
 public:
  Log(std::ostream& out, bool json, Instant started);
  ~Log();
  void write(int level, std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno
