// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/commands.h"
#include "store/saved_queues.h"
namespace juno {
namespace {

Report queue_list_report(Context& ctx) {
  Section s{"queues", "Saved queues", {}, {}, false};
  s.table.columns = {{"name", "Name"}, {"sprint", "Sprint", Kind::text, true}, {"saved_at", "Saved", Kind::instant}, {"author", "By"}, {"sha256", "SHA-256", Kind::text, true}};
  if (std::filesystem::exists(ctx.paths().ledger))
    for (const auto& q : store::saved_queues(ctx.ledger(store::Database::Mode::read_only)))
      s.table.rows.push_back({q.name, q.sprint == 0 ? Cell{} : Cell{q.sprint_name}, q.saved, q.author, q.sha256});
  Report r;
  r.sections.push_back(std::move(s));
  return r;
}

}  // namespace

Run queue_list(Flags& flags) {
  flags.describe("The queues kept with `juno queue --save NAME`, oldest first. A backlog has no sprint.");
  flags.example("juno queue list", "Which are there?");
  flags.output("[].{name,sprint,saved_at,author,sha256}", "one for each");
  return queue_list_report;
}

}  // namespace juno
