// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/device.h"
#include <algorithm>
#include "connectors/github/api.h"
#include "connectors/github/values.h"
#include "connectors/json.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno::github {
namespace {

using std::chrono::seconds;

constexpr std::string_view kScope = "repo read:org";  // there is no scope to read private repositories only; teams that are asked for reviews
constexpr seconds kSlower{5};

HttpResponse post(Http& http, const std::string& url, const std::string& form) {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = form;
  return http.send(request);
}

// A text that may go into a header.
std::string sendable(std::string token) { return token.find_first_of(std::string_view("\r\n\0", 3)) == token.npos ? token : ""; }

seconds some(const Json& json, std::int64_t otherwise, std::int64_t most) { return seconds(std::clamp<std::int64_t>(json.integer().value_or(otherwise), 1, most)); }

[[noreturn]] void refuse(const std::string& site, std::string_view error) {
  const std::string host = to_string(origin_of(site));
  if (error == "access_denied") throw Error(Exit::config, host + ": the access was not granted", "run `juno auth login github` again");
  if (error == "expired_token") throw Error(Exit::config, host + ": the code was not entered in time", "run `juno auth login github` again");
  if (error == "device_flow_disabled") throw Error(Exit::config, host + ": the application has no device flow", "enable the device flow in its settings on GitHub");
  if (error == "bad_refresh_token") throw Error(Exit::config, host + ": the login is no longer valid: it was not used for 6 months, was revoked, or was renewed elsewhere", "run `juno auth login github` again");
  if (error == "incorrect_client_credentials" || error == "unauthorized_client") throw Error(Exit::config, host + ": there is no application with this client id", "check github.client_id");
  throw Error(Exit::config, host + ": the login is refused" + (error.empty() ? "" : " (" + std::string(error.substr(0, 60)) + ")"), "run `juno auth login github` again");
}

}  // namespace

std::string login_site(std::string_view url) {
  Origin origin = origin_of(url);
  if (origin.host.starts_with("api.") && (origin.host == "api.github.com" || origin.host.ends_with(".ghe.com"))) origin.host.erase(0, 4);
  return to_string(origin);
}

DeviceCode begin_device_login(Http& http, const std::string& site, const std::string& client_id) {
  const HttpResponse response = post(http, site + "/login/device/code", "client_id=" + percent_encoded(client_id) + "&scope=" + percent_encoded(kScope));
  if (response.status == 404) refuse(site, "unauthorized_client");
  const JsonText json(response.body);
  const Json root = json.root();
  if (root["error"].is_string()) refuse(site, root["error"].text());
  DeviceCode code{text(root["device_code"]), text(root["user_code"]), text(root["verification_uri"]), some(root["interval"], 5, 60), some(root["expires_in"], 900, 3600)};
  const auto printable = [](const std::string& words) { return !words.empty() && std::all_of(words.begin(), words.end(), [](char c) { return c > 0x20 && c < 0x7f; }); };
  if (response.status != 200 || code.device_code.empty() || !printable(code.user_code) || !printable(code.page))
    throw Error(Exit::remote, site + ": GitHub gives no code to sign in with (HTTP " + std::to_string(response.status) + ")");
  return code;
}

DeviceAnswer ask_device_login(Http& http, const std::string& site, const std::string& client_id, const DeviceCode& code, seconds interval) {
  const HttpResponse response = post(http, site + "/login/oauth/access_token",
                                     "client_id=" + percent_encoded(client_id) + "&device_code=" + percent_encoded(code.device_code) + "&grant_type=" + percent_encoded("urn:ietf:params:oauth:grant-type:device_code"));
  const JsonText json(response.body);
  const Json root = json.root();
  const auto error = root["error"].text();
  DeviceAnswer answer;
  answer.interval = interval;
  // A server in trouble is asked again: the person may be typing the code just now.
  if (error == "authorization_pending" || response.status >= 500 || response.status == 429) return answer;
  if (error == "slow_down") {
    answer.interval = std::max(interval + kSlower, some(root["interval"], 0, 300));
    return answer;
  }
  answer.token = sendable(text(root["access_token"]));
  if (answer.token.empty()) refuse(site, error);
  answer.refresh_token = sendable(text(root["refresh_token"]));
  if (const auto life = root["expires_in"].integer(); life && *life > 0) answer.life = seconds(*life);
  return answer;
}

OAuthGrant renewed_device_login(Http& http, const std::string& site, OAuthGrant grant, Instant now) {
  const HttpResponse response =
      post(http, site + "/login/oauth/access_token", "client_id=" + percent_encoded(grant.client_id) + "&grant_type=refresh_token&refresh_token=" + percent_encoded(grant.refresh_token));
  if (response.status >= 500 || response.status == 429) {
    Error error(Exit::remote, to_string(origin_of(site)) + ": renewing the login failed with status " + std::to_string(response.status), "try again later");
    error.transient = true;
    throw error;
  }
  const JsonText json(response.body);
  const Json root = json.root();
  grant.access_token = sendable(text(root["access_token"]));
  if (grant.access_token.empty()) refuse(site, root["error"].text());
  if (std::string next = sendable(text(root["refresh_token"])); !next.empty()) grant.refresh_token = std::move(next);
  grant.expires_at = root["expires_in"].integer() ? now + some(root["expires_in"], 0, 366 * 86'400) : Instant{};
  return grant;
}

}  // namespace juno::github
