// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/history.h"
#include "store/query.h"
#include "store/sprint_facts.h"
namespace juno::store {

// When an issue stopped being open: where its issue_flow row lies. The later of both moments; 2^62 while it is not done.
inline constexpr std::int64_t kOpen = std::int64_t{1} << 62;
std::int64_t ended_at(const std::optional<Instant>& done, const std::optional<Instant>& resolved);

// Keeps one issue's issue_flow row.
class FlowFacts {
 public:
  explicit FlowFacts(Database& db);
  // `before`: where the row lies now; nothing when there is none.
  void write(const IssueNow& now, const Issue& issue, std::optional<std::int64_t> resolution, const IssueTimeline& timeline,
             const std::optional<std::int64_t>& before);
  void remove(Id issue, std::int64_t ended);

 private:
  Query put_, remove_;
};

}  // namespace juno::store
