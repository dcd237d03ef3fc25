// SPDX-License-Identifier: Apache-2.0
#include "core/config.h"
#include <doctest/doctest.h>
#include <random>
#include "core/config_keys.h"
#include "core/error.h"
using namespace juno;
using namespace std::chrono_literals;

namespace {

const std::string kFull = R"(# Everything a team may say.
timezone = "Europe/Lisbon"
week_start = "sun"
fiscal_year_start_month = 4
me = "Ines Prado"
format = "csv"

[jira]
url = "https://orchard.example"   # our site
email = "ines@orchard.example"
deployment = "cloud"
projects = ["FIG", "PLUM"]
boards = [3, 4]
credential_command = "pass show orchard/jira"

[jira.fields]
story_points = ["Story Points", "customfield_10016"]
discipline_team = "Guild"
owner = "Sponsor"
business_value = "Worth"
scheduled = "Window"

[jira.oauth]
client_id = "abc"

[github]
url = "https://ghe.orchard.example"
repositories = ["orchard/web", "orchard/svc-*"]
credential_command = ["gh", "auth", "token"]

[calendar]
working_days = ["mon", "tue", "wed", "thu"]
holidays = [2026-12-25, { from = 2026-12-28, to = 2026-12-31, factor = 0.5 }, "2027-01-01"]

[status]
done = ["Done", "Shipped"]
waiting = ["Blocked"]

[priority.scores]
P1 = 95

[teams."QA - North"]
members = [{ name = "Rui", capacity = 8, role = "qa" }, "Ana"]

[people."Ines Prado"]
aliases = ["ines", "ip"]
github = "iprado"
team = "QA - North"

[rank]
weights = { roi = 0.6, effort = 0.4 }
alignment = { labels = { "q4-goal" = 100 }, components = { cart = 50 } }

[deploy]
source = ["releases"]
environment = "live"
failure_window = "36h"

[sync]
reconcile_every = "12h"
jql = "labels != secret"
since = "2024-01-01"
overlap = "10m"
max_wait = "90s"
parallel = 2
comments = false

[ask]
provider = "compatible"
model = "small"

[[gates]]
name = "scope"
rule = "totals.scope_change.points > 20%"

[http]
ca_file = "/etc/ssl/orchard.pem"
idle_timeout = "30s"
)";

std::string report(const Error& e) {
  std::string out = std::to_string(static_cast<int>(e.exit)) + " " + e.what();
  for (const auto& d : e.details) out += "\n  " + d;
  return out + (e.hint.empty() ? "" : "\nhint: " + e.hint);
}

template <class F> std::string error_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return report(e);
  }
  return "no error";
}
std::string parse_error(const std::string& text) {
  return error_of([&] { parse_config(text, "c.toml"); });
}

}  // namespace

TEST_CASE("an empty configuration is all defaults") {
  const Config c = parse_config("", "c.toml");
  CHECK(c.timezone == "UTC");
  CHECK(c.jira.empty());
  CHECK(!c.github);
  CHECK(c.working_days == Names{"mon", "tue", "wed", "thu", "fri"});
  CHECK(c.done.by == DoneRule::By::category);
  CHECK(c.sync.reconcile_every == 24h);
  CHECK(c.sync.overlap == 5min);
  CHECK(c.sync.parallel == 4);
  CHECK(c.rank.weights == Scores{{"roi", 0.5}, {"effort", 0.2}, {"alignment", 0.3}});
}

