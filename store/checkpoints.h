// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
#include "store/site.h"
namespace juno::store {

// How far one stream has come. Written in the transaction of the rows it covers.
struct Checkpoint {
  enum class State { running, done, partial, failed };
  std::string stream;                    // "issues:PAY", "sprints:12", "people"
  std::string cursor;                    // where to go on; empty when the pass is complete
  std::optional<Instant> watermark;      // everything changed before it is in the cache
  std::optional<Instant> started, finished;  // of the pass under way, or the last one
  std::optional<Instant> succeeded;      // end of the last complete pass
  std::optional<Instant> resume_after;   // the server asked to come back then
  State state = State::running;
  std::int64_t items = 0;                // rows of this pass
  std::string error;                     // why partial or failed; empty otherwise
};
std::optional<Checkpoint> checkpoint(Database& db, const Site& site, std::string_view stream);
std::vector<Checkpoint> checkpoints(Database& db, const Site& site);  // by stream
void put_checkpoint(Database& db, const Site& site, const Checkpoint& checkpoint);
void drop_checkpoint(Database& db, const Site& site, std::string_view stream);

// One run of `juno sync`, for `status` and doctor.
struct SyncRun {
  Id id = 0;
  Instant started;
  std::optional<Instant> finished;
  std::string state;  // running, ok, partial, failed, interrupted
  std::int64_t requests = 0, items = 0, quarantined = 0, deleted = 0;
  std::string error;
};
Id begin_sync_run(Database& db, Instant now);
void finish_sync_run(Database& db, const SyncRun& run);
std::vector<SyncRun> last_sync_runs(Database& db, int count);  // newest first

// Records that could not be read: kept raw, counted, never in the way. The same record twice is one row.
void put_quarantine(Database& db, const Site& site, std::span<const BadRecord> records, Instant now);
// A record that reads well again leaves the quarantine.
void clear_quarantine(Database& db, const Site& site, std::string_view stream, std::string_view external_id);
struct QuarantineCount {
  std::string site, stream, reason;
  std::int64_t count = 0;
  std::string example;  // external id of one of them
};
std::vector<QuarantineCount> quarantine_counts(Database& db);  // by site, stream, reason

}  // namespace juno::store
