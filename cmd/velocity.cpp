// SPDX-License-Identifier: Apache-2.0
#include "core/velocity.h"
#include <algorithm>
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
#include "core/error.h"
namespace juno {
namespace {

struct VelocityArguments : SprintOptions {
  std::int64_t sprints = 6;
  bool issues = false, backtest = false;
};

constexpr int kHistory = 60;  // closed sprints that a back-test looks at

Report run(const VelocityArguments& options, Context& ctx) {
  if (options.sprints < 1 || options.sprints > 1000) throw Error(Exit::usage, "--sprints: not from 1 to 1000");
  const Id board = board_with_sprints(ctx, options.board);
  std::vector<VelocityRow> rows;
  std::string name;
  const auto wanted = static_cast<std::size_t>(options.sprints);
  const int read = options.backtest ? std::max(kHistory, static_cast<int>(wanted)) : static_cast<int>(wanted);
  for (const auto& row : store::last_closed_sprints(ctx.cache(), board, read)) {
    const ChosenSprint chosen = load_sprint(ctx, row, options);
    const SprintReport r = sprint_report(chosen.input());
    rows.push_back({chosen.sprint, r.committed, r.completed, r.say_do});
    name = row.board;
  }
  const std::vector<VelocityRow> recent(rows.end() - static_cast<std::ptrdiff_t>(std::min(rows.size(), wanted)), rows.end());
  const Velocity result = velocity(recent, options.issues);
  if (!options.backtest) return to_report(result, name);
  const VelocityBacktest tested = velocity_backtest(std::move(rows), result.points, static_cast<int>(wanted));
  return to_report(result, name, &tested);
}

}  // namespace

Run velocity_command(Flags& flags) {
  auto o = std::make_shared<VelocityArguments>();
  declare_sprint_rules(flags, *o);
  flags.value("--sprints", o->sprints, "N", "The last N closed sprints");
  flags.flag("--backtest", o->backtest, "Also predict each of the last 60 closed sprints from those before it, and say how well that did");
  flags.flag("--issues", o->issues, "Count issues even where points are known");
  flags.describe(
      "Committed and completed work of a board's last closed sprints: mean, median, spread and trend. Completed counts points as of completion, "
      "committed as of the start; both come from the same rebuilt history as `juno sprint report`. The trend is a Theil-Sen slope with a "
      "Mann-Kendall test and needs five sprints. The next sprint's interval holds one more sprint like these with 80 % probability and needs three.");
  flags.example("juno velocity --board Checkout", "The last six sprints of a board");
  flags.example("juno velocity --board 12 --sprints 12 --format json", "A year of sprints for a script");
  flags.output("next.{expected,low,high,level}", "the next sprint: mean and 80 % prediction interval");
  flags.output("backtest.{predictions,coverage,mae,mae_last,mae_mean}", "with --backtest: share inside the interval, mean absolute errors of the prediction and of the naive forecasts");
  flags.output("sprints[].{id,name,complete_at,committed,completed,say_do}", "oldest first");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
