// SPDX-License-Identifier: Apache-2.0
// Signing in through an OAuth application: the person pastes the address where the browser ended. To GitHub by a code, and as an App.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "tests/support/fake_http.h"
#include "tests/support/fake_system.h"
#include "tests/support/test_key.h"
using namespace juno;
using namespace juno::test;

namespace {

const std::string kConfig =
    "[jira]\nurl = \"https://orchard.atlassian.net\"\nauth = \"oauth\"\n[jira.oauth]\nclient_id = \"app-1\"\nredirect_uri = \"https://orchard.example/done\"\n";
const std::string kState(32, '8');  // the fake system's random number is always the same

HttpResponse atlassian(const HttpRequest& request) {
  if (request.url == "https://auth.atlassian.com/oauth/token") {
    const auto body = nlohmann::json::parse(request.body);
    if (body["code"] != "c=1 2" || body["client_secret"] != "pear" || body["redirect_uri"] != "https://orchard.example/done") return json_answer(R"({"error":"invalid_grant"})", 403);
    return json_answer(R"({"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600})");
  }
  if (request.url == "https://orchard.atlassian.net/_edge/tenant_info") return json_answer(R"({"cloudId":"11111111-2222-3333-4444-555555555555"})");
  const std::string gateway = "https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555";
  if (request.url == gateway + "/rest/api/2/serverInfo") return json_answer(R"({"version":"1001.0.0","deploymentType":"Cloud"})");
  if (request.url == gateway + "/rest/api/3/myself") return json_answer(R"({"accountId":"a-1","displayName":"Ines Vale"})");
  return json_answer("{}", 404);
}

Outcome sign_in(FakeSystem& fake, const std::string& pasted) {
  FakeHttp http;
  http.serve(atlassian);
  fake.http = &http;
  fake.input_is_terminal = true;
  fake.secrets = {"pear"};
  fake.input = pasted + "\n";
  fake.write(".config/juno/config.toml", kConfig);
  return fake.run("auth login --no-keyring");
}

}  // namespace

TEST_CASE("an OAuth login takes the code from the pasted address and stores the grant") {
  FakeSystem fake;
  const Outcome o = sign_in(fake, "https://orchard.example/done?code=c%3D1+2&state=" + kState + "#top");
  CHECK(o.code == 0);
  CHECK(o.err.find("https://auth.atlassian.com/authorize?") != std::string::npos);
  CHECK(o.err.find("state=" + kState) != std::string::npos);
  CHECK(o.out.find("Ines Vale") != std::string::npos);
  const std::string stored = fake.read(".config/juno/credentials.toml");
  CHECK(stored.find("refresh-1") != std::string::npos);
  CHECK((o.out + o.err).find("access-1") == std::string::npos);
  CHECK((o.out + o.err).find("pear") == std::string::npos);
}

TEST_CASE("an address of another login is refused and nothing is stored") {
  for (const std::string& pasted : {std::string("https://orchard.example/done?code=c%3D1+2&state=other"), std::string("https://orchard.example/done?error=access_denied"), std::string()}) {
    CAPTURE(pasted);
    FakeSystem fake;
    const Outcome o = sign_in(fake, pasted);
    CHECK(o.code == 3);
    CHECK(o.err.find("that address holds no code of this login") != std::string::npos);
    CHECK(fake.read(".config/juno/credentials.toml").empty());
  }
}

TEST_CASE("a code that the server refuses is exit 3 and nothing is stored") {
  FakeSystem fake;
  const Outcome o = sign_in(fake, "https://orchard.example/done?code=used&state=" + kState);
  CHECK(o.code == 3);
  CHECK(fake.read(".config/juno/credentials.toml").empty());
}

