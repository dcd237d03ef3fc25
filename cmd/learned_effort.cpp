// SPDX-License-Identifier: Apache-2.0
#include "cmd/learned_effort.h"
#include <filesystem>
#include "cmd/model_data.h"
#include "core/error.h"
#include "core/learn/estimator.h"
#include "store/learn_items.h"
#include "store/models.h"
namespace juno {
namespace {

bool lacks_effort(const RankCandidate& c) { return !c.done && !c.points && c.open_children == c.unestimated_children && (c.children == 0 || c.open_children > 0); }

}  // namespace

std::string add_learned_efforts(Context& ctx, std::vector<RankCandidate>& candidates) {
  std::vector<RankCandidate*> wanted;
  for (RankCandidate& c : candidates)
    if (lacks_effort(c)) wanted.push_back(&c);
  if (wanted.empty() || !std::filesystem::exists(ctx.paths().ledger)) return {};
  try {
    const auto version = store::used_model(ctx.ledger(store::Database::Mode::read_only), learn::Target::effort);
    if (!version) return {};
    const std::string name = "Efforts that nobody stated: model " + std::to_string(version->id);
    if (!version->what.evaluation.better) return name + " is no better than the median here: using the median.";
    const auto trees = trees_of(ctx);
    const learn::Estimator estimator(version->what.target, version->what.bytes, trees.get());
    if (estimator.lacks_trees()) return name + " needs libxgboost, which is not installed: using the median.";
    learn::Lexicon lexicon;
    std::vector<Id> ids;
    for (const RankCandidate* c : wanted) ids.push_back(c->id);
    std::vector<learn::Case> cases;
    for (const auto& item : store::learn_items_of(ctx.cache(), ids)) cases.push_back(learn::case_at(lexicon, item, ctx.now()));
    const auto estimates = estimator.of(cases);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      LearnedEffort& e = wanted[i]->learned.emplace();
      e.points = estimates[i].value, e.evidence = learn::brief(*version);
      if (estimates[i].range) e.low = estimates[i].range->low, e.high = estimates[i].range->high;
    }
    return name + " (`juno model show " + std::to_string(version->id) + "`) says what they would take, from what was written in finished features; ranges hold 90 % of such outcomes.";
  } catch (const Error& e) {
    return std::string("Learned efforts are left out: ") + e.what() + ".";
  }
}

}  // namespace juno
