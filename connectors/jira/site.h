// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "connectors/http.h"
#include "core/model.h"
namespace juno::jira {

// One Jira to talk to. `http` already authenticates and retries, so that every status seen here is final.
struct Site {
  Http& http;
  std::string base;  // https://acme.atlassian.net, a Data Center URL with its context path, or the gateway's
                     // https://api.atlassian.com/ex/jira/{cloudId}; no slash at the end
  bool cloud = true;
  std::function<bool()> interrupted = {};  // asked before every request; true ends with Error{interrupted}
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// An answer with status 200 to 299, or `found` = false (404 or 410). `defect` is empty when the body is one whole valid
// JSON text, else what is wrong with it (asked for twice before giving up; never HTML, which is an Error).
struct Answer {
  bool found = true;
  std::string body;
  std::string defect;
  std::string request_id;
};

// Path below `base` (starting with /rest), parameters percent-encoded. `what` names the thing in messages ("the boards").
// Errors, with the remote's request id: 401 Error{config} (tokens expire; scoped tokens need the gateway), 403 and 429
// Error{partial}, 400 Error{remote} with Jira's own words, HTML or a login page Error{remote}, anything else Error{remote}.
Answer get(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters = {});
// A read sent as POST (searches, bulk fetches): may be repeated like a GET.
Answer post(const Site& site, std::string_view what, std::string_view path, std::string_view json);

// The body of an answer that must be there and be valid; throws Error{remote} otherwise.
const std::string& body_of(const Answer& answer, std::string_view what);

struct ServerInfo {
  bool cloud = false;
  std::string version, title, base_url;
  std::optional<Instant> server_time;  // to notice clock skew
};
// Asks /rest/api/2/serverInfo, which both deployments answer, also without credentials.
ServerInfo server_info(const Site& site);

// Whose credentials these are. `time_zone` is the zone in which the site reads JQL dates (IANA name).
Person myself(const Site& site);

}  // namespace juno::jira
