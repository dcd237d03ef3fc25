// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/app.h"
#include <chrono>
#include "connectors/auth.h"
#include "connectors/crypto.h"
#include "connectors/github/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::github {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
constexpr seconds kClockSkew{60};       // GitHub refuses what was made in its future
constexpr minutes kAssertionLife{9};    // ten at most
constexpr minutes kTokenLife{55};

std::string whole_seconds(Instant at) { return std::to_string(at.ms / 1000); }

}  // namespace

std::string assertion(const App& app, Instant now) {
  const std::string claims =
      R"({"iat":)" + whole_seconds(now - kClockSkew) + R"(,"exp":)" + whole_seconds(now + kAssertionLife) + R"(,"iss":")" + std::to_string(app.id) + R"("})";
  const std::string text = base64_url(R"({"alg":"RS256","typ":"JWT"})") + "." + base64_url(claims);
  return text + "." + base64_url(rs256_signature(app.private_key, text));
}

AppHttp::AppHttp(Http& inner, std::string rest, App app, std::function<Instant()> now)
    : inner_(inner), rest_(std::move(rest)), origin_(origin_of(rest_)), app_(std::move(app)), now_(std::move(now)) {}

HttpResponse AppHttp::send(const HttpRequest& original) {
  if (origin_of(original.url) != origin_) return inner_.send(original);
  HttpRequest request = original;
  std::string used = token("");
  request.headers.emplace_back("Authorization", "Bearer " + used);
  HttpResponse response = inner_.send(request);
  if (response.status != 401) return response;
  request.headers.back().second = "Bearer " + token(used);
  response = inner_.send(request);
  if (response.status == 401)
    throw Error(Exit::config, to_string(origin_) + ": GitHub refuses the token it gave to App " + std::to_string(app_.id), "was the installation suspended or removed?");
  return response;
}

// `refused`: a token that GitHub does not take any more; empty = none.
std::string AppHttp::token(const std::string& refused) {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || token_ == refused || stale_ <= now_()) renew();
  return token_;
}

HttpResponse AppHttp::as_app(const std::string& method, const std::string& path, const std::string& jwt) {
  HttpRequest request;
  request.method = method;
  request.url = rest_ + path;
  request.headers = {{"Accept", "application/vnd.github+json"}, {"X-GitHub-Api-Version", "2022-11-28"}, {"Authorization", "Bearer " + jwt}};
  request.read_only = true;  // another token does no harm
  return inner_.send(request);
}

std::int64_t AppHttp::only_installation(const std::string& jwt) {
  const HttpResponse response = as_app("GET", "/app/installations?per_page=100", jwt);
  const std::string app = to_string(origin_) + ": GitHub App " + std::to_string(app_.id);
  if (response.status == 401) throw Error(Exit::config, app + ": GitHub refuses its key", "check github.app.id and that the private key is this App's; a wrong clock does it, too");
  if (response.status != 200) throw Error(Exit::remote, app + ": GitHub does not tell its installations (HTTP " + std::to_string(response.status) + ")");
  const JsonText json(response.body);
  std::vector<std::string> seen;
  std::int64_t id = 0;
  for (const Json one : json.root())
    if (const auto found = one["id"].integer()) id = *found, seen.push_back(std::to_string(*found) + " (" + text(one["account"]["login"]) + ")");
  if (seen.size() == 1) return id;
  Error error(Exit::config, app + (seen.empty() ? " is installed nowhere" : " has several installations"), seen.empty() ? "install it for your organisation" : "set github.app.installation_id to one of them");
  error.details = std::move(seen);
  throw error;
}

void AppHttp::renew() {
  const std::string jwt = assertion(app_, now_());
  if (app_.installation == 0) app_.installation = only_installation(jwt);
  const HttpResponse response = as_app("POST", "/app/installations/" + std::to_string(app_.installation) + "/access_tokens", jwt);
  const std::string app = to_string(origin_) + ": GitHub App " + std::to_string(app_.id);
  if (response.status == 401) throw Error(Exit::config, app + ": GitHub refuses its key", "check github.app.id and that the private key is this App's; a wrong clock does it, too");
  if (response.status == 404) throw Error(Exit::config, app + " has no installation " + std::to_string(app_.installation), "check github.app.installation_id");
  if (response.status == 403) throw Error(Exit::config, app + ": the installation is suspended, or the App may not sign in");
  const JsonText json(response.body);
  const std::string fresh = text(json.root()["token"]);
  if (response.status >= 300 || fresh.empty() || fresh.find_first_of("\r\n") != fresh.npos) {
    Error error(Exit::remote, app + ": GitHub gives no token (HTTP " + std::to_string(response.status) + ")");
    error.transient = response.status >= 500;
    throw error;
  }
  token_ = fresh;
  stale_ = now_() + kTokenLife;  // of an hour; by our clock, so that a difference to GitHub's does no harm
}

}  // namespace juno::github
