// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include "connectors/http.h"
#include "connectors/oauth.h"
namespace juno::github {

// Signing in by a code that is typed into a browser on any device (RFC 8628).
struct DeviceCode {
  std::string device_code;       // a secret
  std::string user_code, page;   // what to type, and where
  std::chrono::seconds interval{5}, expires{900};
};
struct DeviceAnswer {
  std::string token;                        // empty: not granted yet
  std::chrono::seconds interval{5};         // to wait before asking again
  std::optional<std::chrono::seconds> life; // of the token; nothing = until it is revoked
  std::string refresh_token;                // to renew a token that ends; empty: there is none
};

// The site where people sign in, of the configured address: https://github.com for https://api.github.com.
std::string login_site(std::string_view url);

// All throw Error{config}, with what to do, when the application, the code or the person refuses, Error{remote} for an answer
// that is none. No message holds a secret.
DeviceCode begin_device_login(Http& http, const std::string& site, const std::string& client_id);
DeviceAnswer ask_device_login(Http& http, const std::string& site, const std::string& client_id, const DeviceCode& code, std::chrono::seconds interval);
// A new token for one that has ended, of an App whose user tokens end after hours. The refresh token changes with every use.
OAuthGrant renewed_device_login(Http& http, const std::string& site, OAuthGrant grant, Instant now);

}  // namespace juno::github
