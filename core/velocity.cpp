// SPDX-License-Identifier: Apache-2.0
#include "core/velocity.h"
#include <algorithm>
namespace juno {
namespace {

constexpr int kTrendNeeds = 5;

std::string direction(const Velocity& r) {
  if (!r.test || r.test->p_corrected >= 0.05) return "no trend";
  return r.test->s > 0 ? "rising" : "falling";
}

Section sprints_section(const Velocity& r) {
  Section s{"sprints", "Sprints", {}, {}, false};
  s.table.columns = {{"id", "Id", Kind::integer}, {"name", "Sprint"}, {"start_at", "Start", Kind::instant, false, 1}, {"complete_at", "Closed", Kind::instant, false, 1},
                     {"committed_issues", "Committed issues", Kind::integer}, {"completed_issues", "Completed issues", Kind::integer},
                     {"committed_points", "Committed points", Kind::number}, {"completed_points", "Completed points", Kind::number},
                     {"say_do_issues", "Say/do of issues", Kind::ratio}, {"say_do_points", "Say/do of points", Kind::ratio}};
  for (const VelocityRow& v : r.rows)
    s.table.rows.push_back({v.sprint.id, v.sprint.name, cell(v.sprint.began()), cell(v.sprint.complete), std::int64_t{v.committed.issues}, std::int64_t{v.completed.issues},
                            cell(v.committed.points), cell(v.completed.points), cell(v.say_do.issues), cell(v.say_do.points)});
  const std::string unit = r.points ? "points" : "issues";
  s.chart = Chart{Chart::Type::bars, "name", {"committed_" + unit, "completed_" + unit}, unit};
  return s;
}

std::optional<double> completed(const VelocityRow& v, bool in_points) { return in_points ? v.completed.points : std::optional<double>(v.completed.issues); }

void by_completion(std::vector<VelocityRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const VelocityRow& a, const VelocityRow& b) {
    return std::pair(a.sprint.complete.value_or(Instant{}), a.sprint.id) < std::pair(b.sprint.complete.value_or(Instant{}), b.sprint.id);
  });
}

void add_backtest(Report& out, const VelocityBacktest& test, const std::string& unit) {
  const Backtest& b = test.result;
  const std::string few = "needs " + std::to_string(kPredictionNeeds + 1) + " sprints";
  const auto add = [&](const char* key, const char* title, const std::optional<double>& value, Kind kind) {
    out.summary.push_back({key, title, cell(value), kind, value ? "" : few, kind == Kind::number ? unit : ""});
  };
  out.summary.push_back({"backtest.predictions", "Back-test", static_cast<std::int64_t>(b.steps.size()), Kind::integer, "", "predictions"});
  add("backtest.coverage", "Inside the interval", b.coverage, Kind::ratio);
  add("backtest.mae", "Mean error", b.error, Kind::number);
  add("backtest.mae_last", "Mean error of the last value", b.last_error, Kind::number);
  add("backtest.mae_mean", "Mean error of the mean of all", b.mean_error, Kind::number);
  Section s{"backtest_sprints", "Back-test", {}, {}, false};
  s.table.columns = {{"id", "Id", Kind::integer}, {"name", "Sprint"}, {"actual", "Completed", Kind::number}, {"expected", "Expected", Kind::number},
                     {"low", "Low", Kind::number}, {"high", "High", Kind::number}, {"inside", "Inside", Kind::boolean}, {"last", "Sprint before", Kind::number}};
  for (const Backtest::Step& step : b.steps) {
    const Sprint& sprint = test.rows[step.at].sprint;
    s.table.rows.push_back({sprint.id, sprint.name, step.actual, step.prediction.expected, step.prediction.low, step.prediction.high, step.inside, step.last});
  }
  out.sections.push_back(std::move(s));
  out.notes.push_back("Back-test: every closed sprint predicted from those before it only; errors are mean absolute errors.");
}

}  // namespace

VelocityBacktest velocity_backtest(std::vector<VelocityRow> rows, bool in_points, int window) {
  VelocityBacktest out;
  by_completion(rows);
  std::vector<double> values;
  for (VelocityRow& v : rows)
    if (const auto value = completed(v, in_points)) values.push_back(*value), out.rows.push_back(std::move(v));
  out.result = backtest_next(values, Prediction{}.level, window);
  return out;
}

