// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
namespace juno {

Run config_path_command(Flags& flags) {
  flags.describe("Prints where this profile's configuration file is, or would be.");
  flags.example("$EDITOR \"$(juno config path)\"", "Edit the configuration");
  flags.output("path", "the configuration file");
  flags.output("exists", "whether it is there");
  return [](Context& ctx) {
    Report report;
    if (ctx.options.format == "table") report.text = ctx.paths().config + "\n";
    report.summary = {{"path", "Configuration", ctx.paths().config, Kind::text, {}}, {"exists", "Exists", ctx.config_exists(), Kind::boolean, {}}};
    return report;
  };
}

}  // namespace juno
