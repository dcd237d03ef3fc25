// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include "core/time.h"
namespace juno {

// A date as HTTP headers write it (RFC 9110, 5.6.7), in the present form and both old ones. Two-digit years are 1970–2069.
// The day's name is not checked. Nothing for any other text.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace juno
