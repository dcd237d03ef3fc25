// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {

Run config_check(Flags& flags) {
  flags.describe("Reads the configuration and says whether juno understands all of it. A problem is shown with its line, and ends "
                 "with exit code 3.");
  flags.example("juno config check && juno sync", "Only go on with a sound configuration");
  flags.output("path", "the configuration file");
  flags.output("sites", "how many Jira sites it names");
  return [](Context& ctx) {
    if (!ctx.config_exists()) throw Error(Exit::config, "there is no configuration: " + ctx.paths().config, "run `juno init`");
    const Config& config = ctx.config();
    ctx.zone_named(config.timezone);
    Report report;
    report.title = "The configuration is sound";
    report.summary = {{"path", "Configuration", ctx.paths().config, Kind::text, {}},
                      {"sites", "Jira sites", static_cast<std::int64_t>(config.jira.size()), Kind::integer, {}}};
    if (config.jira.empty() && !config.github) report.warnings.push_back("no source is configured: `juno init` adds a Jira site");
    return report;
  };
}

}  // namespace juno