Velocity velocity(std::vector<VelocityRow> rows, bool in_issues) {
  Velocity out;
  out.rows = std::move(rows);
  by_completion(out.rows);
  out.points = !in_issues && std::any_of(out.rows.begin(), out.rows.end(), [](const VelocityRow& v) { return v.completed.points.has_value(); });
  std::vector<double> values;
  for (const VelocityRow& v : out.rows) {
    if (const auto value = completed(v, out.points)) values.push_back(*value);
  }
  out.counted = static_cast<int>(values.size());
  out.mean = mean(values);
  out.median = median(values);
  out.deviation = standard_deviation(values);
  if (!values.empty()) {
    out.min = *std::min_element(values.begin(), values.end());
    out.max = *std::max_element(values.begin(), values.end());
  }
  if (out.deviation && *out.mean > 0) out.variation = *out.deviation / *out.mean;
  out.next = predict_next(values);
  out.likely = predict_next(values, 0.7);
  if (out.counted >= kTrendNeeds) {
    out.trend = theil_sen(values);
    out.test = mann_kendall(values);
  }
  return out;
}

Report to_report(const Velocity& r, const std::string& board, const VelocityBacktest* backtest) {
  Report out;
  out.title = "Velocity: " + board;
  const std::string unit = r.points ? "points" : "issues";
  const std::string none = r.rows.empty() ? "no closed sprint" : "no sprint is estimated";
  const auto add = [&](const char* key, const char* title, const std::optional<double>& value, const std::string& reason, Kind kind = Kind::number) {
    out.summary.push_back({key, title, cell(value), kind, value ? "" : reason, kind == Kind::number ? unit : ""});
  };
  out.summary = {{"board", "", board, Kind::text, ""}, {"unit", "", unit, Kind::text, ""}, {"count", "Closed sprints", std::int64_t{r.counted}, Kind::integer, ""}};
  add("velocity.mean", "Mean", r.mean, none);
  add("velocity.median", "Median", r.median, none);
  add("velocity.sd", "Standard deviation", r.deviation, r.counted == 1 ? "needs 2 sprints" : none);
  add("velocity.min", "Lowest", r.min, none);
  add("velocity.max", "Highest", r.max, none);
  add("velocity.cv", "Coefficient of variation", r.variation, r.counted < 2 ? "needs 2 sprints" : "the mean is 0", Kind::ratio);
  const std::string few = "not enough data: " + std::to_string(r.counted) + " of " + std::to_string(kTrendNeeds) + " sprints";
  const std::optional<double> p = r.test ? std::optional<double>(r.test->p_corrected) : std::nullopt;
  out.summary.push_back({"trend.direction", "Trend", r.test ? Cell{direction(r)} : Cell{}, Kind::text, r.test ? "" : few});
  add("trend.slope", "Change per sprint", r.trend ? std::optional<double>(r.trend->slope) : std::nullopt, few);
  add("trend.slope_low", "", r.trend ? std::optional<double>(r.trend->low) : std::nullopt, few);
  add("trend.slope_high", "", r.trend ? std::optional<double>(r.trend->high) : std::nullopt, few);
  out.summary.push_back({"trend.p", "", cell(p), Kind::number, p ? "" : few});
  const std::string no_next = "needs " + std::to_string(kPredictionNeeds) + " sprints";
  const auto next = [&](double Prediction::*part) { return r.next ? std::optional<double>((*r.next).*part) : std::nullopt; };
  add("next.expected", "Next sprint", next(&Prediction::expected), no_next);
  add("next.low", r.next ? "80 % interval" : "", next(&Prediction::low), no_next);
  add("next.high", r.next ? "80 % interval" : "", next(&Prediction::high), no_next);
  add("next.level", "", next(&Prediction::level), no_next, Kind::ratio);
  out.sections.push_back(sprints_section(r));
  out.notes = {"Velocity = points of the issues completed in the sprint, as of completion. Sub-tasks are left out unless asked for.",
               "Trend: Theil-Sen slope with a 95 % interval; rising or falling only where the Mann-Kendall test (tie-corrected, widened for autocorrelation after Hamed and Rao) has p < 0.05."};
  out.notes.push_back("Next sprint: mean of these sprints, and the interval that holds one more sprint like them with 80 % probability (Student's t); --backtest says how well that did here.");
  if (backtest) add_backtest(out, *backtest, unit);
  const auto missing = static_cast<int>(r.rows.size()) - r.counted;
  if (missing > 0) out.warnings.push_back(std::to_string(missing) + " of " + std::to_string(r.rows.size()) + " sprints are not estimated and are left out of the statistics.");
  std::string list;
  for (const VelocityRow& v : r.rows) {
    const auto value = completed(v, r.points);
    list += (list.empty() ? "" : ", ") + v.sprint.name + " " + (value ? people_number(*value) : "n/a");
  }
  out.explain = {"Sprints and their completed " + unit + ", oldest first: " + (list.empty() ? "none" : list)};
  return out;
}

}  // namespace juno
