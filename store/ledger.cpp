// SPDX-License-Identifier: Apache-2.0
#include "store/ledger.h"
#include "core/error.h"
#include "store/query.h"
namespace juno::store {
namespace {

Snapshot read_snapshot(Query& q) {
  return {q.integer(0), q.string(1), q.integer(2), q.string(3), q.string(4), q.instant(5), q.string(6), q.string(7), q.string(8)};
}
Snapshot verified(Snapshot s, const std::string& path) {
  if (sha256_hex(s.body) != s.sha256)
    throw Error(Exit::store, path + ": snapshot " + std::to_string(s.id) + " does not match its SHA-256", "the ledger was changed outside juno: restore it from a backup");
  return s;
}

}  // namespace

std::int64_t add_snapshot(Database& ledger, const Snapshot& s) {
  if (s.kind != "baseline" && s.kind != "interim" && s.kind != "final")
    throw Error(Exit::usage, "unknown kind of snapshot \"" + s.kind + "\"", "use baseline, interim or final");
  const std::string hash = sha256_hex(s.body);
  Query q(ledger, R"(
    insert into snapshot (source, sprint, sprint_name, kind, taken_at, author, sha256, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    returning id)");
  q.bind(s.source, s.sprint, s.sprint_name, s.kind, s.taken, s.author, hash, s.body);
  q.next();
  const auto id = q.integer(0);
  q.run();
  return id;
}

std::vector<Snapshot> snapshots(Database& ledger, std::string_view source, std::int64_t sprint) {
  std::vector<Snapshot> all;
  Query q(ledger, R"(
    select id, source, sprint, sprint_name, kind, taken_at, author, sha256, ''
    from snapshot
    where ($1 = '' or source = $1) and ($2 = 0 or sprint = $2)
    order by id)");
  for (q.bind(source, sprint); q.next();) all.push_back(read_snapshot(q));
  return all;
}

std::optional<Snapshot> find_snapshot(Database& ledger, std::int64_t id) {
  Query q(ledger, "select id, source, sprint, sprint_name, kind, taken_at, author, sha256, body from snapshot where id = $1");
  q.bind(id);
  return q.next() ? std::optional(verified(read_snapshot(q), ledger.path())) : std::nullopt;
}

std::optional<Snapshot> last_snapshot(Database& ledger, std::string_view source, std::int64_t sprint, std::string_view kind) {
  Query q(ledger, R"(
    select id, source, sprint, sprint_name, kind, taken_at, author, sha256, body
    from snapshot
    where source = $1 and sprint = $2 and ($3 = '' or kind = $3)
    order by id desc
    limit 1)");
  q.bind(source, sprint, kind);
  return q.next() ? std::optional(verified(read_snapshot(q), ledger.path())) : std::nullopt;
}

void add_audit(Database& ledger, const AuditEntry& e) {
  Query(ledger, "insert into audit (at, author, action, subject, detail) values ($1, $2, $3, $4, $5)").bind(e.at, e.author, e.action, e.subject, e.detail).run();
}

std::vector<AuditEntry> audit(Database& ledger) {
  std::vector<AuditEntry> all;
  for (Query q(ledger, "select id, at, author, action, subject, detail from audit order by id"); q.next();)
    all.push_back({q.integer(0), q.instant(1), q.string(2), q.string(3), q.string(4), q.string(5)});
  return all;
}

}  // namespace juno::store
