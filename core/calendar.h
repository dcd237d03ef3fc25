// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/config.h"
#include "core/time.h"
namespace juno {

// "mon" … "sun" → 0 … 6 (ISO order); nothing for anything else.
std::optional<int> weekday_named(std::string_view name);

// Which days are worked, and how much of them. Monday to Friday by default.
class Calendar {
 public:
  Calendar() = default;
  // Where holidays overlap the smallest factor counts. A day that is not a working day stays one.
  Calendar(std::array<bool, 7> working, std::vector<Holiday> holidays);
  explicit Calendar(const Config& config);

  // Whether that weekday is worked, holidays aside.
  bool working_day(Date day) const { return working_[static_cast<std::size_t>(weekday(day))]; }
  // The share of the day that is worked, 0..1.
  double worked(Date day) const;
  // Of the days from `from` up to, not including, `to`; negative when `to` is earlier.
  double working_days(Date from, Date to) const;
  // Working days between two moments: each local day counts by the part of it that lies between them, so a day of 23 or 25
  // hours is one day like any other. Negative when `to` is earlier.
  double working_days(Instant from, Instant to, const Zone& zone) const;

 private:
  std::int64_t weekdays(Date from, Date to) const;  // working days of the week, whatever the holidays
  std::vector<Holiday>::const_iterator holiday_ending_from(Date day) const;

  std::array<bool, 7> working_{true, true, true, true, true, false, false};
  std::vector<Holiday> holidays_;  // of less than a whole day's work, by day, none overlapping
};

}  // namespace juno
