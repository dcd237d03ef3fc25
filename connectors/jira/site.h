// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "connectors/http.h"
#include "connectors/json.h"
#include "core/model.h"
namespace juno::jira {

// One Jira to talk to. `http` already authenticates and retries, so that every status seen here is final.
struct Site {
  Http& http;
  std::string base;  // https://acme.atlassian.net, a Data Center URL with its context path, or the gateway's
                     // https://api.atlassian.com/ex/jira/{cloudId}; no slash at the end
  bool cloud = true;
  std::function<bool()> interrupted = {};                     // asked before every request; true: Error{interrupted}
  std::function<void(std::chrono::milliseconds)> sleep = {};  // before asking again after a broken answer
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// An answer with status 200 to 299, or found = false: Jira says no (400, 404, 405, 410), which callers judge by `status`.
struct Answer {
  bool found = true;
  int status = 0;
  std::string body;
  std::string request_id;
};

// `/rest/api/3` on Cloud, `/rest/api/2` on Data Center, followed by `rest`.
std::string api(const Site& site, std::string_view rest);

// `path` is below `base` and starts with /rest; parameters are percent-encoded; `what` names the thing in messages
// ("Jira boards"). Errors carry the remote's request id: 401 Error{config} (tokens expire; scoped tokens need the
// gateway), 403 and 429 Error{partial}, HTML (a login page, a proxy) and anything else Error{remote}, with Jira's own words.
Answer get(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters = {});
// A read sent as POST (searches, bulk fetches): may be repeated like a GET.
Answer post(const Site& site, std::string_view what, std::string_view path, std::string_view json);

// The same for small answers, parsed: one that is not valid JSON is asked for up to three times, then Error{remote}.
// get_json and post_json throw Error{remote} when Jira says no; find_json gives nothing for 404, 405 and 410.
JsonText get_json(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters = {});
JsonText post_json(const Site& site, std::string_view what, std::string_view path, std::string_view json);
std::optional<JsonText> find_json(const Site& site, std::string_view what, std::string_view path,
                                  const Parameters& parameters = {});
// Throws the Error{remote} of an answer that is not `found`, with Jira's own words.
[[noreturn]] void refuse(std::string_view what, const Answer& answer);
// The body of an answer that is there; throws as above otherwise.
const std::string& body_of(const Answer& answer, std::string_view what);
inline constexpr int kAsks = 3;  // how often a broken answer is asked for
void pause_before(const Site& site, int ask);  // ask 2 waits one second, ask 3 two

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
