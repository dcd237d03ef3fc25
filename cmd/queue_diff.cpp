// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/planned_queue.h"
namespace juno {
namespace {

struct QueueDiffArguments {
  std::string name, other;
};

std::string described(Context& ctx, const store::SavedQueueRow& row) { return row.name + ", saved " + ctx.zone().format(row.saved) + " by " + row.author; }

Report run(const QueueDiffArguments& o, Context& ctx) {
  const store::SavedQueueRow row = saved_queue_named(ctx, o.name);
  const SavedQueue saved = parse_saved_queue(row.body);
  if (!o.other.empty()) {
    const store::SavedQueueRow other = saved_queue_named(ctx, o.other);
    return to_report(saved.queue, parse_saved_queue(other.body).queue, described(ctx, row), described(ctx, other));
  }
  PlannedQueue now = plan_again(ctx, row, saved);
  for (const QueueItem& item : saved.queue.items) now.left_out.emplace(item.key, saved.sprint ? "taken out of the sprint" : "taken out of the backlog");
  return to_report(saved.queue, now.content.queue, described(ctx, row), "now, planned by the same rules", now.left_out);
}

}  // namespace

Run queue_diff(Flags& flags) {
  auto o = std::make_shared<QueueDiffArguments>();
  flags.positional("NAME", o->name, "The saved queue").required = true;
  flags.positional("OTHER", o->other, "A second saved queue; without one, the queue as it is now");
  flags.describe(
      "What was added, removed and moved since a queue was saved, and why: what is another about the item itself (team, priority, stakeholder, points, "
      "schedule, rank, blockers), whether the cut-line moved, and who stands before it that did not. The queue of now is planned by the rules of the saved one.");
  flags.example("juno queue diff monday", "What moved since Monday?");
  flags.output("totals.{added,removed,moved,changed,unchanged}", "counts of items");
  flags.output("changes[].{change,team,key,summary,disc_pos_before,disc_pos_after,deferred_before,deferred_after,why}", "one for each item that is not as before");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
