// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/time.h"
#include "store/database.h"
namespace juno::store {

// What people entered, kept beside the cache and never rebuilt. Rows are only ever added.
struct Snapshot {
  std::int64_t id = 0;       // counts from 1
  std::string source;        // the site's name
  std::int64_t sprint = 0;   // the tracker's id
  std::string sprint_name;
  std::string kind;          // baseline, interim or final
  Instant taken;
  std::string author;
  std::string sha256;        // of `body`, lower-case hex
  std::string body;          // canonical JSON
};
// Adds it and returns its id; `id` and `sha256` of the argument are ignored, the hash is computed here.
std::int64_t add_snapshot(Database& ledger, const Snapshot& snapshot);
// Oldest first; of all sprints when `sprint` is 0. Bodies are left out.
std::vector<Snapshot> snapshots(Database& ledger, std::string_view source = {}, std::int64_t sprint = 0);
// With its body. Nothing when there is none; throws Error{store} when body and hash disagree.
std::optional<Snapshot> find_snapshot(Database& ledger, std::int64_t id);
// The newest of that kind (any kind when empty) of a sprint.
std::optional<Snapshot> last_snapshot(Database& ledger, std::string_view source, std::int64_t sprint, std::string_view kind = {});

struct AuditEntry {
  std::int64_t id = 0;
  Instant at;
  std::string author, action, subject, detail;  // "snapshot", "sprint 12", JSON or a sentence
};
void add_audit(Database& ledger, const AuditEntry& entry);
std::vector<AuditEntry> audit(Database& ledger);  // oldest first

std::string sha256_hex(std::string_view bytes);

}  // namespace juno::store
