// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/model_data.h"
#include "cmd/progress.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/models.h"
namespace juno {
namespace {

struct ModelTrainArguments {
  std::vector<std::string> targets, types;
  std::int64_t seed = 1;
  bool without_trees = false;
};

std::vector<learn::Target> targets_of(const ModelTrainArguments& o) {
  if (o.targets.empty()) return {learn::kTargets.begin(), learn::kTargets.end()};
  std::vector<learn::Target> out;
  for (const std::string& name : o.targets) {
    const auto target = learn::target_named(name);
    if (!target) throw Error(Exit::usage, "--target: '" + name + "' cannot be learned", "use points, cycle, effort or value");
    out.push_back(*target);
  }
  return out;
}

std::string few(learn::Target target, std::size_t known, const LearningData& data) {
  const bool value = target == learn::Target::value;
  std::string out = "only " + std::to_string(known) + (value ? known == 1 ? " outcome of a feature is" : " outcomes of features are" : known == 1 ? " outcome is" : " outcomes are") + (value ? " recorded (`juno rank outcome`), " : " known, ") + std::to_string(learn::least_known(target)) + " are needed";
  return value ? out + data.left_out(known) : out;
}

// The version goes into the ledger whatever it is worth; whether it is used is another matter.
learn::TrainingOutcome train_one(Context& ctx, LearningData& data, learn::Target target, const ModelTrainArguments& o, const learn::Trees* trees, Progress& progress) {
  const auto cases = data.cases(target);
  learn::TrainRules rules;
  rules.seed = static_cast<std::uint32_t>(o.seed), rules.trees = trees;
  rules.progress = [&](const char* what, int done, int total) { progress.show(std::string(what) + " " + std::string(learn::to_string(target)), done, total); };
  auto trained = learn::train(target, cases, rules);
  if (!trained) {
    const auto known = std::count_if(cases.begin(), cases.end(), [](const learn::Case& c) { return c.known.has_value(); });
    return {target, {}, {}, few(target, static_cast<std::size_t>(known), data)};
  }
  if (target == learn::Target::value) trained->settings += learn::units_text(data.outcomes().units, ctx.config().rank.units);
  learn::ModelVersion v;
  v.what = *std::move(trained), v.library = describe(trees), v.trained = ctx.now(), v.author = ctx.system.user();
  v.data_sha256 = store::sha256_hex(learn::canonical(cases));
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
  const auto champion = store::used_model(ledger, target);
  if (champion && champion->sha256 == store::sha256_hex(v.what.bytes) && champion->data_sha256 == v.data_sha256)
    return {target, champion, "the same as version " + std::to_string(champion->id) + ": the history taught nothing new", {}};
  std::string verdict = "used: there was none before";
  v.used = true;
  if (champion && !learn::same_units(champion->what.settings, ctx.config().rank.units)) {
    verdict = "used: rank.units changed since version " + std::to_string(champion->id);
  } else if (champion) {
    const auto c = learn::contest(*champion, v.what, cases, trees);
    v.used = c.takes_over, verdict = c.verdict;
  }
  store::Transaction all(ledger);
  v.id = store::add_model(ledger, v);
  if (v.used) store::use_model(ledger, v.id, v.trained, v.author, verdict);
  all.commit();
  return {target, std::move(v), verdict, {}};
}

Report run(const ModelTrainArguments& o, Context& ctx) {
  if (o.seed < 0 || o.seed > 1'000'000'000) throw Error(Exit::usage, "--seed: not from 0 to 1000000000");
  const auto targets = targets_of(o);
  const auto trees = o.without_trees ? nullptr : trees_of(ctx);
  LearningData data(ctx, feature_types_or_usual(ctx, o.types));
  Progress progress(ctx);
  std::vector<learn::TrainingOutcome> outcomes;
  for (const auto target : targets) outcomes.push_back(train_one(ctx, data, target, o, trees.get(), progress));
  progress.clear();
  Report out = learn::training_report(outcomes, o.without_trees ? "left out by --without-trees" : describe(trees.get()));
  for (const learn::TrainingOutcome& t : outcomes) {
    if (t.target != learn::Target::value || !t.version) continue;
    const std::string left_out = data.left_out(static_cast<std::size_t>(t.version->what.known));
    if (!left_out.empty()) out.warnings.push_back("Values are learned from " + std::to_string(t.version->what.known) + " recorded outcomes" + left_out + ".");
    if (const int n = data.outcomes().negative; n > 0) out.notes.push_back(std::to_string(n) + (n == 1 ? " feature lost something; it is learned as worth 0." : " features lost something; they are learned as worth 0."));
    out.notes.push_back("Values are learned from outcomes (`juno rank outcome`), which exist only for what was built; a model that is not better than the median has no say in rankings.");
  }
  return out;
}

}  // namespace

Run model_train(Flags& flags) {
  auto o = std::make_shared<ModelTrainArguments>();
  flags.list("--target", o->targets, "NAME", "What to learn: points, cycle, effort or value (repeatable; default: all)");
  declare_feature_types(flags, o->types);
  flags.value("--seed", o->seed, "N", "Of the boosted trees");
  flags.flag("--without-trees", o->without_trees, "Leave boosted trees out, as where libxgboost is not installed");
  flags.describe(
      "Learns from the cached history: story points from what an issue said before they were given (points), days from the start of work to done from what it said at "
      "the start (cycle), points that a feature came to from what it said when work on it began (effort), and what it turned out to be worth (juno rank outcome) "
      "from the same (value). Nothing written later than that moment is looked at.\n\n"
      "The more history, the more a method may look at: fewer than 30 outcomes the median by type; then type, component, reporter and similar texts, drawn to the mean; from 200 regression "
      "on words; from 500 boosted trees, where libxgboost is installed (on Debian, apt install libxgboost0). Each is judged on history it had not seen; one that does not beat the median is not used, and the "
      "report says so. Ranges hold 90 % of outcomes, by the errors made so far.\n\n"
      "Values need 50 recorded outcomes, in points of business value (rank.units says what one of another unit is in these); an outcome counts from the end of its day on, and a later one replaces it from then on. "
      "`juno rank` takes the learned value where nobody stated one, when the model beat the median.\n\n"
      "Each training is a version in the ledger. It takes over from the one before when it erred less on outcomes that neither had seen; `juno model use` chooses another.");
  flags.example("juno model train", "Learn all that the history carries");
  flags.example("juno model train --target cycle --format json", "Only how long work takes");
  flags.output("models[].{target,version,method,unit,known,open,judged,error,median_error,p,coverage,ranges,used,verdict,champion}", "a row a target; version null where too little is known");
  flags.output("tried[].{target,method,error,cases}", "mean error of each method where the method was chosen");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
