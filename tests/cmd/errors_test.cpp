// SPDX-License-Identifier: Apache-2.0
// What goes wrong before a command can answer: exit code and whole message, as read aloud: what failed, why, what to do next.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include "store/database.h"
#include "tests/support/fake_http.h"
#include "tests/support/fake_system.h"
using namespace juno;
using namespace juno::test;

namespace {

const std::string kSite = "[jira]\nurl = \"https://orchard.example\"\nemail = \"ines@orchard.example\"\n";

std::string said(FakeSystem& fake, const std::string& line) {
  const Outcome o = fake.run(line);
  std::string text = o.err;
  for (std::size_t at = 0; (at = text.find(fake.home(), at)) != std::string::npos;) text.replace(at, fake.home().size(), "~");
  return std::to_string(o.code) + " " + text;
}

void make_cache(const FakeSystem& fake) {
  std::filesystem::create_directories(fake.home() + "/.local/share/juno");
  store::Database::open_cache(fake.home() + "/.local/share/juno/default.db", store::Database::Mode::read_write);
}

}  // namespace

TEST_CASE("a wrong command line is exit 2 and says what would be right") {
  struct Row {
    std::string line, want;
  };
  const std::vector<Row> rows = {
      {"velocty", "2 juno: unknown command: velocty\nhint: did you mean `juno velocity`?\n"},
      {"sprint reprot", "2 juno: unknown command: sprint reprot\nhint: did you mean `juno sprint report`?\n"},
      {"version --limit many", "2 juno: --limit: not a number: many\n"},
      {"version --format xml", "2 juno: --format: xml is not one of table, csv, json, md, html, ics\n"},
      {"version --now yesterday", "2 juno: --now: not a time: yesterday\nhint: write it as 2026-11-21T09:00:00Z or 2026-11-21\n"},
      {"version --tz Mars/Base", "2 juno: unknown time zone: Mars/Base\nhint: use a name such as Europe/Dublin\n"},
      {"config set timezone", "2 juno: VALUE is required\nhint: `juno config set --help` shows what it takes\n"},
      {"sprint report --board", "2 juno: --board needs a value\nhint: `juno sprint report --help` shows what it takes\n"},
      {"completion tcsh", "2 juno: SHELL: tcsh is not one of bash, zsh, fish\n"},
      {"help exit-code", "2 juno: no help on 'exit-code'\nhint: did you mean `juno help exit-codes`?\n"},
      {"version --fail-if 'juno < 3'", "2 juno: gate 'juno < 3': juno is no number\nhint: gates compare numbers\n"},
      {"version --fail-if @none", "2 juno: --fail-if: no [[gates]] entry is named none\nhint: add it to ~/.config/juno/config.toml\n"},
  };
  for (const auto& row : rows) {
    FakeSystem fake;
    CAPTURE(row.line);
    CHECK(said(fake, row.line) == row.want);
  }
}

TEST_CASE("configuration and credentials are exit 3") {
  FakeSystem fake;
  CHECK(said(fake, "sync") == "3 juno: no source is configured in ~/.config/juno/config.toml\nhint: run `juno init`\n");
  CHECK(said(fake, "sync --config ~/none.toml").starts_with("3 juno: cannot read"));
  fake.write(".config/juno/config.toml", "[jira\n");
  CHECK(said(fake, "sync").starts_with("3 juno: ~/.config/juno/config.toml:1: not valid TOML: "));
  fake.write(".config/juno/config.toml", kSite);
  CHECK(said(fake, "auth status") == "3 ");  // the table says it
  CHECK(said(fake, "auth login --token-file /none").starts_with("2 juno: there is no terminal"));
  CHECK(said(fake, "auth status --token-file /none").starts_with("3 juno: --token-file /none cannot be read: "));
}

