// SPDX-License-Identifier: Apache-2.0
#include "store/reprocess.h"
#include "store/issue_reader.h"
#include "store/issue_rows.h"
#include "store/query.h"
#include "store/status_book.h"
namespace juno::store {
namespace {

constexpr std::size_t kBatch = 2000;

std::vector<Id> ids_after(Query& q, const Site& site, Id after, std::size_t count) {
  std::vector<Id> ids;
  for (q.bind(after, site.base() + kMaxTrackerId, static_cast<std::int64_t>(count)); q.next();) ids.push_back(q.integer(0));
  return ids;
}
constexpr const char* kIds = "select id from issue where id > $1 and id <= $2 order by id limit $3";

}  // namespace

void each_raw_issue(Database& db, const Site& site, std::size_t batch, const std::function<void(std::vector<IssueRecord>&&)>& use) {
  Query next(db, kIds);
  IssueReader reader(db);
  for (Id last = site.base();;) {
    const auto ids = ids_after(next, site, last, batch);
    if (ids.empty()) return;
    last = ids.back();
    std::vector<IssueRecord> records;
    for (const Id id : ids)
      if (auto stored = reader.read(id, true)) records.push_back(std::move(stored->record));
    use(std::move(records));
  }
}

std::int64_t refresh_facts(Database& db, const Site& site, const FieldMap& fields) {
  const StatusBook book(db, site);
  Query next(db, kIds);
  IssueReader reader(db);
  IssueRows rows(db, site);
  std::int64_t differing = 0;
  for (Id last = site.base();;) {
    Transaction tx(db);
    const auto ids = ids_after(next, site, last, kBatch);
    for (const Id id : ids) {
      const auto stored = reader.read(id, false);
      if (!stored) continue;
      const auto past = timeline(stored->record.issue, stored->record.changes, fields, book.hints());
      differing += rows.refresh(*stored, past, moments(past, book.categories()));
    }
    if (ids.empty()) put_setting(db, "facts_stale:" + std::to_string(site.number), "0");
    tx.commit();
    if (ids.empty()) return differing;
    last = ids.back();
  }
}

}  // namespace juno::store
