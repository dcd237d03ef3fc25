// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/jira_session.h"
#include "cmd/progress.h"
#include "core/config.h"
#include "core/error.h"
#include "store/database.h"
namespace juno {

struct SyncOptions {
  bool full = false;           // read everything again
  bool reconcile = false;      // list all ids now
  bool allow_deletes = false;  // believe the server when much is gone
};

// How one stream ended, for the report of `juno sync`.
struct StreamResult {
  std::string site, stream, state;  // state: done, partial, failed
  std::int64_t items = 0;
  std::string error;
  std::optional<Instant> resume_after;
  Exit exit = Exit::ok;
};

struct SyncResult {
  std::vector<StreamResult> streams;
  std::vector<std::string> warnings;
  std::int64_t requests = 0, issues = 0, unchanged = 0, deleted = 0, quarantined = 0;
};

// Brings one site's cache up to date. Ends early only by Error{config} (credentials), Error{store} and interruption; what was
// committed stays. Every other failure ends its stream and is told in the result.
void sync_jira(Context& ctx, store::Database& db, const JiraSite& configured, const SyncOptions& options, Progress& progress, SyncResult& result);

// Reads the kept raw records again with the present field mapping; no network.
void reprocess_jira(Context& ctx, store::Database& db, const JiraSite& configured, Progress& progress, SyncResult& result);

}  // namespace juno
