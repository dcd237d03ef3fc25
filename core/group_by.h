// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include "core/model.h"
#include "core/period.h"
namespace juno {

inline constexpr const char* kUnassigned = "Unassigned";  // the group of what has no team, person, component …

// What a group is known by. Two people may share a name, so an id may tell them apart (0 where the name is enough).
struct GroupKey {
  std::string name;
  Id id = 0;
};

// Indexes of what belongs together, ascending.
struct Group {
  std::string name;
  std::vector<std::size_t> members;
};

// `keys_of` appends every key of item n: something with two components is in two groups, so groups need not sum to the
// whole. What has no key is `Unassigned`. By name (any case), then id; Unassigned last.
std::vector<Group> group_by(std::size_t count, const std::function<void(std::size_t n, std::vector<GroupKey>& keys)>& keys_of);

// By the period that holds each item's moment, one group a period, empty ones too; items without a moment in them are left out.
std::vector<Group> group_by(std::size_t count, const std::vector<Period>& periods, const std::function<std::optional<Instant>(std::size_t)>& when);

}  // namespace juno
