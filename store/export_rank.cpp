// SPDX-License-Identifier: Apache-2.0
#include "store/export_rank.h"
#include "store/ledger.h"
#include "store/query.h"
#include "store/rank_ledger.h"
namespace juno::store {
namespace {

void adjustment(Database& ledger, const ImportRow& row) {
  RankAdjustment a;
  const auto kind = rank_adjustment_named(row.need_text("kind"));
  if (!kind) row.fail("kind must be delta, pin, veto or none");
  a.source = row.text("source"), a.issue = row.need_id("issue"), a.key = row.text("issue_key"), a.kind = *kind, a.value = row.real("value").value_or(0), a.expires = row.date("expires_on");
  a.at = row.need_instant("at"), a.author = row.text("author"), a.reason = row.text("reason");
  if (!has_rank_adjustment(ledger, a)) add_rank_adjustment(ledger, a);
}

void outcome(Database& ledger, const ImportRow& row) {
  RankOutcome o;
  o.source = row.text("source"), o.issue = row.need_id("issue"), o.key = row.text("issue_key"), o.value = row.real("value"), o.unit = row.text("unit");
  const auto on = row.date("on_date");
  if (!on) row.fail("on_date is missing");
  o.on = *on, o.origin = row.text("origin"), o.at = row.need_instant("at"), o.author = row.text("author"), o.reason = row.text("reason");
  if (!has_rank_outcome(ledger, o)) add_rank_outcome(ledger, o);
}

void run(Database& ledger, const ImportRow& row) {
  RankRunHead h;
  h.at = row.need_instant("at"), h.author = row.text("author"), h.model = row.need_text("model"), h.scheme = row.need_text("scheme");
  const std::string body = row.need_text("body"), hash = sha256_hex(body);
  if (const std::string told = row.text("sha256"); !told.empty() && told != hash) row.fail("the ranking does not match its SHA-256");
  h.items = static_cast<int>(read_rank_run(body).size());
  if (!has_rank_run(ledger, h, hash)) add_rank_run(ledger, h, body);
}

}  // namespace

void write_rank(Database& ledger, LineWriter& out) {
  static constexpr OutColumn kAdjustment[] = {{"issue", As::integer}, {"issue_key"}, {"kind"}, {"value", As::real}, {"expires_on"}, {"at", As::instant}, {"author"}, {"reason"}};
  static constexpr OutColumn kOutcome[] = {{"issue", As::integer}, {"issue_key"}, {"on_date"}, {"value", As::real}, {"unit"}, {"origin"}, {"at", As::instant}, {"author"}, {"reason"}};
  static constexpr OutColumn kRun[] = {{"at", As::instant}, {"author"}, {"model"}, {"scheme"}, {"sha256"}};
  for (Query q(ledger, "select source, issue, issue_key, kind, value, expires_on, at, author, reason from rank_adjustment order by id"); q.next();) {
    out.begin("rank_adjustments", q.text(0));
    out.add(q, 1, kAdjustment);
    out.end();
  }
  for (Query q(ledger, "select source, issue, issue_key, on_date, value, unit, origin, at, author, reason from rank_outcome order by id"); q.next();) {
    out.begin("rank_outcomes", q.text(0));
    out.add(q, 1, kOutcome);
    out.end();
  }
  for (Query q(ledger, "select id, at, author, model, scheme, sha256 from rank_run order by id"); q.next();) {
    out.begin("rank_runs", {});
    out.add(q, 1, kRun);
    out.add_text("body", rank_run_text(ledger, q.integer(0)));
    out.end();
  }
}

bool is_rank_table(const std::string& table) { return table == "rank_adjustments" || table == "rank_outcomes" || table == "rank_runs"; }

void import_rank(Database& ledger, const std::string& table, const ImportRow& row) {
  if (table == "rank_adjustments") adjustment(ledger, row);
  else if (table == "rank_outcomes") outcome(ledger, row);
  else run(ledger, row);
}

}  // namespace juno::store
