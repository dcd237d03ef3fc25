// SPDX-License-Identifier: Apache-2.0
#include "cmd/globals.h"
namespace juno {

void declare_globals(Flags& flags, GlobalOptions& o) {
  flags.choice("--format", o.format, {"table", "csv", "json", "md", "html", "ics"}, "How to write the answer (default: table); ics where it has a calendar");
  OptionSpec& output = flags.value("--output", o.output, "FILE", "Write the answer to FILE, all or nothing");
  output.shorthand = "-o", output.completion = Completion::file;
  flags.value("--columns", o.columns, "A,B", "Only these columns, in this order");
  flags.value("--sort", o.sort, "COLUMN", "Sort by a column; -COLUMN for descending");
  flags.value("--limit", o.limit, "N", "At most N rows");
  flags.value("--section", o.section, "NAME", "The section that CSV, --columns, --sort and --limit act on");
  flags.flag("--explain", o.explain, "Show the rules, inputs and issues behind the numbers");
  flags.list("--fail-if", o.fail_if, "'KEY OP N'", "Exit 1 when this holds, e.g. 'totals.completion_rate.points < 80%'");
  flags.flag("--strict", o.strict, "Exit 6 when the cache is only partly synced");
  flags.value("--now", o.now, "TIME", "Answer as of this time");
  flags.value("--tz", o.tz, "ZONE", "Calendar zone, e.g. Europe/Dublin");
  flags.value("--profile", o.profile, "NAME", "Another organisation: own configuration, credentials and cache");
  flags.value("--config", o.config, "FILE", "Configuration file").completion = Completion::file;
  flags.value("--db", o.db, "FILE", "Cache file").completion = Completion::file;
  flags.list("--set", o.set, "KEY=VALUE", "Set a configuration key for this run");
  flags.value("--token-file", o.token_file, "FILE", "Read the source's token from FILE").completion = Completion::file;
  flags.flag("--quiet", o.quiet, "No progress and no notes on stderr").shorthand = "-q";
  OptionSpec& verbose = flags.flag("--verbose", o.strict, "Log what juno does; twice for more");
  verbose.shorthand = "-v";
  verbose.store = [&o](const std::vector<std::string>& v) { o.verbose = v.back() == "1" ? 1 : 2; };
  flags.choice("--log-format", o.log_format, {"text", "json"}, "Form of the log lines");
}

}  // namespace juno