TEST_CASE("every setting is read") {
  const Config c = parse_config(kFull, "c.toml");
  CHECK(c.timezone == "Europe/Lisbon");
  CHECK(c.week_start == "sun");
  CHECK(c.fiscal_year_start_month == 4);
  CHECK(c.me == "Ines Prado");
  CHECK(c.format == "csv");
  REQUIRE(c.jira.size() == 1);
  const JiraSite& j = c.jira[0];
  CHECK(j.url == "https://orchard.example");
  CHECK(j.email == "ines@orchard.example");
  CHECK(j.deployment == "cloud");
  CHECK(j.projects == Names{"FIG", "PLUM"});
  CHECK(j.boards == std::vector<std::int64_t>{3, 4});
  CHECK(j.credential_command == Names{"pass", "show", "orchard/jira"});
  CHECK(j.fields.story_points == Names{"Story Points", "customfield_10016"});
  CHECK(j.fields.discipline_team == "Guild");
  CHECK(j.fields.owner == "Sponsor");
  CHECK(j.fields.business_value == "Worth");
  CHECK(j.fields.scheduled == "Window");
  CHECK(j.oauth.client_id == "abc");
  REQUIRE(c.github);
  CHECK(c.github->url == "https://ghe.orchard.example");
  CHECK(c.github->repositories == Names{"orchard/web", "orchard/svc-*"});
  CHECK(c.github->credential_command == Names{"gh", "auth", "token"});
  CHECK(c.working_days.size() == 4);
  const auto day = [](const std::string& text) { return *parse_date(text); };
  CHECK(c.holidays == std::vector<Holiday>{{day("2026-12-25"), day("2026-12-25"), 0},
                                           {day("2026-12-28"), day("2026-12-31"), 0.5},
                                           {day("2027-01-01"), day("2027-01-01"), 0}});
  CHECK(c.done.by == DoneRule::By::statuses);
  CHECK(c.done.statuses == Names{"Done", "Shipped"});
  CHECK(c.waiting == Names{"Blocked"});
  CHECK(c.priority_scores == Scores{{"P1", 95}});
  REQUIRE(c.teams.size() == 1);
  CHECK(c.teams[0].name == "QA - North");
  REQUIRE(c.teams[0].members.size() == 2);
  CHECK(c.teams[0].members[0].capacity == 8.0);
  CHECK(c.teams[0].members[0].role == "qa");
  CHECK(c.teams[0].members[1].name == "Ana");
  CHECK(!c.teams[0].members[1].capacity);
  REQUIRE(c.people.size() == 1);
  CHECK(c.people[0].name == "Ines Prado");
  CHECK(c.people[0].aliases == Names{"ines", "ip"});
  CHECK(c.people[0].github == "iprado");
  CHECK(c.rank.weights.at("roi") == 0.6);
  CHECK(c.rank.weights.at("alignment") == 0.3);  // not named: keeps its default
  CHECK(c.rank.alignment.at("labels").at("q4-goal") == 100);
  CHECK(c.deploy.source == Names{"releases"});
  CHECK(c.deploy.failure_window == 36h);
  CHECK(c.sync.reconcile_every == 12h);
  CHECK(c.sync.jql == "labels != secret");
  CHECK(c.sync.since == day("2024-01-01"));
  CHECK(c.sync.max_wait == 90s);
  CHECK(c.sync.parallel == 2);
  CHECK(!c.sync.comments);
  CHECK(c.sync.worklogs);
  CHECK(c.ask.provider == "compatible");
  REQUIRE(c.gates.size() == 1);
  CHECK(c.gates[0].rule == "totals.scope_change.points > 20%");
  CHECK(c.http.ca_file == "/etc/ssl/orchard.pem");
  CHECK(c.http.idle_timeout == 30s);
  CHECK(c.http.connect_timeout == 10s);
}

TEST_CASE("several sites are told apart by name") {
  const Config c = parse_config("[[jira]]\nname = \"a\"\nurl = \"https://a.example\"\n[jira.fields]\nowner = \"O\"\n[[jira]]\nname = \"b\"\nurl = \"http://127.0.0.1:80\"\n", "c.toml");
  REQUIRE(c.jira.size() == 2);
  CHECK(c.jira[0].fields.owner == "O");
  CHECK(c.jira[1].name == "b");
  CHECK(parse_error("[[jira]]\nurl = \"https://a.example\"\n[[jira]]\nname = \"b\"\nurl = \"https://b.example\"\n").starts_with("3 c.toml:1: each of several [[jira]] sites needs a name"));
  CHECK(parse_error("[[jira]]\nname=\"b\"\nurl = \"https://a.example\"\n[[jira]]\nname = \"b\"\nurl = \"https://b.example\"\n").starts_with("3 c.toml:4: two [[jira]] sites are named 'b'"));
}

