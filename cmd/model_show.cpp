// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/model_data.h"
#include "core/error.h"
#include "core/learn/estimator.h"
namespace juno {
namespace {

struct ModelShowArguments {
  std::string model, issue;
};

Report run(const ModelShowArguments& o, Context& ctx) {
  const auto version = model_named(ctx, o.model);
  const auto trees = trees_of(ctx);
  const auto told = [&](Report report) {
    if (!learn::same_units(version.what.settings, ctx.config().rank.units)) report.warnings.push_back("rank.units changed since it was trained: its points of value are not today's.");
    return report;
  };
  if (o.issue.empty()) return told(learn::version_report(version, trees.get()));
  if (learn::Estimator(version.what.target, version.what.bytes, trees.get()).lacks_trees())
    throw Error(Exit::config, "model " + std::to_string(version.id) + " needs libxgboost, which is not installed", "on Debian, apt install libxgboost0; or train one without: juno model train");
  LearningData data(ctx, {});
  std::string summary;
  const auto c = data.issue(o.issue, summary);
  return told(learn::estimate_report(version, c, summary, trees.get()));
}

}  // namespace

Run model_show(Flags& flags) {
  auto o = std::make_shared<ModelShowArguments>();
  flags.positional("MODEL", o->model, "A version's number, or points, cycle, effort or value for the one in use").required = true;
  flags.value("--issue", o->issue, "KEY", "What it estimates for this issue as it is now, and why");
  flags.describe(
      "One version: how it was made and what it is worth. With --issue its estimate for an issue, the range that holds 90 % of such outcomes, and every reason: logarithms that sum to the "
      "estimate's, or the chance of each value of story points.");
  flags.example("juno model show cycle", "How good are the cycle times in use?");
  flags.example("juno model show cycle --issue PAY-12", "How long will PAY-12 take, and why?");
  flags.output("version, target, used, method, settings, library, trained_at, from_at, to_at, known, open, judged, error, middle_error, median_error, standardised_accuracy, p, coverage, verdict, data_sha256, sha256", "the version; error is a mean");
  flags.output("weights[].{what,times}", "what moves its estimates most; of linear and shrunk ones");
  flags.output("estimate, low, high, usual, model_error, margin, reasons[]", "with --issue");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