TEST_CASE("a token that the site refuses is exit 3, is not stored and not repeated") {
  FakeSystem fake;
  FakeHttp http;
  http.serve([](const HttpRequest& request) {
    if (request.url.ends_with("/serverInfo")) return json_answer(R"({"baseUrl":"https://orchard.example","version":"1001.0.0","deploymentType":"Cloud"})");
    return json_answer(R"({"message":"Client must be authenticated"})", 401);
  });
  fake.http = &http;
  fake.write(".config/juno/config.toml", kSite);
  fake.input = "canary-7f3a\n";
  const std::string text = said(fake, "auth login --with-token");
  CHECK(text.starts_with("3 juno: "));
  CHECK(text.find("canary-7f3a") == std::string::npos);
  CHECK(fake.read(".config/juno/credentials.toml").empty());
  fake.env["JUNO_JIRA_TOKEN"] = "canary-7f3a";
  std::filesystem::remove(fake.config_file());
  CHECK(said(fake, "init --url https://orchard.example --email ines@orchard.example").find("nothing was written") != std::string::npos);
  CHECK(fake.read(".config/juno/config.toml").empty());
  CHECK(fake.run("init --url https://orchard.example --force").code == 0);
  CHECK(fake.read(".config/juno/config.toml").find("canary") == std::string::npos);
}

TEST_CASE("a site that accepts the token is configured, and the token kept where only its owner reads it") {
  FakeSystem fake;
  FakeHttp http;
  http.serve([](const HttpRequest& request) {
    if (request.url.ends_with("/serverInfo")) return json_answer(R"({"baseUrl":"https://orchard.example","version":"9.12.0","deploymentType":"Server"})");
    if (request.url.ends_with("/myself")) return json_answer(R"({"key":"ines","name":"ines","displayName":"Ines Prado","timeZone":"UTC","active":true})");
    return json_answer(R"([{"id":"7","key":"FIG","name":"Figs"}])");
  });
  fake.http = &http;
  fake.input_is_terminal = true;
  fake.input = "https://orchard.example\n\n\nFIG\nUTC\n";
  fake.secrets = {"canary-7f3a"};
  const Outcome o = fake.run("init");
  CAPTURE(o.err);
  CHECK(o.code == 0);
  CHECK(o.out.find("Ines Prado") != std::string::npos);
  CHECK(fake.read(".config/juno/config.toml") ==
        "# Configuration of juno; `juno help configuration` lists the keys.\ntimezone = \"UTC\"\n\n[jira]\nurl = \"https://orchard.example\"\nprojects = [\"FIG\"]\n");
  CHECK(fake.read(".config/juno/credentials.toml").find("canary-7f3a") != std::string::npos);
  const auto mode = std::filesystem::status(fake.home() + "/.config/juno/credentials.toml").permissions();
  CHECK((mode & std::filesystem::perms::all) == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(o.out.find("canary") == std::string::npos);
  CHECK(o.err.find("canary") == std::string::npos);
}

TEST_CASE("a keyring is preferred to the file, and the token is given by its input") {
  FakeSystem fake;
  fake.write(".config/juno/config.toml", kSite);
  fake.env["XDG_RUNTIME_DIR"] = "/run/user/1";
  fake.programs["secret-tool store --label=juno: jira application juno source jira server https://orchard.example"] = "";
  fake.input = "canary-7f3a\n";
  CHECK(fake.run("auth login --with-token --no-test").out.find("Stored in  the system's keyring") != std::string::npos);
  CHECK(fake.read(".config/juno/credentials.toml").empty());
  REQUIRE(!fake.ran.empty());
  CHECK(fake.ran.front().first.find("canary") == std::string::npos);
  CHECK(fake.ran.front().second == "canary-7f3a");
}

TEST_CASE("a cache that is missing, empty, damaged, unreadable or newer is exit 5") {
  const std::string file = ".local/share/juno/default.db";
  FakeSystem fake;
  CHECK(said(fake, "sprint list").starts_with("5 juno: "));
  make_cache(fake);
  CHECK(said(fake, "sprint report last").starts_with("5 juno: no sprint 'last': the cache holds no sprint yet\nhint: `juno sync` reads them"));
  store::Database::open_cache(fake.home() + "/" + file, store::Database::Mode::read_write).execute("insert into schema_migration (name) values ('9999_from_the_future')");
  const std::string newer = said(fake, "sprint list");
  CHECK(newer.starts_with("5 juno: "));
  CHECK(newer.find("newer juno") != std::string::npos);
  fake.write(file, std::string(4096, 'x'));
  CHECK(said(fake, "sprint list").starts_with("5 juno: "));
  std::filesystem::remove(fake.home() + "/" + file);
  std::filesystem::create_directories(fake.home() + "/" + file);
  CHECK(said(fake, "sprint list").starts_with("5 juno: "));
  CHECK(said(fake, "version -o /none/x").starts_with("5 juno: cannot write /none/x: "));
}

TEST_CASE("with --format json an error is also machine-readable") {
  FakeSystem fake;
  const Outcome o = fake.run("config get sync.paralel --format json");
  CHECK(o.code == 2);
  CHECK(o.out.find("\"code\": \"usage\"") != std::string::npos);
  CHECK(o.out.find("\"hint\": \"did you mean 'sync.parallel'?\"") != std::string::npos);
}
