// SPDX-License-Identifier: Apache-2.0
#include "core/burndown.h"
#include <algorithm>
#include <cmath>
namespace juno {
namespace {

// Sums of many halves and thirds: a rest below this is nothing but rounding.
double clean(double v) { return std::abs(v) < 1e-9 ? 0 : v; }

constexpr std::chrono::hours kFarthestPlan{24 * 400};  // a planned end in the year 9999 must not make a million rows

// The end of each local day of the sprint, in the last day of the report its end, and on to the planned end.
std::vector<Instant> row_ends(const SprintWindow& w, const Zone& zone) {
  if (!w.begun) return {};
  const Instant plan = w.planned_end ? std::min(*w.planned_end, w.end + kFarthestPlan) : w.end;
  const Instant last = w.closed ? w.end : std::max(w.end, plan);
  std::vector<Instant> out;
  for (Date day = zone.date(w.start); zone.start_of(day) < last; day = day + 1) {
    const Instant end_of_day = zone.start_of(day + 1);
    const bool holds_end = zone.start_of(day) < w.end && w.end <= end_of_day;
    const Instant at = holds_end ? w.end : std::min(end_of_day, last);
    if (at > w.start && (out.empty() || at > out.back())) out.push_back(at);
  }
  return out;
}

}  // namespace

Burndown burndown(const SprintScope& scope, const SprintReportInput& in, bool in_issues) {
  Burndown out;
  out.points = scope.estimated && !in_issues;
  out.window = scope.window;
  const SprintWindow& w = scope.window;
  double remaining = out.points ? scope.remaining_points_start : scope.remaining_issues_start, completed = 0;
  const double first = remaining;
  for (const ScopeEvent& e : scope.events) {
    const double delta = out.points ? e.points : e.issues;
    const double burnt = out.points ? e.completed_points : e.completed_issues;
    if (delta == 0 && burnt == 0) continue;
    remaining += delta;
    completed += burnt;
    out.steps.push_back({e.at, e.item, e.kind, delta, clean(remaining), clean(completed), clean(remaining + completed)});
  }
  const double whole = w.planned_end ? in.calendar.working_days(w.start, *w.planned_end, in.zone) : 0;
  if (!w.begun) out.no_ideal = "the sprint has not begun";
  else if (!w.planned_end) out.no_ideal = "the sprint has no planned end";
  else if (!(whole > 0)) out.no_ideal = "there is no working time before the planned end";
  std::size_t next = 0;
  double now_remaining = first, now_completed = 0;
  const auto add = [&](Date day, Instant at) {
    BurndownDay row{day, at, {}, {}, {}, {}};
    while (next < out.steps.size() && out.steps[next].at <= at) {
      now_remaining = out.steps[next].remaining;
      now_completed = out.steps[next++].completed;
    }
    if (at <= w.end) {
      row.remaining = now_remaining;
      row.completed = now_completed;
      row.scope = clean(now_remaining + now_completed);
    }
    if (out.no_ideal.empty()) row.ideal = first * std::clamp(1 - in.calendar.working_days(w.start, at, in.zone) / whole, 0.0, 1.0);
    out.days.push_back(row);
  };
  add(in.zone.date(w.start), w.start);
  for (const Instant at : row_ends(w, in.zone)) add(in.zone.date(at - std::chrono::milliseconds{1}), at);
  return out;
}

}  // namespace juno
