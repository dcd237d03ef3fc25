// SPDX-License-Identifier: Apache-2.0
#include "core/velocity.h"
#include <algorithm>
namespace juno {
namespace {

constexpr int kTrendNeeds = 5;

Cell cell(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }
Cell cell(const std::optional<Instant>& value) { return value ? Cell{*value} : Cell{}; }

std::string direction(const Velocity& r) {
  if (!r.test || r.test->p_corrected >= 0.05) return "no trend";
  return r.test->s > 0 ? "rising" : "falling";
}

Section sprints_section(const Velocity& r) {
  Section s{"sprints", "Sprints", {}, {}, false};
  s.table.columns = {{"id", "Id", Kind::integer}, {"name", "Sprint"}, {"start_at", "Start", Kind::instant}, {"complete_at", "Closed", Kind::instant},
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

}  // namespace

Velocity velocity(std::vector<VelocityRow> rows, bool in_issues) {
  Velocity out;
  out.rows = std::move(rows);
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const VelocityRow& a, const VelocityRow& b) {
    return std::pair(a.sprint.complete.value_or(Instant{}), a.sprint.id) < std::pair(b.sprint.complete.value_or(Instant{}), b.sprint.id);
  });
  out.points = !in_issues && std::any_of(out.rows.begin(), out.rows.end(), [](const VelocityRow& v) { return v.completed.points.has_value(); });
  std::vector<double> values;
  for (const VelocityRow& v : out.rows) {
    if (!out.points) values.push_back(v.completed.issues);
    else if (v.completed.points) values.push_back(*v.completed.points);
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
  if (out.counted >= kTrendNeeds) {
    out.trend = theil_sen(values);
    out.test = mann_kendall(values);
  }
  return out;
}

Report to_report(const Velocity& r, const std::string& board) {
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
  out.sections.push_back(sprints_section(r));
  out.notes = {"Velocity = points of the issues completed in the sprint, as of completion. Sub-tasks are left out unless asked for.",
               "Trend: Theil-Sen slope with a 95 % interval; rising or falling only where the Mann-Kendall test (tie-corrected, widened for autocorrelation after Hamed and Rao) has p < 0.05."};
  const auto missing = static_cast<int>(r.rows.size()) - r.counted;
  if (missing > 0) out.warnings.push_back(std::to_string(missing) + " of " + std::to_string(r.rows.size()) + " sprints are not estimated and are left out of the statistics.");
  std::string list;
  for (const VelocityRow& v : r.rows) {
    const auto value = r.points ? v.completed.points : std::optional<double>(v.completed.issues);
    list += (list.empty() ? "" : ", ") + v.sprint.name + " " + (value ? people_number(*value) : "n/a");
  }
  out.explain = {"Sprints and their completed " + unit + ", oldest first: " + (list.empty() ? "none" : list)};
  return out;
}

}  // namespace juno
