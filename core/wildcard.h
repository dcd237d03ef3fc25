// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
namespace juno {

// Whether the text is the pattern, in which * stands for any text, none as well. ASCII letters in any case.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace juno
