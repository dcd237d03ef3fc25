// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "core/report.h"
namespace juno {

// The work of one command, ready to run once its options are parsed. Fetches rows, calls core, returns the answer.
using Run = std::function<Report(Context&)>;

struct Command {
  const char* path;     // words after "juno"
  const char* summary;  // one line, no full stop
  Run (*declare)(Flags& flags);
  bool from_cache = true;  // its answer says how old the cache is
  bool hidden = false;     // for shells and packagers, not for people
};

}  // namespace juno
