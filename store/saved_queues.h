// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/time.h"
#include "store/database.h"
namespace juno::store {

// A queue kept under a name in the ledger, never changed.
struct SavedQueueRow {
  std::int64_t id = 0;  // counts from 1
  std::string name;     // unique
  std::string source;   // the site's name
  std::int64_t sprint = 0;  // the tracker's id; 0 = a backlog
  std::string sprint_name;
  Instant saved;
  std::string author;
  std::string sha256;   // of `body`, lower-case hex
  std::string body;     // canonical JSON
};
// Adds it and returns its hash; `id` and `sha256` of the argument are ignored. Throws Error{usage} when the name is taken.
std::string add_saved_queue(Database& ledger, const SavedQueueRow& queue);
// Oldest first, without bodies.
std::vector<SavedQueueRow> saved_queues(Database& ledger);
// With its body. Nothing when there is none; throws Error{store} when body and hash disagree.
std::optional<SavedQueueRow> find_saved_queue(Database& ledger, std::string_view name);

}  // namespace juno::store
