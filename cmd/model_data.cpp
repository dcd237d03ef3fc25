// SPDX-License-Identifier: Apache-2.0
#include "cmd/model_data.h"
#include <charconv>
#include <filesystem>
#include "core/error.h"
#include "store/issues.h"
#include "store/learn_items.h"
#include "store/models.h"
namespace juno {

LearningData::LearningData(Context& ctx, std::vector<std::string> feature_types) : ctx_(ctx), feature_types_(std::move(feature_types)) {}

std::vector<learn::Case> LearningData::cases(learn::Target target) {
  const bool features = target == learn::Target::effort;
  if (!items_.contains(features)) {
    const store::ReadTransaction one_moment(ctx_.cache());
    items_[features] = store::learn_items(ctx_.cache(), feature_types_, features);
  }
  return learn::cases_of(lexicon_, target, items_[features], ctx_.now());
}

learn::Case LearningData::issue(const std::string& key, std::string& summary) {
  const store::ReadTransaction one_moment(ctx_.cache());
  const auto stored = store::find_issue(ctx_.cache(), key);
  if (!stored) throw Error(Exit::usage, "no issue " + key + " in the cache", "check the key; `juno status` shows which projects are cached");
  const auto item = store::learn_items_of(ctx_.cache(), {stored->id}).front();
  summary = item.now.summary;
  return learn::case_at(lexicon_, item, ctx_.now());
}

OptionSpec& declare_feature_types(Flags& flags, std::vector<std::string>& into) { return flags.list("--type", into, "NAME", "Issues of this type are features, learned as `effort` (repeatable; default: Epic, Feature, Initiative)"); }

std::vector<std::string> feature_types_or_usual(const std::vector<std::string>& given) { return given.empty() ? std::vector<std::string>{"Epic", "Feature", "Initiative"} : given; }

learn::ModelVersion model_named(Context& ctx, const std::string& name) {
  const Error none(Exit::usage, "there is no model " + name, "`juno model list` shows those there are, `juno model train` makes some");
  if (!std::filesystem::exists(ctx.paths().ledger)) throw none;
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_only);
  if (const auto target = learn::target_named(name)) {
    if (auto used = store::used_model(ledger, *target)) return *std::move(used);
    throw none;
  }
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (failed != std::errc{} || end != name.data() + name.size()) throw Error(Exit::usage, "'" + name + "' is no model", "give a version's number, or points, cycle or effort for the one in use");
  if (auto found = store::find_model(ledger, id)) return *std::move(found);
  throw none;
}

std::unique_ptr<learn::Trees> trees_of(Context& ctx) { return ctx.system.make_trees ? ctx.system.make_trees() : nullptr; }

std::string describe(const learn::Trees* trees) { return trees ? trees->version() : "none (libxgboost is not installed)"; }

}  // namespace juno
