// SPDX-License-Identifier: Apache-2.0
#include "store/rank_candidates.h"
#include <map>
#include <set>
#include <unordered_map>
#include "core/blocking_link.h"
#include "core/sentiment.h"
#include "store/name_cache.h"
#include "store/query.h"
#include "store/sprints.h"
namespace juno::store {
namespace {

struct Gathered {
  RankCandidate candidate;
  std::set<Id> people, support, support_people;
};

// A candidate's row, as all issues are walked once: most caches have few features and many issues below them.
class Reader {
 public:
  Reader(Database& cache, const RankSources& sources, const std::function<bool(Id)>& done)
      : cache_(cache), done_(done), words_(cache, "select name from term where id = $1"), status_(status_names(cache)), support_projects_(sources.support_projects), blocking_(sources.blocking_links) {
    Query q(cache, "select id from term where kind = 'type' and name = $1");
    for (const std::string& type : sources.types)
      for (q.bind(type); q.next();) types_.insert(q.integer(0));
    for (const std::string& type : sources.support_types)
      for (q.bind(type); q.next();) support_types_.insert(q.integer(0));
  }

  std::vector<RankCandidate> read() {
    if (types_.empty()) return {};
    candidates();
    children();
    people();
    support();
    waiting();
    std::vector<RankCandidate> out;
    for (auto& [id, g] : all_) {
      RankCandidate& c = g.candidate;
      g.people.insert(g.support_people.begin(), g.support_people.end());
      g.people.erase(0), g.people.erase(c.assignee), g.support_people.erase(0);
      c.people = static_cast<int>(g.people.size()), c.support_people = static_cast<int>(g.support_people.size());
      c.support = static_cast<int>(g.support.size()), c.support_issues.assign(g.support.begin(), g.support.end());
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
        g.people.insert(q.integer(12)), c.assignee = q.integer(13), c.parent_key = q.string(14);
        by_key_[{q.integer(15), c.key}] = id;
        for (tags.bind(id); tags.next();) {
          if (tags.text(0) == "label") c.labels.push_back(tags.string(1));
          else if (tags.text(0) == "component") c.components.push_back(tags.string(1));
        }
      }
  }

  void children() {
    Query q(cache_, R"(
      select source, coalesce(parent_key, epic_key), status_id, points, reporter, id
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
      if (asks_support()) feature_of_[q.integer(5)] = parent->second;
    }
  }

  bool asks_support() const { return !support_types_.empty() || !support_projects_.empty(); }

  // Customers' issues linked to a candidate or to one of its children, by links of any kind.
  void support() {
    const auto take = [&](Query& q) {
      while (q.next()) {
        const Id other = q.integer(2);
        const auto child = feature_of_.find(other);
        const auto feature = all_.find(child == feature_of_.end() ? other : child->second);
        if (feature == all_.end() || feature->first == q.integer(0)) continue;
        feature->second.support.insert(q.integer(0)), feature->second.support_people.insert(q.integer(1));
      }
    };
    Query by_type(cache_, R"(
      select i.id, i.reporter, l.other_id
      from issue i
      join issue_link l on l.issue_id = i.id
      where i.type = $1 and i.deleted_at is null and l.other_id is not null
      order by i.id)");
    for (const Id type : support_types_) by_type.bind(type), take(by_type);
    Query by_project(cache_, R"(
      select i.id, i.reporter, l.other_id
      from issue i
      join issue_link l on l.issue_id = i.id
      where i.project_key = $1 and i.deleted_at is null and l.other_id is not null
      order by i.id)");
    for (const std::string& project : support_projects_) by_project.bind(project), take(by_project);
  }

  void people() {
    Query q(cache_, "select distinct author from comment where issue_id = $1 and author is not null");
    for (auto& [id, g] : all_)
      for (q.bind(id); q.next();) g.people.insert(q.integer(0));
  }

  // Open issues that a candidate blocks. Jira tells a link at both of its ends.
  void waiting() {
    Query q(cache_, R"(
      select i.status_id, l.type, l.phrase, l.outward, i.id
      from issue_link l
      join issue i on i.id = l.other_id
      where l.issue_id = $1 and i.deleted_at is null
      order by l.ordinal)");
    for (auto& [id, g] : all_) {
      std::set<Id> waits;  // two links may say it
      for (q.bind(id); q.next();)
        if (!done_(q.integer(0)) && link_role(words_.of(q.integer(1)), words_.of(q.integer(2)), q.integer(3) != 0, blocking_) == LinkRole::blocks_other) waits.insert(q.integer(4));
      g.candidate.blocks = static_cast<int>(waits.size());
    }
  }

  Database& cache_;
  const std::function<bool(Id)>& done_;
  NameCache words_;
  std::function<std::string(Id)> status_;
  std::set<Id> types_, support_types_;
  std::vector<std::string> support_projects_, blocking_;
  std::map<Id, Gathered> all_;
  std::unordered_map<Id, Id> feature_of_;  // child → candidate; empty when nobody asks for support issues
  std::map<std::pair<Id, std::string>, Id> by_key_;  // source and key
};

}  // namespace

std::vector<RankCandidate> rank_candidates_of(Database& cache, const RankSources& sources, const std::function<bool(Id)>& done) { return Reader(cache, sources, done).read(); }

namespace {

void read_moods_of(RankCandidate& c, Query& q) {
  std::map<Id, int> balance;  // of a person's comments with a mood: pleased minus displeased
  std::vector<Id> issues = c.support_issues;
  issues.push_back(c.id);
  for (const Id issue : issues)
    for (q.bind(issue); q.next();) {
      const Id author = q.integer(0);
      if (author == c.assignee) continue;
      const Mood mood = sentiment_of(q.text(1)).mood;
      if (mood == Mood::unsure || mood == Mood::unsupported) continue;
      balance[author] += mood == Mood::positive ? 1 : mood == Mood::negative ? -1 : 0;
    }
  c.moods_read = true, c.rated = static_cast<int>(balance.size()), c.displeased = c.pleased = 0;
  for (const auto& [author, sum] : balance) c.displeased += sum < 0, c.pleased += sum > 0;
}

}  // namespace

void read_moods(Database& cache, std::span<RankCandidate* const> candidates) {
  Query q(cache, "select author, body from comment where issue_id = $1 and author is not null order by id");
  for (RankCandidate* c : candidates) read_moods_of(*c, q);
}

}  // namespace juno::store
