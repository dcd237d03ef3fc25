// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
#include "connectors/atlassian.h"
#include "connectors/github/device.h"
#include "connectors/url.h"
#include "core/duration.h"
#include "core/error.h"
namespace juno {
namespace {

struct AuthLoginArguments {
  std::string source;
  bool with_token = false, no_test = false, no_keyring = false;
};

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string asked_for(Context& ctx, const std::string& what, const std::string& otherwise) {
  if (!ctx.system.in_is_terminal) throw Error(Exit::usage, "there is no terminal to ask for " + what, otherwise);
  const std::string secret = trimmed(ctx.system.read_secret(what + ": "));
  if (secret.empty()) throw Error(Exit::usage, "no " + what + " was given", otherwise);
  return secret;
}

std::string token(const AuthLoginArguments& options, Context& ctx, const AuthSource& source) {
  if (!options.with_token) return asked_for(ctx, "the token for " + source.places.url, "pipe it in: juno auth login --with-token < FILE");
  std::string line;
  std::getline(ctx.system.in, line);
  line = trimmed(std::move(line));
  if (line.empty()) throw Error(Exit::usage, "--with-token: no token on standard input", "pipe it in: juno auth login --with-token < FILE");
  return line;
}

// The value of a query parameter of the address the browser ended at.
std::string parameter(const std::string& address, const std::string& name) {
  for (std::size_t at = address.find('?'); at != std::string::npos && at < address.size();) {
    const std::size_t end = std::min(address.find_first_of("&#", at + 1), address.size());
    const std::string pair = address.substr(at + 1, end - at - 1);
    if (pair.starts_with(name + "=")) return query_decoded(pair.substr(name.size() + 1));
    at = end;
  }
  return "";
}

std::string random_state(Context& ctx) {
  std::string out;
  for (int i = 0; i < 32; ++i) out += "0123456789abcdef"[static_cast<std::size_t>(ctx.system.random() * 16) % 16];
  return out;
}

// The person opens an address, grants access, and pastes the address the browser ends at: no server of our own is needed.
OAuthGrant granted(Context& ctx, const JiraSite& site) {
  const std::string configured = ctx.system.env("JUNO_ATLASSIAN_LOGIN");
  const std::string login = configured.empty() ? std::string(kAtlassianLogin) : configured;
  OAuthGrant client;
  client.client_id = site.oauth.client_id;
  client.client_secret = asked_for(ctx, "the client secret of the OAuth application", "sign in at a terminal, or use a token");
  Names scopes = site.oauth.scopes;
  if (scopes.empty())
    scopes = {"read:jira-work", "read:jira-user", "read:board-scope:jira-software", "read:board-scope.admin:jira-software", "read:sprint:jira-software",
              "read:issue-details:jira", "read:jql:jira", "read:project:jira", "offline_access"};
  const std::string state = random_state(ctx);
  ctx.system.err << "Open this address, allow the access, and paste the address the browser ends at:\n  "
                 << authorize_url(login, client.client_id, site.oauth.redirect_uri, scopes, state) << '\n'
                 << std::flush;
  std::string address;
  std::getline(ctx.system.in, address);
  const std::string code = parameter(trimmed(address), "code");
  if (code.empty() || parameter(trimmed(address), "state") != state)
    throw Error(Exit::config, "that address holds no code of this login", "run `juno auth login` again and paste the whole address");
  const auto http = ctx.http();
  return exchanged(*http, login, client, code, site.oauth.redirect_uri, ctx.system.now());
}

// The person types a code into a page of GitHub, on any device, while juno asks whether that has happened.
Secret by_device(Context& ctx, const GithubSource& github, Report& report) {
  const std::string site = github::login_site(github.url);
  const auto http = ctx.http();
  const github::DeviceCode code = github::begin_device_login(*http, site, github.client_id);
  ctx.system.err << "Open this page, and enter the code " << code.user_code << ":\n  " << code.page << '\n' << std::flush;
  auto interval = code.interval;
  for (std::chrono::seconds waited{0}; waited < code.expires; waited += interval) {
    ctx.system.sleep(interval);
    if (ctx.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "nothing was stored");
    const github::DeviceAnswer answer = github::ask_device_login(*http, site, github.client_id, code, interval);
    interval = answer.interval;
    if (answer.token.empty()) continue;
    if (answer.life && !answer.refresh_token.empty()) return OAuthGrant{github.client_id, "", answer.token, answer.refresh_token, ctx.system.now() + *answer.life};
    if (answer.life) report.warnings.push_back("this token ends in " + format_duration(*answer.life) + ": switch off the expiry of user tokens in the App's settings to keep signed in");
    return answer.token;
  }
  throw Error(Exit::config, site + ": the code was not entered in time", "run `juno auth login github` again");
}

Secret asked_secret(const AuthLoginArguments& options, Context& ctx, const AuthSource& source, Report& report) {
  if (source.places.is_key)
    throw Error(Exit::usage, "a GitHub App signs in with its private key, which juno does not keep", "set github.app.private_key_file to its .pem file, or put the key into " + source.places.variables.front());
  if (source.site && source.site->auth == "oauth") return granted(ctx, *source.site);
  if (!source.site && !ctx.config().github->client_id.empty() && !options.with_token) return by_device(ctx, *ctx.config().github, report);
  return token(options, ctx, source);
}

std::string stored_in(const AuthLoginArguments& options, Context& ctx, const AuthSource& source, const Secret& secret) {
  const auto* plain = std::get_if<std::string>(&secret);
  if (plain && !options.no_keyring && store_in_keyring(source.places, *plain, credential_access(ctx))) return "the system's keyring";
  const CredentialFile file(source.places.file);
  const auto held = file.lock();
  file.write(source.places.source, secret);
  return file.path();
}

Report run(const AuthLoginArguments& options, Context& ctx) {
  const AuthSource source = auth_source(ctx, options.source);
  Report report;
  const Secret secret = asked_secret(options, ctx, source, report);
  Cell who;
  // Asked before it is stored: a token that does not work never replaces one that does.
  if (!options.no_test) who = who_is(ctx, source, secret);
  const std::string place = stored_in(options, ctx, source, secret);
  report.title = "Signed in to " + source.places.url;
  report.summary = {{"source", "Source", source.name, Kind::text, {}},
                    {"server", "Server", source.places.url, Kind::text, {}},
                    {"account", "Account", who, Kind::text, std::holds_alternative<std::monostate>(who) ? "the server was not asked" : ""},
                    {"stored_in", "Stored in", place, Kind::text, {}}};
  const auto used = find_secret(source.places, credential_access(ctx));
  if (used && used->place != place) report.warnings.push_back("what is used comes from " + used->place + ", which goes before " + place);
  return report;
}

}  // namespace

Run auth_login(Flags& flags) {
  auto options = std::make_shared<AuthLoginArguments>();
  flags.positional("SOURCE", options->source, "jira, the name of a site, or github; needed when there are several");
  flags.flag("--with-token", options->with_token, "Read the token from standard input");
  flags.flag("--no-test", options->no_test, "Store it without asking the server");
  flags.flag("--no-keyring", options->no_keyring, "Store it in credentials.toml even where there is a keyring");
  flags.describe("Asks for a token, tries it, and stores it in the system's keyring, or where there is none in credentials.toml, which only you can read. "
                 "The token is typed without echo or read from standard input; it is never an argument.\n\n"
                 "For Jira Cloud the token is an API token of the account in `jira.email`; for Data Center it is a personal access token and there is no e-mail. "
                 "With `jira.auth` set to `oauth` it signs in through the OAuth application in `jira.oauth`.\n\n"
                 "For GitHub the token is a classic or fine-grained personal access token that may read contents, pull requests, issues, deployments and actions. With `github.client_id` set "
                 "(an OAuth or GitHub App of yours with device flow) you sign in in the browser by a code instead. With `github.app` set juno signs in as that App's installation and there is nothing to store; "
                 "in GitHub Actions the workflow's GITHUB_TOKEN is enough for its own repository.");
  flags.example("juno auth login", "Type the token");
  flags.example("pass show acme/jira | juno auth login --with-token", "Take it from a password store");
  flags.output("source", "the source");
  flags.output("server", "its address");
  flags.output("account", "whose token it is; null with --no-test");
  flags.output("stored_in", "where it was stored");
  return [options](Context& ctx) { return run(*options, ctx); };
}

}  // namespace juno
