// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_data.h"
#include <charconv>
#include <cmath>
#include "core/error.h"
#include "core/priority.h"
#include "core/sprint_scope.h"
#include "store/rank_candidates.h"
#include "store/sprints.h"
namespace juno {
namespace {

// `roi=0.6,effort=0.2`; what is not named keeps its weight.
void set_weights(std::map<std::string, double>& weights, std::string_view text) {
  const auto bad = [](std::string_view part, const std::string& why) { return Error(Exit::usage, "--weights " + std::string(part) + ": " + why, "write e.g. --weights roi=0.6,effort=0.2,alignment=0.2"); };
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) throw bad(part, "has no =");
    const std::string name(part.substr(0, equals));
    const std::string_view number = part.substr(equals + 1);
    if (name != "roi" && name != "effort" && name != "alignment") throw bad(part, "there is no criterion '" + name + "': they are roi, effort, alignment");
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
  flags.value("--weights", o.weights, "NAME=W,…", "Weights of roi, effort and alignment; they need not sum to 1");
  flags.list("--type", o.types, "NAME", "Issues of this type are candidates (repeatable; default: Epic, Feature, Initiative)");
}

Ranking ranking_of(Context& ctx, const RankOptions& o) {
  const store::ReadTransaction one_moment(ctx.cache());
  RankRules rules;
  rules.model = *rank_model_named(o.model);
  for (const char* name : {"roi", "effort", "alignment"}) {
    const auto configured = ctx.config().rank.weights.find(name);
    rules.weights[name] = configured == ctx.config().rank.weights.end() ? 0 : configured->second;
  }
  set_weights(rules.weights, o.weights);
  for (const auto& [kind, scores] : ctx.config().rank.alignment) rules.alignment[kind] = {scores.begin(), scores.end()};
  rules.today = ctx.zone().date(ctx.now());
  const DoneWhen done = done_when(ctx.config().done, nullptr, store::status_categories(ctx.cache()), store::status_names(ctx.cache()));
  const std::vector<std::string> types = o.types.empty() ? std::vector<std::string>{"Epic", "Feature", "Initiative"} : o.types;
  auto candidates = store::rank_candidates_of(ctx.cache(), types, [&](Id status) { return done.is_done(status); });
  for (RankCandidate& c : candidates) c.priority_score = priority_score(c.priority, ctx.config().priority_scores);
  return rank_candidates(std::move(candidates), std::move(rules));
}

}  // namespace juno
