// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "cmd/system.h"
#include "connectors/http.h"
#include "core/time.h"
#include "tests/support/program.h"
namespace juno::test {

struct Outcome {
  int code = 0;
  std::string out, err;
};

// The outside world of one juno, with a HOME of its own: runs whole command lines in process.
class FakeSystem {
 public:
  FakeSystem();
  // Words are split as a shell does: quotes and backslashes, nothing else.
  Outcome run(const std::string& line);
  Outcome run_args(const std::vector<std::string>& args);

  std::string home() const { return home_.path(); }
  std::string config_file() const { return home() + "/.config/juno/config.toml"; }
  // Writes a file below HOME, with its folders.
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;  // "" when there is none

  std::map<std::string, std::string> env;  // HOME is set; no XDG folders
  Instant now{1'772'442'000'000};          // 2026-03-02T09:00:00Z
  bool terminal = false;                   // of stdout and stderr
  bool input_is_terminal = false;
  int width = 80, height = 0;
  std::vector<std::pair<std::string, std::string>> paged;  // what went through a pager: its command and the text
  std::string input;                       // stdin
  std::vector<std::string> secrets;        // what read_secret answers, in turn
  std::map<std::string, std::string> programs;  // output of each program, by its words joined with spaces
  std::vector<std::pair<std::string, std::string>> ran;  // programs that were asked for, with their input
  Http* http = nullptr;                    // answers every request; none: no network
  learn::TreesMaker make_trees;            // none: as where libxgboost is not installed
  std::vector<std::chrono::milliseconds> slept;

 private:
  TemporaryFolder home_;
};

std::vector<std::string> shell_words(const std::string& line);

}  // namespace juno::test
