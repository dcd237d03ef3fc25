// SPDX-License-Identifier: Apache-2.0
#include "store/checkpoints.h"
#include "store/lookup.h"
#include "store/query.h"
namespace juno::store {
namespace {

constexpr std::string_view word(Checkpoint::State state) {
  switch (state) {
    case Checkpoint::State::running: return "running";
    case Checkpoint::State::done: return "done";
    case Checkpoint::State::partial: return "partial";
    case Checkpoint::State::failed: return "failed";
  }
  return {};
}
Checkpoint::State checkpoint_state(std::string_view word) {
  if (word == "done") return Checkpoint::State::done;
  if (word == "partial") return Checkpoint::State::partial;
  return word == "failed" ? Checkpoint::State::failed : Checkpoint::State::running;
}

Checkpoint read_checkpoint(Query& q) {
  Checkpoint c;
  c.stream = q.string(0), c.cursor = q.string(1);
  c.watermark = q.maybe_instant(2), c.started = q.maybe_instant(3), c.finished = q.maybe_instant(4);
  c.succeeded = q.maybe_instant(5), c.resume_after = q.maybe_instant(6);
  c.state = checkpoint_state(q.text(7));
  c.items = q.integer(8), c.error = q.string(9);
  return c;
}

}  // namespace

std::optional<Checkpoint> checkpoint(Database& db, const Site& site, std::string_view stream) {
  Query q(db, R"(
    select stream, cursor, watermark, started_at, finished_at, succeeded_at, resume_after, state, items, error
    from checkpoint
    where source = $1 and stream = $2)");
  q.bind(site.number, stream);
  return q.next() ? std::optional(read_checkpoint(q)) : std::nullopt;
}

std::vector<Checkpoint> checkpoints(Database& db, const Site& site) {
  std::vector<Checkpoint> all;
  Query q(db, R"(
    select stream, cursor, watermark, started_at, finished_at, succeeded_at, resume_after, state, items, error
    from checkpoint
    where source = $1
    order by stream)");
  for (q.bind(site.number); q.next();) all.push_back(read_checkpoint(q));
  return all;
}

void put_checkpoint(Database& db, const Site& site, const Checkpoint& c) {
  Query(db, R"(
    insert into checkpoint (source, stream, cursor, watermark, started_at, finished_at, succeeded_at, resume_after, state, items, error)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (source, stream) do update set
      cursor = excluded.cursor, watermark = excluded.watermark, started_at = excluded.started_at,
      finished_at = excluded.finished_at, succeeded_at = excluded.succeeded_at, resume_after = excluded.resume_after,
      state = excluded.state, items = excluded.items, error = excluded.error)")
      .bind(site.number, c.stream, c.cursor, c.watermark, c.started, c.finished, c.succeeded, c.resume_after, word(c.state), c.items, or_null(c.error))
      .run();
}

void drop_checkpoint(Database& db, const Site& site, std::string_view stream) {
  Query(db, "delete from checkpoint where source = $1 and stream = $2").bind(site.number, stream).run();
}

Id begin_sync_run(Database& db, Instant now) {
  Query q(db, R"(
    insert into sync_run (started_at, state, requests, items, quarantined, deleted)
    values ($1, 'running', 0, 0, 0, 0)
    returning id)");
  q.bind(now);
  q.next();
  const Id id = q.integer(0);
  q.run();
  return id;
}

void finish_sync_run(Database& db, const SyncRun& run) {
  Query(db, R"(
    update sync_run
    set finished_at = $2, state = $3, requests = $4, items = $5, quarantined = $6, deleted = $7, error = $8
    where id = $1)")
      .bind(run.id, run.finished, run.state, run.requests, run.items, run.quarantined, run.deleted, or_null(run.error))
      .run();
}

std::vector<SyncRun> last_sync_runs(Database& db, int count) {
  std::vector<SyncRun> all;
  Query q(db, R"(
    select id, started_at, finished_at, state, requests, items, quarantined, deleted, error
    from sync_run
    order by id desc
    limit $1)");
  for (q.bind(count); q.next();)
    all.push_back({q.integer(0), q.instant(1), q.maybe_instant(2), q.string(3), q.integer(4), q.integer(5), q.integer(6), q.integer(7), q.string(8)});
  return all;
}

void put_quarantine(Database& db, const Site& site, std::span<const BadRecord> records, Instant now) {
  Query q(db, R"(
    insert into quarantine (source, stream, external_id, reason, raw, seen_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (source, stream, external_id) do update set reason = excluded.reason, raw = excluded.raw
    where reason <> excluded.reason or raw <> excluded.raw)");
  for (const auto& r : records) q.bind(site.number, r.stream, r.external_id, r.reason, Query::Blob{r.raw}, now).run();
}

void clear_quarantine(Database& db, const Site& site, std::string_view stream, std::string_view external_id) {
  Query(db, "delete from quarantine where source = $1 and stream = $2 and external_id = $3").bind(site.number, stream, external_id).run();
}

std::vector<QuarantineCount> quarantine_counts(Database& db) {
  std::vector<QuarantineCount> all;
  Query q(db, R"(
    select s.name, q.stream, q.reason, count(*), min(q.external_id)
    from quarantine q
    join source s on s.number = q.source
    group by s.name, q.stream, q.reason
    order by s.name, q.stream, q.reason)");
  for (; q.next();) all.push_back({q.string(0), q.string(1), q.string(2), q.integer(3), q.string(4)});
  return all;
}

}  // namespace juno::store
