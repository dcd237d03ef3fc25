// SPDX-License-Identifier: Apache-2.0
#include "connectors/auth.h"
#include <doctest/doctest.h>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>
#include "connectors/atlassian.h"
#include "core/error.h"
using namespace juno;
namespace {

const std::string kCanary = "canary-ATATT3x-token";
const Instant kNow{1'795'262'400'000};

std::string header_of(const HttpRequest& request, const std::string& name) {
  std::string found;
  for (const auto& [key, value] : request.headers)
    if (key == name) found += value;
  return found;
}

// A server as a function; keeps what it was asked, in order.
struct Fake : Http {
  std::function<HttpResponse(const HttpRequest&)> answer;
  std::mutex mutex;
  std::vector<HttpRequest> sent;
  explicit Fake(std::function<HttpResponse(const HttpRequest&)> a) : answer(std::move(a)) {}
  HttpResponse send(const HttpRequest& request) override {
    {
      const std::lock_guard lock(mutex);
      sent.push_back(request);
    }
    return answer(request);
  }
};

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

HttpResponse reply(int status, const std::string& body = "", Headers headers = {}) { return {status, std::move(headers), body}; }

// What `action` throws, after a look that it gives no token away.
Error failure(const std::function<void()>& action, const std::vector<std::string>& secrets = {}) {
  try {
    action();
  } catch (const Error& error) {
    for (const auto& secret : secrets) CHECK(((error.what() + error.hint).find(secret) == std::string::npos));
    return error;
  }
  FAIL("nothing was thrown");
  return {Exit::internal, ""};
}

OAuthGrant grant(const std::string& access, const std::string& refresh) { return {"app-id", "app-secret-canary", access, refresh, {}}; }

// An authorization server whose refresh tokens work once: r0 → a1, r1 → a2, r2 …
struct LoginServer {
  std::atomic<int> used = 0;
  HttpResponse operator()(const HttpRequest& request) {
    if (request.url == "https://auth.example/oauth/token") {
      const int generation = used;
      if (request.body.find("\"r" + std::to_string(generation) + "\"") == request.body.npos) return reply(403, R"({"error":"invalid_grant","error_description":"Unknown or invalid refresh token."})");
      ++used;
      const auto next = std::to_string(generation + 1);
      return reply(200, "{\"access_token\":\"a" + next + "\",\"refresh_token\":\"r" + next + "\",\"expires_in\":3600}");
    }
    const bool right = header_of(request, "Authorization") == "Bearer a" + std::to_string(used);
    return right ? reply(200, "data") : reply(401, R"({"code":401,"message":"Unauthorized"})");
  }
};

}  // namespace

TEST_CASE("base64 of the vectors of RFC 4648") {
  const std::vector<std::pair<std::string, std::string>> cases = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
                                                                  {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "+//+"}};
  for (const auto& [bytes, expected] : cases) CHECK(base64(bytes) == expected);
}

