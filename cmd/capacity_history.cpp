// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/capacity_words.h"
#include "cmd/commands.h"
#include "core/capacity_check.h"
#include "core/names.h"
#include "store/capacity.h"
namespace juno {
namespace {

struct CapacityHistoryArguments {
  std::string sprint, board, team;
};

Report run(const CapacityHistoryArguments& o, Context& ctx) {
  std::vector<CapacityChange> changes;
  if (std::filesystem::exists(ctx.paths().ledger)) {
    SprintPlace place;
    if (!o.sprint.empty()) place = place_of(ctx, sprint_named(ctx, o.sprint, o.board));
    changes = store::capacity_changes(ctx.ledger(store::Database::Mode::read_only), place.source, place.sprint);
  }
  if (!o.team.empty()) {
    const std::string team = CapacityWords(ctx).team(o.team);
    std::erase_if(changes, [&](const CapacityChange& c) { return fold_case(c.team) != fold_case(team); });
  }
  return history_report(changes);
}

}  // namespace

Run capacity_history_command(Flags& flags) {
  auto o = std::make_shared<CapacityHistoryArguments>();
  flags.positional("SPRINT", o->sprint, "active, last, last-N, an id, or a name (default: every sprint)").completion = Completion::sprint;
  flags.value("--board", o->board, "NAME", "Only this board: its name or id").completion = Completion::board;
  flags.value("--team", o->team, "NAME", "Only this team");
  flags.describe("Everything that was ever said about capacity, oldest first: when, by whom, what it was before and why. Nothing of it is ever changed or removed.");
  flags.example("juno capacity history active", "What changed since planning?");
  flags.output("[].{id,at,author,sprint,team,person,what,from,to,before,after,unit,origin,reason}", "one object a change; origin: hand, plan or file");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
