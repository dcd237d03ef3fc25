// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "cmd/system.h"
namespace juno {

// The whole of a file that somebody named, or of standard input for `-`. Throws Error{usage} when it cannot be read.
std::string input_text(System& system, const std::string& file);

}  // namespace juno
