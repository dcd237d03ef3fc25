// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include "cmd/auth_places.h"
#include "cmd/commands.h"
namespace juno {
namespace {

Report auth_logout_report(const std::string& name, Context& ctx) {
  const AuthSource source = auth_source(ctx, name);
  const bool from_keyring = remove_from_keyring(source.places, credential_access(ctx));
  const CredentialFile file(source.places.file);
  bool from_file = false;
  if (file.read(source.places.source)) {
    const auto held = file.lock();
    from_file = file.remove(source.places.source);
  }
  Report report;
  report.title = from_keyring || from_file ? "Signed out of " + source.places.url : "There was no stored token for " + source.places.url;
  report.summary = {{"source", "Source", source.name, Kind::text, {}},
                    {"removed_from_keyring", "From the keyring", from_keyring, Kind::boolean, {}},
                    {"removed_from_file", "From credentials.toml", from_file, Kind::boolean, {}}};
  if (const auto left = find_secret(source.places, credential_access(ctx)))
    report.warnings.push_back("a token still comes from " + left->place + ", which juno does not change");
  return report;
}

}  // namespace

Run auth_logout(Flags& flags) {
  auto source = std::make_shared<std::string>();
  flags.positional("SOURCE", *source, "jira, the name of a site, or github; needed when there are several");
  flags.describe("Removes the stored token of a source from the keyring and from credentials.toml. It does not revoke it: do that on the site.");
  flags.example("juno auth logout", "Forget the token");
  flags.output("source", "the source");
  flags.output("removed_from_keyring", "whether the keyring held one");
  flags.output("removed_from_file", "whether credentials.toml held one");
  return [source](Context& ctx) { return auth_logout_report(*source, ctx); };
}

}  // namespace juno
