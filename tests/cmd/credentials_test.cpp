// SPDX-License-Identifier: Apache-2.0
#include "cmd/credentials.h"
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <vector>
#include "tests/support/program.h"
using namespace juno;
using juno::test::TemporaryFolder;
namespace {

const std::string kCanary = "canary-5d1e-token";

void put(const std::string& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path) << text;
  chmod(path.c_str(), mode);
}

std::string slurp(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

mode_t mode_of(const std::string& path) {
  struct stat info{};
  return lstat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

Error failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(((error.what() + error.hint).find(kCanary) == std::string::npos));
    for (const auto& line : error.details) CHECK(line.find(kCanary) == line.npos);
    return error;
  }
  FAIL("nothing was thrown");
  return {Exit::internal, ""};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

// A computer with variables and programs; keeps the command lines and inputs.
struct Computer {
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> programs;  // name → output; absent = fails
  std::vector<std::string> ran, inputs;
  CredentialAccess access() {
    return {[this](const std::string& name) { return variables.count(name) ? variables[name] : ""; },
            [this](const std::vector<std::string>& argv, const std::string& input) -> std::optional<std::string> {
              std::string line;
              for (const auto& word : argv) line += (line.empty() ? "" : " ") + word;
              ran.push_back(line);
              inputs.push_back(input);
              if (!programs.count(argv[0])) return {};
              return programs[argv[0]];
            }};
  }
};

std::string token(const std::optional<FoundSecret>& found) { return found ? std::get<std::string>(found->secret) : "none"; }

}  // namespace

TEST_CASE("the first place that has a token wins, in the stated order") {
  const TemporaryFolder folder;
  put(folder.path("token"), "from-file\n");
  put(folder.path("credentials.toml"), "[jira]\ntoken = \"from-toml\"\n");
  Computer computer;
  computer.variables = {{"JUNO_JIRA_TOKEN", "from-env"}, {"XDG_RUNTIME_DIR", "/run/user/1"}};
  computer.programs = {{"pass", "from-command\nuser: me\n"}, {"secret-tool", "from-keyring"}};
  JiraSite site;
  site.url = "https://acme.example/jira";
  site.credential_command = {"pass", "show", "jira"};
  auto places = jira_places(site, folder.path("token"), folder.path("credentials.toml"));
  const auto look = [&] {
    const auto found = find_secret(places, computer.access());
    return token(found) + " | " + (found ? found->place : "");
  };
  CHECK(look() == "from-file | --token-file");
  places.token_file.clear();
  CHECK(look() == "from-env | the environment (JUNO_JIRA_TOKEN)");
  computer.variables["JUNO_JIRA_TOKEN"] = "";
  CHECK(computer.ran.empty());
  CHECK(look() == "from-command | credential_command (pass)");
  CHECK(computer.ran.back() == "pass show jira");
  places.command.clear();
  CHECK(look() == "from-keyring | the system's keyring");
  CHECK(computer.ran.back() == "secret-tool lookup application juno source jira server https://acme.example");
  computer.programs.clear();
  CHECK(look() == "from-toml | " + folder.path("credentials.toml"));
  std::filesystem::remove(folder.path("credentials.toml"));
  CHECK(look() == "none | ");
  const auto error = failure([&] { required_secret(places, computer.access()); });
  CHECK(error.exit == Exit::config);
  CHECK(std::string(error.what()) == "no token for jira (https://acme.example)");
  CHECK(error.hint == "juno auth login, or set JUNO_JIRA_TOKEN");
}