TEST_CASE("the Authorization header follows the kind of credentials") {
  CHECK(authorization(BasicLogin{"Aladdin", "open sesame"}) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617
  CHECK(authorization(BearerToken{"abc"}) == "Bearer abc");
  CHECK(authorization(grant("acc", "ref")) == "Bearer acc");
}

TEST_CASE("masking hides tokens in every form in which they travel, and only them") {
  const Credentials basic = BasicLogin{"me@acme.example", kCanary};
  const auto secrets = secrets_of(basic);
  CHECK(mask("token=" + kCanary + "; again " + kCanary + ".", secrets) == "token=***; again ***.");
  CHECK(mask(authorization(basic), secrets) == "Basic ***");
  CHECK(mask("me@acme.example", secrets) == "me@acme.example");
  CHECK(mask("aaaa aaaaaaaa", {"aaaa", "aaaaaaaa"}) == "*** ***");
  CHECK(mask("a cat", {"a", ""}) == "a cat");
  const auto all = secrets_of(grant("access-canary", "refresh-canary"));
  CHECK(mask("access-canary refresh-canary app-secret-canary app-id", all) == "*** *** *** app-id");
}

TEST_CASE("credentials go to their own server only") {
  Fake server([](const HttpRequest&) { return reply(200); });
  AuthenticatedHttp http(server, "https://acme.example/jira", BearerToken{kCanary});
  struct Case { std::string url; bool own; };
  const std::vector<Case> cases = {
      {"https://acme.example/rest/api/2/myself", true}, {"https://ACME.example:443/x", true}, {"https://acme.example:8443/x", false},
      {"http://acme.example/x", false},                 {"https://evil.example/", false},      {"https://acme.example.evil.example/", false},
      {"https://evil.example/?https://acme.example/", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.url);
    http.send(get(c.url));
    CHECK(header_of(server.sent.back(), "Authorization") == (c.own ? "Bearer " + kCanary : ""));
  }
  CHECK_THROWS_AS(http.send(get("https://acme.example@evil.example/")), Error);
}

TEST_CASE("a refused login says why tokens stop working, without the token") {
  const std::vector<std::string> secrets = {kCanary, base64("me@acme.example:" + kCanary)};
  const auto refuse = [&](HttpResponse response, Credentials credentials, const std::string& base) {
    Fake server([&](const HttpRequest&) { return response; });
    AuthenticatedHttp http(server, base, std::move(credentials));
    return failure([&] { http.send(get(base + "/rest/api/3/myself")); }, secrets);
  };
  const BasicLogin basic{"me@acme.example", kCanary};
  const auto error = refuse(reply(401, "", {{"atl-traceid", "t-1"}}), basic, "https://acme.example");
  CHECK(error.exit == Exit::config);
  CHECK(std::string(error.what()) == "https://acme.example: the server refuses the credentials (401)");
  CHECK(error.hint.find("expire, after one year by default") != std::string::npos);
  CHECK(error.hint.find("only through api.atlassian.com") != std::string::npos);
  CHECK(error.request_id == "t-1");
  CHECK(refuse(reply(401), basic, "https://api.atlassian.com").hint.find("cloud_id") == std::string::npos);
  CHECK(refuse(reply(401), BearerToken{kCanary}, "https://acme.example").hint.find("revoked") != std::string::npos);
  const std::string captcha = refuse(reply(401, "", {{"x-authentication-denied-reason", "CAPTCHA_CHALLENGE; login-url=https://acme.example/login.jsp"}}), basic, "https://acme.example").what();
  CHECK(captcha.find("CAPTCHA") != captcha.npos);
  const std::string scope = refuse(reply(401, R"({"code":401,"message":"Unauthorized; scope does not match"})"), basic, "https://acme.example").what();
  CHECK(scope.find("lacks a scope") != scope.npos);
}

TEST_CASE("an answer to a stranger is not taken for an empty site") {
  Fake server([](const HttpRequest&) { return reply(200, R"({"issues":[]})", {{"x-seraph-loginreason", "AUTHENTICATED_FAILED"}}); });
  AuthenticatedHttp http(server, "https://acme.example", BasicLogin{"me", kCanary});
  CHECK(failure([&] { http.send(get("https://acme.example/rest/api/3/search/jql")); }).exit == Exit::config);
  Fake good([](const HttpRequest&) { return reply(200, "", {{"x-seraph-loginreason", "OK"}}); });
  CHECK(AuthenticatedHttp(good, "https://acme.example", BearerToken{kCanary}).send(get("https://acme.example/")).status == 200);
}

TEST_CASE("a refused access token is renewed, stored, and only then used") {
  LoginServer login;
  login.used = 1;  // a0 is stale already: r1 gives a2
  std::vector<std::string> events;
  Fake server([&](const HttpRequest& request) {
    const auto token = header_of(request, "Authorization");
    events.push_back(token.empty() ? "renew" : token);
    return login(request);
  });
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; }, {}, {}, [&](const OAuthGrant& g) {
                         events.push_back("store " + g.access_token + " " + g.refresh_token);
                         CHECK(g.expires_at == kNow + std::chrono::hours(1));
                         CHECK(g.client_secret == "app-secret-canary");
                       }};
  AuthenticatedHttp http(server, "https://api.example", grant("a0", "r1"), renewal);
  CHECK(http.send(get("https://api.example/x")).body == "data");
  CHECK(http.send(get("https://api.example/y")).body == "data");
  CHECK(events == std::vector<std::string>{"Bearer a0", "renew", "store a2 r2", "Bearer a2", "Bearer a2"});
  const auto& asked = server.sent.at(1);
  CHECK(asked.method == "POST");
  CHECK(header_of(asked, "Content-Type") == "application/json");
  CHECK(asked.body == R"({"client_id":"app-id","client_secret":"app-secret-canary","grant_type":"refresh_token","refresh_token":"r1"})");
}

TEST_CASE("a new token that cannot be stored is not used") {
  LoginServer login;
  Fake server([&](const HttpRequest& request) { return login(request); });
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; }, {}, {}, [](const OAuthGrant&) { throw Error(Exit::config, "disk full"); }};
  AuthenticatedHttp http(server, "https://api.example", grant("stale", "r0"), renewal);
  CHECK_THROWS_WITH(http.send(get("https://api.example/x")), "disk full");
  for (const auto& request : server.sent) CHECK(header_of(request, "Authorization") != "Bearer a1");
}

TEST_CASE("an access token about to expire is renewed before it is refused") {
  LoginServer login;
  Fake server([&](const HttpRequest& request) { return login(request); });
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; }, {}, {}, [](const OAuthGrant&) {}};
  auto old = grant("a0", "r0");
  SUBCASE("59 seconds left") {
    old.expires_at = kNow + std::chrono::seconds(59);
    AuthenticatedHttp http(server, "https://api.example", old, renewal);
    CHECK(http.send(get("https://api.example/x")).body == "data");
    CHECK(server.sent.size() == 2);  // no request wasted on a 401
  }
  SUBCASE("an hour left") {
    old.expires_at = kNow + std::chrono::hours(1);
    AuthenticatedHttp http(server, "https://api.example", old, renewal);
    CHECK(http.send(get("https://api.example/x")).body == "data");
    CHECK(server.sent.size() == 1);
  }
}

TEST_CASE("many threads with a stale token renew it once") {
  LoginServer login;
  Fake server([&](const HttpRequest& request) { return login(request); });
  std::atomic<int> stored = 0, good = 0;
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; }, {}, {}, [&](const OAuthGrant&) {
                         std::this_thread::sleep_for(std::chrono::milliseconds(20));
                         ++stored;
                       }};
  AuthenticatedHttp http(server, "https://api.example", grant("stale", "r0"), renewal);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) good += http.send(get("https://api.example/x")).body == "data";
    });
  for (auto& thread : threads) thread.join();
  CHECK(good == 160);
  CHECK(stored == 1);
  CHECK(login.used == 1);
}

TEST_CASE("a token renewed by another process is taken from the store, under the lock") {
  LoginServer login;
  login.used = 5;
  Fake server([&](const HttpRequest& request) { return login(request); });
  bool locked = false;
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; },
                       [&] { locked = true; return std::shared_ptr<void>(&locked, [](bool* flag) { *flag = false; }); },
                       [&] { CHECK(locked); return std::optional(grant("a5", "r5")); },
                       [](const OAuthGrant&) { FAIL("renewed again"); }};
  AuthenticatedHttp http(server, "https://api.example", grant("a4", "r4"), renewal);
  CHECK(http.send(get("https://api.example/x")).body == "data");
  CHECK_FALSE(locked);
  CHECK(login.used == 5);
}

TEST_CASE("a token that stays refused is tried twice, not for ever") {
  Fake server([](const HttpRequest& request) {
    return request.method == "POST" ? reply(200, R"({"access_token":"new","refresh_token":"r9"})") : reply(401);
  });
  OAuthRenewal renewal{"https://auth.example", [] { return kNow; }, {}, {}, [](const OAuthGrant&) {}};
  AuthenticatedHttp http(server, "https://api.example", grant("old", "r0"), renewal);
  CHECK(failure([&] { http.send(get("https://api.example/x")); }).exit == Exit::config);
  CHECK(server.sent.size() == 3);
}

