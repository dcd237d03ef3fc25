// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <functional>
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
#include "cmd/github_session.h"
#include "cmd/jira_session.h"
#include "cmd/private_file.h"
#include "connectors/github/repositories.h"
#include "connectors/jira/boards.h"
#include "connectors/jira/catalogue.h"
#include "core/config_keys.h"
#include "core/error.h"
#include "core/toml.h"
namespace juno {
namespace {

struct InitArguments {
  std::string url, email, timezone, github_url;
  std::vector<std::string> projects, boards, repositories;
  bool force = false, no_test = false;
};

std::vector<std::string> split(const std::vector<std::string>& lists) {
  std::vector<std::string> out;
  for (const std::string& list : lists)
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find_first_of(", ", at), list.size());
      if (end > at) out.push_back(list.substr(at, end - at));
      at = end + 1;
    }
  return out;
}

std::string listed(const std::vector<std::string>& items, bool quoted) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() == 1 ? "" : ", ") + (quoted ? toml_string(item) : item);
  return out + "]";
}

std::string ask(Context& ctx, const std::string& question, const std::string& otherwise) {
  ctx.system.err << question << (otherwise.empty() ? "" : " [" + otherwise + "]") << ": " << std::flush;
  std::string line;
  std::getline(ctx.system.in, line);
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string::npos ? otherwise : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

InitArguments answered(InitArguments options, Context& ctx) {
  if (!options.url.empty() || !options.repositories.empty()) return options;
  if (!ctx.system.in_is_terminal)
    throw Error(Exit::usage, "--url or --repositories is needed where there is no terminal to ask at", "juno init --url https://acme.atlassian.net --email you@acme.example");
  options.url = ask(ctx, "Address of your Jira, e.g. https://acme.atlassian.net; none without Jira", "");
  options.repositories = {ask(ctx, "Repositories on GitHub, e.g. acme/web, acme/svc-*; none without GitHub", "")};
  if (options.url.empty() && split(options.repositories).empty()) throw Error(Exit::usage, "neither Jira nor GitHub was named", "run `juno init` again");
  if (options.url.empty()) {
    if (options.timezone.empty()) options.timezone = ask(ctx, "Time zone", "UTC");
    return options;
  }
  if (options.email.empty()) options.email = ask(ctx, "E-mail of the account (Cloud); none for a Data Center access token", "");
  if (options.projects.empty()) options.projects = {ask(ctx, "Keys of the projects to cache; none for all", "")};
  if (options.timezone.empty()) options.timezone = ask(ctx, "Time zone", "UTC");
  return options;
}

// One setting as --set would take it, with messages that name the option instead.
void put(Config& config, const std::string& key, const std::string& toml, const std::string& option) {
  try {
    apply_set(config, key + "=" + toml);
  } catch (const Error& e) {
    const std::string what = e.what();
    throw Error(Exit::usage, option + what.substr(what.starts_with("--set") ? 5 : 0), e.hint);
  }
}

std::string text_of(const InitArguments& o, const Context& ctx, Config& config) {
  std::string out = "# Configuration of juno; `juno help configuration` lists the keys.\n";
  std::string table = "jira.";
  const auto line = [&](const char* key, const std::string& toml, const char* option) {
    put(config, table + key, toml, option);
    out += std::string(key) + " = " + toml + "\n";
  };
  if (!o.timezone.empty()) {
    put(config, "timezone", toml_string(o.timezone), "--timezone");
    ctx.zone_named(o.timezone);
    out += "timezone = " + toml_string(o.timezone) + "\n";
  }
  if (!o.url.empty()) {
    out += "\n[jira]\n";
    line("url", toml_string(o.url), "--url");
    if (!o.email.empty()) line("email", toml_string(o.email), "--email");
    if (const auto keys = split(o.projects); !keys.empty()) line("projects", listed(keys, true), "--projects");
    if (const auto ids = split(o.boards); !ids.empty()) line("boards", listed(ids, false), "--boards");
  }
  if (const auto names = split(o.repositories); !names.empty()) {
    out += "\n[github]\n";
    table = "github.";
    if (!o.github_url.empty()) line("url", toml_string(o.github_url), "--github-url");
    line("repositories", listed(names, true), "--repositories");
  }
  return out;
}

// What the site says about itself and about what was asked for; throws when it cannot be used like that.
void test(Context& ctx, const JiraSite& site, const Secret& secret, Report& report) {
  JiraSession session(ctx, site, secret);
  const Person me = jira::myself(session.site());
  const auto projects = jira::fetch_projects(session.site(), site.projects);
  for (const auto board : site.boards)
    if (!jira::fetch_board(session.site(), board)) throw Error(Exit::config, "there is no board " + std::to_string(board) + ", or you may not see it", "its id is in the address of the board: …/boards/12");
  if (projects.empty()) throw Error(Exit::config, "this account sees no project on " + site.url, "ask for the permission to browse projects");
  report.summary.push_back({"account", "Account", me.name.empty() ? me.account : me.name, Kind::text, {}});
  report.summary.push_back({"deployment", "Site", std::string(session.server().cloud ? "cloud" : "server") + (session.server().version.empty() ? "" : " " + session.server().version), Kind::text, {}});
  report.summary.push_back({"projects", "Projects", static_cast<std::int64_t>(projects.size()), Kind::integer, {}});
}

// The same of GitHub.
void test(Context& ctx, const GithubSource& github, const Secret& secret, Report& report) {
  GithubSession session(ctx, github, secret);
  const auto found = github::find_repositories(session.api(), github.repositories);
  if (!found.missing.empty()) throw Error(Exit::config, "there is no repository " + found.missing.front() + ", or this token may not see it", "write OWNER/NAME, or OWNER/* for all of an owner's");
  if (!session.account().account.empty()) report.summary.push_back({"github_account", "GitHub account", session.account().account, Kind::text, {}});
  report.summary.push_back({"repositories", "Repositories", static_cast<std::int64_t>(found.found.size()), Kind::integer, {}});
}

// A source that is being configured: where its token is, and whether it works.
struct Candidate {
  std::string name;
  CredentialPlaces places;
  std::function<void(const Secret&)> test;
  std::optional<Secret> secret;
  bool typed = false;
};

void look_up(Candidate& c, const InitArguments& given, Context& ctx) {
  if (const auto found = find_secret(c.places, credential_access(ctx))) c.secret = found->secret;
  if (c.secret || !given.url.empty() || !given.repositories.empty() || !ctx.system.in_is_terminal) return;
  if (const std::string token = ctx.system.read_secret("Token for " + c.name + " (not shown; none to sign in later): "); !token.empty()) c.secret = token, c.typed = true;
}

Report run(const InitArguments& given, Context& ctx) {
  const std::string& path = ctx.paths().config;
  if (ctx.config_exists() && !given.force)
    throw Error(Exit::config, "there is a configuration already: " + path, "`juno config set` changes it; --force replaces it");
  const InitArguments options = answered(given, ctx);
  Config config;
  const std::string text = text_of(options, ctx, config);

  Report report;
  report.title = "Configured " + (config.jira.empty() ? config.github->url : config.jira.front().url);
  report.summary.push_back({"path", "Configuration", path, Kind::text, {}});
  std::vector<Candidate> candidates;
  if (!config.jira.empty())
    candidates.push_back({"Jira", jira_places(config.jira.front(), ctx.options.token_file, ctx.paths().credentials),
                          [&](const Secret& secret) { test(ctx, config.jira.front(), secret, report); }, {}, false});
  if (config.github)
    candidates.push_back({"GitHub", github_places(*config.github, ctx.options.token_file, ctx.paths().credentials),
                          [&](const Secret& secret) { test(ctx, *config.github, secret, report); }, {}, false});
  bool all = true;
  for (Candidate& c : candidates) {
    look_up(c, given, ctx);
    all = all && c.secret;
    if (!c.secret || options.no_test) continue;
    try {
      c.test(*c.secret);
    } catch (const Error& e) {
      if (!given.force) throw Error(e.exit, std::string(e.what()) + "; nothing was written", e.hint.empty() ? "--force writes the configuration all the same" : e.hint);
      report.warnings.push_back(std::string("the connection test failed: ") + e.what());
    }
  }
  write_private_file(path, text);
  for (const Candidate& c : candidates) {
    if (!c.typed || store_in_keyring(c.places, std::get<std::string>(*c.secret), credential_access(ctx))) continue;
    const CredentialFile file(c.places.file);
    const auto held = file.lock();
    file.write(c.places.source, *c.secret);
  }
  report.notes.push_back(all ? "Next: `juno sync`." : "Next: `juno auth login`, then `juno sync`.");
  for (const Candidate& c : candidates)
    if (!c.secret)
      report.warnings.push_back(candidates.size() == 1 ? "the connection was not tested: there is no token yet" : "the connection to " + c.name + " was not tested: there is no token yet");
  return report;
}

}  // namespace

