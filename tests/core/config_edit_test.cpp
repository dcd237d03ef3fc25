// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include "core/config_keys.h"
#include "core/error.h"
using namespace juno;

namespace {

const std::string kText = R"(# Ours.
timezone = "UTC"  # plain
me = 'Zoë'  # who

[jira]   # the site
url = "https://a.example"
projects = [
  "FIG",  # figs
  "PLUM",
]

# Syncing.
[sync]
parallel = 2

[http]
)";

std::string after(const std::string& key, const std::string& value, const std::string& text = kText) {
  try {
    return set_in_text(text, key, value, "c.toml");
  } catch (const Error& e) {
    return "error " + std::to_string(static_cast<int>(e.exit)) + ": " + e.what();
  }
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string out = kText;
  return out.replace(out.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("setting a key changes its value and nothing else") {
  CHECK(after("sync.parallel", "3") == replaced("parallel = 2", "parallel = 3"));
  CHECK(after("timezone", "Europe/Lisbon") == replaced("\"UTC\"", "\"Europe/Lisbon\""));
  CHECK(after("me", "Ana Só") == replaced("'Zoë'", "\"Ana Só\""));
  CHECK(after("jira.projects", "[\"PEAR\"]") == replaced("[\n  \"FIG\",  # figs\n  \"PLUM\",\n]", "[\"PEAR\"]"));
}

TEST_CASE("a new key goes to the end of its section") {
  CHECK(after("week_start", "sun") == replaced("# who\n", "# who\nweek_start = \"sun\"\n"));
  CHECK(after("sync.overlap", "1h") == replaced("parallel = 2\n", "parallel = 2\noverlap = \"1h\"\n"));
  CHECK(after("jira.email", "me@a.example") == replaced("]\n\n# Syncing", "]\nemail = \"me@a.example\"\n\n# Syncing"));
  CHECK(after("http.idle_timeout", "5m") == kText + "idle_timeout = \"5m\"\n");
}

TEST_CASE("a new section is written at the end") {
  CHECK(after("ask.provider", "openai") == kText + "\n[ask]\nprovider = \"openai\"\n");
  CHECK(after("people.\"Zoë K\".github", "zk") == kText + "\n[people.\"Zoë K\"]\ngithub = \"zk\"\n");
  CHECK(after("me", "Ana", "") == "me = \"Ana\"\n");
  CHECK(after("ask.provider", "none", "me = 'x'") == "me = 'x'\n\n[ask]\nprovider = \"none\"\n");
}

TEST_CASE("what cannot be set is refused before anything is written") {
  CHECK(after("sync.paralel", "3") == "error 2: unknown key 'paralel' in [sync]");
  CHECK(after("sync.parallel", "99") == "error 2: sync.parallel must be between 1 and 16");
  CHECK(after("sync", "3") == "error 2: sync is a section, not a key");
  CHECK(after("a..b", "3") == "error 2: 'a..b' is no key");
  CHECK(after("me", "x", "me = 3") == "error 3: c.toml:1: me must be text in double quotes, not a number");
  CHECK(after("jira.email", "x", "[[jira]]\nname = 'a'\nurl = \"https://a.example\"\n[[jira]]\nname = 'b'\nurl = \"https://b.example\"\n").starts_with("error 2: unknown key 'email' in [jira]"));
}

TEST_CASE("inline tables and dotted keys are edited where that is safe") {
  CHECK(after("sync.parallel", "3", "sync = { parallel = 2, comments = true }\n") == "sync = { parallel = 3, comments = true }\n");
  CHECK(after("sync.parallel", "3", "sync.parallel = 2\n") == "sync.parallel = 3\n");
  CHECK(after("sync.overlap", "1h", "sync = { parallel = 2 }\n") == "error 2: sync.overlap stands where it cannot be set by a command");
}

TEST_CASE("files with Windows line ends keep working") {
  const std::string text = "me = \"a\"\r\n[sync]\r\nparallel = 2\r\n";
  CHECK(parse_config(after("sync.parallel", "3", text), "c").sync.parallel == 3);
  CHECK(parse_config(after("sync.overlap", "2h", text), "c").sync.overlap == std::chrono::hours(2));
}
