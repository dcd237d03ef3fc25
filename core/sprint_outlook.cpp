// SPDX-License-Identifier: Apache-2.0
#include "core/sprint_outlook.h"
#include <algorithm>
namespace juno {

void BoardPace::add(const SprintScope& scope, const Zone& zone) {
  if (!scope.window.begun) return;
  sprints_.emplace_back(zone.date(scope.window.start), zone.date(scope.window.end));
  for (const SprintItem& item : scope.items)
    if (item.outcome == Outcome::completed && item.completed_at) ++completed_[zone.date(*item.completed_at)];
}

std::vector<double> BoardPace::days(Date today, int weeks) const {
  std::vector<double> out;
  for (int w = weeks; w > 0; --w) {
    const Date first = today + -7 * w, last = first + 6;
    if (std::none_of(sprints_.begin(), sprints_.end(), [&](const auto& s) { return s.first <= last && first <= s.second; })) continue;
    for (Date day = first; day <= last; day = day + 1) {
      const auto at = completed_.find(day);
      out.push_back(at == completed_.end() ? 0 : at->second);
    }
  }
  return out;
}

SprintOutlook sprint_outlook(const Sprint& sprint, const SprintScope& scope, const Forecast& pace, const Zone& zone, Instant now) {
  SprintOutlook out;
  for (const SprintItem& item : scope.items) out.open += item.in_at_end && item.outcome == Outcome::not_completed;
  if (scope.window.closed) out.reason = "the sprint is closed";
  else if (!scope.window.begun) out.reason = "the sprint has not begun";
  else if (!sprint.end) out.reason = "the sprint has no planned end";
  if (!out.reason.empty()) return out;
  const Date today = zone.date(now);
  for (int day = 1; day < kForecastDays; ++day) {
    const Instant from = zone.start_of(today + day), to = zone.start_of(today + day + 1);
    if (from + (to - from) / 2 >= *sprint.end) break;
    ++out.days;
  }
  if (out.open == 0) out.chance = 1;
  else if (!pace.reason().empty()) out.reason = pace.reason();
  else if (out.days == 0) out.reason = *sprint.end <= now ? "the planned end is past" : "this is the last day";
  else out.chance = pace.chance(out.open, out.days + 1);
  return out;
}

}  // namespace juno
