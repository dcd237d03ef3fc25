// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include "cmd/command.h"
namespace juno {

Run sync_command(Flags& flags);
Run status_command(Flags& flags);
Run issue_command(Flags& flags);
Run version_command(Flags& flags);

// Every command, in the order help shows them.
inline constexpr Command kCommands[] = {
    {"status", "What is cached, how fresh, what is unfinished", status_command},
    {"issue", "One issue and its rebuilt history", issue_command},
    {"version", "Version of juno and of the libraries in it", version_command, false},
};

}  // namespace juno
