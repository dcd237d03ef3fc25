// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/commands.h"
#include "cmd/rank_ledger.h"
#include "store/rank_ledger.h"
namespace juno {
namespace {

struct RankHistoryArguments {
  std::string key;
};

Report run(const RankHistoryArguments& o, Context& ctx) {
  const store::StoredIssue issue = ranked_issue(ctx, o.key);
  std::vector<RankMoment> moments;
  if (std::filesystem::exists(ctx.paths().ledger))
    store::walk_rank_runs(ctx.ledger(store::Database::Mode::read_only), [&](const store::RankRunRow& run, std::string_view body) {
      if (run.head.at > ctx.now()) return;
      moments.push_back({run.head, find_in_rank_run(body, issue.site.name, issue.record.issue.id)});
    });
  return rank_history_report(issue.record.issue.key, std::move(moments));
}

}  // namespace

Run rank_history(Flags& flags) {
  auto o = std::make_shared<RankHistoryArguments>();
  flags.positional("KEY", o->key, "The feature").required = true;
  flags.describe(
      "Where a feature stood in every ranking that `juno rank` made and that differed from the one before it, oldest first, with the value, effort and adjustment it rested on. "
      "Rankings are kept in the ledger and never changed; one by another model, other weights or other candidates is another line of history, told by scheme.");
  flags.example("juno rank history PAY-3", "Since when is PAY-3 so far down, and why?");
  flags.output("[].{at,author,rank,rank_change,candidates,score_final,score_model,adjustment,value,value_source,effort,effort_source,scheme}", "one object a ranking");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
