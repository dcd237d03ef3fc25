// SPDX-License-Identifier: Apache-2.0
#include "cmd/auth_places.h"
#include "cmd/github_session.h"
#include "cmd/jira_session.h"
#include "connectors/jira/site.h"
#include "core/error.h"
#include "core/names.h"
namespace juno {

CredentialAccess credential_access(Context& ctx) { return {ctx.system.env, ctx.system.run_program}; }

std::vector<AuthSource> auth_sources(Context& ctx) {
  std::vector<AuthSource> out;
  const Config& config = ctx.config();
  for (const JiraSite& site : config.jira) out.push_back({site_name(site), jira_places(site, ctx.options.token_file, ctx.paths().credentials), &site});
  if (config.github) out.push_back({"github", github_places(*config.github, ctx.options.token_file, ctx.paths().credentials), nullptr});
  if (out.empty()) throw Error(Exit::config, "no source is configured in " + ctx.paths().config, "run `juno init`");
  return out;
}

AuthSource auth_source(Context& ctx, const std::string& name) {
  const auto sources = auth_sources(ctx);
  if (name.empty() && sources.size() == 1) return sources.front();
  std::vector<NameCandidate> names;
  Error several(Exit::usage, "several sources are configured", "name one of them");
  for (const auto& s : sources) {
    names.push_back({s.name, {}, s.places.url});
    several.details.push_back(s.name + " (" + s.places.url + ")");
  }
  if (name.empty()) throw several;
  return sources[resolve_name(name, names, "source", "juno auth status")];
}

std::string who_is(Context& ctx, const JiraSite& site, const Secret& secret) {
  JiraSession session(ctx, site, secret);
  const Person person = jira::myself(session.site());
  const std::string name = person.name.empty() ? person.account : person.name;
  return person.email.empty() ? name : name + " <" + person.email + ">";
}

std::string who_is(Context& ctx, const GithubSource& github, const Secret& secret) {
  GithubSession session(ctx, github, secret);
  const Person& person = session.account();
  if (github.app.id) return "GitHub App " + std::to_string(github.app.id) + (person.account.empty() ? "" : " (" + person.account + ")");
  if (person.account.empty()) return "a token without an account of its own";
  return person.name.empty() || person.name == person.account ? person.account : person.name + " (" + person.account + ")";
}

std::string who_is(Context& ctx, const AuthSource& source, const Secret& secret) {
  return source.site ? who_is(ctx, *source.site, secret) : who_is(ctx, *ctx.config().github, secret);
}

}  // namespace juno
