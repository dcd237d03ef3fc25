// SPDX-License-Identifier: Apache-2.0
#include "store/export.h"
#include <filesystem>
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {
namespace {

struct ExportArguments {
  std::string table;
  bool no_ledger = false;
};

Report run(const ExportArguments& options, Context& ctx) {
  const auto sink = [&ctx](std::string_view bytes) { ctx.write(bytes); };
  const std::string& format = ctx.options.format;
  if (format != "table" && format != "csv" && format != "json") throw Error(Exit::usage, "export writes JSON Lines or CSV, not " + format);
  if (options.table.empty()) {
    if (format == "csv") throw Error(Exit::usage, "CSV holds one table", "name it: juno export --table issues --format csv");
    const bool ledger = !options.no_ledger && std::filesystem::exists(ctx.paths().ledger);
    store::export_lines(ctx.cache(), ledger ? &ctx.ledger(store::Database::Mode::read_only) : nullptr, sink);
  } else if (format == "csv") {
    store::export_csv(ctx.cache(), options.table, sink);
  } else {
    store::export_view_lines(ctx.cache(), options.table, sink);
  }
  ctx.write({});
  return {};
}

}  // namespace

Run export_command(Flags& flags) {
  auto o = std::make_shared<ExportArguments>();
  flags.value("--table", o->table, "NAME", "Only this public table");
  flags.flag("--no-ledger", o->no_ledger, "Leave out snapshots and the audit log");
  flags.describe(
      "Writes the whole cache, and the ledger, as JSON Lines: one object a line, with its table's name. `juno import` reads it back: a backup, a copy for "
      "somebody without access, or the way in for other trackers. With --table one public table as JSON Lines, or as CSV with --format csv. `juno help import-lines` describes the lines.");
  flags.example("juno export -o backup.jsonl", "Everything, to a file that appears whole or not at all");
  flags.example("juno export --table issues --format csv | head", "One table for a spreadsheet");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