TEST_CASE("a wrong configuration is answered with file, line, caret and what would be right") {
  struct Row {
    std::string text, want;
  };
  const std::vector<Row> rows = {
      {"[jira]\nurl = \"https://a.example\"\nprojets = [\"FIG\"]\n",
       "3 c.toml:3: unknown key 'projets' in [jira]\n  projets = [\"FIG\"]\n  ^^^^^^^\nhint: did you mean 'projects'?"},
      {"timezon = \"UTC\"", "3 c.toml:1: unknown key 'timezon'\n  timezon = \"UTC\"\n  ^^^^^^^\nhint: did you mean 'timezone'?"},
      {"[github]\nflavour = 1", "3 c.toml:2: unknown key 'flavour' in [github]\n  flavour = 1\n  ^^^^^^^\nhint: known here: url, repositories, client_id, issues, credential_command, app"},
      {"fiscal_year_start_month = \"May\"", "3 c.toml:1: fiscal_year_start_month must be a whole number, not text\n  fiscal_year_start_month = \"May\"\n                            ^^^^^"},
      {"fiscal_year_start_month = 13", "3 c.toml:1: fiscal_year_start_month must be between 1 and 12\n  fiscal_year_start_month = 13\n                            ^^"},
      {"me = true", "3 c.toml:1: me must be text in double quotes, not true or false\n  me = true\n       ^^^^"},
      {"week_start = \"monday\"", "3 c.toml:1: week_start: 'monday' is not one of mon, tue, wed, thu, fri, sat, sun\n  week_start = \"monday\"\n               ^^^^^^^^"},
      {"[sync]\noverlap = 5", "3 c.toml:2: sync.overlap must be a duration such as \"24h\", not a number\n  overlap = 5\n            ^"},
      {"[sync]\noverlap = \"5 minutes\"",
       "3 c.toml:2: sync.overlap: '5 minutes' is no duration\n  overlap = \"5 minutes\"\n            ^^^^^^^^^^^\nhint: write a whole number and s, m, h, d or w: \"90s\", \"5m\", \"24h\""},
      {"[sync]\nsince = \"2024-02-30\"", "3 c.toml:2: sync.since: '2024-02-30' is no date\n  since = \"2024-02-30\"\n          ^^^^^^^^^^^^\nhint: write YYYY-MM-DD, e.g. 2026-12-25"},
      {"sync = 3", "3 c.toml:1: sync must be a section, not a number\n  sync = 3\n         ^\nhint: write [sync] and its keys below"},
      {"[jira]\nemail = \"a@b.example\"", "3 c.toml:1: jira.url is missing\n  [jira]\n  ^\nhint: write url = \"https://acme.atlassian.net\" below [jira]"},
      {"[jira]\nurl = \"http://jira.example\"",
       "3 c.toml:2: jira.url must begin with https:// (plain http is for loopback addresses only)\n  url = \"http://jira.example\"\n        ^^^^^^^^^^^^^^^^^^^^^\nhint: e.g. https://acme.atlassian.net"},
      {"[jira]\nurl = \"ftp://jira.example\"", "3 c.toml:2: jira.url must begin with https://\n  url = \"ftp://jira.example\"\n        ^^^^^^^^^^^^^^^^^^^^\nhint: e.g. https://acme.atlassian.net"},
      {"[jira]\nurl = \"https://a.example\"\nprojects = [\"my project\"]",
       "3 c.toml:3: jira.projects: 'my project' is no project key\n  projects = [\"my project\"]\n             ^^^^^^^^^^^^^^\nhint: write keys as in PAY-123: [\"PAY\", \"WEB\"]"},
      {"[jira]\nurl = \"https://a.example\"\nauth = \"basic\"",
       "3 c.toml:1: jira.auth is basic, which needs jira.email\n  [jira]\n  ^\nhint: add email = \"you@acme.example\", or use auth = \"bearer\""},
      {"[github]\nrepositories = [\"web\"]",
       "3 c.toml:2: github.repositories: 'web' is no repository\n  repositories = [\"web\"]\n                 ^^^^^^^\nhint: write owner/name, e.g. \"acme/web\" or \"acme/svc-*\""},
      {"[github]\ncredential_command = \"pass show $X\"",
       "3 c.toml:2: github.credential_command would need a shell\n  credential_command = …\nhint: write it as a list: [\"program\", \"argument\", …]"},
      {"[calendar]\nholidays = [{ from = 2026-12-31, to = 2026-12-28 }]",
       "3 c.toml:2: a holiday range ends before it begins\n  holidays = [{ from = 2026-12-31, to = 2026-12-28 }]\n              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nhint: exchange from and to"},
      {"[status]\ndone = \"closed\"", "3 c.toml:2: status.done: 'closed' is neither category nor board\n  done = \"closed\"\n         ^^^^^^^^\nhint: write the statuses as a list: done = [\"Done\", \"Released\"]"},
      {"[[gates]]\nname = \"x\"\nrule = \"a ~ 3\"",
       "3 c.toml:3: gate 'a ~ 3': has no operator\n  rule = \"a ~ 3\"\n         ^^^^^^^\nhint: write KEY OP NUMBER, e.g. 'totals.completion_rate.points < 80%'; operators are < <= > >= == !="},
      {"[gates]\nname = \"x\"", "3 c.toml:1: gates must be a list of sections, not one\n  [gates]\n   ^\nhint: write [[gates]] with double brackets"},
      {"timezone = \"../../etc/passwd\"", "3 c.toml:1: timezone: '../../etc/passwd' is no zone name\n  timezone = …\nhint: write an IANA name such as \"Europe/Dublin\", or \"UTC\""},
      {"[teams.A]\nmembers = [{ capacity = 3 }]", "3 c.toml:2: teams.A.members: a member has no name\n  members = [{ capacity = 3 }]\n             ^^^^^^^^^^^^^^^^\nhint: write { name = \"…\" }"},
  };
  for (const auto& row : rows) CHECK(parse_error(row.text) == row.want);
}

