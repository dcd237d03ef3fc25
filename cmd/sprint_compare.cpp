// SPDX-License-Identifier: Apache-2.0
#include "core/compare.h"
#include <algorithm>
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/site.h"
namespace juno {
namespace {

struct SprintCompareArguments : SprintOptions {
  std::string with;
  std::optional<std::int64_t> snapshot;
  std::string kind;
};

SprintContent content_now(Context& ctx, const store::SprintRow& row, const SprintOptions& options) {
  const ChosenSprint chosen = load_sprint(ctx, row, options);
  const auto input = chosen.input();
  return content_of(sprint_report(input), input);
}

store::Snapshot stored_snapshot(Context& ctx, const store::SprintRow& row, const SprintCompareArguments& options) {
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_only);
  std::optional<store::Snapshot> found;
  if (options.snapshot) {
    found = store::find_snapshot(ledger, *options.snapshot);
  } else {
    for (const auto& site : store::sites(ctx.cache()))
      if (site.number == row.site) found = store::last_snapshot(ledger, site.name, site.to_tracker(row.sprint.id), options.kind);
  }
  if (!found) {
    const std::string which = options.snapshot ? "snapshot " + std::to_string(*options.snapshot) : options.kind + (options.kind.empty() ? "" : " ") + "snapshot";
    throw Error(Exit::usage, "there is no " + which + " of " + row.sprint.name,
                "`juno sprint snapshot --list` shows those there are, `juno sprint snapshot` takes one; or name a second sprint");
  }
  return *std::move(found);
}

Report run(const SprintCompareArguments& options, Context& ctx) {
  const store::SprintRow row = sprint_named(ctx, options.sprint, options.board);
  if (!options.with.empty()) return to_report(compare(content_now(ctx, row, options), content_now(ctx, sprint_named(ctx, options.with, options.board), options)));
  return to_report(compare(parse_content(stored_snapshot(ctx, row, options).body), content_now(ctx, row, options)));
}

}  // namespace

Run sprint_compare_command(Flags& flags) {
  auto o = std::make_shared<SprintCompareArguments>();
  declare_sprint(flags, *o);
  flags.positional("OTHER", o->with, "A second sprint; without one, the sprint now is set against a snapshot of it").completion = Completion::sprint;
  flags.value("--snapshot", o->snapshot, "ID", "This snapshot (default: the sprint's newest)");
  flags.choice("--kind", o->kind, {"baseline", "interim", "final"}, "The newest snapshot of this kind");
  flags.describe(
      "Sets two sprints, or a sprint now against a stored snapshot, side by side: issues added, removed and changed (status, assignee, points, priority, "
      "summary, type, team or sprint: old and new), counts by type and status, and scope change = (added - removed) / issues before.");
  flags.example("juno sprint compare active --kind baseline", "What changed since planning?");
  flags.example("juno sprint compare last-1 last --board Checkout", "The last two sprints of a board");
  flags.output("scope_change", "(added - removed) / issues before, 0..1");
  flags.output("differences[].{change,key,summary,field,before,after}", "added, removed and changed issues");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
