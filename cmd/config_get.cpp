// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "core/config_keys.h"
#include "core/error.h"
namespace juno {
namespace {

Report config_get_report(const std::string& key, Context& ctx) {
  Report report;
  const Config& config = ctx.config();
  Section values{"settings", "", {{{"key", "Key", Kind::text, false}, {"value", "Value", Kind::text, true}}, {}}, {}, false};
  if (key.empty()) {
    for (const auto& [name, value] : config_values(config)) values.table.rows.push_back({name, value});
  } else {
    const auto value = config_value(config, key);
    values.table.rows.push_back({key, value ? Cell(*value) : Cell()});
    // A shell wants the bare value, e.g. url=$(juno config get jira.url).
    if (ctx.options.format == "table" && value) report.text = *value + "\n";
    if (ctx.options.format == "table" && value && value->starts_with('"') && value->find('\\') == std::string::npos)
      report.text = value->substr(1, value->size() - 2) + "\n";
    if (!value) report.warnings.push_back(key + " is not set and has no default");
  }
  report.sections.push_back(std::move(values));
  return report;
}

}  // namespace

Run config_get(Flags& flags) {
  auto key = std::make_shared<std::string>();
  flags.positional("KEY", *key, "A key such as sync.parallel; none = all that are in force");
  flags.describe("Prints the value of a key as it is in force: from the configuration file and --set, else the default. "
                 "Values are written as in the file; with KEY the bare text of a text value.");
  flags.example("juno config get", "Everything that is in force");
  flags.example("juno config get jira.url", "One value, for a script");
  flags.output("[].key", "the key");
  flags.output("[].value", "its value as TOML; null when it is not set");
  return [key](Context& ctx) { return config_get_report(*key, ctx); };
}

}  // namespace juno
