// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
namespace juno {

// A whole number and a unit, s m h d w: "90s", "5m", "24h", "90d". Nothing for anything else, or beyond 100 years.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
// The same form, exact, in the largest unit that divides it: 86400 s is "1d".
std::string format_duration(std::chrono::seconds duration);

}  // namespace juno
