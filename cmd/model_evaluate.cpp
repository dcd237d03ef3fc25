// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/commands.h"
#include "cmd/model_data.h"
#include "core/learn/estimator.h"
#include "store/models.h"
namespace juno {
namespace {

struct ModelEvaluateArguments {
  std::vector<std::string> models, types;
};

std::vector<learn::ModelVersion> chosen(const ModelEvaluateArguments& o, Context& ctx) {
  std::vector<learn::ModelVersion> out;
  for (const std::string& name : o.models) out.push_back(model_named(ctx, name));
  if (!o.models.empty() || !std::filesystem::exists(ctx.paths().ledger)) return out;
  for (const auto target : learn::kTargets)
    if (auto used = store::used_model(ctx.ledger(store::Database::Mode::read_only), target)) out.push_back(*std::move(used));
  return out;
}

Report run(const ModelEvaluateArguments& o, Context& ctx) {
  const auto versions = chosen(o, ctx);
  const auto trees = trees_of(ctx);
  LearningData data(ctx, feature_types_or_usual(ctx, o.types));
  std::vector<learn::Evaluation> evaluations;
  std::vector<int> open;
  for (const learn::ModelVersion& v : versions) {
    const auto cases = data.cases(v.what.target);
    if (learn::same_units(v.what.settings, ctx.config().rank.units)) evaluations.push_back(learn::evaluate_since(v, cases, trees.get()));
    else evaluations.emplace_back().verdict = "rank.units changed since: train another";
    open.push_back(learn::open_since(v, cases));
  }
  return learn::evaluation_report(versions, evaluations, open);
}

}  // namespace

Run model_evaluate(Flags& flags) {
  auto o = std::make_shared<ModelEvaluateArguments>();
  flags.positionals("MODEL", o->models, "Versions' numbers, or points, cycle, effort, value (default: those in use)");
  declare_feature_types(flags, o->types);
  flags.describe("How models did on what began after the history they were trained on: mean error against that of the median, and how many outcomes were within their 90 % range.");
  flags.example("juno model evaluate", "Are the models still worth using?");
  flags.example("juno model evaluate 3 7", "Two versions on what each had not seen");
  flags.output("[].{version,target,used,method,to_at,open,unit,judged,error,median_error,p,coverage,ranges,foretold_error,verdict}", "one for each; error null where nothing has ended since");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
