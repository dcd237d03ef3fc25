// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include "core/rank_outcome.h"
#include "core/stats.h"
namespace juno {
namespace {

// Why prediction and outcome cannot be compared as numbers; empty when they can.
std::string why_not(const RankForecast& f, const std::optional<double>& actual) {
  if (!actual) return "rank.units says nothing of " + f.outcome.unit;
  if (!f.item) return "no ranking kept before " + format_date(f.outcome.on) + " has it";
  if (!f.item->value) return "no value was predicted";
  if (f.item->value_source.starts_with("outcome")) return "an outcome was known by then";
  if (f.item->value_source.starts_with("signals")) return "the index of signals is no amount";
  return {};
}

Field figure(const char* key, const char* title, const std::optional<double>& value, Kind kind, const std::string& why, const char* unit = "") {
  return {key, title, value ? Cell{*value} : Cell{}, kind, value ? "" : why, value ? unit : ""};
}

std::string too_few(const char* what, std::size_t n, std::size_t needed) {
  return n < needed ? std::to_string(n) + " " + what + ", " + std::to_string(needed) + " are needed" : std::string("all values are equal");
}

}  // namespace

Report accuracy_report(const std::vector<RankForecast>& forecasts, const std::map<std::string, double>& units) {
  Report out;
  out.title = "Predicted value against what it came to";
  Section s{"outcomes", "Outcomes", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"at", "As of", Kind::date}, {"predicted_at", "Predicted", Kind::instant, false, 3}, {"predicted", "Predicted value", Kind::number}, {"value_source", "From", Kind::text, false, 2},
                     {"actual", "Actual", Kind::number}, {"error", "Error", Kind::number}, {"error_share", "Error", Kind::ratio, false, 1}, {"score", "Score then", Kind::number, false, 4}, {"outcome", "Recorded", Kind::number, false, 5},
                     {"unit", "Unit", Kind::text, false, 6}, {"reason", "Not compared because", Kind::text, true, 0, true}};
  std::vector<double> errors, shares, predicted, actuals, scores, scored_actuals;
  for (const RankForecast& f : forecasts) {
    const auto actual = in_points(f.outcome, units);
    const std::string reason = why_not(f, actual);
    Cell error, share, guess, source, score, when;
    if (f.item) when = f.at;
    if (f.item && f.item->value) guess = *f.item->value, source = f.item->value_source;
    // The model's own score: what people adjusted is not its prediction.
    if (f.item && f.item->score) score = *f.item->score;
    if (f.item && f.item->score && actual && !f.item->value_source.starts_with("outcome")) scores.push_back(*f.item->score), scored_actuals.push_back(*actual);
    if (reason.empty()) {
      const double by = *f.item->value - *actual;
      errors.push_back(by), predicted.push_back(*f.item->value), actuals.push_back(*actual);
      error = by;
      if (*actual != 0) shares.push_back(std::abs(by / *actual)), share = by / *actual;
    }
    s.table.rows.push_back({f.outcome.key, f.outcome.on, when, guess, source, actual ? Cell{*actual} : Cell{}, error, share, score, *f.outcome.value, f.outcome.unit.empty() ? Cell{} : Cell{f.outcome.unit}, reason.empty() ? Cell{} : Cell{reason}});
  }
  std::vector<double> sizes;
  for (const double e : errors) sizes.push_back(std::abs(e));
  const std::string none = forecasts.empty() ? "no outcome is recorded" : "no outcome has a comparable prediction";
  out.summary = {{"recorded", "Outcomes", static_cast<std::int64_t>(forecasts.size()), Kind::integer, ""},
                 {"n", "Outcomes", static_cast<std::int64_t>(errors.size()), Kind::integer, "", "compared"},
                 figure("mae", "Mean absolute error", mean(sizes), Kind::number, none, "points of value"),
                 figure("mape", "Mean absolute error", mean(shares), Kind::ratio, errors.empty() ? none : "every actual value is 0", "of the actual value"),
                 figure("bias", "Bias", mean(errors), Kind::number, none, "points (above 0: predicted too much)"),
                 figure("spearman", "Rank correlation of values", spearman(predicted, actuals), Kind::number, too_few("compared", predicted.size(), 3)),
                 figure("order", "Rank correlation of scores", spearman(scores, scored_actuals), Kind::number, too_few("with a score", scores.size(), 3), "with what they came to")};
  if (errors.empty())  // one reason is enough for people
    for (Field& f : out.summary)
      if (f.key == "mape" || f.key == "bias") f.title.clear();
  out.sections.push_back(std::move(s));
  if (shares.size() < errors.size()) out.notes.push_back("The share leaves out " + std::to_string(errors.size() - shares.size()) + " whose actual value is 0.");
  out.notes.push_back("Predicted is what the last ranking before the outcome's day said (the model's, without adjustments); actual is the latest outcome, in points of business value.");
  if (!forecasts.empty()) out.notes.push_back("Outcomes exist only for what was built: they say nothing of features that were turned down.");
  if (!errors.empty() && errors.size() < 20) out.warnings.push_back("Fewer than 20 comparisons: these figures may change much with the next few.");
  return out;
}

}  // namespace juno
