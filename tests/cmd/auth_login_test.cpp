// SPDX-License-Identifier: Apache-2.0
// Signing in through an OAuth application: the person pastes the address where the browser ended.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include "tests/support/fake_http.h"
#include "tests/support/fake_system.h"
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
