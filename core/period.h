// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/time.h"
namespace juno {

enum class Step { day, week, month, quarter, year };
std::string_view to_string(Step step);
std::optional<Step> step_named(std::string_view name);

// Whose midnights, and on which day a week begins (0 = Monday … 6).
struct Midnights {
  Zone zone;
  int week_start = 0;
};

// A stretch of time [from, to), cut at local midnights or at now.
struct Period {
  Instant from, to;
  Date first, last;    // the local days it touches, both included
  std::string name;    // "2026-03-05", "2026-W12", "2026-03", "2026-Q1", "2026"; else "2026-03-01 to 2026-03-20"
  bool whole = true;   // false: the calendar's period is longer, cut by what was asked for or by now
  bool contains(Instant t) const { return from <= t && t < to; }
  double days() const { return static_cast<double>(to.ms - from.ms) / 86'400'000.0; }  // of 24 hours
};

// What --since and --until ask for. Either is a day (2026-03-05, today, yesterday), a week (2026-W12), a month (2026-03), a
// quarter (2026-Q1), a year (2026), or so long ago (30d, 6w, 3m, 1y): from the first moment of `since` through the last
// moment of `until`, never beyond `now`. An empty `since` is `fallback`, an empty `until` is now; "6w" begins at the local
// midnight six weeks ago. Throws Error{usage}.
Period period_of(std::string_view since, std::string_view until, std::string_view fallback, Instant now, const Midnights& midnights);

// The days, weeks, … of the calendar that lie in the period, oldest first; the outer ones are cut where it ends.
std::vector<Period> steps_of(const Period& period, Step step, const Midnights& midnights);
// Which of them holds the moment; nothing when none does.
std::optional<std::size_t> step_at(const std::vector<Period>& steps, Instant t);
// A readable number of rows: days up to a month and a half, weeks up to a year and a half, else months.
Step readable_step(const Period& period);

}  // namespace juno
