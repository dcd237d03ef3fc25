// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "core/model.h"
#include "store/site.h"
namespace juno::store {

// The small tables around issues. All ids are the tracker's own; each call is idempotent, writes only rows that differ and
// belongs inside a Transaction. A record with an id outside 1..2^40-1 is skipped and counted in `refused`.
struct Written {
  std::int64_t inserted = 0, updated = 0, unchanged = 0, refused = 0;
  Written& operator+=(const Written& o) {
    inserted += o.inserted, updated += o.updated, unchanged += o.unchanged, refused += o.refused;
    return *this;
  }
};

// `category_changed`: facts of issues rest on categories, so the caller runs refresh_facts (store/reprocess.h) next;
// it stays true on later calls until that has run.
struct StatusesWritten : Written { bool category_changed = false; };
StatusesWritten upsert_statuses(Database& db, const Site& site, std::span<const Status> statuses);
// refresh_facts (store/reprocess.h) is due. Written down in the transaction that makes it so, so that a kill does not lose it.
void mark_facts_stale(Database& db, const Site& site);
bool facts_are_stale(Database& db, const Site& site);
Written upsert_projects(Database& db, const Site& site, std::span<const Project> projects);
Written upsert_versions(Database& db, const Site& site, std::span<const Version> versions);
Written upsert_components(Database& db, const Site& site, std::span<const Component> components);
Written upsert_boards(Database& db, const Site& site, std::span<const Board> boards);  // with their columns
Written upsert_sprints(Database& db, const Site& site, std::span<const Sprint> sprints);
Written upsert_people(Database& db, const Site& site, std::span<const Person> people);

std::vector<Status> statuses(Database& db, const Site& site);       // tracker ids, by id
std::vector<Project> projects(Database& db, const Site& site);      // by key
std::vector<Board> boards(Database& db, const Site& site);          // by id, with columns

}  // namespace juno::store
