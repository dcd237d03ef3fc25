// SPDX-License-Identifier: Apache-2.0
// GitHub's own ways to say no.
#include "tests/fakes/github.h"
namespace fakes {

bool replace_github_reply(const Trouble& trouble, const Call& call, Time now, Reply& reply) {
  const bool graphql = call.path.ends_with("/graphql");
  for (const Fault& fault : trouble.faults) {
    Headers headers;
    if (const auto wait = fault.values.find("retry_after"); wait != fault.values.end()) headers.emplace_back("Retry-After", wait->second);
    if (fault.kind == "rate_limited") {
      headers.emplace_back("X-RateLimit-Limit", "5000");
      headers.emplace_back("X-RateLimit-Remaining", "0");
      headers.emplace_back("X-RateLimit-Reset", std::to_string(now / kSecond + fault.value("reset", 1)));
      reply = github_error(graphql ? 200 : 403, "API rate limit exceeded for user ID 1000000.", std::move(headers));
      if (graphql) reply.body = gql::Json{{"errors", gql::Json::array({{{"type", "RATE_LIMITED"}, {"code", "graphql_rate_limit"}, {"message", "API rate limit already exceeded for user ID 1000000."}}})}}.dump();
      return true;
    }
    if (fault.kind == "secondary") {
      const auto status = static_cast<int>(fault.value("status", 403));
      return reply = github_error(status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", std::move(headers)), true;
    }
    if (fault.kind == "502" || fault.kind == "504") {
      reply = github_error(fault.kind == "502" ? 502 : 504, "", std::move(headers));
      reply.body = fault.values.contains("html") ? "<html><body><h1>Bad Gateway</h1></body></html>"
                                                 : R"({"data":null,"errors":[{"message":"Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug."}]})";
      return true;
    }
    if (fault.kind == "401") return reply = github_error(401, "Bad credentials"), true;
    if (fault.kind == "403") return reply = github_error(403, "Resource not accessible by personal access token"), true;
    if (fault.kind == "429") return reply = github_error(429, "Too many requests", std::move(headers)), true;
    if (fault.kind == "503") return reply = github_error(503, "Unicorn!", std::move(headers)), true;
  }
  return false;
}

}  // namespace fakes
