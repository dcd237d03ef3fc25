// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
namespace juno {

// By libcrypto, loaded at the first call; Error{config} if it is not installed. Lower-case hexadecimal digits.
std::string sha256_hex(std::string_view data);
std::string hmac_sha256_hex(std::string_view key, std::string_view data);

// RSASSA-PKCS1-v1_5 with SHA-256 (RS256) of `data`, as raw bytes. `pem`: an unencrypted private RSA key (PKCS #1 or #8). Error{config}
// for anything else; no message holds a part of it.
std::string rs256_signature(const std::string& pem, std::string_view data);

// Compares secrets in a time that depends on their lengths only.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace juno
