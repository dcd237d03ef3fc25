// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_data.h"
#include "cmd/known_name.h"
#include "cmd/learned_figures.h"
#include "cmd/rank_extra.h"
#include "cmd/rank_ledger.h"
#include "cmd/semantic.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include "core/error.h"
#include "core/names.h"
#include "core/priority.h"
#include "core/rank_signals.h"
#include "core/sprint_scope.h"
#include "store/rank_candidates.h"
#include "store/site.h"
#include "store/sprints.h"
namespace juno {
namespace {

const std::vector<std::string> kUsualTypes{kRankTypes.begin(), kRankTypes.end()};

std::string evidence_of(const RankOutcome& o) { return people_number(*o.value) + (o.unit.empty() ? "" : " " + o.unit) + " as of " + format_date(o.on) + ", recorded by " + o.author; }

// `roi=0.6,effort=0.2`; what is not named keeps its weight.
void set_weights(std::map<std::string, double>& weights, std::string_view text) {
  std::string known;
  for (const auto& [name, w] : weights)
    if (name != "roi" && name != "effort" && name != "alignment") known += ", " + name;
  const auto bad = [](std::string_view part, const std::string& why) { return Error(Exit::usage, "--weights " + std::string(part) + ": " + why, "write e.g. --weights roi=0.6,effort=0.2,alignment=0.2"); };
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) throw bad(part, "has no =");
    const std::string name(part.substr(0, equals));
    const std::string_view number = part.substr(equals + 1);
    if (!weights.contains(name)) throw bad(part, "there is no criterion '" + name + "': they are roi, effort, alignment" + known);
    double value = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (number.empty() || failed != std::errc{} || end != number.data() + number.size() || !std::isfinite(value) || value < 0 || value > 1e6) throw bad(part, "a weight is a number from 0 to 1000000");
    weights[name] = value;
  }
  double sum = 0;
  for (const auto& [name, w] : weights) sum += w;
  if (sum <= 0) throw Error(Exit::usage, "all weights are 0", "give at least one criterion a weight");
}

}  // namespace

void declare_rank(Flags& flags, RankOptions& o) {
  flags.choice("--model", o.model, {"roi", "rice", "wsjf", "ice"}, "How to score (default: roi)");
  flags.value("--weights", o.weights, "NAME=W,…", "Weights of roi, effort, alignment and the criteria of rank.criteria; they need not sum to 1");
  flags.list("--type", o.types, "NAME", "Issues of this type are candidates (repeatable; default: Epic, Feature, Initiative)");
  flags.list("--where", o.where, "CONDITION", "Only candidates for which it holds, as in juno query (repeatable: all hold)");
  flags.flag("--similar", o.similar, "Say which candidates look alike, and take value and effort from similar finished work where nothing better is known");
}

void settle_types(Context& ctx, RankOptions& o) { settle_names(ctx, store::NameKind::issue_type, o.types, "issue type"); }

