// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/system.h"
namespace juno {

// Runs one command line (without argv[0]) and returns the process exit code. Writes only to system.out and system.err.
int run(const std::vector<std::string>& args, System& system);

}  // namespace juno
