// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/credentials.h"
namespace juno {

// The sources of the configuration that need credentials: every Jira site, and GitHub.
struct AuthSource {
  std::string name;             // as a person names it: "jira", a site's name, "github"
  CredentialPlaces places;
  const JiraSite* site = nullptr;  // of the configuration; none for GitHub
};
// Throws Error{config} when no source is configured.
std::vector<AuthSource> auth_sources(Context& ctx);
// The named one, or the only one. Throws Error{usage} with the names.
AuthSource auth_source(Context& ctx, const std::string& name);
CredentialAccess credential_access(Context& ctx);

// Asks the site who this is, with this secret, before it is stored: "Dana Whitfield <dana@…>". Throws what the site answers.
std::string who_is(Context& ctx, const JiraSite& site, const Secret& secret);
std::string who_is(Context& ctx, const GithubSource& github, const Secret& secret);
std::string who_is(Context& ctx, const AuthSource& source, const Secret& secret);

}  // namespace juno