TEST_CASE("each way a renewal fails says what to do, and never a token") {
  struct Case { std::string name, body; int status; Exit exit; std::string message; };
  const std::vector<Case> cases = {
      {"spent token", R"({"error":"invalid_grant","error_description":"Unknown or invalid refresh token."})", 403, Exit::config, "no longer valid"},
      {"spent token, other form", R"({"error":"unauthorized_client","error_description":"refresh_token is invalid"})", 403, Exit::config, "no longer valid"},
      {"wrong secret", R"({"error":"access_denied","error_description":"app-secret-canary refused"})", 401, Exit::config, "application is refused"},
      {"unknown refusal", "<html>", 400, Exit::config, "status 400"},
      {"server down", "", 503, Exit::remote, "status 503"},
      {"not JSON", "<html>refresh-canary</html>", 200, Exit::remote, "no usable access_token"},
      {"JSON of another kind", "[1]", 200, Exit::remote, "no usable access_token"},
      {"a number for a token", R"({"access_token":5})", 200, Exit::remote, "no usable access_token"},
      {"a token with a line break", "{\"access_token\":\"a\\r\\nX: 1\"}", 200, Exit::remote, "no usable access_token"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    Fake server([&](const HttpRequest&) { return reply(c.status, c.body); });
    const auto error = failure([&] { refreshed(server, "https://auth.example", grant("access-canary", "refresh-canary"), kNow); },
                               {"access-canary", "refresh-canary", "app-secret-canary"});
    CHECK(error.exit == c.exit);
    CHECK_MESSAGE(std::string(error.what()).find(c.message) != std::string::npos, error.what());
    CHECK_FALSE(error.hint.empty());
  }
  Fake never([](const HttpRequest&) -> HttpResponse { throw Error(Exit::internal, "asked"); });
  CHECK(failure([&] { refreshed(never, "https://auth.example", grant("a", ""), kNow); }).exit == Exit::config);
}

TEST_CASE("a first login exchanges the code, and insists on a refresh token") {
  Fake server([](const HttpRequest& request) {
    return reply(200, request.body.find("good") != request.body.npos ? R"({"access_token":"a","refresh_token":"r","expires_in":3600})" : R"({"access_token":"a"})");
  });
  const auto got = exchanged(server, "https://auth.example", {"app", "sec", "", "", {}}, "good", "http://localhost:8765/callback", kNow);
  CHECK(got.refresh_token == "r");
  CHECK(server.sent[0].body == R"({"client_id":"app","client_secret":"sec","code":"good","grant_type":"authorization_code","redirect_uri":"http://localhost:8765/callback"})");
  CHECK_FALSE(server.sent[0].read_only);  // a code works once
  CHECK(failure([&] { exchanged(server, "https://auth.example", {"app", "sec", "", "", {}}, "other", "x", kNow); }).hint.find("offline_access") != std::string::npos);
  CHECK(authorize_url("https://auth.example", "a b", "http://localhost/c", {"read:jira-work", "offline_access"}, "s&t") ==
        "https://auth.example/authorize?audience=api.atlassian.com&client_id=a%20b&scope=read%3Ajira-work%20offline_access"
        "&redirect_uri=http%3A%2F%2Flocalhost%2Fc&state=s%26t&response_type=code&prompt=consent");
}

TEST_CASE("the gateway's address is made of a clean cloud id") {
  CHECK(gateway_base("11111111-aaaa-2222", "http://127.0.0.1:80/") == "http://127.0.0.1:80/ex/jira/11111111-aaaa-2222");
  CHECK(gateway_base("x") == "https://api.atlassian.com/ex/jira/x");
  for (const std::string bad : {"", "../x", "a b", "a?b", "\xc3\xbc"}) CHECK_THROWS_AS(gateway_base(bad), Error);
}

TEST_CASE("a site tells its cloud id, or that it is none") {
  HttpResponse next;
  Fake server([&](const HttpRequest&) { return next; });
  next = reply(200, R"({"cloudId":"abc-1"})");
  CHECK(cloud_id_of(server, "https://acme.example/some/path") == "abc-1");
  CHECK(server.sent[0].url == "https://acme.example/_edge/tenant_info");
  for (const auto& bad : {reply(404, "{}"), reply(200, "<html>"), reply(200, "{}"), reply(200, R"({"cloudId":"a/b"})"), reply(200, "[]")}) {
    next = bad;
    CHECK(failure([&] { cloud_id_of(server, "https://acme.example"); }).exit == Exit::remote);
  }
}

TEST_CASE("the granted sites of a login are listed") {
  Fake server([](const HttpRequest&) {
    return reply(200, R"([{"id":"c1","url":"https://acme.example","name":"acme","scopes":["read:jira-work",7]},{"id":"../x"},5,{"id":"c2"}])");
  });
  const auto sites = granted_sites(server, "http://127.0.0.1:1");
  CHECK(server.sent[0].url == "http://127.0.0.1:1/oauth/token/accessible-resources");
  REQUIRE(sites.size() == 2);
  CHECK(sites[0].url == "https://acme.example");
  CHECK(sites[0].scopes == std::vector<std::string>{"read:jira-work"});
  CHECK(sites[1].cloud_id == "c2");
}
