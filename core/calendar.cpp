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

Calendar::Calendar(std::array<bool, 7> working, std::vector<Holiday> holidays) : working_(working), holidays_(std::move(holidays)) {
  std::sort(holidays_.begin(), holidays_.end(), [](const Holiday& a, const Holiday& b) { return a.from < b.from; });
}

Calendar::Calendar(const Config& config) : Calendar({}, config.holidays) {
  for (const std::string& name : config.working_days)
    if (const auto day = weekday_named(name)) working_[static_cast<std::size_t>(*day)] = true;
}

double Calendar::worked(Date day) const {
  if (!working_[static_cast<std::size_t>(weekday(day))]) return 0;
  double share = 1;
  for (const Holiday& h : holidays_) {
    if (h.from > day) break;
    if (day <= h.to) share = std::min(share, h.factor);
  }
  return std::clamp(share, 0.0, 1.0);
}

double Calendar::working_days(Date from, Date to) const {
  if (to < from) return -working_days(to, from);
  double sum = 0;
  for (Date d = from; d < to; d = d + 1) sum += worked(d);
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