TEST_CASE("without a session the keyring is not asked") {
  Computer computer;
  computer.programs = {{"secret-tool", "x"}};
  const CredentialPlaces places{"jira", "https://acme.example", "", {}, {}, "/nonexistent/credentials.toml"};
  CHECK(token(find_secret(places, computer.access())) == "none");
  CHECK_FALSE(store_in_keyring(places, kCanary, computer.access()));
  CHECK(computer.ran.empty());
  computer.variables["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/x";
  CHECK(store_in_keyring(places, kCanary, computer.access()));
  CHECK_FALSE(has(computer.ran.back(), kCanary));  // arguments show in ps
  CHECK(computer.inputs.back() == kCanary);
}

TEST_CASE("a named site has a variable and a table of its own") {
  JiraSite site;
  site.name = "Acme-EU 2";
  site.url = "https://eu.acme.example";
  const auto places = jira_places(site, "", "f");
  CHECK(places.variables == std::vector<std::string>{"JUNO_JIRA_TOKEN_ACME_EU_2"});
  CHECK(places.source == "jira.Acme-EU 2");
  Computer computer;
  computer.variables = {{"JUNO_JIRA_TOKEN", "of-another-site"}};
  auto nowhere = places;
  nowhere.file = "/nonexistent/x";
  CHECK(token(find_secret(nowhere, computer.access())) == "none");
  CHECK(github_places({}, "", "").variables == std::vector<std::string>{"GITHUB_TOKEN", "GH_TOKEN"});
}

TEST_CASE("a place asked for by name must give a clean token") {
  const TemporaryFolder folder;
  Computer computer;
  CredentialPlaces places{"jira", "https://acme.example", folder.path("t"), {"X"}, {}, folder.path("none")};
  struct Case { std::string text, expected; };
  for (const auto& c : std::vector<Case>{{"  abc \r\n", "abc"}, {"abc\nmore\n", "abc"}, {"a b", "a b"}, {"abc", "abc"}}) {
    put(folder.path("t"), c.text, 0444);
    CHECK(token(find_secret(places, computer.access())) == c.expected);
  }
  for (const std::string& bad : {std::string(), std::string(" \n"), std::string("\n" + kCanary), kCanary + "\x1b[0m", kCanary + std::string(1, '\0')}) {
    put(folder.path("t"), bad);
    CHECK(failure([&] { find_secret(places, computer.access()); }).exit == Exit::config);
  }
  places.token_file = folder.path("missing");
  CHECK(has(failure([&] { find_secret(places, computer.access()); }).what(), "No such file"));
  places.token_file = folder.path();
  CHECK(has(failure([&] { find_secret(places, computer.access()); }).what(), "directory"));
  places.token_file.clear();
  computer.variables["X"] = kCanary + "\r\nX-Evil: 1";
  CHECK(token(find_secret(places, computer.access())) == kCanary);
  computer.variables.clear();
  places.command = {"no-such-program"};
  CHECK(has(failure([&] { find_secret(places, computer.access()); }).what(), "credential_command (no-such-program) failed"));
}

TEST_CASE("a credentials file that others may read, or that is none, is refused") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  CHECK_FALSE(file.read("jira").has_value());  // no file is no error
  const std::string text = "[jira]\ntoken = \"" + kCanary + "\"\n";
  for (const mode_t mode : {0604, 0640, 0620, 0602, 0644, 0610, 0666}) {
    put(file.path(), text, mode);
    const auto error = failure([&] { file.read("jira"); });
    CHECK(error.exit == Exit::config);
    CHECK(error.hint == "chmod 600 " + file.path());
  }
  for (const mode_t mode : {0600, 0400}) {
    put(file.path(), text, 0600);
    chmod(file.path().c_str(), mode);
    CHECK(std::get<std::string>(*file.read("jira")) == kCanary);
  }
  if (geteuid() == 0) {
    chmod(file.path().c_str(), 0600);
    REQUIRE(chown(file.path().c_str(), 12345, 12345) == 0);
    CHECK(has(failure([&] { file.read("jira"); }).what(), "belongs to another user"));
  }
  std::filesystem::remove(file.path());
  put(folder.path("elsewhere"), text);
  std::filesystem::create_symlink(folder.path("elsewhere"), file.path());
  CHECK(has(failure([&] { file.read("jira"); }).what(), "symbolic link"));
  std::filesystem::remove(file.path());
  std::filesystem::create_directory(file.path());
  failure([&] { file.read("jira"); });
  std::filesystem::remove(file.path());
  REQUIRE(mkfifo(file.path().c_str(), 0600) == 0);
  CHECK(has(failure([&] { file.read("jira"); }).what(), "not a regular file"));  // and does not wait for a writer
}

TEST_CASE("a damaged credentials file is named by line and never quoted") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  for (const std::string& text : {"[jira]\ntoken = " + kCanary + "\n", "[jira]\ntoken = \"" + kCanary, "[jira]\n" + kCanary + "\n", "[jira]\ntoken = [\"" + kCanary + "\"]\n",
                                  std::string("[jira]\ntoken = 12\n"), "token = \"" + kCanary + "\"\ntoken = \"" + kCanary + "\"\n"}) {
    put(file.path(), text);
    CAPTURE(text);
    const auto error = failure([&] { file.read("jira"); });
    CHECK(error.exit == Exit::config);
    CHECK(has(error.what(), "credentials.toml"));
  }
}

TEST_CASE("secrets come back as written, beside those of other sources") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("new/folder/credentials.toml"));
  const OAuthGrant grant{"app", "sec\"ret\\", "acc\xc3\xbc", "ref", *parse_instant("2026-11-21T13:00:00.25Z")};
  {
    const auto lock = file.lock();
    file.write("jira", kCanary);
    file.write("jira.Acme EU", grant);
    file.write("github", std::string("gh"));
    file.write("jira", std::string("changed \"quoted\""));
  }
  CHECK(mode_of(file.path()) == 0600);
  CHECK(mode_of(folder.path("new/folder")) == 0700);
  CHECK(std::get<std::string>(*file.read("jira")) == "changed \"quoted\"");
  const auto back = std::get<OAuthGrant>(*file.read("jira.Acme EU"));
  CHECK(back.client_id == "app");
  CHECK(back.client_secret == grant.client_secret);
  CHECK(back.access_token == grant.access_token);
  CHECK(back.refresh_token == "ref");
  CHECK(back.expires_at == grant.expires_at);
  CHECK(file.sources() == std::vector<std::string>{"github", "jira", "jira.Acme EU"});
  CHECK_FALSE(has(slurp(file.path()), kCanary));  // the old token is gone
  CHECK(file.remove("jira"));
  CHECK_FALSE(file.remove("jira"));
  CHECK_FALSE(file.read("jira").has_value());
  CHECK(file.sources().size() == 2);
  std::size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path("new/folder"))) left += entry.path().extension() != ".lock";
  CHECK(left == 1);  // no temporary files
}

