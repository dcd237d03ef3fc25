// SPDX-License-Identifier: Apache-2.0
#include "cmd/model_data.h"
#include <charconv>
#include <filesystem>
#include "cmd/known_name.h"
#include "core/error.h"
#include "core/rank_outcome.h"
#include "store/issues.h"
#include "store/learn_items.h"
#include "store/models.h"
#include "store/rank_ledger.h"
#include "store/site.h"
namespace juno {

LearningData::LearningData(Context& ctx, std::vector<std::string> feature_types) : ctx_(ctx), feature_types_(std::move(feature_types)) {}

std::vector<learn::Case> LearningData::cases(learn::Target target) {
  const bool features = learn::of_features(target);
  if (!items_.contains(features)) {
    const store::ReadTransaction one_moment(ctx_.cache());
    auto& items = items_[features] = store::learn_items(ctx_.cache(), feature_types_, features);
    if (features) read_outcomes(items);
  }
  return learn::cases_of(lexicon_, target, items_[features], ctx_.now());
}

// What was recorded as of a day is known from its end on.
void LearningData::read_outcomes(std::vector<learn::LearnItem>& items) {
  if (!std::filesystem::exists(ctx_.paths().ledger)) return;
  const auto all = store::rank_outcomes(ctx_.ledger(store::Database::Mode::read_only));
  const auto& units = ctx_.config().rank.units;
  std::map<std::pair<std::string, Id>, std::vector<learn::Worth>> worth;
  for (const auto& [issue, days] : outcomes_by_day(all, ctx_.zone().date(ctx_.now()))) {
    ++outcomes_.recorded;
    for (const RankOutcome& o : days) {
      const auto value = in_points(o, units);
      if (!value) outcomes_.unknown_units.insert(o.unit);
      else if (!o.unit.empty()) outcomes_.units.insert(o.unit);
      if (value) worth[issue].push_back({ctx_.zone().start_of(o.on + 1), *value});
    }
    if (!worth.contains(issue)) ++outcomes_.unknown_unit;
    else if (worth[issue].back().value < 0) ++outcomes_.negative;
  }
  std::map<int, std::string> site;
  for (const store::Site& s : store::sites(ctx_.cache())) site[s.number] = s.name;
  for (learn::LearnItem& item : items)
    if (const auto at = worth.find({site[store::site_number(item.id)], item.id & store::kMaxTrackerId}); at != worth.end()) item.worth = std::move(at->second);
}

std::string LearningData::left_out(std::size_t learned) const {
  const int others = outcomes_.recorded - outcomes_.unknown_unit - static_cast<int>(learned);
  std::string out, names;
  for (const std::string& unit : outcomes_.unknown_units) names += (names.empty() ? "" : ", ") + unit;
  if (outcomes_.unknown_unit > 0) out += "; " + std::to_string(outcomes_.unknown_unit) + (outcomes_.unknown_unit == 1 ? " more is in " : " more are in ") + names + ", of which rank.units says nothing";
  if (others > 0) out += "; " + std::to_string(others) + (others == 1 ? " more is" : " more are") + " of other types (--type), not in the cache, or from before the feature was there";
  return out;
}

learn::Case LearningData::issue(const std::string& key, std::string& summary) {
  const store::ReadTransaction one_moment(ctx_.cache());
  const auto stored = store::find_issue(ctx_.cache(), key);
  if (!stored) throw Error(Exit::usage, "no issue " + key + " in the cache", "check the key; `juno status` shows which projects are cached");
  const auto item = store::learn_items_of(ctx_.cache(), {stored->id}).front();
  summary = item.now.summary;
  return learn::case_at(lexicon_, item, ctx_.now());
}

OptionSpec& declare_feature_types(Flags& flags, std::vector<std::string>& into) { return flags.list("--type", into, "NAME", "Issues of this type are features, learned as `effort` and `value` (repeatable; default: Epic, Feature, Initiative)"); }

std::vector<std::string> feature_types_or_usual(Context& ctx, std::vector<std::string> given) {
  settle_names(ctx, store::NameKind::issue_type, given, "issue type");
  return given.empty() ? std::vector<std::string>{"Epic", "Feature", "Initiative"} : given;
}

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
  if (failed != std::errc{} || end != name.data() + name.size()) throw Error(Exit::usage, "'" + name + "' is no model", "give a version's number, or points, cycle, effort or value for the one in use");
  if (auto found = store::find_model(ledger, id)) return *std::move(found);
  throw none;
}

std::unique_ptr<learn::Trees> trees_of(Context& ctx) { return ctx.system.make_trees ? ctx.system.make_trees() : nullptr; }

std::string describe(const learn::Trees* trees) { return trees ? trees->version() : "none (libxgboost is not installed)"; }

}  // namespace juno
