// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "core/history.h"
namespace juno {

// A stay in a status: until the next one begins. The first begins at creation.
struct StatusVisit {
  Instant from;
  Id status = 0;  // 0 = the history does not tell
  friend bool operator==(const StatusVisit&, const StatusVisit&) = default;
};
std::vector<StatusVisit> status_visits(const IssueTimeline& timeline);

// Compact bytes and back. `visits` must not be empty; the first begins at `created`. decode throws Error{store} on damaged
// or newer bytes, and reuses the memory of `into`.
std::string encode(const std::vector<StatusVisit>& visits);
void decode_status_visits(std::string_view bytes, Instant created, std::vector<StatusVisit>& into);

}  // namespace juno
