// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
namespace juno {

// By libcrypto, loaded at the first call; Error{config} if it is not installed. Lower-case hexadecimal digits.
std::string sha256_hex(std::string_view data);
std::string hmac_sha256_hex(std::string_view key, std::string_view data);

// Compares secrets in a time that depends on their lengths only.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace juno
