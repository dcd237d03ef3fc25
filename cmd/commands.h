// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include "cmd/command.h"
namespace juno {

Run version_command(Flags& flags);

// Every command, in the order help shows them.
inline constexpr Command kCommands[] = {
    {"version", "Version of juno and of the libraries in it", version_command},
};

}  // namespace juno
