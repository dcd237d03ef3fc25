// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {
namespace {

Report auth_status_report(bool test, Context& ctx) {
  Report report;
  Section section{"sources", "", {{{"source", "Source", Kind::text, false}, {"server", "Server", Kind::text, true}, {"found_in", "Token from", Kind::text, false},
                                   {"kind", "Kind", Kind::text, false}, {"account", "Account", Kind::text, true}}, {}}, {}, false};
  for (const AuthSource& source : auth_sources(ctx)) {
    const auto found = find_secret(source.places, credential_access(ctx));
    Cell place, kind, who;
    if (found) {
      place = found->place;
      kind = std::string(source.places.is_key ? "app" : std::holds_alternative<OAuthGrant>(found->secret) ? "oauth" : "token");
      if (test) who = who_is(ctx, source, found->secret);
    } else {
      report.exit = Exit::config;
      report.warnings.push_back(source.places.is_key ? "no private key for the GitHub App: set github.app.private_key_file, or " + source.places.variables.front()
                                                     : "no token for " + source.name + ": `juno auth login`, or set " + source.places.variables.front());
    }
    section.table.rows.push_back({source.name, source.places.url, place, kind, who});
  }
  report.sections.push_back(std::move(section));
  return report;
}

}  // namespace

Run auth_status(Flags& flags) {
  auto test = std::make_shared<bool>(false);
  flags.flag("--test", *test, "Also ask each server whose token it is");
  flags.describe("Says for every source where its token comes from, in the order of look-up: `--token-file`, the environment, `credential_command`, the keyring, credentials.toml. "
                 "The token itself is never shown. Ends with exit code 3 when a source has none.");
  flags.example("juno auth status --test", "Check that the tokens still work");
  flags.output("[].source", "the source");
  flags.output("[].server", "its address");
  flags.output("[].found_in", "where its token comes from; null when there is none");
  flags.output("[].kind", "token, oauth, or app");
  flags.output("[].account", "whose it is, with --test");
  return [test](Context& ctx) { return auth_status_report(*test, ctx); };
}

}  // namespace juno