TEST_CASE("text that is not TOML is shown with a caret") {
  const std::string got = parse_error("me = \"Ines\"\n\n[jira\nurl = 3\n");
  CHECK(got.starts_with("3 c.toml:3: not valid TOML: "));
  CHECK(got.find("\n  [jira\n       ^\n") != std::string::npos);
  CHECK(parse_error("# caf\u00e9\nme = \u201cInes\u201d").starts_with("3 c.toml:2: not valid TOML: a letter beyond ASCII outside of quotes"));
  CHECK(parse_error("# caf\u00e9\nme = \u201cInes\u201d").find("\n       ^") != std::string::npos);
  CHECK(parse_error("\u00e9 = 1").starts_with("3 c.toml:1: not valid TOML: a letter"));
  CHECK(parse_error("\xEF\xBB\xBFme = \"\u00e9\\\"\u00e9\" # \u00e9\njira_ = 1").find("did you mean 'jira'?") != std::string::npos);
  CHECK(parse_error("me = \"\"\"a\"\n\u00e9\"\"\"\nformat = '\u00e9'").find("format: '\u00e9' is not one of") != std::string::npos);
  CHECK(parse_error("me = \"Ines\"\n[=jira]\n").starts_with("3 c.toml:2: not valid TOML: no key or value where one is expected\n  [=jira]\n  ^\n"));
}

TEST_CASE("a secret that strays into the configuration is never repeated") {
  const std::vector<std::string> texts = {"token = \"hunter2\"", "[jira]\napi_token = \"hunter2\"", "[jira]\npassword = hunter2", "[jira]\nurl = \"https://me:hunter2@jira.example\"",
                                          "[github]\nAuthorization = \"Bearer hunter2\""};
  for (const auto& text : texts) {
    CAPTURE(text);
    const std::string got = parse_error(text);
    CHECK(got != "no error");
    CHECK(got.find("hunter2") == std::string::npos);
  }
  CHECK(parse_error("[jira]\nsecret = \"x\"").ends_with("hint: secrets do not belong in the configuration: `juno auth login` stores them"));
}

