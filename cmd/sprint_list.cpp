// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {
namespace {

struct SprintListArguments {
  std::string board, state;
};

const char* word(SprintState s) {
  switch (s) {
    case SprintState::future: return "future";
    case SprintState::active: return "active";
    case SprintState::closed: return "closed";
  }
  return "";
}

Report run(const SprintListArguments& options, Context& ctx) {
  store::SprintFilter filter;
  filter.board = board_named(ctx, options.board);
  if (!options.state.empty()) filter.state = options.state == "future" ? SprintState::future : options.state == "active" ? SprintState::active : SprintState::closed;
  auto rows = store::list_sprints(ctx.cache(), filter);
  Section s{"sprints", "Sprints", {}, {}, false};
  s.table.columns = {{"id", "Id"}, {"name", "Name", Kind::text, true}, {"board", "Board"}, {"state", "State"}, {"start_at", "Start", Kind::instant},
                     {"end_at", "Planned end", Kind::instant, false, 1}, {"complete_at", "Closed", Kind::instant}, {"goal", "Goal", Kind::text, true, 2}};
  // What is asked about is at the top, and --limit keeps it: running, then coming (the next first), then closed (the last first).
  const auto future = std::stable_partition(rows.begin(), rows.end(), [](const auto& r) { return r.sprint.state != SprintState::future; });
  const auto closed = std::stable_partition(rows.begin(), future, [](const auto& r) { return r.sprint.state == SprintState::active; });
  std::reverse(closed, future);
  std::rotate(closed, future, rows.end());
  for (const auto& r : rows) {
    const Sprint& sprint = r.sprint;
    s.table.rows.push_back({r.public_id, sprint.name, r.board.empty() ? Cell() : Cell(r.board), std::string(word(sprint.state)), cell(sprint.began()),
                            cell(sprint.end), cell(sprint.complete), sprint.goal.empty() ? Cell() : Cell(sprint.goal)});
  }
  Report report;
  report.sections.push_back(std::move(s));
  return report;
}

}  // namespace

Run sprint_list_command(Flags& flags) {
  auto o = std::make_shared<SprintListArguments>();
  flags.value("--board", o->board, "NAME", "Only this board: its name or id").completion = Completion::board;
  flags.choice("--state", o->state, {"future", "active", "closed"}, "Only sprints in this state");
  flags.describe("Lists the cached sprints: the running ones, then the coming ones with the next first, then the closed ones with the last first.");
  flags.example("juno sprint list --state active", "What is running?");
  flags.example("juno sprint list --board Checkout --state closed --limit 5 --format csv", "The last five closed sprints of a board");
  flags.output("[].{id,name,board,state,start_at,end_at,complete_at,goal}", "one per sprint");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
