// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include "cmd/credential_file.h"
#include "connectors/auth.h"
#include "core/config.h"
#include "core/error.h"
namespace juno {

// Where the credentials of one source may be, in order of look-up: the first place that has any wins.
struct CredentialPlaces {
  std::string source;                  // its table in the file: "jira", "jira.NAME", "github"
  std::string url;                     // of the server: tells two sites apart in the keyring
  std::string token_file;              // --token-file; empty = none
  std::vector<std::string> variables;  // of the environment
  std::vector<std::string> command;    // prints the token; empty = none
  std::string file;                    // credentials.toml; empty = none there
  std::string key_file{};              // the private key of an App: then every place holds that, of many lines, and no token
  bool is_key = false;
};
// A site with a name has a variable of its own, so that no token goes to the wrong site: JUNO_JIRA_TOKEN_NAME.
CredentialPlaces jira_places(const JiraSite& site, const std::string& token_file, const std::string& file);
// Of a GitHub App: where its private key is.
CredentialPlaces github_places(const GithubSource& github, const std::string& token_file, const std::string& file);

// The outside world of a look-up (System has both).
struct CredentialAccess {
  std::function<std::string(const std::string& name)> env;  // "" if unset
  std::function<std::optional<std::string>(const std::vector<std::string>& argv, const std::string& input)> run_program;
};

struct FoundSecret {
  Secret secret;
  std::string place;  // for people: "the environment (GH_TOKEN)"
};

// Nothing if no place has any. Throws Error{config} for a place that was asked for by name but gives nothing usable (an
// unreadable --token-file, a failing command), and for a file that others may read. No message holds a token.
std::optional<FoundSecret> find_secret(const CredentialPlaces& places, const CredentialAccess& access);

// As above; Error{config} saying where to put a token when there is none.
FoundSecret required_secret(const CredentialPlaces& places, const CredentialAccess& access);

// Puts a token into the system's keyring; false where there is none.
bool store_in_keyring(const CredentialPlaces& places, const std::string& token, const CredentialAccess& access);
bool remove_from_keyring(const CredentialPlaces& places, const CredentialAccess& access);

// How a site wants its secret: basic with an e-mail address, else bearer, unless `auth` says otherwise.
Credentials jira_credentials(const JiraSite& site, const Secret& secret);

// Renews grants in that file: one process at a time, stored before used.
OAuthRenewal renewal_in(const CredentialFile& file, const std::string& source, std::function<Instant()> now,
                        std::string login = std::string(kAtlassianLogin));

}  // namespace juno