TEST_CASE("addresses: https anywhere, http on loopback only, no user part") {
  const auto ok = [](const std::string& url) { return parse_error("[jira]\nurl = \"" + url + "\"") == "no error"; };
  for (const std::string url : {"https://a.example", "https://a.example:8443/jira", "http://localhost:1", "http://127.0.0.1/x", "http://[::1]:80", "https://[2001:db8::1]:443"}) CHECK_MESSAGE(ok(url), url);
  for (const std::string url : {"http://a.example", "http://127.evil.example", "http://localhost.evil.example", "https://", "https:///x", "https://u@a.example", "https://a.example?x", "http://127.0.0.1@evil.example", "a.example", "https://a example"})
    CHECK_MESSAGE(!ok(url), url);
}

TEST_CASE("one setting can be overridden for a run") {
  Config c = parse_config("[jira]\nurl = \"https://a.example\"\n", "c.toml");
  for (const std::string s : {"sync.parallel=2", "me=Ines Prado", "jira.projects=[\"FIG\"]", "calendar.working_days=mon", "sync.overlap=1h", "teams.\"QA - North\".members=[\"Rui\"]", "status.done=board", "sync.since=2025-01-01"})
    apply_set(c, s);
  CHECK(c.sync.parallel == 2);
  CHECK(c.me == "Ines Prado");
  CHECK(c.jira.at(0).projects == Names{"FIG"});
  CHECK(c.jira.at(0).url == "https://a.example");
  CHECK(c.working_days == Names{"mon"});
  CHECK(c.sync.overlap == 1h);
  CHECK(c.teams.at(0).name == "QA - North");
  CHECK(c.done.by == DoneRule::By::board);
  CHECK(c.sync.since == parse_date("2025-01-01"));
}

TEST_CASE("a wrong override is a usage error and changes nothing") {
  struct Row {
    std::string text, want;
  };
  const std::vector<Row> rows = {
      {"sync", "2 --set: 'sync' is no assignment\nhint: write --set section.key=value, e.g. --set sync.parallel=2"},
      {"=3", "2 --set: '' is no assignment\nhint: write --set section.key=value, e.g. --set sync.parallel=2"},
      {"sync.paralel=2", "2 --set: unknown key 'paralel' in [sync]\n  sync.paralel = 2\n       ^^^^^^^\nhint: did you mean 'parallel'?"},
      {"sync.parallel=many", "2 --set: sync.parallel must be a whole number, not text\n  sync.parallel = \"many\"\n                  ^^^^^^"},
      {"sync.parallel=99", "2 --set: sync.parallel must be between 1 and 16\n  sync.parallel = 99\n                  ^^"},
      {"me=a\nformat=\"csv\"", "2 --set: 'me' is no assignment\nhint: write --set section.key=value, e.g. --set sync.parallel=2"},
  };
  for (const auto& row : rows) {
    Config c;
    CHECK(error_of([&] { apply_set(c, row.text); }) == row.want);
    CHECK(c.sync.parallel == 4);
    CHECK(c.format.empty());
  }
  Config two = parse_config("[[jira]]\nname = \"a\"\nurl = \"https://a.example\"\n[[jira]]\nname = \"b\"\nurl = \"https://b.example\"\n", "c.toml");
  apply_set(two, "jira.b.email=x@b.example");
  CHECK(two.jira[0].email.empty());
  CHECK(two.jira[1].email == "x@b.example");
  CHECK(error_of([&] { apply_set(two, "jira.c.email=x"); }).starts_with("2 --set: unknown key 'c' in [jira]"));
}

