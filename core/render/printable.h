// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
namespace juno {

// Text from outside, safe for a terminal line: control characters, escape sequences' ESC, bidirectional overrides and bytes that
// are not UTF-8 become U+FFFD or blanks, so that nothing moves the cursor or recolours the screen.
std::string printable(std::string_view text);

}  // namespace juno
