// SPDX-License-Identifier: Apache-2.0
#include "store/import.h"
#include <filesystem>
#include <fstream>
#include "cmd/cache_writer.h"
#include "cmd/commands.h"
#include "core/error.h"
#include "store/ask_names.h"
namespace juno {
namespace {

Report import_report(const std::string& file, Context& ctx) {
  std::ifstream opened;
  std::istream* in = &ctx.system.in;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) throw Error(Exit::usage, "cannot read " + file, "check the path and its permissions");
    in = &opened;
  }
  CacheWriter writer(ctx, "juno import");
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
  const auto line = [&](std::string& into) {
    if (ctx.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "nothing of " + file + " was imported");
    return static_cast<bool>(std::getline(*in, into));
  };
  const auto imported = store::import_lines(writer.cache(), &ledger, line, ctx.now(), ctx.config().deploy.environment);
  store::refresh_ask_names(writer.cache(), ctx.config());
  Report r;
  r.title = "Import of " + file;
  r.summary = {{"inserted", "New issues", imported.inserted, Kind::integer, {}},
               {"updated", "Changed issues", imported.updated, Kind::integer, {}},
               {"unchanged", "Unchanged issues", imported.unchanged, Kind::integer, {}}};
  Section s{"tables", "Lines read", {}, {}, false};
  s.table.columns = {{"table", "Table"}, {"lines", "Lines", Kind::integer}};
  for (const auto& [table, lines] : imported.lines) s.table.rows.push_back({table, lines});
  r.sections.push_back(std::move(s));
  return r;
}

}  // namespace

Run import_command(Flags& flags) {
  auto file = std::make_shared<std::string>("-");
  flags.positional("FILE", *file, "JSON Lines as `juno export` writes them; - or nothing reads standard input").completion = Completion::file;
  flags.describe(
      "Reads JSON Lines into the cache and the ledger: what `juno export` wrote, or lines made by hand or by a script from another tracker. Rows are "
      "written as a sync writes them, so that all reports work on them. A bad line is named, and then nothing of the file is in the cache.\n\n"
      "A hand-made line needs its table and what names the row, for example {\"table\":\"issues\",\"key\":\"OPS-1\",\"summary\":\"…\",\"status\":\"Done\","
      "\"status_category\":\"done\",\"created_at\":\"2026-01-05T09:00:00Z\"}. `juno help import-lines` lists what each table takes.");
  flags.example("juno import backup.jsonl", "Restore a backup");
  flags.example("my-tracker-dump | juno import --db other.db", "Bring in another tracker's issues");
  flags.output("inserted, updated, unchanged", "issues");
  flags.output("tables[].{table,lines}", "lines read by table");
  return [file](Context& ctx) { return import_report(*file, ctx); };
}

}  // namespace juno
