// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include "cmd/system.h"
namespace juno {

// Where the answer goes: stdout, or a file that appears whole or not at all.
class Output {
 public:
  // Throws Error{store} when the file cannot be written.
  Output(System& system, const std::string& file);  // file empty = stdout
  ~Output();  // removes an unfinished file
  void write(std::string_view bytes);  // throws Error{store} when the disk is full
  void finish();                       // the file appears now; a closed pipe on stdout is no error

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno
