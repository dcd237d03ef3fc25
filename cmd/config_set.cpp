// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/private_file.h"
#include "core/config_keys.h"
namespace juno {
namespace {

struct ConfigSetArguments {
  std::string key, value;
};

Report run(const ConfigSetArguments& options, Context& ctx) {
  const std::string& path = ctx.paths().config;
  const std::string before = read_whole_file(path).value_or("");
  const std::string after = set_in_text(before, options.key, options.value, path);
  if (after != before) write_private_file(path, after);
  Report report;
  report.summary = {{"path", "Configuration", path, Kind::text, {}}, {"changed", "Changed", after != before, Kind::boolean, {}}};
  return report;
}

}  // namespace

Run config_set(Flags& flags) {
  auto options = std::make_shared<ConfigSetArguments>();
  flags.positional("KEY", options->key, "A key such as sync.parallel").required = true;
  flags.positional("VALUE", options->value, "The value; text needs no quotes, lists are written as [\"a\", \"b\"]").required = true;
  flags.describe("Sets one key in the configuration file and leaves the rest as it is, comments included. The file is checked "
                 "before it is written, and replaced whole or not at all.\n\nSecrets do not belong there: `juno auth login` keeps them.");
  flags.example("juno config set sync.max_wait 30m", "Wait longer when the site limits the rate");
  flags.example("juno config set jira.projects '[\"PAY\", \"WEB\"]'", "Choose what to cache");
  flags.output("path", "the configuration file");
  flags.output("changed", "whether the file was written");
  return [options](Context& ctx) { return run(*options, ctx); };
}

}  // namespace juno
