// SPDX-License-Identifier: Apache-2.0
#include "store/import.h"
#include <set>
#include "core/error.h"
#include "store/capacity.h"
#include "store/catalog.h"
#include "store/export_rank.h"
#include "store/import_forge.h"
#include "store/import_site.h"
#include "store/ledger.h"
#include "store/query.h"
#include "store/reprocess.h"
namespace juno::store {
namespace {

const std::set<std::string> kCatalog = {"people", "statuses", "projects", "versions", "components", "boards", "sprints"};
const std::set<std::string> kChildren = {"changes", "issue_links", "sprint_issues", "comments", "worklogs"};
constexpr std::size_t kLongestLine = 64u << 20;

class Import {
 public:
  Import(Database& cache, Database* ledger, Instant now) : cache_(cache), ledger_(ledger), now_(now) {}

  void line(const std::string& text, std::int64_t number) {
    if (text.size() > kLongestLine) throw Error(Exit::usage, "line " + std::to_string(number) + ": longer than 64 MB");
    if (text.find_first_not_of(" \t\r") == std::string::npos) return;
    const ImportRow row(text, number);
    if (row.has("juno")) {
      if (row.text("juno") != "export" || row.integer("format") != 1) row.fail("this file was written by a newer juno, or is no export");
      return;
    }
    const std::string table = row.need_text("table");
    ++result_.lines[table];
    if (table == "sources") return source(row);
    if (table == "snapshots") return snapshot(row);
    if (table == "capacity_changes") return capacity_change(row);
    if (is_rank_table(table)) return ledger_ ? import_rank(*ledger_, table, row) : void();
    if (table == "audit") return audit_entry(row);
    if (ImportForge::takes(table)) return forge_named(row.has("source") ? row.text("source") : "import").line(table, row);
    if (!kCatalog.count(table) && !kChildren.count(table) && table != "issues" && table != "sync_state") row.fail("there is no table " + table);
    ImportSite& site = site_named(row.has("source") ? row.text("source") : "import");
    if (table == "issues") site.issue(row);
    else if (table == "sync_state") site.sync_state(row);
    else if (kChildren.count(table)) site.child(table, row);
    else site.catalog(table, row);
  }

  void flush(const std::string& environment) {
    for (auto& [name, site] : sites_) site.flush();
    for (auto& [name, forge] : forges_) forge.flush(environment);
  }
  Imported result() { return result_; }

 private:
  ImportForge& forge_named(const std::string& name) {
    if (const auto it = forges_.find(name); it != forges_.end()) return it->second;
    Site site;
    site.name = name, site.kind = "import";
    for (const auto& known : sites(cache_))
      if (known.name == name) site = known;
    return forges_.try_emplace(name, cache_, site.number == 0 && site.kind == "import" ? register_site(cache_, site) : site).first->second;
  }
  ImportSite& site_named(const std::string& name) {
    if (const auto it = sites_.find(name); it != sites_.end()) return it->second;
    for (const auto& known : sites(cache_))
      if (known.name == name) return sites_.try_emplace(name, cache_, known, now_, result_).first->second;
    Site site;
    site.name = name, site.kind = "import";
    return sites_.try_emplace(name, cache_, register_site(cache_, site), now_, result_).first->second;
  }
  void source(const ImportRow& row) {
    Site site;
    site.name = row.need_text("name"), site.kind = row.has("kind") ? row.text("kind") : "import", site.url = row.text("url");
    site.deployment = row.text("deployment"), site.account = row.text("account"), site.time_zone = row.text("time_zone");
    register_site(cache_, site);
    if (const auto fields = row.fields()) site_named(site.name).set_fields(*fields);
  }
  void snapshot(const ImportRow& row) {
    if (!ledger_) return;
    Snapshot s;
    s.source = row.text("source"), s.sprint = row.need_id("sprint_id"), s.sprint_name = row.text("sprint"), s.kind = row.need_text("kind");
    s.taken = row.need_instant("taken_at"), s.author = row.text("author"), s.sha256 = row.text("sha256"), s.body = row.need_text("body");
    if (!s.sha256.empty() && s.sha256 != sha256_hex(s.body)) row.fail("the snapshot does not match its SHA-256");
    for (const auto& known : snapshots(*ledger_, s.source, s.sprint))
      if (known.kind == s.kind && known.taken == s.taken && known.sha256 == sha256_hex(s.body)) return;
    try {
      add_snapshot(*ledger_, s);
    } catch (const Error& e) {
      if (e.exit == Exit::usage) row.fail(e.what());
      throw;
    }
  }
  void capacity_change(const ImportRow& row) {
    if (!ledger_) return;
    CapacityChange c;
    c.source = row.text("source"), c.sprint = row.need_id("sprint_id"), c.sprint_name = row.text("sprint"), c.team = row.text("team"), c.person = row.text("person");
    const auto what = capacity_change_named(row.need_text("what"));
    const auto unit = capacity_unit_named(row.need_text("unit"));
    if (!what) row.fail("what must be amount, availability or absence");
    if (!unit) row.fail("unit must be points, hours or issues");
    c.what = *what, c.unit = *unit, c.value = row.real("value"), c.from = row.date("from_on"), c.to = row.date("to_on");
    if (c.value && *c.value < 0) row.fail("value must not be negative");
    if (c.what == CapacityChange::What::absence && (!c.from || !c.to || *c.to < *c.from)) row.fail("an absence needs from_on and to_on, in this order");
    c.origin = row.has("origin") ? row.text("origin") : "file", c.at = row.need_instant("at"), c.author = row.text("author"), c.reason = row.text("reason");
    if (!has_capacity_change(*ledger_, c)) add_capacity_change(*ledger_, c);
  }
  void audit_entry(const ImportRow& row) {
    if (!ledger_) return;
    const AuditEntry e{0, row.need_instant("at"), row.text("author"), row.need_text("action"), row.text("subject"), row.text("detail")};
    Query q(*ledger_, "select id from audit where at = $1 and author = $2 and action = $3 and subject = $4 and detail is not distinct from $5");
    q.bind(e.at, e.author, e.action, e.subject, e.detail);
    const bool known = q.next();
    q.done();
    if (!known) add_audit(*ledger_, e);
  }

  Database& cache_;
  Database* ledger_;
  Instant now_;
  Imported result_;
  std::map<std::string, ImportSite> sites_;
  std::map<std::string, ImportForge> forges_;
};

}  // namespace

Imported import_lines(Database& cache, Database* ledger, const std::function<bool(std::string&)>& next, Instant now, const std::string& environment) {
  Transaction tx(cache);
  std::optional<Transaction> also;
  if (ledger) also.emplace(*ledger);
  Import import(cache, ledger, now);
  std::string text;
  for (std::int64_t number = 1; next(text); ++number) import.line(text, number);
  import.flush(environment);
  tx.commit();
  if (also) also->commit();
  // Statuses told after the issues that passed through them change what those issues' moments are.
  for (const auto& site : sites(cache))
    if (facts_are_stale(cache, site)) refresh_facts(cache, site, stored_field_map(cache, site).value_or(FieldMap{}));
  return import.result();
}

}  // namespace juno::store