TEST_CASE("what people added to the file by hand is kept") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  put(file.path(), "version = 1\n[github]\ntoken = \"gh\"\nnote = \"mine\"\nlist = [1, 2]\n");
  file.write("jira", std::string("t"));
  const auto text = slurp(file.path());
  for (const std::string part : {"version = 1", "note = \"mine\"", "list = [1, 2]", "token = \"gh\"", "[jira]"}) CHECK_MESSAGE(has(text, part), text);
  CHECK(std::get<std::string>(*file.read("github")) == "gh");
}

TEST_CASE("a file that may not be read is not overwritten either") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  const std::string text = "[jira]\ntoken = \"" + kCanary + "\"\n";
  put(file.path(), text, 0644);
  failure([&] { file.write("github", std::string("x")); });
  CHECK(slurp(file.path()) == text);
  put(file.path(), "[jira\n" + kCanary);
  failure([&] { file.write("github", std::string("x")); });
  CHECK(slurp(file.path()) == "[jira\n" + kCanary);
}

TEST_CASE("a lock is held by one at a time, and given back") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  auto held = file.lock();
  CHECK(mode_of(file.path() + ".lock") == 0600);
  CHECK(has(failure([&] { file.lock(std::chrono::milliseconds(60)); }).what(), "another juno"));
  held.reset();
  CHECK(file.lock(std::chrono::milliseconds(0)) != nullptr);
}

TEST_CASE("writers under the lock lose nothing") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        const auto lock = file.lock();
        file.write("jira.s" + std::to_string(t * 5 + i), std::to_string(i));
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(file.sources().size() == 20);
}

TEST_CASE("a site's secret becomes the credentials it wants") {
  struct Case { std::string email, auth, expected; };
  const std::vector<Case> cases = {{"me@acme.example", "", "Basic bWVAYWNtZS5leGFtcGxlOnQ="}, {"", "", "Bearer t"}, {"me@acme.example", "bearer", "Bearer t"},
                                   {"me@acme.example", "basic", "Basic bWVAYWNtZS5leGFtcGxlOnQ="}, {"", "basic", "error"}, {"", "oauth", "error"}};
  for (const auto& c : cases) {
    JiraSite site;
    site.url = "https://acme.example";
    site.email = c.email;
    site.auth = c.auth;
    if (c.expected == "error") CHECK(failure([&] { jira_credentials(site, std::string("t")); }).exit == Exit::config);
    else CHECK(authorization(jira_credentials(site, std::string("t"))) == c.expected);
  }
  JiraSite site;
  site.oauth.client_id = "configured";
  CHECK(std::get<OAuthGrant>(jira_credentials(site, OAuthGrant{"", "s", "a", "r", {}})).client_id == "configured");
}

namespace {

// Refresh tokens that work once, as Atlassian's: a second use is refused for good.
struct OneUse : Http {
  std::atomic<int> generation = 0, refused = 0;
  HttpResponse send(const HttpRequest& request) override {
    const int now = generation;
    const auto own = [&](const std::string& text) { return has(text, std::to_string(now) + "\""); };
    if (request.method == "POST") {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (!own(request.body.substr(request.body.find("\"refresh_token\":\"r"))) || generation != now) {
        ++refused;
        return {403, {}, R"({"error":"invalid_grant"})"};
      }
      const auto next = std::to_string(++generation);
      return {200, {}, "{\"access_token\":\"a" + next + "\",\"refresh_token\":\"r" + next + "\",\"expires_in\":3600}"};
    }
    return {request.headers.back().second == "Bearer a" + std::to_string(now) ? 200 : 401, {}, ""};
  }
};

}  // namespace

TEST_CASE("several junos with the same stale login renew it once, and the file holds the last grant") {
  const TemporaryFolder folder;
  const CredentialFile file(folder.path("credentials.toml"));
  const OAuthGrant stale{"app", "sec", "old", "r0", {}};
  file.write("jira", stale);
  OneUse server;
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&] {  // each as a process would: its own decorator and its own open of the lock
      AuthenticatedHttp http(server, "https://api.example", stale, renewal_in(file, "jira", [] { return Instant{1'795'262'400'000}; }, "https://auth.example"));
      HttpRequest request;
      request.url = "https://api.example/x";
      good += http.send(request).status == 200;
    });
  for (auto& thread : threads) thread.join();
  CHECK(good == 6);
  CHECK(server.generation == 1);
  CHECK(server.refused == 0);
  CHECK(std::get<OAuthGrant>(*file.read("jira")).refresh_token == "r1");
}
