// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include "cmd/system.h"
namespace juno {

// The process's own streams, clock, signals, terminal and programs. One per process.
class RealSystem {
 public:
  RealSystem();
  ~RealSystem();
  System& system();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno
