// SPDX-License-Identifier: Apache-2.0
// Signing in to GitHub as an App, and by a code in the browser.
#include "connectors/github/app.h"
#include <doctest/doctest.h>
#include <thread>
#include "connectors/auth.h"
#include "connectors/crypto.h"
#include "connectors/github/device.h"
#include "connectors/json.h"
#include "core/error.h"
#include "tests/support/fake_http.h"
#include "tests/support/test_key.h"
using namespace juno;
using namespace juno::github;

namespace {

const Instant kNow{1'772'442'000'000};  // 2026-03-02T09:00:00Z
const std::string kRest = "https://api.github.com";
HttpRequest get_user() {
  HttpRequest r;
  r.url = kRest + "/user";
  return r;
}
std::string bearer(const HttpRequest& request) {
  for (const auto& [name, value] : request.headers)
    if (name == "Authorization") return value;
  return "";
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.hint;
  }
  return "no error";
}

}  // namespace

TEST_CASE("RS256 gives the signature that openssl gives") {
  std::string hex;
  for (const unsigned char c : rs256_signature(test::kPrivateKey, "juno signs this")) hex += "0123456789abcdef"[c >> 4], hex += "0123456789abcdef"[c & 15];
  CHECK(hex == test::kSignature);
  CHECK_THROWS_AS(rs256_signature("", "x"), Error);
  CHECK_THROWS_AS(rs256_signature("-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n", "x"), Error);
  CHECK_THROWS_AS(rs256_signature(test::kEncryptedKey, "x"), Error);  // and does not ask for its passphrase
  CHECK_THROWS_AS(rs256_signature(test::kEllipticKey, "x"), Error);
}

TEST_CASE("base64 for URLs has no padding and its own letters") {
  struct Row { std::string bytes, text; };
  for (const Row& r : {Row{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"\xfb\xff\xfe", "-__-"}}) CHECK(base64_url(r.bytes) == r.text);
}

TEST_CASE("an App's assertion names it, was made a minute ago and ends in nine") {
  const std::string jwt = assertion({77, 0, test::kPrivateKey}, kNow);
  const auto first = jwt.find('.'), second = jwt.rfind('.');
  CHECK(jwt.substr(0, first) == base64_url(R"({"alg":"RS256","typ":"JWT"})"));
  CHECK(jwt.substr(first + 1, second - first - 1) == base64_url(R"({"iat":1772441940,"exp":1772442540,"iss":"77"})"));
  CHECK(jwt.substr(second + 1) == base64_url(rs256_signature(test::kPrivateKey, jwt.substr(0, second))));
}

TEST_CASE("an installation's token is fetched once, renewed before it ends and when it is refused, and goes to GitHub only") {
  test::FakeHttp http;
  int tokens = 0;
  std::string good;
  http.serve([&](const HttpRequest& r) -> HttpResponse {
    if (r.url == kRest + "/app/installations?per_page=100") return test::json_answer(R"([{"id":4242,"account":{"login":"acme"}}])");
    if (r.url == kRest + "/app/installations/4242/access_tokens") {
      CHECK(bearer(r).find(".") != std::string::npos);
      good = "ghs_" + std::to_string(++tokens);
      return test::json_answer(R"({"token":")" + good + R"(","expires_at":"2026-03-02T10:00:00Z"})", 201);
    }
    if (r.url.starts_with(kRest)) return test::json_answer("{}", bearer(r) == "Bearer " + good ? 200 : 401);
    CHECK(bearer(r).empty());
    return test::json_answer("{}");
  });
  Instant now = kNow;
  AppHttp app(http, kRest, {77, 0, test::kPrivateKey}, [&] { return now; });
  for (int n = 0; n < 3; ++n) CHECK(app.send(get_user()).status == 200);
  CHECK(tokens == 1);
  now = now + std::chrono::minutes(56);
  CHECK(app.send(get_user()).status == 200);
  CHECK(tokens == 2);
  good = "something else";  // revoked
  CHECK(app.send(get_user()).status == 200);
  CHECK(tokens == 3);
  HttpRequest elsewhere;
  elsewhere.url = "https://elsewhere.example/";
  CHECK(app.send(elsewhere).status == 200);
  good = "revoked again";
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) threads.emplace_back([&] { CHECK(app.send(get_user()).status == 200); });
  for (auto& t : threads) t.join();
  CHECK(tokens == 4);  // one renewed, the others waited
}

TEST_CASE("what GitHub says no to about an App is told with what to do") {
  struct Case { std::string installations; int status, token_status; std::string words; };
  for (const Case& c : {Case{"[]", 200, 0, "is installed nowhere"}, {R"([{"id":1,"account":{"login":"a"}},{"id":2,"account":{"login":"b"}}])", 200, 0, "several installations"},
                        {"{}", 401, 0, "refuses its key"}, {"{}", 500, 0, "HTTP 500"}, {R"([{"id":1}])", 200, 404, "no installation 1"}, {R"([{"id":1}])", 200, 401, "refuses its key"},
                        {R"([{"id":1}])", 200, 403, "suspended"}, {R"([{"id":1}])", 200, 201, "gives no token"}}) {
    CAPTURE(c.words);
    test::FakeHttp http;
    http.serve([&](const HttpRequest& r) { return r.method == "GET" ? test::json_answer(c.installations, c.status) : test::json_answer("{}", c.token_status); });
    AppHttp app(http, kRest, {77, 0, test::kPrivateKey}, [] { return kNow; });
    CHECK(message_of([&] { app.send(get_user()); }).find(c.words) != std::string::npos);
  }
}

TEST_CASE("people sign in at the site of the configured address") {
  struct Row { std::string url, site; };
  for (const Row& r : {Row{"https://api.github.com", "https://github.com"}, {"https://github.com/", "https://github.com"}, {"https://ghe.acme.example/api/v3", "https://ghe.acme.example"},
                       {"https://api.acme.ghe.com", "https://acme.ghe.com"}, {"http://127.0.0.1:8080", "http://127.0.0.1:8080"}, {"https://api.acme.example", "https://api.acme.example"}})
    CHECK(login_site(r.url) == r.site);
}

TEST_CASE("the answers of the device flow") {
  const DeviceCode code{"secret-code", "AB-12", "https://github.com/login/device", std::chrono::seconds(5), std::chrono::seconds(900)};
  const auto answer = [&](const std::string& body, int status = 200) {
    test::FakeHttp http;
    http.serve([&](const HttpRequest& r) {
      CHECK(r.body == "client_id=Iv1.a%26b&device_code=secret-code&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
      return test::json_answer(body, status);
    });
    return ask_device_login(http, "https://github.com", "Iv1.a&b", code, std::chrono::seconds(5));
  };
  CHECK(answer(R"({"error":"authorization_pending"})").token.empty());
  CHECK(answer("oops", 502).token.empty());
  CHECK(answer(R"({"error":"slow_down"})").interval == std::chrono::seconds(10));
  CHECK(answer(R"({"error":"slow_down","interval":30})").interval == std::chrono::seconds(30));
  CHECK(answer(R"({"access_token":"gho_1"})").token == "gho_1");
  CHECK(answer(R"({"access_token":"ghu_1","expires_in":28800})").life == std::chrono::hours(8));
  struct Row { std::string error, words; };
  for (const Row& r : {Row{"access_denied", "was not granted"}, {"expired_token", "not entered in time"}, {"device_flow_disabled", "no device flow"}, {"incorrect_client_credentials", "client id"}, {"what", "refused (what)"}})
    CHECK(message_of([&] { answer(R"({"error":")" + r.error + R"("})"); }).find(r.words) != std::string::npos);
  CHECK(message_of([&] { answer(R"({"access_token":"a\r\nX: y"})"); }).find("refused") != std::string::npos);
}

TEST_CASE("a user token that ends is renewed with a refresh token that changes") {
  const Instant now = *parse_instant("2026-03-01T10:00:00Z");
  const auto renewed = [&](const std::string& body, int status = 200) {
    test::FakeHttp http;
    http.serve([&](const HttpRequest& r) {
      CHECK(r.url == "https://github.com/login/oauth/access_token");
      CHECK(r.body == "client_id=Iv1.a&grant_type=refresh_token&refresh_token=ghr_old");
      return test::json_answer(body, status);
    });
    return renewed_device_login(http, "https://github.com", OAuthGrant{"Iv1.a", "", "ghu_old", "ghr_old", now}, now);
  };
  const OAuthGrant g = renewed(R"({"access_token":"ghu_new","expires_in":28800,"refresh_token":"ghr_new","refresh_token_expires_in":15811200})");
  CHECK(g.access_token == "ghu_new");
  CHECK(g.refresh_token == "ghr_new");
  CHECK(format_instant(g.expires_at) == "2026-03-01T18:00:00Z");
  CHECK(message_of([&] { renewed(R"({"error":"bad_refresh_token"})"); }).find("no longer valid") != std::string::npos);
  CHECK(message_of([&] { renewed("oops", 503); }).find("status 503") != std::string::npos);
  CHECK(message_of([&] { renewed(R"({"access_token":"a\r\nX: y"})"); }).find("refused") != std::string::npos);
}

TEST_CASE("a device code without its parts, or with control characters for the terminal, is refused") {
  const auto begin = [](const std::string& body, int status = 200) {
    test::FakeHttp http;
    http.serve([&](const HttpRequest&) { return test::json_answer(body, status); });
    return begin_device_login(http, "https://github.com", "Iv1");
  };
  const DeviceCode good = begin(R"({"device_code":"d","user_code":"AB-12","verification_uri":"https://github.com/login/device","expires_in":600,"interval":7})");
  CHECK(good.user_code == "AB-12");
  CHECK(good.interval == std::chrono::seconds(7));
  CHECK(good.expires == std::chrono::seconds(600));
  CHECK(message_of([&] { begin("{}", 404); }).find("client id") != std::string::npos);
  CHECK(message_of([&] { begin("{}"); }).find("no code") != std::string::npos);
  CHECK(message_of([&] { begin(R"({"device_code":"d","user_code":"\u001b[2J","verification_uri":"https://x"})"); }).find("no code") != std::string::npos);
  CHECK(message_of([&] { begin(R"({"error":"device_flow_disabled"})"); }).find("no device flow") != std::string::npos);
}
