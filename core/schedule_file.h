// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>
#include "core/queue.h"
namespace juno {

// One line of a schedule file: when an item must happen, or by when it should be done.
struct ScheduleEntry {
  std::string key;
  std::optional<Instant> starts, ends;  // hard
  std::optional<Date> target;           // soft; neither: flexible, whatever the tracker says
};
// CSV with the columns key, starts_at, ends_at, target_on in any order (all but key may be left out), times ISO 8601.
// Throws Error{usage} naming file and line.
std::vector<ScheduleEntry> parse_schedule(std::string_view text, std::string_view filename);
// Sets the schedule of the issues it names (in any case); what names none of them becomes a warning.
std::vector<QueueRemark> apply_schedule(const std::vector<ScheduleEntry>& schedule, std::vector<QueueItem>& issues);

}  // namespace juno
