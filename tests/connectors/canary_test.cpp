// SPDX-License-Identifier: Apache-2.0
// The whole way out, as a sync builds it, against a server that does its worst: nothing juno says may hold the token.
#include <doctest/doctest.h>
#include <string>
#include <vector>
#include "connectors/auth.h"
#include "connectors/curl_http.h"
#include "connectors/retry.h"
#include "core/error.h"
#include "tests/support/raw_server.h"
using namespace juno;
using juno::test::RawServer;

TEST_CASE("no error and no note holds the token, in any form, whatever the server does") {
  const std::string token = "canary-0b61f7-secret", user = "me@acme.example";
  const Credentials credentials = BasicLogin{user, token};
  const std::string encoded = base64(user + ":" + token);
  struct Case { std::string name, says; bool reset; };
  const std::vector<Case> cases = {
      {"nothing", "", false},
      {"reset", "", true},
      {"short", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx", false},
      {"not HTTP", "Authorization: Basic " + encoded + "\r\n\r\n", false},
      {"echo in a refusal", "HTTP/1.1 401 " + token + "\r\nWWW-Authenticate: " + encoded + "\r\nX-Authentication-Denied-Reason: " + token + "\r\nContent-Length: 20\r\n\r\n" + token, false},
      {"echo in a redirect", "HTTP/1.1 302 Found\r\nLocation: https://evil.example/" + token + "?" + encoded + "\r\nContent-Length: 0\r\n\r\n", false},
      {"echo in a redirect with a user", "HTTP/1.1 307 Found\r\nLocation: https://" + token + "@evil.example/\r\nContent-Length: 0\r\n\r\n", false},
      {"echo in a limit", "HTTP/1.1 429 Slow\r\nRetry-After: " + token + "\r\nX-RateLimit-Reset: " + encoded + "\r\nContent-Length: 0\r\n\r\n", false},
      {"echo in a quota", "HTTP/1.1 429 Slow\r\nRateLimit-Reason: quota\r\nRetry-After: 7200\r\nContent-Length: 20\r\n\r\n" + token, false},
      {"server failure", "HTTP/1.1 500 " + token + "\r\nContent-Length: 0\r\n\r\n", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    bool seen = false;
    RawServer server([&](const RawServer::Request& request, const RawServer::Peer& peer) {
      seen |= request.head.find("Authorization: Basic " + encoded) != std::string::npos;
      peer.say(c.says);
      if (c.reset) peer.reset();
      return false;
    });
    std::string said;
    auto network = make_curl_http({});
    Instant now{1'795'262'400'000};
    RetryingHttp::Hooks hooks{[&](std::chrono::milliseconds t) { now = now + t; }, [&] { return now; }, [] { return 0.5; }, {}, [&](std::string_view note) { said += note; said += '\n'; }};
    AuthenticatedHttp authenticated(*network, server.url(), credentials);
    RetryingHttp http(authenticated, hooks);
    HttpRequest request;
    request.url = server.url("/rest/api/3/search/jql?jql=query-secret");
    try {
      said += std::to_string(http.send(request).status);
    } catch (const Error& error) {
      said += error.what() + error.hint;
      for (const auto& detail : error.details) said += detail;
    }
    CHECK(seen);
    CHECK_FALSE(said.empty());
    for (const std::string& secret : {token, encoded, base64(token), std::string("query-secret")}) CHECK_MESSAGE(said.find(secret) == said.npos, said);
  }
}
