// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/limits.h"
#include "connectors/github/values.h"
#include "connectors/json.h"
namespace juno::github {
namespace {

constexpr const char* kSecondaryWait = "60";  // seconds, at least, where GitHub names none

bool secondary(std::string_view words) {
  const std::string low = lower(words);
  return low.find("secondary rate limit") != std::string::npos || low.find("abuse detection") != std::string::npos;
}

enum class Limit { none, primary, secondary };

Limit limit_in(const HttpResponse& response) {
  if (response.status == 403 || response.status == 429) {
    const JsonText json(response.body);
    return secondary(json.root()["message"].text()) ? Limit::secondary : Limit::none;
  }
  // Words of issues may say anything: only the answer's own errors count, and few answers need to be looked into.
  if (response.status != 200 || (response.body.find("RATE_LIMIT") == std::string::npos && response.body.find("rate limit") == std::string::npos))
    return Limit::none;
  const JsonText json(response.body);
  for (const Json e : json.root()["errors"]) {
    if (e["type"].text() == "RATE_LIMITED" || e["type"].text() == "RATE_LIMIT") return Limit::primary;
    if (secondary(e["message"].text())) return Limit::secondary;
  }
  return !json.root()["data"].exists() && secondary(json.root()["message"].text()) ? Limit::secondary : Limit::none;
}

}  // namespace

HttpResponse LimitsHttp::send(const HttpRequest& request) {
  HttpResponse response = inner_.send(request);
  const Limit limit = limit_in(response);
  if (limit == Limit::none) return response;
  response.status = 429;
  if (limit == Limit::secondary && !header(response, "retry-after")) response.headers.emplace_back("retry-after", kSecondaryWait);
  return response;
}

}  // namespace juno::github
