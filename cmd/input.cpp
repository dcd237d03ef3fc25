// SPDX-License-Identifier: Apache-2.0
#include "cmd/input.h"
#include <fstream>
#include <sstream>
#include "core/error.h"
namespace juno {

std::string input_text(System& system, const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << system.in.rdbuf();
    return std::move(text).str();
  }
  std::ifstream in(file, std::ios::binary);
  // A folder opens, and fails at its first byte; of an empty file nothing is inserted, which is no failure.
  if (!in || !(text << in.rdbuf() || in.peek() == std::ifstream::traits_type::eof()) || in.bad())
    throw Error(Exit::usage, "cannot read " + file, "check the path and its permissions");
  return std::move(text).str();
}

}  // namespace juno
