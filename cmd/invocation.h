// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/command.h"
#include "cmd/output.h"
#include "store/names.h"
namespace juno {

// One run of one command: builds its context, renders its answer once, and turns it into an exit code.
class Invocation {
 public:
  Invocation(const Command& command, GlobalOptions& options, System& system);
  int run(const Run& work);

 private:
  void show(const std::string& text);
  std::string rendered(const Report& report);
  Zone zone();
  std::vector<Field> meta();
  Report selected(Report report) const;
  bool gates_tripped(const Report& report);
  std::string named_gate(const std::string& name);
  void add_freshness(Report& report);
  void warn(const Report& report);

  const Command& command_;
  GlobalOptions& options_;
  System& system_;
  Context context_;
  Output output_;
  std::optional<store::Freshness> fresh_;  // when the answer came from the cache
  bool streamed_ = false;                  // the command wrote its answer itself
};

}  // namespace juno
