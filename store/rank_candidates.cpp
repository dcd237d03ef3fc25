// SPDX-License-Identifier: Apache-2.0
#include "store/rank_candidates.h"
#include <map>
#include <set>
#include <unordered_map>
#include "store/name_cache.h"
#include "store/query.h"
#include "store/sprints.h"
namespace juno::store {
namespace {

struct Gathered {
  RankCandidate candidate;
  std::set<Id> people;
  Id assignee = 0;
};

// A candidate's row, as all issues are walked once: most caches have few features and many issues below them.
class Reader {
 public:
  Reader(Database& cache, const std::vector<std::string>& types, const std::function<bool(Id)>& done) : cache_(cache), done_(done), words_(cache, "select name from term where id = $1"), status_(status_names(cache)) {
    Query q(cache, "select id from term where kind = 'type' and name = $1");
    for (const std::string& type : types)
      for (q.bind(type); q.next();) types_.insert(q.integer(0));
  }

  std::vector<RankCandidate> read() {
    if (types_.empty()) return {};
    candidates();
    children();
    people();
    waiting();
    std::vector<RankCandidate> out;
    for (auto& [id, g] : all_) {
      g.people.erase(0), g.people.erase(g.assignee);
      g.candidate.people = static_cast<int>(g.people.size());
      out.push_back(std::move(g.candidate));
    }
    return out;
  }

 private:
  void candidates() {
    Query q(cache_, R"(
      select id, key, summary, type, project_key, status_id, priority, business_value, points, votes, watchers, due_on, reporter, assignee, parent_key, source
      from issue
      where type = $1 and deleted_at is null and subtask = 0
      order by id)");
    Query tags(cache_, "select t.kind, t.name from issue_tag g join term t on t.id = g.term_id where g.issue_id = $1 order by g.ordinal");
    for (const Id type : types_)
      for (q.bind(type); q.next();) {
        const Id id = q.integer(0);
        Gathered& g = all_[id];
        RankCandidate& c = g.candidate;
        c.id = id, c.key = q.string(1), c.summary = q.string(2), c.type = words_.of(q.integer(3)), c.project = q.string(4);
        c.status = status_(q.integer(5)), c.done = done_(q.integer(5)), c.priority = words_.of(q.integer(6));
        c.business_value = q.maybe_real(7), c.points = q.maybe_real(8);
        c.votes = static_cast<int>(q.integer(9)), c.watchers = static_cast<int>(q.integer(10)), c.due = parse_date(q.text(11));
        g.people.insert(q.integer(12)), g.assignee = q.integer(13), c.parent_key = q.string(14);
        by_key_[{q.integer(15), c.key}] = id;
        for (tags.bind(id); tags.next();) {
          if (tags.text(0) == "label") c.labels.push_back(tags.string(1));
          else if (tags.text(0) == "component") c.components.push_back(tags.string(1));
        }
      }
  }

  void children() {
    Query q(cache_, R"(
      select source, coalesce(parent_key, epic_key), status_id, points, reporter
      from issue
      where deleted_at is null and subtask = 0 and coalesce(parent_key, epic_key) is not null
      order by id)");
    while (q.next()) {
      const auto parent = by_key_.find({q.integer(0), q.string(1)});
      if (parent == by_key_.end()) continue;
      Gathered& g = all_.at(parent->second);
      RankCandidate& c = g.candidate;
      const bool done = done_(q.integer(2));
      const auto points = q.maybe_real(3);
      ++c.children, c.open_children += !done;
      if (points && *points > 0) c.all_points += *points, c.open_points += done ? 0 : *points;
      else if (!points && !done) ++c.unestimated_children;
      g.people.insert(q.integer(4));
    }
  }

  void people() {
    Query q(cache_, "select distinct author from comment where issue_id = $1 and author is not null");
    for (auto& [id, g] : all_)
      for (q.bind(id); q.next();) g.people.insert(q.integer(0));
  }

  // Open issues that a candidate blocks, told from either end of the link.
  void waiting() {
    Query q(cache_, R"(
      select i.status_id
      from issue_link l
      join term t on t.id = l.type
      join issue i on i.id = l.other_id
      where l.issue_id = $1 and l.outward = 1 and t.name = 'Blocks' and i.deleted_at is null
      order by l.ordinal)");
    for (auto& [id, g] : all_)
      for (q.bind(id); q.next();) g.candidate.blocks += !done_(q.integer(0));
  }

  Database& cache_;
  const std::function<bool(Id)>& done_;
  NameCache words_;
  std::function<std::string(Id)> status_;
  std::set<Id> types_;
  std::map<Id, Gathered> all_;
  std::map<std::pair<Id, std::string>, Id> by_key_;  // source and key
};

}  // namespace

std::vector<RankCandidate> rank_candidates_of(Database& cache, const std::vector<std::string>& types, const std::function<bool(Id)>& done) { return Reader(cache, types, done).read(); }

}  // namespace juno::store
