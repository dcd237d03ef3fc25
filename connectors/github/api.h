// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "connectors/github/queries.h"
#include "connectors/http.h"
#include "connectors/json.h"
#include "core/error.h"
#include "core/model.h"
namespace juno::github {

// One GitHub to talk to. `http` authenticates, paces and retries, so that every status seen here is final.
struct Api {
  Http& http;
  std::string graphql;  // https://api.github.com/graphql, https://HOST/api/graphql
  std::string rest;     // https://api.github.com, https://HOST/api/v3
  std::function<bool()> interrupted = {};  // asked before every request; true: Error{interrupted}
  std::function<void(std::chrono::milliseconds)> sleep = {};  // before asking again for what was too costly even alone
};
// The two addresses behind the configured one.
Api api_at(Http& http, std::string_view url);

using Variables = std::vector<std::pair<std::string, std::string>>;  // name → JSON

// Error::transient is false. Asking for less may work: the server ran out of time or resources.
class TooCostly : public Error {
 public:
  using Error::Error;
};

// One failure within an answer: where (object members and list positions, joined by '.'), its type and words.
struct PathError {
  std::string path, type, message;
  bool forbidden() const;  // it stays so, whatever is asked: not a failure of this request
};

struct Reply {
  JsonText json;
  std::vector<PathError> errors;  // what could not be told; the rest of the data is good
  Json data() const { return json.root()["data"]; }
};

// Throws TooCostly; Error{config} 401; Error{partial} forbidden; Error{remote} for anything that is no answer to the query.
Reply ask(const Api& api, std::string_view what, const Query& query, const Variables& variables);

struct RestAnswer {
  bool found = true;      // false: 404, 410 (no such thing, or Actions are switched off)
  bool unchanged = false; // 304 to the `etag` that was sent
  JsonText json;
  std::string next;       // Link rel="next"; empty = last page
  std::string etag;
};
// `url` is absolute and below api.rest. Redirects of renamed repositories are followed within the same server.
RestAnswer get(const Api& api, std::string_view what, const std::string& url, const std::string& etag = {});

// Who the token belongs to.
Person viewer(const Api& api);

// The URL that a Link header names "next"; empty when none.
std::string next_link(std::string_view header);

}  // namespace juno::github
