// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/command.h"
namespace juno {

// A command with what it declares, for documentation and completion.
struct DeclaredCommand {
  std::string path, summary;
  Flags flags;
  Run run;  // owns the variables the flags refer to
};
std::vector<DeclaredCommand> declared_commands();  // without hidden ones, in the order of help
Flags declared_globals();                          // to be read, not parsed with

// The words that may follow `group` ("" for the first word), with their summaries; a group itself has "… commands".
struct NextWord {
  std::string word, summary;
};
std::vector<NextWord> next_words(const std::vector<DeclaredCommand>& commands, const std::string& group);
// Every group: "", "config", "sprint" …
std::vector<std::string> command_groups(const std::vector<DeclaredCommand>& commands);

}  // namespace juno
