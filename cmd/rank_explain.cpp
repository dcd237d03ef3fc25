// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/rank_data.h"
namespace juno {
namespace {

struct RankExplainArguments : RankOptions {
  std::string key, other;
};

}  // namespace

Run rank_explain(Flags& flags) {
  auto o = std::make_shared<RankExplainArguments>();
  flags.positional("KEY", o->key, "The feature").required = true;
  declare_rank(flags, *o);
  flags.describe("Every factor of a feature's score with its source and evidence, and what value or effort would move it up one place. Contributions sum to the score; those of rice and ice multiply.");
  flags.example("juno rank explain PAY-3", "Why is PAY-3 where it is?");
  flags.output("rank, score_final, score_model, score_low, score_high, value, value_low, value_high, effort, effort_low, effort_high, roi, roi_low, roi_high, confidence", "as `juno rank`; low and high null where it has no range");
  flags.output("signals[].{signal,count,unit,scaled,weight,rule}", "what customers show, each by itself");
  flags.output("factors[].{factor,raw,unit,scaled,weight,contribution,source,evidence}", "what makes the score");
  return [o](Context& ctx) {
    settle_types(ctx, *o);
    o->looked_at = {o->key};
    return rank_explanation(ranking_of(ctx, *o), o->key);
  };
}

Run rank_compare(Flags& flags) {
  auto o = std::make_shared<RankExplainArguments>();
  flags.positional("KEY", o->key, "A feature").required = true;
  flags.positional("OTHER", o->other, "Another").required = true;
  declare_rank(flags, *o);
  flags.describe("Two features side by side, factor by factor: what each gives to the score and where the difference comes from.");
  flags.example("juno rank compare PAY-3 PAY-9", "Why is one before the other?");
  flags.output("first, second", "key, rank and score of each; score_final where it was adjusted");
  flags.output("factors[].{factor,first,second,difference}", "contributions to the score; of rice and ice the factors themselves");
  return [o](Context& ctx) {
    settle_types(ctx, *o);
    return rank_comparison(ranking_of(ctx, *o), o->key, o->other);
  };
}

}  // namespace juno
