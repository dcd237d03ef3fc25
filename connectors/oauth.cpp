// SPDX-License-Identifier: Apache-2.0
#include "connectors/oauth.h"
#include <algorithm>
#include <nlohmann/json.hpp>
#include "connectors/auth.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno {
namespace {

constexpr std::string_view kLogInAgain = "log in again: juno auth login";

std::string text(const nlohmann::json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// Never fails on what is inside the strings: bytes that are not UTF-8 are replaced.
std::string written(const nlohmann::json& json) { return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

Error refused(const HttpResponse& response, const nlohmann::json& answer, const std::string& host, const std::vector<std::string>& secrets) {
  const std::string code = text(answer, "error"), words = mask(text(answer, "error_description"), secrets);
  const auto about = [&](const std::string& what) { return host + ": " + what; };
  // Atlassian sends invalid_grant, or unauthorized_client with these words, for a refresh token that is not valid any more.
  if (code == "invalid_grant" || (code == "unauthorized_client" && words.find("refresh_token") != words.npos))
    return {Exit::config, about("the login is no longer valid: it was not used for 90 days, was revoked, or was renewed elsewhere"), std::string(kLogInAgain)};
  if (code == "invalid_client" || code == "unauthorized_client" || code == "access_denied")
    return {Exit::config, about("the OAuth application is refused (" + code + ")"), "check client_id and its secret, then " + std::string(kLogInAgain)};
  if (response.status >= 500 || response.status == 429) {
    Error error(Exit::remote, about("renewing the login failed with status " + std::to_string(response.status)), "try again later");
    error.transient = true;
    return error;
  }
  return {Exit::config, about("the login is refused with status " + std::to_string(response.status)), std::string(kLogInAgain)};
}

std::string required(const nlohmann::json& answer, const char* key, const std::string& host) {
  const auto value = text(answer, key);
  const bool sendable = value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos;
  if (!value.empty() && sendable) return value;
  throw Error(Exit::remote, host + ": the answer to a login holds no usable " + key, "try again later");
}

OAuthGrant ask(Http& http, std::string_view login, OAuthGrant grant, const nlohmann::json& body, Instant now) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::string(login) + "/oauth/token";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = written(body);
  // Atlassian answers the same refresh token again for 10 minutes, so that a lost answer may be asked for again.
  request.read_only = body.at("grant_type") == "refresh_token";
  const std::string host = to_string(origin_of(request.url));
  const HttpResponse response = http.send(request);
  const nlohmann::json answer = nlohmann::json::parse(response.body, nullptr, false);
  if (response.status != 200) {
    Error error = refused(response, answer, host, {grant.client_secret, grant.refresh_token, grant.access_token});
    error.request_id = request_id(response);
    throw error;
  }
  grant.access_token = required(answer, "access_token", host);
  if (const auto rotated = text(answer, "refresh_token"); !rotated.empty()) grant.refresh_token = required(answer, "refresh_token", host);
  const auto lifetime = answer.find("expires_in");
  const bool known = lifetime != answer.end() && lifetime->is_number_integer();
  const std::int64_t seconds = known ? std::clamp<std::int64_t>(lifetime->get<std::int64_t>(), 0, 366 * 86'400) : 0;
  grant.expires_at = seconds ? now + std::chrono::seconds(seconds) : Instant{};
  return grant;
}

}  // namespace

std::string authorize_url(std::string_view login, std::string_view client_id, std::string_view redirect_uri,
                          const std::vector<std::string>& scopes, std::string_view state) {
  std::string all;
  for (const auto& scope : scopes) all += (all.empty() ? "" : " ") + scope;
  return std::string(login) + "/authorize?audience=api.atlassian.com&client_id=" + percent_encoded(client_id) + "&scope=" + percent_encoded(all) +
         "&redirect_uri=" + percent_encoded(redirect_uri) + "&state=" + percent_encoded(state) + "&response_type=code&prompt=consent";
}

OAuthGrant exchanged(Http& http, std::string_view login, OAuthGrant client, std::string_view code, std::string_view redirect_uri, Instant now) {
  const nlohmann::json body = {{"grant_type", "authorization_code"}, {"client_id", client.client_id}, {"client_secret", client.client_secret},
                     {"code", code}, {"redirect_uri", redirect_uri}};
  OAuthGrant grant = ask(http, login, std::move(client), body, now);
  if (grant.refresh_token.empty())
    throw Error(Exit::config, "the login gave no refresh token", "add the scope offline_access to the OAuth application");
  return grant;
}

OAuthGrant refreshed(Http& http, std::string_view login, const OAuthGrant& grant, Instant now) {
  if (grant.refresh_token.empty()) throw Error(Exit::config, "the login has expired and holds no refresh token", std::string(kLogInAgain));
  const nlohmann::json body = {{"grant_type", "refresh_token"}, {"client_id", grant.client_id}, {"client_secret", grant.client_secret},
                     {"refresh_token", grant.refresh_token}};
  return ask(http, login, grant, body, now);
}

}  // namespace juno
