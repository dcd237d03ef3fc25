// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/command.h"
#include "cmd/output.h"
namespace juno {

// One run of one command: builds its context, renders its answer once, and turns it into an exit code.
class Invocation {
 public:
  Invocation(const Command& command, GlobalOptions& options, System& system);
  int run(const Run& work);

 private:
  std::string rendered(const Report& report);
  bool gates_tripped(const Report& report);
  bool warn(const Report& report);

  const Command& command_;
  GlobalOptions& options_;
  System& system_;
  Context context_;
  Output output_;
};

}  // namespace juno
