// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "cmd/declared.h"
namespace juno {

// Completion for a shell, generated from what the commands declare. Names of sprints, boards, projects and people are asked
// of `juno __complete` when they are needed.
std::string bash_completion(const std::vector<DeclaredCommand>& commands, const Flags& globals);
std::string zsh_completion(const std::vector<DeclaredCommand>& commands, const Flags& globals);
std::string fish_completion(const std::vector<DeclaredCommand>& commands, const Flags& globals);

// "sprint" …, "file", or "" for what the shell cannot offer.
std::string completion_kind(Completion completion);

}  // namespace juno
