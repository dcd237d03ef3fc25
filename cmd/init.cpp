// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
#include "cmd/jira_session.h"
#include "cmd/private_file.h"
#include "connectors/jira/boards.h"
#include "connectors/jira/catalogue.h"
#include "core/config_keys.h"
#include "core/error.h"
#include "core/toml.h"
namespace juno {
namespace {

struct Options {
  std::string url, email, timezone;
  std::vector<std::string> projects, boards;
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

Options answered(Options options, Context& ctx) {
  if (!options.url.empty()) return options;
  if (!ctx.system.in_is_terminal) throw Error(Exit::usage, "--url is needed where there is no terminal to ask at", "juno init --url https://acme.atlassian.net --email you@acme.example");
  options.url = ask(ctx, "Address of your Jira, e.g. https://acme.atlassian.net", "");
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

std::string text_of(const Options& o, const Context& ctx, Config& config) {
  std::string out = "# Configuration of juno; `juno help configuration` lists the keys.\n";
  const auto line = [&](const char* key, const std::string& toml, const char* option) {
    put(config, std::string("jira.") + key, toml, option);
    out += std::string(key) + " = " + toml + "\n";
  };
  if (!o.timezone.empty()) {
    put(config, "timezone", toml_string(o.timezone), "--timezone");
    ctx.zone_named(o.timezone);
    out += "timezone = " + toml_string(o.timezone) + "\n";
  }
  out += "\n[jira]\n";
  line("url", toml_string(o.url), "--url");
  if (!o.email.empty()) line("email", toml_string(o.email), "--email");
  if (const auto keys = split(o.projects); !keys.empty()) line("projects", listed(keys, true), "--projects");
  if (const auto ids = split(o.boards); !ids.empty()) line("boards", listed(ids, false), "--boards");
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

Report run(const Options& given, Context& ctx) {
  const std::string& path = ctx.paths().config;
  if (ctx.config_exists() && !given.force)
    throw Error(Exit::config, "there is a configuration already: " + path, "`juno config set` changes it; --force replaces it");
  const Options options = answered(given, ctx);
  Config config;
  const std::string text = text_of(options, ctx, config);
  const JiraSite& site = config.jira.front();

  Report report;
  report.title = "Configured " + site.url;
  report.summary.push_back({"path", "Configuration", path, Kind::text, {}});
  const CredentialPlaces places = jira_places(site, ctx.options.token_file, ctx.paths().credentials);
  std::optional<Secret> secret;
  if (const auto found = find_secret(places, credential_access(ctx))) secret = found->secret;
  bool typed = false;
  if (!secret && given.url.empty() && ctx.system.in_is_terminal)
    if (const std::string token = ctx.system.read_secret("Token (not shown; none to sign in later): "); !token.empty()) secret = token, typed = true;
  if (secret && !options.no_test) {
    try {
      test(ctx, site, *secret, report);
    } catch (const Error& e) {
      if (!given.force) throw Error(e.exit, std::string(e.what()) + "; nothing was written", e.hint.empty() ? "--force writes the configuration all the same" : e.hint);
      report.warnings.push_back(std::string("the connection test failed: ") + e.what());
    }
  }
  write_private_file(path, text);
  if (typed && !store_in_keyring(places, std::get<std::string>(*secret), credential_access(ctx))) {
    const CredentialFile file(places.file);
    const auto held = file.lock();
    file.write(places.source, *secret);
  }
  report.notes.push_back(secret ? "Next: `juno sync`." : "Next: `juno auth login`, then `juno sync`.");
  if (!secret) report.warnings.push_back("the connection was not tested: there is no token yet");
  return report;
}

}  // namespace

Run init_command(Flags& flags) {
  auto o = std::make_shared<Options>();
  flags.value("--url", o->url, "URL", "Address of the Jira site");
  flags.value("--email", o->email, "ADDRESS", "Account of a Cloud API token; none for a Data Center access token");
  flags.list("--projects", o->projects, "KEYS", "Keys of the projects to cache, with commas; none for all");
  flags.list("--boards", o->boards, "IDS", "Ids of the boards to cache, with commas; none for those of the projects");
  flags.value("--timezone", o->timezone, "ZONE", "Zone of the calendar, e.g. Europe/Dublin");
  flags.flag("--no-test", o->no_test, "Do not ask the site");
  flags.flag("--force", o->force, "Replace a configuration, and write it even when the test fails");
  flags.describe("Writes a configuration. At a terminal it asks for what is not given; elsewhere `--url` is needed. Where a token is found, the site is asked whether it works and whether "
                 "the projects and boards are there, and when they are not nothing is written.\n\nThe token is never written to the configuration: `juno auth login` keeps it.");
  flags.example("juno init", "Step by step");
  flags.example("juno init --url https://acme.atlassian.net --email me@acme.example --projects PAY,WEB", "By flags");
  flags.output("path", "the configuration file");
  flags.output("account", "whose token was used for the test");
  flags.output("deployment", "cloud or server, with its version");
  flags.output("projects", "how many projects will be cached");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
