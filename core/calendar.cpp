// SPDX-License-Identifier: Apache-2.0
#include "core/calendar.h"
#include <algorithm>
namespace juno {
namespace {

constexpr std::string_view kNames[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

}  // namespace

std::optional<int> weekday_named(std::string_view name) {
  for (int i = 0; i < 7; ++i)
    if (name == kNames[i]) return i;
  return std::nullopt;
}

Calendar::Calendar(std::array<bool, 7> working, std::vector<Holiday> holidays) : working_(working) {
  std::vector<Date> edges;
  for (const Holiday& h : holidays) edges.push_back(h.from), edges.push_back(h.to + 1);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    double factor = 1;
    for (const Holiday& h : holidays)
      if (h.from <= edges[i] && edges[i] <= h.to) factor = std::min(factor, h.factor);
    if (factor < 1) holidays_.push_back({edges[i], edges[i + 1] + -1, std::max(factor, 0.0)});
  }
}

Calendar::Calendar(const Config& config) : Calendar({}, config.holidays) {
  for (const std::string& name : config.working_days)
    if (const auto day = weekday_named(name)) working_[static_cast<std::size_t>(*day)] = true;
}

std::vector<Holiday>::const_iterator Calendar::holiday_ending_from(Date day) const {
  return std::lower_bound(holidays_.begin(), holidays_.end(), day, [](const Holiday& h, Date d) { return h.to < d; });
}

double Calendar::worked(Date day) const {
  if (!working_[static_cast<std::size_t>(weekday(day))]) return 0;
  const auto h = holiday_ending_from(day);
  return h != holidays_.end() && h->from <= day ? h->factor : 1;
}

std::int64_t Calendar::weekdays(Date from, Date to) const {
  const int days = to - from;
  std::int64_t count = days / 7 * std::count(working_.begin(), working_.end(), true);
  for (int i = 0; i < days % 7; ++i) count += working_[static_cast<std::size_t>(weekday(to + -(i + 1)))] ? 1 : 0;
  return count;
}

double Calendar::working_days(Date from, Date to) const {
  if (to < from) return -working_days(to, from);
  double sum = static_cast<double>(weekdays(from, to));
  for (auto h = holiday_ending_from(from); h != holidays_.end() && h->from < to; ++h)
    sum -= (1 - h->factor) * static_cast<double>(weekdays(std::max(h->from, from), std::min(h->to + 1, to)));
  return sum;
}

double Calendar::working_days(Instant from, Instant to, const Zone& zone) const {
  if (to < from) return -working_days(to, from, zone);
  // What lies before a moment in its own day.
  const auto part = [&](Instant at) {
    const Date day = zone.date(at);
    const Instant begin = zone.start_of(day), end = zone.start_of(day + 1);
    if (end <= begin) return 0.0;
    const double share = static_cast<double>((at - begin).count()) / static_cast<double>((end - begin).count());
    return worked(day) * std::clamp(share, 0.0, 1.0);
  };
  return working_days(zone.date(from), zone.date(to)) + part(to) - part(from);
}

}  // namespace juno
