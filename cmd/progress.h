// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include "cmd/context.h"
namespace juno {

// How far long work has come, on stderr: a line that is rewritten on a terminal, a line a minute otherwise, nothing with
// --quiet.
class Progress {
 public:
  explicit Progress(Context& ctx);
  ~Progress();  // clears the line
  // `total` 0 = not known. Cheap to call often.
  void show(const std::string& what, std::int64_t done, std::int64_t total);
  void clear();

 private:
  std::string line(const std::string& what, std::int64_t done, std::int64_t total) const;
  Context& ctx_;
  Instant started_, last_;
  std::string what_;
  std::int64_t first_ = 0;
  bool visible_ = false;
};

}  // namespace juno
