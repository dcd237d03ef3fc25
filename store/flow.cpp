// SPDX-License-Identifier: Apache-2.0
#include "store/flow.h"
#include <unordered_map>
#include "core/error.h"
#include "store/catalog.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {
namespace {

using Place = FlowIssue::Place;

// Words of one table by their id, each met once.
class Places {
 public:
  Places(Database& db, const char* sql, std::vector<std::string>& words) : find_(db, sql), words_(words) {}
  Place of(const std::optional<std::int64_t>& id) {
    if (!id) return 0;
    const auto [it, fresh] = known_.try_emplace(*id, 0);
    if (!fresh) return it->second;
    find_.bind(*id);
    it->second = static_cast<Place>(words_.size());
    words_.push_back(find_.next() ? find_.string(0) : std::string());
    find_.done();
    return it->second;
  }

 private:
  Query find_;
  std::vector<std::string>& words_;
  std::unordered_map<std::int64_t, Place> known_;
};

class Texts {
 public:
  explicit Texts(std::vector<std::string>& words) : words_(words) {}
  Place of(std::string_view text) {
    if (text.empty()) return 0;
    if (text == last_) return place_;
    const auto [it, fresh] = known_.try_emplace(std::string(text), static_cast<Place>(words_.size()));
    if (fresh) words_.emplace_back(text);
    last_ = it->first, place_ = it->second;
    return place_;
  }

 private:
  std::vector<std::string>& words_;
  std::unordered_map<std::string, Place> known_;
  std::string last_;
  Place place_ = 0;
};

std::unordered_map<Id, Place> read_statuses(Database& db, std::vector<FlowStatus>& into) {
  std::unordered_map<Id, Place> places;
  for (Query q(db, "select id, name, category from status order by id"); q.next();) {
    places.emplace(q.integer(0), static_cast<Place>(into.size()));
    into.push_back({q.integer(0), q.string(1), category_of(q.text(2))});
  }
  return places;
}

void read_tags(Database& db, FlowIssues& out) {
  Places terms(db, "select name from term where id = $1", out.words);
  Query tags(db, R"(
    select t.id, t.kind
    from issue_tag g
    join term t on t.id = g.term_id
    where g.issue_id = $1 and t.kind <> 'fix_version'
    order by g.ordinal)");
  for (FlowIssue& issue : out.issues)
    for (tags.bind(issue.id); tags.next();) (tags.text(1) == "label" ? issue.labels : issue.components).push_back(terms.of(tags.integer(0)));
}

void refuse_stale(Database& db) {
  for (const Site& site : sites(db))
    if (facts_are_stale(db, site))
      throw Error(Exit::store, "the cache's facts of " + site.name + " are out of date: an older juno wrote it, or categories of statuses changed", "run `juno sync`");
}

}  // namespace

bool any_issue(Database& db) { return Query(db, "select 1 from issue limit 1").next(); }

FlowIssues flow_issues(Database& db, const FlowFilter& filter) {
  refuse_stale(db);
  FlowIssues out;
  const auto statuses = read_statuses(db, out.statuses);
  Places terms(db, "select name from term where id = $1", out.words), people(db, "select name from person where id = $1", out.words);
  Texts texts(out.words);
  std::vector<StatusVisit> visits;
  Query q(db, R"(
    select issue_id, created_at, updated_at, resolved_at, key, project_key, type, priority, resolution, assignee, team, points, epic_key,
      subtask, flagged, gap, visits
    from issue_flow
    where ended_at >= $1 and created_at < $2 and subtask <= $3 and ($4 = '' or project_key = $4)
    order by ended_at, issue_id)");
  for (q.bind(filter.from, filter.to, filter.subtasks, filter.project); q.next();) {
    FlowIssue& i = out.issues.emplace_back();
    i.id = q.integer(0), i.created = q.instant(1), i.updated = q.instant(2), i.resolved = q.maybe_instant(3), i.key = q.text(4);
    i.project = texts.of(q.text(5)), i.type = terms.of(q.maybe_integer(6)), i.priority = terms.of(q.maybe_integer(7));
    i.resolution = terms.of(q.maybe_integer(8)), i.assignee = people.of(q.maybe_integer(9)), i.team = terms.of(q.maybe_integer(10));
    i.points = q.maybe_real(11), i.epic = texts.of(q.text(12));
    i.subtask = q.integer(13) != 0, i.flagged = q.integer(14) != 0, i.gap = q.integer(15) != 0;
    decode_status_visits(q.blob(16), i.created, visits);
    const Id base = i.id >> kSiteBits << kSiteBits;
    i.visits.reserve(visits.size());
    for (const StatusVisit& v : visits) {
      const auto known = statuses.find(v.status == 0 ? 0 : v.status + base);
      i.visits.push_back({v.from, known == statuses.end() ? 0 : known->second});
    }
  }
  if (filter.tags) read_tags(db, out);
  return out;
}

}  // namespace juno::store
