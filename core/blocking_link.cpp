// SPDX-License-Identifier: Apache-2.0
#include "core/blocking_link.h"
#include <algorithm>
#include <array>
#include "core/names.h"
namespace juno {

LinkRole link_role(std::string_view type, std::string_view phrase, bool outward, std::span<const std::string> types) {
  const std::string folded = fold_case(type);
  if (std::none_of(types.begin(), types.end(), [&](const std::string& t) { return fold_case(t) == folded; })) return LinkRole::none;
  const std::string words = fold_case(phrase);
  const auto says = [&](std::string_view part) { return words.find(part) != std::string::npos; };
  // The passive first: "is blocked by" and "is depended on by" hold the words of the active.
  if (says("blocked by") || (says("depends on") && !says("is depended"))) return LinkRole::blocked_by_other;
  if (says("blocks") || says("is depended on by")) return LinkRole::blocks_other;
  return outward ? LinkRole::blocks_other : LinkRole::blocked_by_other;
}

}  // namespace juno
