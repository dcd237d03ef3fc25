// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include "cmd/command.h"
namespace juno {

Run sync_command(Flags& flags);
Run status_command(Flags& flags);
Run issue_command(Flags& flags);
Run config_get(Flags& flags);
Run config_set(Flags& flags);
Run config_path_command(Flags& flags);
Run config_check(Flags& flags);
Run help_command(Flags& flags);
Run version_command(Flags& flags);

// Every command, in the order help shows them.
inline constexpr Command kCommands[] = {
    {"status", "What is cached, how fresh, what is unfinished", status_command},
    {"issue", "One issue and its rebuilt history", issue_command},
    {"config get", "Show the settings in force", config_get, false},
    {"config set", "Set one key, keeping the rest of the file", config_set, false},
    {"config path", "Where the configuration file is", config_path_command, false},
    {"config check", "Whether juno understands the configuration", config_check, false},
    {"help", "Explain a command or a topic", help_command, false},
    {"version", "Version of juno and of the libraries in it", version_command, false},
};

}  // namespace juno
