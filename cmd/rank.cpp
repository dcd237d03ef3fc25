// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/rank_data.h"
#include "cmd/rank_ledger.h"
#include "core/error.h"
namespace juno {
namespace {

constexpr int kSamples = 2000;

struct RankArguments : RankOptions {
  std::int64_t top = 3, seed = 1;
  bool sensitivity = false, no_keep = false;
};

Report run(RankArguments o, Context& ctx) {
  if (o.top < 1 || o.top > 1000) throw Error(Exit::usage, "--top: not from 1 to 1000");
  settle_types(ctx, o);
  Ranking ranking = ranking_of(ctx, o);
  if (!o.sensitivity) keep_ranking(ctx, ranking, scheme_of(ranking, o), !o.no_keep);
  if (!o.sensitivity) return ranking_report(ranking, ctx.options.explain);
  return sensitivity_report(ranking, rank_sensitivity(ranking, static_cast<int>(o.top), kSamples, static_cast<std::uint64_t>(o.seed)));
}

}  // namespace

Run rank_command(Flags& flags) {
  auto o = std::make_shared<RankArguments>();
  declare_rank(flags, *o);
  flags.flag("--sensitivity", o->sensitivity, "How far weights and efforts can move before the order does");
  flags.value("--top", o->top, "N", "With --sensitivity: how many of the first are watched (default: 3)");
  flags.value("--seed", o->seed, "N", "With --sensitivity: of the samples");
  flags.flag("--no-keep", o->no_keep, "Do not keep this ranking for juno rank history");
  flags.describe(
      "Ranks open features by what they return for what they cost, with the reasons. Value is the recorded outcome (juno rank outcome), else the business value field, else the parts of WSJF or RICE (rank.parts), else what a model makes of it that was learned from outcomes (juno model train), else an index of signals (votes, "
      "watchers, people who asked, linked support issues, complaints in comments; nobody counts twice). A learned value comes before the signals because it was judged: by what features came to that it had not seen, where it had to beat the median, and on the "
      "scale of outcomes and of the business value field. The index was never judged by anything and is no amount; where both kinds meet in a ranking, a warning says so. "
      "Effort is what is left of the children, else the feature's own points, else the learned effort, else what finished features of its type took. What has "
      "neither is listed last, with the reason, and never guessed.\n\n"
      "Model roi weighs value for a point, little effort and alignment (rank.alignment in the configuration) on scales of fixed figures, so that another "
      "candidate changes nobody's score. rice, wsjf and ice are the models of those names, from priority, due date, blocked issues and people.\n\n"
      "What people decided (juno rank adjust) is put on top: score_model is the model's, score_final and the order follow the decision, and who made it and why is always told. "
      "Each ranking that differs from the one before it is kept in the ledger; rank_change says how many places a feature gained since.");
  flags.example("juno rank", "What pays back most?");
  flags.example("juno rank --weights roi=1,effort=0,alignment=0", "By value for a point alone");
  flags.example("juno rank --where 'component = checkout' --similar", "Some of them, with what looks alike");
  flags.example("juno rank --sensitivity", "How firm is that order?");
  flags.example("juno rank explain PAY-3", "Why is PAY-3 where it is, and what would move it?");
  flags.output("model, totals.{candidates,ranked,unranked}", "how, and how many");
  flags.output("compared_with", "when the ranking was kept that rank_change refers to");
  flags.output("ranking[].{rank,rank_change,key,summary,score_final,score_model,adjustment,score_low,score_high,value,value_source,effort,effort_source,roi,confidence,type,status,reason}",
               "the best first; rank null where reason says why there is none; score_low and score_high where effort or value has a range");
  flags.output("intervals[].{key,value_low,value_high,effort_low,effort_high,roi_low,roi_high}", "of those that have a range; value and score at both ends together");
  flags.output("ranking[].{benefit,cost,looks_like}", "with rank.currency and rank.rate in that money (roi is then (benefit - cost) / cost); with --similar where two look alike");
  flags.output("signals[].{key,votes,watchers,people,support_issues,demand,rated,displeased,pleased,index}", "what customers show; the moods of comments where they count");
  flags.output("adjustments[].{key,kind,value,author,at,expires,expired,reason}", "what people decided about these features");
  flags.output("ranges[].{key,rank,rank_low,rank_high,first,top}, swaps[].{above,below,weight,change}, same_top, samples", "with --sensitivity");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
