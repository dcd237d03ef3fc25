// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include "cmd/commands.h"
#include "cmd/forecast_data.h"
#include "cmd/semantic.h"
#include "core/ask/condition.h"
#include "core/error.h"
#include "core/forecast_view.h"
namespace juno {
namespace {

struct ForecastArguments {
  std::vector<std::string> where;
  std::string epic, by;
  std::optional<std::int64_t> items;
  std::int64_t weeks = ForecastRules{}.weeks, seed = 1;
  bool backtest = false, points = false;
};

constexpr int kTested = 52;  // weeks that a back-test looks at

Report run(const ForecastArguments& o, Context& ctx) {
  if (o.weeks < kForecastNeeds || o.weeks > 260) throw Error(Exit::usage, "--weeks: not from " + std::to_string(kForecastNeeds) + " to 260");
  if (o.items && (*o.items < 1 || *o.items > 1'000'000)) throw Error(Exit::usage, "--items: not from 1 to 1000000");
  if (o.seed < 0) throw Error(Exit::usage, "--seed: below 0");
  ForecastAnswer a;
  const ask::World world = semantic_world(ctx);
  if (!o.by.empty()) {
    a.by = ask::last_day(o.by, world.clock);
    if (!a.by) throw Error(Exit::usage, "--by " + o.by + ": no day, week, month or quarter", "for example --by 2026-03-31 or --by 2026-Q1");
  }
  std::vector<std::string> conditions = o.where;
  if (!o.epic.empty()) conditions.push_back("epic = \"" + o.epic + "\"");
  const ask::SemanticQuery query = issues_where(ctx, world, conditions);
  a.rules.weeks = static_cast<int>(o.weeks), a.rules.seed = static_cast<std::uint64_t>(o.seed);
  const store::SemanticInput in{world, ctx.config(), {}};
  const ForecastScopes all = forecast_scopes(ctx, query, in, o.backtest ? std::max(kTested, a.rules.weeks) : a.rules.weeks, o.points);
  const ask::ForecastScope& scope = all.scopes.front();
  const std::string noun = o.points ? "point" : "issue";
  a.scope = o.items ? std::to_string(*o.items) + " " + noun + (*o.items == 1 ? "" : "s") : o.points ? "points of open issues" : "open issues";
  for (std::size_t n = 0; n < query.where.size(); ++n) a.scope += (n == 0 ? " where " : " and ") + ask::condition_text(query.where[n]);
  a.today = all.today, a.items = o.items ? static_cast<double>(*o.items) : scope.open, a.counted = !o.items, a.points = o.points, a.finished = scope.finished;
  if (!o.items) a.unestimated = scope.unestimated;
  const Forecast forecast(scope.finished, a.rules);
  a.came = scope.came(forecast.weeks());
  if (o.backtest) {
    const auto days = forecast.when(a.items).within(kForecastConfidence);
    a.ahead = std::clamp(static_cast<int>(a.by ? *a.by - a.today : days.value_or(14)) / 7, 1, 12);
    ForecastRules fewer = a.rules;
    fewer.trials = 2000;
    a.backtest = forecast_backtest(scope.finished, a.ahead, kForecastConfidence, fewer);
  }
  Report report = to_report(a);
  if (auto warning = later_changes(ctx)) report.warnings.push_back(std::move(*warning));
  if (!all.whose.empty()) report.notes.push_back("The pace is that of " + all.whose + ": the other conditions are about open work only.");
  return report;
}

}  // namespace

Run forecast_command(Flags& flags) {
  auto o = std::make_shared<ForecastArguments>();
  flags.list("--where", o->where, "CONDITION", "Only issues for which it holds, as in juno query (repeatable: all hold)");
  flags.value("--epic", o->epic, "KEY", "Only issues of this epic");
  flags.value("--items", o->items, "N", "So many issues (or points) to do, instead of those that are open");
  flags.flag("--points", o->points, "Count story points instead of issues");
  flags.value("--by", o->by, "DATE", "Also how many by the end of this day, week, month or quarter, and the chance that all are done: 2026-03-31, 2026-W14, 2026-Q1");
  flags.value("--weeks", o->weeks, "N", "Whole weeks of history, at most");
  flags.value("--seed", o->seed, "N", "Of the trials");
  flags.flag("--backtest", o->backtest, "Also make such forecasts through the last year, and say how often they held");
  flags.describe(
      "When will it be done, and how much by a day? Simulated from what was finished in the last whole weeks in the same scope: each of 10000 trials weighs these weeks anew (the Bayesian bootstrap, so that few weeks give "
      "a wide answer) and draws week after week; days keep their place in the week. 85 % sure means that 85 % of the trials are done by then. The same cache and --seed give the same answer.\n\n"
      "At least five whole weeks since the scope's first issue are needed, with something finished in them; else there is no date, and the answer says why. Issues that come in from now on are not in it: it is said how many "
      "came in during the history. Issues count as one each, which holds where they are of a size; --points counts story points. Conditions that only open work satisfies (its status, its sprint, being blocked) choose what is open; the pace is that of all issues of which the others hold.\n\n"
      "The metrics eta and forecast_items of juno query are the same figures.");
  flags.example("juno forecast --epic PAY-12", "When will the epic be done?");
  flags.example("juno forecast --where 'project = PAY' --by 2026-Q2 --backtest", "How much by the end of June, and how far to trust that");
  flags.example("juno forecast --where 'fix_version = 3.1' --by 2026-06-30 --fail-if 'by.chance < 80%'", "A gate for CI");
  flags.output("unit, items, when.{p50,p85}", "issues or points to do, and the days by which they are done");
  flags.output("by.{date,chance,p50,p85}", "with --by: the chance that all are done, and how many at least");
  flags.output("confidences[].{confidence,done_by,at_least}", "at 50, 70, 85 and 95 %");
  flags.output("history.{weeks,finished,created}, seed, trials", "what it is simulated from");
  flags.output("weeks[].{from,to,finished}", "week by week, oldest first");
  flags.output("backtest.{ahead_weeks,forecasts,held,low,high}", "with --backtest: how often 85 % held, with its 95 % interval");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
