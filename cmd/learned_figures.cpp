// SPDX-License-Identifier: Apache-2.0
#include "cmd/learned_figures.h"
#include <array>
#include <filesystem>
#include <memory>
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

// Candidates as they are written now, each read once for all models, of which `terms` are what they look at.
class Written {
 public:
  Written(Context& ctx, const std::vector<std::string>& terms) : ctx_(ctx), lexicon_(terms) {}
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

// What is missing of which candidates, and the model that is asked for it; without one, `note` says why.
struct Asked {
  const Missing& missing;
  std::vector<RankCandidate*> wanted;
  std::optional<learn::ModelVersion> version;
  std::unique_ptr<learn::Trees> trees;
  std::optional<learn::Estimator> estimator;
  std::string note;
};

std::string left_out(const Missing& m, const Error& e) { return std::string("Learned ") + (m.target == learn::Target::value ? "values" : "efforts") + " are left out: " + e.what() + "."; }

// Finds the model in use, unless it has no say.
void find_model(Context& ctx, Asked& a) {
  const Missing& m = a.missing;
  try {
    a.version = store::used_model(ctx.ledger(store::Database::Mode::read_only), m.target);
    if (!a.version) return;
    const std::string name = std::string(m.what) + " that nobody stated: model " + std::to_string(a.version->id), instead = std::string(": ") + m.instead + ".";
    if (!a.version->what.evaluation.better) a.note = name + " is no better than the median here" + instead;
    else if (m.target == learn::Target::value && !learn::same_units(a.version->what.settings, ctx.config().rank.units)) a.note = name + " was trained with another rank.units" + instead + " `juno model train --target value` learns anew.";
    if (!a.note.empty()) return;
    a.trees = trees_of(ctx);
    a.estimator.emplace(m.target, a.version->what.bytes, a.trees.get());
    if (a.estimator->lacks_trees()) a.note = name + " needs libxgboost, which is not installed" + instead, a.estimator.reset();
    else a.note = name + " (`juno model show " + std::to_string(a.version->id) + "`) says " + m.says;
  } catch (const Error& e) {
    a.note = left_out(m, e), a.estimator.reset();
  }
}

void fill_in(Asked& a, Written& written) {
  if (!a.estimator) return;
  try {
    const auto estimates = a.estimator->of(written.of(a.wanted));
    for (std::size_t i = 0; i < a.wanted.size(); ++i) a.wanted[i]->*a.missing.into = figure(*a.version, estimates[i]);
  } catch (const Error& e) {
    a.note = left_out(a.missing, e);
  }
}

}  // namespace

std::vector<std::string> add_learned_figures(Context& ctx, std::vector<RankCandidate>& candidates) {
  if (!std::filesystem::exists(ctx.paths().ledger)) return {};
  static const std::array kMissing{Missing{learn::Target::value, lacks_value, &RankCandidate::learned_value, "Values", "not used",
                                           "what they would come to, from what was written in features with a recorded outcome; ranges hold 90 % of such outcomes, which exist only for what was built."},
                                   Missing{learn::Target::effort, lacks_effort, &RankCandidate::learned_effort, "Efforts", "using the median", "what they would take, from what was written in finished features; ranges hold 90 % of such outcomes."}};
  std::vector<Asked> asked;
  std::vector<std::string> terms, notes;
  for (const Missing& m : kMissing) {
    Asked a{m, {}, {}, {}, {}, {}};
    for (RankCandidate& c : candidates)
      if (m.lacks(c)) a.wanted.push_back(&c);
    if (a.wanted.empty()) continue;
    find_model(ctx, a);
    if (a.estimator) terms.insert(terms.end(), a.estimator->terms().begin(), a.estimator->terms().end());
    asked.push_back(std::move(a));
  }
  Written written(ctx, terms);
  for (Asked& a : asked) {
    fill_in(a, written);
    if (!a.note.empty()) notes.push_back(std::move(a.note));
  }
  return notes;
}

}  // namespace juno
