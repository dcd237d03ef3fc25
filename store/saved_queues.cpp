// SPDX-License-Identifier: Apache-2.0
#include "store/saved_queues.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/query.h"
namespace juno::store {
namespace {

SavedQueueRow read(Query& q) {
  return {q.integer(0), q.string(1), q.string(2), q.integer(3), q.string(4), q.instant(5), q.string(6), q.string(7), q.string(8)};
}

}  // namespace

std::string add_saved_queue(Database& ledger, const SavedQueueRow& s) {
  if (find_saved_queue(ledger, s.name))
    throw Error(Exit::usage, "there is a saved queue '" + s.name + "' already, and saved queues are never changed", "choose another name; `juno queue list` shows those there are");
  const std::string hash = sha256_hex(s.body);
  Query(ledger, R"(
    insert into saved_queue (name, source, sprint, sprint_name, saved_at, author, sha256, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8))")
      .bind(s.name, s.source, s.sprint, s.sprint_name, s.saved, s.author, hash, s.body)
      .run();
  return hash;
}

std::vector<SavedQueueRow> saved_queues(Database& ledger) {
  std::vector<SavedQueueRow> all;
  for (Query q(ledger, "select id, name, source, sprint, sprint_name, saved_at, author, sha256, '' from saved_queue order by id"); q.next();) all.push_back(read(q));
  return all;
}

std::optional<SavedQueueRow> find_saved_queue(Database& ledger, std::string_view name) {
  Query q(ledger, "select id, name, source, sprint, sprint_name, saved_at, author, sha256, body from saved_queue where name = $1");
  q.bind(name);
  if (!q.next()) return std::nullopt;
  SavedQueueRow row = read(q);
  if (sha256_hex(row.body) != row.sha256)
    throw Error(Exit::store, ledger.path() + ": saved queue '" + row.name + "' does not match its SHA-256", "the ledger was changed outside juno: restore it from a backup");
  return row;
}

}  // namespace juno::store
