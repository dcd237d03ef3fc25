// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>
namespace juno {

enum class LinkRole { none, blocks_other, blocked_by_other };

// What a link says about the order of work, read from one of its ends. Only types named in `types` (any case) do. What the
// phrase says ("is blocked by", "depends on") counts; where it says neither, the source of the link blocks its target.
LinkRole link_role(std::string_view type, std::string_view phrase, bool outward, std::span<const std::string> types);

}  // namespace juno
