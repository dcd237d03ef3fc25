// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "connectors/json.h"
#include "core/model.h"
#include "core/time.h"
namespace juno::github {

// An account, of GraphQL or REST. Null (a deleted account) is nobody. "dependabot[bot]" and the Bot "dependabot" are one.
Person actor(const Json& json);
// The author of a commit: the account where GitHub knows it, else the name and e-mail of git.
Person git_author(const Json& author);
std::optional<Instant> instant(const Json& json);  // nothing when absent or no time
std::string lower(std::string_view text);
std::string text(const Json& json);
std::int64_t count(const Json& json);  // 0 when absent

}  // namespace juno::github
