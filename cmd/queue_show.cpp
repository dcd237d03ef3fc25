// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/planned_queue.h"
namespace juno {
namespace {

struct QueueShowArguments {
  std::string name, key, team;
};

Report run(const QueueShowArguments& o, Context& ctx) {
  const store::SavedQueueRow row = saved_queue_named(ctx, o.name);
  Report report = shown_queue(parse_saved_queue(row.body), o.team, o.key, row.source, ctx.options.explain);
  report.notes.push_back("Saved as '" + row.name + "' by " + row.author + ", SHA-256 " + row.sha256 + ".");
  return report;
}

}  // namespace

Run queue_show(Flags& flags) {
  auto o = std::make_shared<QueueShowArguments>();
  flags.positional("NAME", o->name, "The saved queue").required = true;
  flags.positional("KEY", o->key, "With --explain: say why this issue stood where it stood");
  flags.value("--team", o->team, "NAME", "Only this team's part");
  flags.describe("A queue as it was when it was saved, whatever the cache holds now. The same parts and keys as `juno queue`.");
  flags.example("juno queue show monday --team QA", "What did we plan for QA?");
  flags.output("sprint, generated_at, algorithm, totals, teams, items, conflicts, warnings", "as of `juno queue`");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
