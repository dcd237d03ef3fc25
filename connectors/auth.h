// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "connectors/http.h"
#include "connectors/oauth.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno {

struct BasicLogin {
  std::string user, token;  // Jira Cloud: e-mail address and API token
};
struct BearerToken {
  std::string token;  // a personal access token
};
using Credentials = std::variant<BasicLogin, BearerToken, OAuthGrant>;

// The value of the Authorization header.
std::string authorization(const Credentials& credentials);

// Every text that would give the credentials away, for mask(): the tokens, and the header's base64 form.
std::vector<std::string> secrets_of(const Credentials& credentials);

// `text` with each of the secrets replaced by ***. Secrets under 4 characters are left alone: they would hide the text.
std::string mask(std::string text, const std::vector<std::string>& secrets);

std::string base64(std::string_view bytes);      // RFC 4648, with padding
std::string base64_url(std::string_view bytes);  // its alphabet for URLs, without padding

// Attaches credentials to requests for one server, and to no others. Thread-safe; needs to outlive nothing but `inner`.
class AuthenticatedHttp : public Http {
 public:
  // `base`: any URL of the server. `renewal` is used with an OAuthGrant only.
  AuthenticatedHttp(Http& inner, std::string_view base, Credentials credentials, OAuthRenewal renewal = {});

  // As Http::send. Requests for other origins pass unchanged. An OAuth access token that is about to expire, or that the
  // server refuses, is renewed once, whatever the number of threads. Error{config} when the server refuses the
  // credentials: status 401, or Jira answering as to a stranger (200 with a failed login in X-Seraph-LoginReason).
  HttpResponse send(const HttpRequest& request) override;

 private:
  std::string current_authorization();
  void renew(const std::string& stale);
  Error refused(const HttpResponse& response);

  Http& inner_;
  Origin origin_;
  OAuthRenewal renewal_;
  const bool renewable_;
  std::mutex credentials_mutex_;
  Credentials credentials_;
  std::mutex renewing_;  // held through a renewal: one thread does it, the others wait
};

}  // namespace juno
