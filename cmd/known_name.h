// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "store/names.h"
namespace juno {

// The name as it is cached, typed in any case or by its beginning. `what`: "issue type". Throws Error{usage} when none or several
// fit: a name that nothing has would be an empty answer.
std::string known_name(Context& ctx, store::NameKind kind, const std::string& given, const char* what);
void settle_names(Context& ctx, store::NameKind kind, std::vector<std::string>& given, const char* what);

}  // namespace juno
