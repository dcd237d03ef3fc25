// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cmd/context.h"
#include "cmd/flags.h"
namespace juno {

// Declares the options that every command takes.
void declare_globals(Flags& flags, GlobalOptions& into);

}  // namespace juno
