// SPDX-License-Identifier: Apache-2.0
#include "connectors/auth.h"
#include <algorithm>
#include <chrono>
namespace juno {
namespace {

constexpr std::size_t kShortestMasked = 4;
constexpr std::chrono::seconds kExpiryMargin{60};  // renewed a little before it expires, so that no request is wasted

// Jira answers anonymously, and with status 200, where a login failed: an empty site that is none.
bool login_failed(const HttpResponse& response) {
  const auto reason = header(response, "x-seraph-loginreason").value_or("");
  return reason.find("AUTHENTICATED_FAILED") != reason.npos || reason.find("AUTHENTICATION_DENIED") != reason.npos;
}

bool unauthorized(const HttpResponse& response) { return response.status == 401 || login_failed(response); }

std::string why(const HttpResponse& response) {
  const auto denied = header(response, "x-authentication-denied-reason").value_or("");
  if (denied.find("CAPTCHA") != denied.npos) return " after too many failed logins: log in once in the browser and answer the CAPTCHA";
  if (response.body.find("scope does not match") != response.body.npos) return ": the token lacks a scope that this request needs";
  return "";
}

struct RefusedHint {
  bool gateway;
  std::string operator()(const BasicLogin&) const {
    const std::string make = "Atlassian API tokens expire, after one year by default: check the e-mail address, make a new token, then juno auth login";
    return gateway ? make : make + ". A token with scopes works only through api.atlassian.com: set cloud_id";
  }
  std::string operator()(const BearerToken&) const { return "the token may have expired or been revoked: make a new one, then juno auth login. An API token of Jira Cloud needs the e-mail address, too"; }
  std::string operator()(const OAuthGrant&) const { return "log in again: juno auth login"; }
};

struct HeaderValue {
  std::string operator()(const BasicLogin& login) const { return "Basic " + base64(login.user + ":" + login.token); }
  std::string operator()(const BearerToken& bearer) const { return "Bearer " + bearer.token; }
  std::string operator()(const OAuthGrant& grant) const { return "Bearer " + grant.access_token; }
};

struct Secrets {
  std::vector<std::string> operator()(const BasicLogin& login) const { return {login.token, base64(login.user + ":" + login.token), base64(login.token)}; }
  std::vector<std::string> operator()(const BearerToken& bearer) const { return {bearer.token, base64(bearer.token)}; }
  std::vector<std::string> operator()(const OAuthGrant& grant) const {
    return {grant.client_secret, grant.access_token, grant.refresh_token, base64(grant.access_token)};
  }
};

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u; };
    const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (unsigned part = 0; part < 4; ++part)
      out += i + part <= bytes.size() ? kAlphabet[group >> (18 - 6 * part) & 63] : '=';
  }
  return out;
}

std::string base64_url(std::string_view bytes) {
  std::string out = base64(bytes);
  while (out.ends_with('=')) out.pop_back();
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  return out;
}

std::string authorization(const Credentials& credentials) { return std::visit(HeaderValue{}, credentials); }

std::vector<std::string> secrets_of(const Credentials& credentials) {
  auto secrets = std::visit(Secrets{}, credentials);
  std::erase_if(secrets, [](const std::string& secret) { return secret.size() < kShortestMasked; });
  return secrets;
}

std::string mask(std::string text, const std::vector<std::string>& secrets) {
  std::vector<std::string_view> longest_first(secrets.begin(), secrets.end());
  std::sort(longest_first.begin(), longest_first.end(), [](auto a, auto b) { return a.size() > b.size(); });
  for (const auto secret : longest_first)
    for (std::size_t at = 0; secret.size() >= kShortestMasked && (at = text.find(secret, at)) != text.npos; at += 3) text.replace(at, secret.size(), "***");
  return text;
}

AuthenticatedHttp::AuthenticatedHttp(Http& inner, std::string_view base, Credentials credentials, OAuthRenewal renewal)
    : inner_(inner), origin_(origin_of(base)), renewal_(std::move(renewal)), renewable_(std::holds_alternative<OAuthGrant>(credentials)), credentials_(std::move(credentials)) {}

HttpResponse AuthenticatedHttp::send(const HttpRequest& original) {
  if (origin_of(original.url) != origin_) return inner_.send(original);
  HttpRequest request = original;
  request.headers.emplace_back("Authorization", current_authorization());
  HttpResponse response = inner_.send(request);
  if (!unauthorized(response)) return response;
  if (renewable_) {
    renew(request.headers.back().second);
    request.headers.back().second = current_authorization();
    response = inner_.send(request);
  }
  if (unauthorized(response)) throw refused(response);
  return response;
}

std::string AuthenticatedHttp::current_authorization() {
  std::unique_lock lock(credentials_mutex_);
  const auto* grant = std::get_if<OAuthGrant>(&credentials_);
  const bool expires = grant && (grant->access_token.empty() || (grant->expires_at.ms && grant->expires_at - kExpiryMargin <= renewal_.now()));
  const std::string value = authorization(credentials_);
  lock.unlock();
  if (!expires) return value;
  renew(value);
  lock.lock();
  return authorization(credentials_);
}

// Replaces the grant whose header was `stale`, unless another thread or process already has.
void AuthenticatedHttp::renew(const std::string& stale) {
  const std::lock_guard one_at_a_time(renewing_);
  OAuthGrant grant;
  {
    const std::lock_guard lock(credentials_mutex_);
    grant = std::get<OAuthGrant>(credentials_);
  }
  if (authorization(grant) != stale) return;
  const auto between_processes = renewal_.lock ? renewal_.lock() : nullptr;
  const auto stored = renewal_.reload ? renewal_.reload() : std::nullopt;
  const bool renewed_elsewhere = stored && stored->refresh_token != grant.refresh_token && !stored->access_token.empty();
  if (renewed_elsewhere) {
    grant = *stored;
  } else {
    grant = renewal_.refresh ? renewal_.refresh(inner_, grant) : refreshed(inner_, renewal_.login, grant, renewal_.now());
    renewal_.persist(grant);  // the old refresh token is spent: losing the new one would lock the user out
  }
  const std::lock_guard lock(credentials_mutex_);
  credentials_ = std::move(grant);
}

Error AuthenticatedHttp::refused(const HttpResponse& response) {
  const std::lock_guard lock(credentials_mutex_);
  const std::string status = response.status == 401 ? "401" : "it answers as to a stranger";
  Error error(Exit::config, to_string(origin_) + ": the server refuses the credentials (" + status + ")" + why(response),
              header(response, "x-github-request-id") ? "the token has expired or was revoked: make a new one, then juno auth login github"
                                                      : std::visit(RefusedHint{origin_.host == "api.atlassian.com"}, credentials_));
  error.request_id = request_id(response);
  return error;
}

}  // namespace juno
