// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>
#include "core/model.h"
#include "store/catalog.h"
namespace juno::store {

// Writes issues with their history, raw record and the facts reports read. Statements and lookups are kept between
// calls, so use one writer for a whole stream. Every call belongs inside the caller's Transaction; after a rollback the
// writer notices and forgets what it had looked up.
class IssueWriter {
 public:
  // Status categories are read once from the cache: upsert statuses first. An issue's own status fills a missing one.
  IssueWriter(Database& db, const Site& site, const FieldMap& fields);
  IssueWriter(IssueWriter&&) noexcept;
  ~IssueWriter();

  // Rows, children, changes, raw, sprint membership and facts. A record equal to what is stored (also the rules that made
  // its facts) is not touched. A deleted issue that comes back is undeleted; a new key leaves the old one findable.
  // Records with hostile ids or no key go to the quarantine at `now`, and never stop the rest.
  Written upsert(std::span<const IssueRecord> records, Instant now);

  // Every comment or worklog of one issue, as listed now: what is no longer there goes. Sets the issue's comment count.
  void replace_comments(Id issue, std::span<const Comment> comments);
  void replace_worklogs(Id issue, std::span<const Worklog> worklogs);
  // Some comments or worklogs, of any issues; nothing is removed. Those of issues that are not
  // cached (yet) are kept, out of sight: the tracker tells of each only once.
  Written upsert_comments(std::span<const Comment> comments);
  Written upsert_worklogs(std::span<const Worklog> worklogs);
  std::int64_t remove_worklogs(std::span<const Id> worklogs);  // by worklog id; returns how many were there

  // Soft delete: kept, marked, out of reports. Ids that are unknown or already deleted change nothing. Returns how many were marked.
  std::int64_t mark_deleted(std::span<const Id> issues, Instant now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno::store
