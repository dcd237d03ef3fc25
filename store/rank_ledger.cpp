// SPDX-License-Identifier: Apache-2.0
#include "store/rank_ledger.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/packed.h"
#include "store/query.h"
namespace juno::store {
namespace {

std::optional<std::string> text(const std::optional<Date>& date) { return date ? std::optional(format_date(*date)) : std::nullopt; }

[[noreturn]] void unreadable(const Database& ledger, const char* what, std::int64_t id) {
  throw Error(Exit::store, ledger.path() + ": " + what + " " + std::to_string(id) + " cannot be read", "it was written by a newer juno, or outside juno");
}

std::int64_t id_of(Query& q) {
  q.next();
  const auto id = q.integer(0);
  q.run();
  return id;
}

RankRunRow row(Query& q) { return {{q.integer(0), q.instant(1), q.string(2), q.string(3), q.string(4), static_cast<int>(q.integer(5))}, q.string(6)}; }

std::string verified(const Database& ledger, std::int64_t id, std::string_view packed, std::string_view sha256) {
  std::string body = Packer().unpack(packed);
  if (sha256_hex(body) != sha256)
    throw Error(Exit::store, ledger.path() + ": ranking " + std::to_string(id) + " does not match its SHA-256", "the ledger was changed outside juno: restore it from a backup");
  return body;
}

}  // namespace

std::int64_t add_rank_adjustment(Database& ledger, const RankAdjustment& a) {
  Query q(ledger, R"(
    insert into rank_adjustment (source, issue, issue_key, kind, value, expires_on, at, author, reason)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    returning id)");
  const auto expires = text(a.expires);
  const bool has_value = a.kind == RankAdjustment::Kind::delta || a.kind == RankAdjustment::Kind::pin;
  q.bind(a.source, a.issue, a.key, to_string(a.kind), has_value ? std::optional(a.value) : std::nullopt, expires, a.at, a.author, a.reason);
  return id_of(q);
}

std::vector<RankAdjustment> rank_adjustments(Database& ledger) {
  std::vector<RankAdjustment> all;
  for (Query q(ledger, "select id, source, issue, issue_key, kind, value, expires_on, at, author, reason from rank_adjustment order by id"); q.next();) {
    const auto kind = rank_adjustment_named(q.text(4));
    if (!kind) unreadable(ledger, "adjustment", q.integer(0));
    all.push_back({q.integer(0), q.string(1), q.integer(2), q.string(3), *kind, q.maybe_real(5).value_or(0), parse_date(q.text(6)), q.instant(7), q.string(8), q.string(9)});
  }
  return all;
}

bool has_rank_adjustment(Database& ledger, const RankAdjustment& a) {
  Query q(ledger, "select id from rank_adjustment where source = $1 and issue = $2 and kind = $3 and coalesce(value, 0.0) = $4 and expires_on is not distinct from $5 and at = $6 and author = $7 and reason = $8");
  const auto expires = text(a.expires);
  q.bind(a.source, a.issue, to_string(a.kind), a.value, expires, a.at, a.author, a.reason);
  const bool known = q.next();
  q.done();
  return known;
}

std::int64_t add_rank_outcome(Database& ledger, const RankOutcome& o) {
  Query q(ledger, R"(
    insert into rank_outcome (source, issue, issue_key, on_date, value, unit, origin, at, author, reason)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    returning id)");
  q.bind(o.source, o.issue, o.key, format_date(o.on), o.value, o.unit, o.origin, o.at, o.author, o.reason);
  return id_of(q);
}

std::vector<RankOutcome> rank_outcomes(Database& ledger) {
  std::vector<RankOutcome> all;
  for (Query q(ledger, "select id, source, issue, issue_key, on_date, value, unit, origin, at, author, reason from rank_outcome order by id"); q.next();) {
    const auto on = parse_date(q.text(4));
    if (!on) unreadable(ledger, "outcome", q.integer(0));
    all.push_back({q.integer(0), q.string(1), q.integer(2), q.string(3), *on, q.maybe_real(5), q.string(6), q.string(7), q.instant(8), q.string(9), q.string(10)});
  }
  return all;
}

bool has_rank_outcome(Database& ledger, const RankOutcome& o) {
  Query q(ledger, "select id from rank_outcome where source = $1 and issue = $2 and on_date = $3 and value is not distinct from $4 and unit = $5 and origin = $6 and at = $7 and author = $8 and reason = $9");
  q.bind(o.source, o.issue, format_date(o.on), o.value, o.unit, o.origin, o.at, o.author, o.reason);
  const bool known = q.next();
  q.done();
  return known;
}

std::int64_t add_rank_run(Database& ledger, const RankRunHead& h, std::string_view body) {
  Query q(ledger, R"(
    insert into rank_run (at, author, model, scheme, items, sha256, body)
    values ($1, $2, $3, $4, $5, $6, $7)
    returning id)");
  Packer packer;
  q.bind(h.at, h.author, h.model, h.scheme, h.items, sha256_hex(body), Query::Blob{packer.pack(body)});
  return id_of(q);
}

bool has_rank_run(Database& ledger, const RankRunHead& h, std::string_view sha256) {
  Query q(ledger, "select id from rank_run where scheme = $1 and at = $2 and author = $3 and sha256 = $4");
  q.bind(h.scheme, h.at, h.author, sha256);
  const bool known = q.next();
  q.done();
  return known;
}

RankRunsBefore rank_runs_before(Database& ledger, std::string_view scheme, Instant now, std::string_view sha256) {
  RankRunsBefore out;
  Query newest(ledger, "select id, at, author, model, scheme, items, sha256 from rank_run where scheme = $1 and at <= $2 order by at desc, id desc limit 1");
  newest.bind(scheme, now);
  if (newest.next()) out.newest = row(newest);
  Query different(ledger, "select id, at, author, model, scheme, items, sha256 from rank_run where scheme = $1 and at <= $2 and sha256 <> $3 order by at desc, id desc limit 1");
  different.bind(scheme, now, sha256);
  if (different.next()) out.different = row(different);
  newest.done(), different.done();
  return out;
}

std::string rank_run_text(Database& ledger, std::int64_t id) {
  Query q(ledger, "select body, sha256 from rank_run where id = $1");
  q.bind(id);
  if (!q.next()) unreadable(ledger, "ranking", id);
  std::string body = verified(ledger, id, q.blob(0), q.text(1));
  q.done();
  return body;
}

void walk_rank_runs(Database& ledger, const std::function<void(const RankRunRow&, std::string_view)>& take) {
  for (Query q(ledger, "select id, at, author, model, scheme, items, sha256, body from rank_run order by at, id"); q.next();) {
    const RankRunRow r = row(q);
    take(r, verified(ledger, r.head.id, q.blob(7), r.sha256));
  }
}

}  // namespace juno::store
