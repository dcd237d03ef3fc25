// SPDX-License-Identifier: Apache-2.0
#include "store/catalog.h"
#include "store/lookup.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {
namespace {

void count(Written& written, bool existed, bool changed) {
  if (!existed) ++written.inserted;
  else if (changed) ++written.updated;
  else ++written.unchanged;
}
bool exists(Query& find, Id id) {
  find.bind(id);
  const bool found = find.next();
  find.done();
  return found;
}
// Runs an upsert `returning`: a row comes back only when something was written.
bool wrote(Query& upsert) {
  const bool row = upsert.next();
  upsert.run();
  return row;
}
std::optional<std::string> date_or_null(const std::optional<Date>& date) {
  return date ? std::optional(format_date(*date)) : std::nullopt;
}

}  // namespace

StatusesWritten upsert_statuses(Database& db, const Site& site, std::span<const Status> statuses) {
  StatusesWritten written;
  Query find(db, "select name, category from status where id = $1");
  Query put(db, R"(
    insert into status (id, name, category)
    values ($1, $2, $3)
    on conflict (id) do update set name = excluded.name, category = excluded.category)");
  for (const auto& s : statuses) {
    if (!valid_tracker_id(s.id)) {
      ++written.refused;
      continue;
    }
    find.bind(site.to_cache(s.id));
    const bool existed = find.next();
    const std::string name = existed ? find.string(0) : std::string();
    const std::string category = existed ? find.string(1) : std::string();
    find.done();
    const std::string told(word(s.category));
    const bool differs = name != s.name || category != told;
    if (!existed || differs) put.bind(site.to_cache(s.id), s.name, told).run();
    count(written, existed, differs);
    // A status seen only in histories counted as todo until now.
    if (existed && category != told && !(category.empty() && s.category == StatusCategory::todo)) written.category_changed = true;
  }
  if (written.category_changed) mark_facts_stale(db, site);
  else written.category_changed = facts_are_stale(db, site);
  return written;
}

void mark_facts_stale(Database& db, const Site& site) { put_setting(db, "facts_stale:" + std::to_string(site.number), "1"); }
bool facts_are_stale(Database& db, const Site& site) { return setting(db, "facts_stale:" + std::to_string(site.number)) == "1"; }

Written upsert_projects(Database& db, const Site& site, std::span<const Project> projects) {
  Written written;
  Lookup lookup(db, site);
  Query find(db, "select id from project where id = $1");
  Query put(db, R"(
    insert into project (id, key, name, style, lead, archived)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (id) do update set
      key = excluded.key, name = excluded.name, style = excluded.style, lead = excluded.lead, archived = excluded.archived
    where key <> excluded.key or name <> excluded.name or style is distinct from excluded.style
      or lead is distinct from excluded.lead or archived <> excluded.archived
    returning id)");
  for (const auto& p : projects) {
    Person lead;
    lead.account = p.lead;
    if (!valid_tracker_id(p.id) || p.key.empty()) {
      ++written.refused;
      continue;
    }
    const bool existed = exists(find, site.to_cache(p.id));
    put.bind(site.to_cache(p.id), p.key, p.name, or_null(p.style), lookup.person(lead), p.archived);
    count(written, existed, wrote(put));
  }
  return written;
}

Written upsert_versions(Database& db, const Site& site, std::span<const Version> versions) {
  Written written;
  Query find(db, "select id from version where id = $1");
  Query put(db, R"(
    insert into version (id, project_id, name, released, archived, start_on, release_on)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (id) do update set
      project_id = excluded.project_id, name = excluded.name, released = excluded.released,
      archived = excluded.archived, start_on = excluded.start_on, release_on = excluded.release_on
    where project_id <> excluded.project_id or name <> excluded.name or released <> excluded.released
      or archived <> excluded.archived or start_on is distinct from excluded.start_on or release_on is distinct from excluded.release_on
    returning id)");
  for (const auto& v : versions) {
    if (!valid_tracker_id(v.id) || (v.project != 0 && !valid_tracker_id(v.project))) {
      ++written.refused;
      continue;
    }
    const bool existed = exists(find, site.to_cache(v.id));
    const auto start = date_or_null(v.start), release = date_or_null(v.release);
    put.bind(site.to_cache(v.id), site.to_cache(v.project), v.name, v.released, v.archived, start, release);
    count(written, existed, wrote(put));
  }
  return written;
}

