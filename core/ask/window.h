// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "core/time.h"
namespace juno::ask {

// Whose now, midnights, weeks and fiscal years words like "last month" mean.
struct Clock {
  Instant now;
  Zone zone;
  int week_start = 0;    // 0 = Monday … 6
  int fiscal_start = 1;  // month in which a fiscal year begins
};

// A stretch of time [from, to); nothing = open.
struct Span {
  std::optional<Instant> from, to;
  bool contains(Instant t) const { return (!from || *from <= t) && (!to || t < *to); }
  friend bool operator==(const Span&, const Span&) = default;
};

// What a window is about, from its text:
//   day:0 week:-1 month:-3..-1 quarter:0 half:0 year:-1 fquarter:0 fyear:-1   periods of the calendar, 0 = the present one
//   last:30d last:24h last:2w last:3m   local midnight so long ago up to now (h: exactly)
//   last:2q last:1y                     whole quarters and years before the present one
//   next:7d                             now up to the end of that day
//   2026 2026-03 2026-Q1 2026-H1 2026-W12 2026-03-05 FY2027 FY2027-Q1   that period
//   2026-01..2026-02-10                 both ends included
//   since:2026-03-01 from:… until:… through:…
//   2026-03-01T00:00:00Z..2026-03-18T10:30:00Z   moments, half-open; either may be missing
// With `past`, a window that holds now ends at now. Nothing when the text is none of these, or the window has no length.
std::optional<Span> resolve_window(std::string_view text, const Clock& clock, bool past);
// The last of these forms.
std::string window_text(const Span& span);
// The local day that a snapshot "as of" a date literal is taken at the end of.
std::optional<Date> last_day(std::string_view literal, const Clock& clock);
// What rows are grouped under by steps of time (kGrains): "2026-03-05", the week's first day, "2026-03", "2026-Q1", "2026", "Thu".
std::string step_label(std::string_view grain, Date day, int week_start);
// "2026-03-01 to 2026-03-17", with times where it does not begin or end at midnight; in the clock's zone.
std::string say(const Span& span, const Clock& clock);

}  // namespace juno::ask