Ranking ranking_of(Context& ctx, const RankOptions& o) {
  const store::ReadTransaction one_moment(ctx.cache());
  RankRules rules;
  rules.model = *rank_model_named(o.model);
  if (!o.weights.empty() && rules.model != RankModel::roi) throw Error(Exit::usage, "--weights goes with --model roi: " + o.model + " has no weights");
  for (const char* name : {"roi", "effort", "alignment"}) {
    const auto configured = ctx.config().rank.weights.find(name);
    rules.weights[name] = configured == ctx.config().rank.weights.end() ? 0 : configured->second;
  }
  for (const auto& [kind, scores] : ctx.config().rank.alignment) rules.alignment[kind] = {scores.begin(), scores.end()};
  rules.today = ctx.zone().date(ctx.now());
  const DoneWhen done = done_when(ctx.config().done, nullptr, store::status_categories(ctx.cache()), store::status_names(ctx.cache()));
  auto candidates = store::rank_candidates_of(ctx.cache(), {o.types.empty() ? kUsualTypes : o.types, ctx.config().rank.support_types, ctx.config().rank.support_projects, ctx.config().queue.blocking_links}, [&](Id status) { return done.is_done(status); });
  const RankWords words = rank_words(ctx);
  std::map<std::pair<std::string, Id>, const RankOutcome*> outcomes;
  const auto last = last_outcomes(words.outcomes, rules.today);
  for (const RankOutcome& out : last) outcomes[{out.source, out.issue}] = &out;
  std::map<int, std::string> source;
  for (const store::Site& site : store::sites(ctx.cache())) source[site.number] = site.name;
  std::set<std::string> unknown_units;
  std::vector<RankCandidate*> heard;
  for (RankCandidate& c : candidates) {
    c.priority_score = priority_score(c.priority, ctx.config().priority_scores);
    c.source = source[store::site_number(c.id)], c.tracker = c.id & store::kMaxTrackerId;
    if (const auto outcome = outcomes.find({c.source, c.tracker}); outcome != outcomes.end()) {
      c.outcome = in_points(*outcome->second, ctx.config().rank.units);
      if (c.outcome) c.outcome_evidence = evidence_of(*outcome->second);
      else unknown_units.insert(outcome->second->unit);
    }
    // Comments are read where they count, or where somebody looks.
    const bool counts = !c.done && !c.outcome && !c.business_value && has_signals(c);
    if (counts || std::any_of(o.looked_at.begin(), o.looked_at.end(), [&](const std::string& key) { return fold_case(key) == fold_case(c.key); })) heard.push_back(&c);
  }
  store::read_moods(ctx.cache(), heard);
  std::vector<std::string> warnings;
  read_fields(ctx, candidates, rules, warnings);
  set_weights(rules.weights, o.weights);
  read_money(ctx, rules, warnings);
  if (o.similar) read_neighbours(ctx, candidates);
  // Finished ones stay: they say what such work takes, whatever is asked.
  if (!o.where.empty())
    std::erase_if(candidates, [keys = keys_where(ctx, o.where)](const RankCandidate& c) {
      return !c.done && !keys.contains(c.key) && !keys.contains(c.source + "/" + c.key);
    });
  std::vector<std::string> learned;
  if (words.warning.empty()) learned = add_learned_figures(ctx, candidates);  // a ledger that cannot be read is told of once
  Ranking ranking = rank_candidates(std::move(candidates), std::move(rules));
  ranking.notes.insert(ranking.notes.end(), learned.begin(), learned.end());
  ranking.warnings = std::move(warnings);
  adjust_ranking(ranking, last_adjustments(words.adjustments));
  if (!words.warning.empty()) ranking.warnings.push_back(words.warning);
  for (const std::string& unit : unknown_units) ranking.warnings.push_back("Outcomes in " + unit + " are left out: set rank.units." + unit + " to what one " + unit + " is in points of business value.");
  return ranking;
}

std::string choice_of(const RankOptions& o) {
  const std::set<std::string> types(o.types.begin(), o.types.end()), usual(kUsualTypes.begin(), kUsualTypes.end()), where(o.where.begin(), o.where.end());
  std::string out;
  if (!types.empty() && types != usual)
    for (const std::string& type : types) out += (out.empty() ? "types=" : ",") + type;
  for (const std::string& condition : where) out += (out.empty() ? "where=" : " where=") + condition;
  return out;
}

std::string scheme_of(const Ranking& ranking, const RankOptions& o) {
  std::string chosen;
  for (const std::string& type : o.types.empty() ? kUsualTypes : o.types) chosen += (chosen.empty() ? "types=" : ",") + type;
  for (const std::string& condition : o.where) chosen += " where=" + condition;
  if (o.similar) chosen += " similar";
  if (ranking.rules.money) chosen += " " + ranking.rules.money->currency;
  return rank_scheme(ranking.rules, chosen);
}

}  // namespace juno
