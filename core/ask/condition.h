// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include "core/ask/ir.h"
#include "core/ask/model.h"
namespace juno::ask {

// Turns a name as it was typed into the one the cache has. Throws Error{usage}.
using NameResolver = std::function<std::string(List list, const std::string& typed)>;

// A condition as people write it, on one entity's fields:
//   type = Bug      priority >= High      assignee in (Dana, "Tom Becker")      label not in (flaky)      summary ~ "time out"
//   open      not blocked      epic is empty      created in last:7d      status was "In QA" during day:-1
//   status changed to Done during week:-1      status changed from Done      type = Bug or label = regression
// Values of several words need no quotes where no word is and, or, during. Throws Error{usage} naming the place.
Filter parse_condition(std::string_view text, Entity entity, const NameResolver& resolve);
// "issues > 10". Throws Error{usage}.
Having parse_having(std::string_view text);
// The same words back; parse_condition reads them.
std::string condition_text(const Filter& filter);

// The command line that asks this: juno query --metric issues --where 'type = Bug' --by team.
std::string query_line(const SemanticQuery& query);

}  // namespace juno::ask