TEST_CASE("the values in force, written and read again, are the same configuration") {
  const Config c = parse_config(kFull, "c.toml");
  Config again;
  // jira.url first: a site without an address is refused.
  apply_set(again, "jira.url=" + *config_value(c, "jira.url"));
  for (const auto& [key, value] : config_values(c)) {
    CAPTURE(key);
    CHECK(error_of([&] { apply_set(again, key + "=" + value); }) == "no error");
    CHECK(config_value(again, key) == value);
  }
  CHECK(config_values(again) == config_values(c));
}

TEST_CASE("a value can be asked for by its key") {
  const Config c = parse_config(kFull, "c.toml");
  CHECK(config_value(c, "sync.overlap") == "\"10m\"");
  CHECK(config_value(c, "sync.worklogs") == "true");
  CHECK(config_value(c, "jira.boards") == "[3, 4]");
  CHECK(config_value(c, "teams.\"QA - North\".members") == "[{ name = \"Rui\", role = \"qa\", capacity = 8.0, availability = 1.0 }, { name = \"Ana\", availability = 1.0 }]");
  CHECK(config_value(c, "people.\"Ines Prado\".github") == "\"iprado\"");
  CHECK(config_value(c, "people.\"Ines Prado\".email") == std::nullopt);
  CHECK(config_value(c, "jira.cloud_id") == std::nullopt);
  CHECK(error_of([&] { config_value(c, "sync.paralel"); }) == "2 unknown key 'sync.paralel'\nhint: did you mean 'sync.parallel'?");
}

TEST_CASE("every key has a type, help and a default that is really the default") {
  const Config defaults;
  for (const ConfigKey& key : config_keys()) {
    CAPTURE(key.key);
    CHECK(!key.type.empty());
    CHECK(key.help.size() > 3);
    CHECK(key.help.back() != '.');
    if (!key.default_text.empty() && !key.key.starts_with("jira.") && !key.key.starts_with("github.") && key.key.find(".NAME.") == std::string::npos) CHECK(config_value(defaults, key.key) == key.default_text);
  }
}

TEST_CASE("durations") {
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("5m") == 5min);
  CHECK(parse_duration("24h") == 24h);
  CHECK(parse_duration("90d") == 90 * 24h);
  CHECK(parse_duration("2w") == 14 * 24h);
  for (const std::string bad : {"", "5", "m", "-5m", "+5m", "5.5h", "5 m", "5M", "99999999999999999999s", "5200000w", "5ms"}) CHECK_MESSAGE(!parse_duration(bad), bad);
  for (const std::string text : {"90s", "5m", "1d", "25h", "90d", "0s", "1500m"}) CHECK(format_duration(*parse_duration(text)) == (text == "1500m" ? "25h" : text));
}

TEST_CASE("a damaged configuration is an error, never a crash") {
  std::mt19937 random(7);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const std::string pool = "[]{}=.,\"'#\n\\ \t0123abz-:\x01\xFF\xC3\xA9";
  int valid = 0, refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = kFull;
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0: text[at] = pool[below(pool.size())]; break;
        case 1: text.insert(at, 1, pool[below(pool.size())]); break;
        case 2: text.erase(at, 1 + below(30)); break;
        case 3: text.insert(at, text.substr(below(text.size()), below(60))); break;
      }
    }
    try {
      config_values(parse_config(text, "c.toml"));
      ++valid;
    } catch (const Error& e) {
      REQUIRE(e.exit == Exit::config);
      ++refused;
    }
  }
  CHECK(valid > 100);
  CHECK(refused > 1000);
}

TEST_CASE("absurd nesting and size are refused") {
  CHECK(parse_error(std::string(2 << 20, ' ')) == "3 c.toml: larger than 1 MiB, which no configuration is");
  std::string dots = "a";
  for (int i = 0; i < 100'000; ++i) dots += ".a";
  CHECK(parse_error(dots + " = 1") == "3 c.toml:1: too many dots in one line");
  CHECK(parse_error("a = " + std::string(100'000, '[')).starts_with("3 c.toml:1: not valid TOML: "));
}
