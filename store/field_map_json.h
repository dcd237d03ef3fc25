// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "core/model.h"
namespace juno::store {
std::string field_map_json(const FieldMap& map);                           // one line, keys in a fixed order
std::optional<FieldMap> field_map_from(std::string_view json);  // nothing when it is not one
}  // namespace juno::store
