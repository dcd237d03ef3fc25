// SPDX-License-Identifier: Apache-2.0
#include "cmd/learned_figures.h"
#include <filesystem>
#include <unordered_map>
#include "cmd/model_data.h"
#include "core/error.h"
#include "core/learn/estimator.h"
#include "core/report.h"
#include "store/learn_items.h"
#include "store/models.h"
namespace juno {
namespace {

struct Missing {
  learn::Target target;
  bool (*lacks)(const RankCandidate&);
  std::optional<LearnedFigure> RankCandidate::* into;
  const char* what;     // "Efforts"
  const char* instead;  // what rankings do without it
  const char* says;     // what the model says, and of what
};

bool lacks_effort(const RankCandidate& c) { return !c.done && !c.points && c.open_children == c.unestimated_children && (c.children == 0 || c.open_children > 0); }
bool lacks_value(const RankCandidate& c) { return !c.done && !c.outcome && !c.business_value && !c.part("value") && !(c.part("reach") && c.part("impact")); }

LearnedFigure figure(const learn::ModelVersion& version, const learn::Estimate& estimate) {
  LearnedFigure out;
  out.value = estimate.value, out.evidence = learn::brief(version);
  out.source = "learned (model " + std::to_string(version.id) + (version.what.evaluation.error ? ", off by " + people_number(*version.what.evaluation.error) : "") + ")";
  if (estimate.range) out.low = estimate.range->low, out.high = estimate.range->high;
  return out;
}

// Candidates as they are written now, each read once for all models.
class Written {
 public:
  explicit Written(Context& ctx) : ctx_(ctx) {}
  std::vector<learn::Case> of(const std::vector<RankCandidate*>& wanted) {
    std::vector<Id> missing;
    for (const RankCandidate* c : wanted)
      if (!cases_.contains(c->id)) missing.push_back(c->id);
    for (const auto& item : store::learn_items_of(ctx_.cache(), missing)) cases_.emplace(item.id, learn::case_at(lexicon_, item, ctx_.now()));
    std::vector<learn::Case> out;
    for (const RankCandidate* c : wanted) out.push_back(cases_.at(c->id));
    return out;
  }

 private:
  Context& ctx_;
  learn::Lexicon lexicon_;
  std::unordered_map<Id, learn::Case> cases_;
};

std::string fill_in(Context& ctx, std::vector<RankCandidate>& candidates, const Missing& m, Written& written) {
  std::vector<RankCandidate*> wanted;
  for (RankCandidate& c : candidates)
    if (m.lacks(c)) wanted.push_back(&c);
  if (wanted.empty()) return {};
  try {
    const auto version = store::used_model(ctx.ledger(store::Database::Mode::read_only), m.target);
    if (!version) return {};
    const std::string name = std::string(m.what) + " that nobody stated: model " + std::to_string(version->id), instead = std::string(": ") + m.instead + ".";
    if (!version->what.evaluation.better) return name + " is no better than the median here" + instead;
    if (m.target == learn::Target::value && !learn::same_units(version->what.settings, ctx.config().rank.units)) return name + " was trained with another rank.units" + instead + " `juno model train --target value` learns anew.";
    const auto trees = trees_of(ctx);
    const learn::Estimator estimator(version->what.target, version->what.bytes, trees.get());
    if (estimator.lacks_trees()) return name + " needs libxgboost, which is not installed" + instead;
    const auto estimates = estimator.of(written.of(wanted));
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i]->*m.into = figure(*version, estimates[i]);
    return name + " (`juno model show " + std::to_string(version->id) + "`) says " + m.says;
  } catch (const Error& e) {
    return std::string("Learned ") + (m.target == learn::Target::value ? "values" : "efforts") + " are left out: " + e.what() + ".";
  }
}

}  // namespace

std::vector<std::string> add_learned_figures(Context& ctx, std::vector<RankCandidate>& candidates) {
  if (!std::filesystem::exists(ctx.paths().ledger)) return {};
  Written written(ctx);
  std::vector<std::string> notes;
  for (const Missing& m : {Missing{learn::Target::value, lacks_value, &RankCandidate::learned_value, "Values", "not used",
                                   "what they would come to, from what was written in features with a recorded outcome; ranges hold 90 % of such outcomes, which exist only for what was built."},
                           Missing{learn::Target::effort, lacks_effort, &RankCandidate::learned_effort, "Efforts", "using the median", "what they would take, from what was written in finished features; ranges hold 90 % of such outcomes."}})
    if (std::string note = fill_in(ctx, candidates, m, written); !note.empty()) notes.push_back(std::move(note));
  return notes;
}

}  // namespace juno
