// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "connectors/http.h"
#include "core/time.h"
namespace juno {

// What a server's OAuth 2.0 grants to one registered application for one person.
struct OAuthGrant {
  std::string client_id, client_secret;     // a sign-in by device has no client secret
  std::string access_token, refresh_token;  // the refresh token changes with every use
  Instant expires_at{};                     // of the access token; 0 = unknown
};

inline constexpr std::string_view kAtlassianLogin = "https://auth.atlassian.com";

// How an AuthenticatedHttp renews its grant. All of it happens under `lock`, so that two processes never use the same
// refresh token: reload, ask for new tokens, persist, and only then use them.
struct OAuthRenewal {
  std::string login = std::string(kAtlassianLogin);
  std::function<Instant()> now;                        // required
  std::function<std::shared_ptr<void>()> lock;         // released with the last copy; may be empty
  std::function<std::optional<OAuthGrant>()> reload;   // what is stored now; may be empty
  std::function<void(const OAuthGrant&)> persist;      // required; must have stored it durably when it returns
  std::function<OAuthGrant(Http&, const OAuthGrant&)> refresh{};  // empty: as Atlassian does, at `login`
};

// Where to send a person to grant access. `state` must be unguessable and come back with the code.
std::string authorize_url(std::string_view login, std::string_view client_id, std::string_view redirect_uri,
                          const std::vector<std::string>& scopes, std::string_view state);

// Both throw Error{config}, with what to do, when the tokens, the code or the application are refused; Error{remote} for
// an answer that is none. No message holds a token.
OAuthGrant exchanged(Http& http, std::string_view login, OAuthGrant client, std::string_view code, std::string_view redirect_uri, Instant now);
OAuthGrant refreshed(Http& http, std::string_view login, const OAuthGrant& grant, Instant now);

}  // namespace juno
