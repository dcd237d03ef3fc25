// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "cmd/command.h"
namespace juno {

// What `juno --help` shows: the commands, one line each.
std::string overview_help();
// The commands below a noun: `juno sprint --help`.
std::string group_help(const std::string& group);
// One command: usage, prose, options, JSON keys, examples.
std::string command_help(const Command& command, const Flags& flags);
// "juno sprint report [SPRINT] [options]"
std::string usage_line(const Command& command, const Flags& flags);

}  // namespace juno
