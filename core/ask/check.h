// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "core/ask/ir.h"
#include "core/ask/parse.h"
namespace juno::ask {

// Why nothing can satisfy the conditions ("contradiction", "ambiguous_time"); empty = they may be satisfied.
std::string contradiction(const Ir& ir, const AskContext& context);
// Whether a window of it lies wholly before what the cache knows.
bool outside_cache(const Ir& ir, const AskContext& context);

}  // namespace juno::ask
