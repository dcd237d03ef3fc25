// SPDX-License-Identifier: Apache-2.0
#include "store/issues.h"
#include <algorithm>
#include "core/error.h"
#include "store/issue_reader.h"
#include "store/query.h"
namespace juno::store {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// Keys are stored as the tracker writes them, which is in capitals; an imported one may be in any case.
std::vector<Id> owners_of(Database& db, std::string_view key, const std::optional<int>& site) {
  std::vector<Id> ids;
  Query q(db, "select issue_id, source from issue_key where key = $1 order by source");
  for (const std::string& spelling : {std::string(key), upper(key)}) {
    for (q.bind(spelling); q.next();)
      if (!site || q.integer(1) == *site) ids.push_back(q.integer(0));
    if (!ids.empty()) break;
  }
  return ids;
}

}  // namespace

std::optional<StoredIssue> find_issue(Database& db, std::string_view key, bool with_raw) {
  const auto known = sites(db);
  std::optional<int> site;
  std::string_view bare = key;
  if (const auto slash = key.find('/'); slash != std::string_view::npos)
    for (const auto& s : known)
      if (s.name == key.substr(0, slash)) site = s.number, bare = key.substr(slash + 1);
  const auto ids = owners_of(db, bare, site);
  if (ids.empty()) return std::nullopt;
  if (ids.size() > 1) {
    Error error(Exit::usage, "several sites have an issue " + std::string(bare), "put the site's name before it");
    for (const Id id : ids)
      for (const auto& s : known)
        if (s.number == site_number(id)) error.details.push_back(s.name + "/" + std::string(bare));
    throw error;
  }
  return find_issue(db, ids.front(), with_raw);
}

std::optional<StoredIssue> find_issue(Database& db, Id cached, bool with_raw) {
  return IssueReader(db).read(cached, with_raw);
}

std::vector<Id> ids_of_project(Database& db, const Site& site, Id project) {
  std::vector<Id> ids;
  Query q(db, "select id from issue where project_id = $1 and deleted_at is null order by id");
  for (q.bind(site.to_cache(project)); q.next();) ids.push_back(site.to_tracker(q.integer(0)));
  return ids;
}

std::int64_t count_of_project(Database& db, const Site& site, Id project) {
  Query q(db, "select count(*) from issue where project_id = $1 and deleted_at is null");
  q.bind(site.to_cache(project));
  return q.next() ? q.integer(0) : 0;
}

namespace {
Id tracker_part(Id cached) { return cached & kMaxTrackerId; }
}  // namespace

std::vector<Comment> comments_of(Database& db, Id cached) {
  std::vector<Comment> all;
  Query q(db, R"(
    select c.id, p.account, p.name, p.email, p.active, c.created_at, c.updated_at, c.body
    from comment c
    left join person p on p.id = c.author
    where c.issue_id = $1
    order by c.created_at, c.id)");
  for (q.bind(cached); q.next();) {
    Comment& c = all.emplace_back();
    c.id = q.integer(0), c.issue = tracker_part(cached);
    c.author.account = q.string(1), c.author.name = q.string(2), c.author.email = q.string(3), c.author.active = q.null(4) || q.integer(4) != 0;
    c.created = q.instant(5), c.updated = q.instant(6), c.body = q.string(7);
  }
  return all;
}

std::vector<Worklog> worklogs_of(Database& db, Id cached) {
  std::vector<Worklog> all;
  Query q(db, R"(
    select w.id, p.account, p.name, p.email, p.active, w.started_at, w.updated_at, w.seconds, w.comment
    from worklog w
    left join person p on p.id = w.author
    where w.issue_id = $1
    order by w.started_at, w.id)");
  for (q.bind(cached); q.next();) {
    Worklog& w = all.emplace_back();
    w.id = q.integer(0), w.issue = tracker_part(cached);
    w.author.account = q.string(1), w.author.name = q.string(2), w.author.email = q.string(3), w.author.active = q.null(4) || q.integer(4) != 0;
    w.started = q.instant(5), w.updated = q.instant(6), w.seconds = q.integer(7), w.comment = q.string(8);
  }
  return all;
}

}  // namespace juno::store
