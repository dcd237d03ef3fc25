// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include "core/model.h"
namespace juno::store {

// 64 bits over everything a record says and the map it was read with: equal means "nothing to write". Not for security.
std::uint64_t fingerprint(const IssueRecord& record, std::uint64_t seed);
std::uint64_t fingerprint(const FieldMap& fields);

}  // namespace juno::store
