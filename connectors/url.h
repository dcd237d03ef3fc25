// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
namespace juno {

// Where a request goes: what must not change when credentials are attached.
struct Origin {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; IPv6 with its brackets
  std::uint16_t port = 0;
  friend bool operator==(const Origin&, const Origin&) = default;
};

// The origin of an absolute http(s) URL. Stricter than URL libraries, so that no two readings of one text exist: no
// user:password@, no backslash, space or control character, no %-escape or non-ASCII in the host, a port of digits.
// Throws Error{config}, which names the reason and never repeats the URL.
Origin origin_of(std::string_view url);

// `https://host` with the port unless it is the scheme's own: for messages.
std::string to_string(const Origin& origin);

// 127.0.0.0/8 in plain dotted form, [::1] and localhost: the only hosts plain http is for.
bool is_loopback(const Origin& origin);

// Percent-encodes all but the unreserved characters of RFC 3986 (a path segment, a query value).
std::string percent_encoded(std::string_view text);

// The text that a query value stands for: %41 is A, + is a space; an escape that is none stays as it is.
std::string query_decoded(std::string_view text);

}  // namespace juno