Written upsert_components(Database& db, const Site& site, std::span<const Component> components) {
  Written written;
  Query find(db, "select id from component where id = $1");
  Query put(db, R"(
    insert into component (id, project_id, name)
    values ($1, $2, $3)
    on conflict (id) do update set project_id = excluded.project_id, name = excluded.name
    where project_id <> excluded.project_id or name <> excluded.name
    returning id)");
  for (const auto& c : components) {
    if (!valid_tracker_id(c.id) || (c.project != 0 && !valid_tracker_id(c.project))) {
      ++written.refused;
      continue;
    }
    const bool existed = exists(find, site.to_cache(c.id));
    put.bind(site.to_cache(c.id), site.to_cache(c.project), c.name);
    count(written, existed, wrote(put));
  }
  return written;
}

Written upsert_sprints(Database& db, const Site& site, std::span<const Sprint> sprints) {
  Written written;
  Query find(db, "select id from sprint where id = $1");
  Query put(db, R"(
    insert into sprint (id, board_id, name, state, start_at, activated_at, end_at, complete_at, goal)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (id) do update set
      board_id = excluded.board_id, name = excluded.name, state = excluded.state, start_at = excluded.start_at,
      activated_at = excluded.activated_at, end_at = excluded.end_at, complete_at = excluded.complete_at, goal = excluded.goal
    where board_id <> excluded.board_id or name <> excluded.name or state <> excluded.state
      or start_at is distinct from excluded.start_at or activated_at is distinct from excluded.activated_at
      or end_at is distinct from excluded.end_at or complete_at is distinct from excluded.complete_at
      or goal is distinct from excluded.goal
    returning id)");
  for (const auto& s : sprints) {
    if (!valid_tracker_id(s.id) || (s.board != 0 && !valid_tracker_id(s.board))) {
      ++written.refused;
      continue;
    }
    const bool existed = exists(find, site.to_cache(s.id));
    put.bind(site.to_cache(s.id), site.to_cache(s.board), s.name, word(s.state), s.start, s.activated, s.end, s.complete, or_null(s.goal));
    count(written, existed, wrote(put));
  }
  return written;
}

Written upsert_people(Database& db, const Site& site, std::span<const Person> people) {
  Written written;
  Lookup lookup(db, site);
  for (const auto& p : people) {
    if (!lookup.person(p, true)) {
      ++written.refused;
      continue;
    }
    switch (lookup.last_effect()) {
      case Lookup::Effect::inserted: ++written.inserted; break;
      case Lookup::Effect::updated: ++written.updated; break;
      case Lookup::Effect::none: ++written.unchanged; break;
    }
  }
  return written;
}

std::vector<Status> statuses(Database& db, const Site& site) {
  std::vector<Status> all;
  Query q(db, "select id, name, category from status where id >= $1 and id <= $2 order by id");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();)
    all.push_back({site.to_tracker(q.integer(0)), q.string(1), category_of(q.text(2))});
  return all;
}

std::vector<Project> projects(Database& db, const Site& site) {
  std::vector<Project> all;
  Query q(db, R"(
    select p.id, p.key, p.name, p.style, l.account, p.archived
    from project p
    left join person l on l.id = p.lead
    where p.id >= $1 and p.id <= $2
    order by p.key, p.id)");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();)
    all.push_back({site.to_tracker(q.integer(0)), q.string(1), q.string(2), q.string(3), q.string(4), q.integer(5) != 0});
  return all;
}

}  // namespace juno::store