Run init_command(Flags& flags) {
  auto o = std::make_shared<InitArguments>();
  flags.value("--url", o->url, "URL", "Address of the Jira site");
  flags.value("--email", o->email, "ADDRESS", "Account of a Cloud API token; none for a Data Center access token");
  flags.list("--projects", o->projects, "KEYS", "Keys of the projects to cache, with commas; none for all");
  flags.list("--boards", o->boards, "IDS", "Ids of the boards to cache, with commas; none for those of the projects");
  flags.list("--repositories", o->repositories, "NAMES", "Repositories on GitHub as OWNER/NAME, with commas; * matches within a name");
  flags.value("--github-url", o->github_url, "URL", "Address of a GitHub Enterprise Server; github.com without it");
  flags.value("--timezone", o->timezone, "ZONE", "Zone of the calendar, e.g. Europe/Dublin");
  flags.flag("--no-test", o->no_test, "Do not ask the site");
  flags.flag("--force", o->force, "Replace a configuration, and write it even when the test fails");
  flags.describe("Writes a configuration. At a terminal it asks for what is not given; elsewhere `--url` (Jira), `--repositories` (GitHub) or both are needed. Where a token is found, the site is asked whether it works and whether "
                 "the projects and boards are there, and when they are not nothing is written.\n\nThe token is never written to the configuration: `juno auth login` keeps it.");
  flags.example("juno init", "Step by step");
  flags.example("juno init --url https://acme.atlassian.net --email me@acme.example --projects PAY,WEB", "By flags");
  flags.example("juno init --repositories 'acme/web,acme/svc-*'", "Only GitHub; the token is looked for in GITHUB_TOKEN, too");
  flags.output("path", "the configuration file");
  flags.output("account", "whose token was used for the test");
  flags.output("deployment", "cloud or server, with its version");
  flags.output("projects", "how many projects will be cached");
  flags.output("github_account", "whose GitHub token was used");
  flags.output("repositories", "how many repositories will be cached");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
