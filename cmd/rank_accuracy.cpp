// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/commands.h"
#include "cmd/rank_ledger.h"
#include "store/rank_ledger.h"
namespace juno {
namespace {

Report rank_accuracy_report(Context& ctx) {
  const RankWords words = rank_words(ctx);
  std::vector<RankForecast> forecasts;
  for (const RankOutcome& o : last_outcomes(words.outcomes, ctx.zone().date(ctx.now()))) forecasts.push_back({o, {}, {}});
  if (!forecasts.empty() && words.warning.empty())
    store::walk_rank_runs(ctx.ledger(store::Database::Mode::read_only), [&](const store::RankRunRow& run, std::string_view body) {
      for (RankForecast& f : forecasts) {
        if (run.head.at >= ctx.zone().start_of(f.outcome.on) || run.head.at > ctx.now()) continue;
        auto item = find_in_rank_run(body, f.outcome.source, f.outcome.issue);
        // By the last ranking; but where an outcome was known already, the last one that still had to predict.
        if (item && (!f.item || !item->value_source.starts_with("outcome"))) f.item = std::move(item), f.at = run.head.at;
      }
    });
  Report out = accuracy_report(forecasts, ctx.config().rank.units);
  if (!words.warning.empty()) out.warnings.push_back(words.warning);
  return out;
}

}  // namespace

Run rank_accuracy(Flags& flags) {
  flags.describe(
      "Sets the value that rankings predicted against what features came to (juno rank outcome): mean absolute error, mean absolute percentage error, bias and Spearman's rank correlation, and "
      "whether features that scored higher also came to more. Predicted is what the last kept ranking before the outcome's day said, without adjustments. An index of signals is no amount, so it "
      "counts in the order only. What cannot be compared says why.");
  flags.example("juno rank accuracy", "How good are our estimates of value?");
  flags.output("recorded, n, mae, mape, bias, spearman, order", "how many are recorded and compared; errors in points of business value; bias above 0: too much was predicted; order: of scores");
  flags.output("outcomes[].{key,at,predicted_at,predicted,value_source,actual,error,error_share,score,outcome,unit,reason}", "one object a feature");
  return [](Context& ctx) { return rank_accuracy_report(ctx); };
}

}  // namespace juno