namespace {

// A GitHub whose page is opened only after `polls` questions, and that knows a user's token and an App's.
struct GithubLogin {
  int polls = 2, asked = 0;
  HttpResponse operator()(const HttpRequest& request) {
    if (request.url == "https://github.com/login/device/code")
      return json_answer(R"({"device_code":"secret-device","user_code":"ABCD-1234","verification_uri":"https://github.com/login/device","expires_in":60,"interval":5})");
    if (request.url == "https://github.com/login/oauth/access_token") return json_answer(asked++ < polls ? R"({"error":"authorization_pending"})" : R"({"access_token":"gho_canary"})");
    if (request.url == "https://api.github.com/app/installations?per_page=100") return json_answer(R"([{"id":4242,"account":{"login":"acme"}}])");
    if (request.url == "https://api.github.com/app/installations/4242/access_tokens") return json_answer(R"({"token":"ghs_canary"})", 201);
    for (const auto& [name, value] : request.headers)
      if (name == "Authorization" && (value == "Bearer gho_canary" || value == "Bearer ghs_canary"))
        return json_answer(R"({"data":{"viewer":{"__typename":"User","login":"wren","name":"Wren Ode"}}})");
    return json_answer(R"({"message":"Bad credentials"})", 401);
  }
};

}  // namespace

TEST_CASE("signing in to GitHub in the browser: the code is shown, its answer awaited, the token stored and never shown") {
  FakeSystem fake;
  FakeHttp http;
  http.serve(GithubLogin{});
  fake.http = &http;
  fake.write(".config/juno/config.toml", "[github]\nrepositories = [\"acme/web\"]\nclient_id = \"Iv1.abc\"\n");
  const Outcome o = fake.run("auth login --no-keyring");
  CHECK(o.code == 0);
  CHECK(o.err.find("enter the code ABCD-1234:\n  https://github.com/login/device\n") != std::string::npos);
  CHECK(o.out.find("Wren Ode (wren)") != std::string::npos);
  CHECK(fake.slept == std::vector<std::chrono::milliseconds>(3, std::chrono::seconds(5)));
  CHECK(fake.read(".config/juno/credentials.toml").find("gho_canary") != std::string::npos);
  for (const char* secret : {"gho_canary", "secret-device"}) CHECK((o.out + o.err).find(secret) == std::string::npos);
}

TEST_CASE("a user token of an App ends after hours: it is kept with what renews it, and renewed before it is used") {
  FakeSystem fake;
  FakeHttp http;
  int renewals = 0;
  http.serve([&](const HttpRequest& request) {
    if (request.url == "https://github.com/login/device/code") return GithubLogin{}(request);
    if (request.url == "https://github.com/login/oauth/access_token") {
      if (request.body.find("refresh_token=ghr_1_canary") != std::string::npos) return ++renewals, json_answer(R"({"access_token":"ghu_2_canary","expires_in":28800,"refresh_token":"ghr_2_canary"})");
      return json_answer(R"({"access_token":"ghu_1_canary","expires_in":28800,"refresh_token":"ghr_1_canary"})");
    }
    for (const auto& [name, value] : request.headers)
      if (name == "Authorization" && value == (renewals > 0 ? "Bearer ghu_2_canary" : "Bearer ghu_1_canary"))
        return json_answer(R"({"data":{"viewer":{"__typename":"User","login":"wren","name":"Wren Ode"}}})");
    return json_answer(R"({"message":"Bad credentials"})", 401);
  });
  fake.http = &http;
  fake.write(".config/juno/config.toml", "[github]\nrepositories = [\"acme/web\"]\nclient_id = \"Iv1.abc\"\n");
  CHECK(fake.run("auth login --no-keyring").code == 0);
  const std::string kept = fake.read(".config/juno/credentials.toml");
  CHECK(kept.find("ghr_1_canary") != std::string::npos);
  fake.now = fake.now + std::chrono::hours(9);
  const Outcome o = fake.run("auth status --test");
  CHECK(o.code == 0);
  CHECK(renewals == 1);
  CHECK(fake.read(".config/juno/credentials.toml").find("ghr_2_canary") != std::string::npos);
  CHECK((o.out + o.err).find("canary") == std::string::npos);
}

TEST_CASE("a code that nobody enters ends with exit 3 and stores nothing") {
  FakeSystem fake;
  FakeHttp http;
  http.serve(GithubLogin{1000});
  fake.http = &http;
  fake.write(".config/juno/config.toml", "[github]\nrepositories = [\"acme/web\"]\nclient_id = \"Iv1.abc\"\n");
  const Outcome o = fake.run("auth login --no-keyring");
  CHECK(o.code == 3);
  CHECK(o.err.find("not entered in time") != std::string::npos);
  CHECK(fake.slept.size() == 12);  // a minute
  CHECK(fake.read(".config/juno/credentials.toml").empty());
}

TEST_CASE("a GitHub App signs in with its private key, from a file of its own or the environment") {
  FakeSystem fake;
  FakeHttp http;
  http.serve(GithubLogin{});
  fake.http = &http;
  fake.env["GITHUB_TOKEN"] = "not-this-one";
  fake.write(".config/juno/config.toml", "[github]\nrepositories = [\"acme/web\"]\napp = { id = 77, private_key_file = \"" + fake.home() + "/app.pem\" }\n");
  Outcome o = fake.run("auth status --test");
  CHECK(o.code == 3);
  CHECK(o.err.find("app.pem cannot be read") != std::string::npos);
  fake.write("app.pem", kPrivateKey);
  std::filesystem::permissions(fake.home() + "/app.pem", static_cast<std::filesystem::perms>(0644));
  o = fake.run("auth status --test");
  CHECK(o.code == 3);
  CHECK(o.err.find("chmod 600") != std::string::npos);
  std::filesystem::permissions(fake.home() + "/app.pem", static_cast<std::filesystem::perms>(0600));
  o = fake.run("auth status --test --format csv");
  CHECK(o.code == 0);
  CHECK(o.out.find(",app,GitHub App 77 (wren)") != std::string::npos);
  fake.env["JUNO_GITHUB_APP_KEY"] = "no key";
  o = fake.run("auth status --test");
  CHECK(o.code == 3);
  CHECK(o.err.find("JUNO_GITHUB_APP_KEY holds no private key") != std::string::npos);
  CHECK(o.err.find("no key") == std::string::npos);
  fake.env["JUNO_GITHUB_APP_KEY"] = kPrivateKey;
  o = fake.run("auth status --test --format csv");
  CHECK(o.code == 0);
  CHECK(o.out.find("the environment (JUNO_GITHUB_APP_KEY)") != std::string::npos);
  o = fake.run("auth login");
  CHECK(o.code == 2);
  CHECK(o.err.find("private_key_file") != std::string::npos);
}
