// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "core/time.h"
namespace juno {

// The moment that an ISO 8601 text names; throws std::bad_optional_access on any other text.
inline Instant at(const std::string& text) { return parse_instant(text).value(); }

}  // namespace juno
