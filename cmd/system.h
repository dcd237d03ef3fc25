// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>
#include "connectors/http.h"
#include "core/learn/trees.h"
#include "core/time.h"
namespace juno {

// Everything outside the program. main() builds the real one, tests a fake one.
struct System {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  std::function<std::string(const std::string& name)> env = {};     // "" if unset
  std::function<Instant()> now = {};
  std::function<void(std::chrono::milliseconds)> sleep = {};        // returns early when interrupted
  std::function<double()> random = {};                              // uniform in [0, 1), unguessable: jitter and the state of a login, never results
  std::function<int()> signal = {};                                 // 0, or the SIGINT/SIGTERM that asks to stop
  std::function<int()> out_error = {};                              // errno of the last failed write to `out`; 0 = none
  std::function<std::unique_ptr<Http>(const HttpOptions&)> make_http = {};
  learn::TreesMaker make_trees = {};                                // null where libxgboost is not installed
  // Runs a program (no shell), gives it `input`, returns its output; nothing when it cannot be run or fails.
  std::function<std::optional<std::string>(const std::vector<std::string>& argv, const std::string& input)> run_program = {};
  std::function<std::string(const std::string& prompt)> read_secret = {};  // from the terminal, without echo
  bool out_is_terminal = false, err_is_terminal = false, in_is_terminal = false;
  // Shows `text` in the pager that the shell command names; false when it cannot be started.
  std::function<bool(const std::string& command, std::string_view text)> page = {};
  int width = 80, height = 0;  // of the terminal; height 0 = unknown
  std::function<std::string()> user = {};  // who runs juno, for the ledger
  std::string host = {};
};

}  // namespace juno
