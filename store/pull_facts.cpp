// SPDX-License-Identifier: Apache-2.0
#include "store/pull_facts.h"
#include <algorithm>
#include <map>
#include "store/forge.h"
#include "store/forge_read.h"
namespace juno::store {
namespace {

using Places = std::map<std::pair<Id, std::int64_t>, std::size_t>;

template <class T, class Take>
void hand_out(std::vector<OfPull<T>>&& rows, const Places& places, std::vector<PullFacts>& all, Take take) {
  for (auto& row : rows)
    if (const auto it = places.find({row.repository, row.number}); it != places.end()) take(all[it->second], std::move(row.value));
}

void read(Database& db, const PullFilter& filter, Places& known, std::vector<PullFacts>& all) {
  Places places;  // of this filter's own
  for (PullRequest& p : pull_requests(db, filter)) {
    const std::pair key(p.repository, p.number);
    if (!known.emplace(key, all.size()).second) continue;
    places.emplace(key, all.size());
    all.emplace_back().pull = std::move(p);
  }
  hand_out(reviews(db, filter), places, all, [](PullFacts& f, Review&& r) { f.reviews.push_back(std::move(r)); });
  hand_out(review_requests(db, filter), places, all, [](PullFacts& f, ReviewRequest&& r) { f.requests.push_back(std::move(r)); });
  hand_out(pull_files(db, filter), places, all, [](PullFacts& f, PullFile&& file) { f.files.push_back(std::move(file)); });
  hand_out(pull_events(db, filter), places, all, [](PullFacts& f, PullEvent&& e) {
    if (e.kind == PullEvent::Kind::force_pushed) f.pushes.push_back(e.at);
  });
}

void read_pushes(Database& db, const Places& places, std::vector<PullFacts>& all) {
  Query q(db, R"(
    select g.committed_at
    from pull_commit c cross join git_commit g
    where c.repository_id = $1 and c.number = $2 and g.repository_id = c.repository_id and g.sha = c.sha
    order by c.ordinal)");
  for (const auto& [key, place] : places) {
    if (all[place].reviews.empty()) continue;  // rounds need a review
    for (q.bind(key.first, key.second); q.next();) all[place].pushes.push_back(q.instant(0));
    std::sort(all[place].pushes.begin(), all[place].pushes.end());
  }
}

void read_issues(Database& db, const Places& places, bool components, std::vector<PullFacts>& all) {
  Query links(db, "select issue_key from issue_pull where repository_id = $1 and number = $2 order by issue_key");
  Query tags(db, R"(
    select distinct t.name
    from issue_key k cross join issue_tag g cross join term t
    where k.key = $1 and g.issue_id = k.issue_id and t.id = g.term_id and t.kind = 'component'
    order by t.name)");
  for (const auto& [key, place] : places) {
    for (links.bind(key.first, key.second); links.next();) all[place].issues.push_back(links.string(0));
    if (!components) continue;
    for (const auto& issue : all[place].issues)
      for (tags.bind(issue); tags.next();)
        if (auto& into = all[place].components; std::find(into.begin(), into.end(), tags.text(0)) == into.end()) into.push_back(tags.string(0));
  }
}

}  // namespace

std::vector<PullFacts> pull_facts(Database& db, const PullFactsFilter& f) {
  std::vector<PullFacts> all;
  Places places;
  PullFilter filter;
  filter.repositories = f.repositories;
  filter.by = PullFilter::By::updated, filter.from = f.from;
  read(db, filter, places, all);
  filter.from.reset();
  filter.state = PullState::open;
  read(db, filter, places, all);
  read_pushes(db, places, all);
  read_issues(db, places, f.components, all);
  std::sort(all.begin(), all.end(), [](const PullFacts& a, const PullFacts& b) { return std::pair(a.pull.repository, a.pull.number) < std::pair(b.pull.repository, b.pull.number); });
  return all;
}

std::vector<NamedCommit> named_commits(Database& db, const std::string& issue_key, Id repository, std::int64_t number) {
  std::vector<NamedCommit> all;
  const auto read = [&](Query& q) {
    for (; q.next();) all.push_back({q.string(0), q.string(1), q.string(2), q.string(3), q.instant(4)});
  };
  if (number == 0) {
    Query q(db, R"(
      select l.issue_key, r.name, g.sha, g.message, g.committed_at
      from issue_commit l join git_commit g on g.repository_id = l.repository_id and g.sha = l.sha join repository r on r.id = l.repository_id
      where l.issue_key = $1
      order by l.issue_key, g.committed_at, g.sha)");
    read(q.bind(issue_key));
    return all;
  }
  Query q(db, R"(
    select l.issue_key, r.name, g.sha, g.message, g.committed_at
    from pull_commit c join issue_commit l on l.repository_id = c.repository_id and l.sha = c.sha
    join git_commit g on g.repository_id = c.repository_id and g.sha = c.sha join repository r on r.id = c.repository_id
    where c.repository_id = $1 and c.number = $2
    order by l.issue_key, g.committed_at, g.sha)");
  read(q.bind(repository, number));
  return all;
}

std::vector<IssueWithoutCode> issues_without_code(Database& db, Instant from, Instant to) {
  std::vector<IssueWithoutCode> all;
  Query q(db, R"(
    select i.key, t.name, i.summary, i.resolved_at
    from issue_flow f cross join issue i left join term t on t.id = i.type
    where f.ended_at >= $1 and f.resolved_at >= $1 and f.resolved_at < $2 and i.id = f.issue_id and i.subtask = 0
      and not exists (select 1 from issue_pull p where p.issue_key = i.key)
      and not exists (select 1 from issue_commit c where c.issue_key = i.key)
    order by i.resolved_at, i.key)");
  for (q.bind(from, to); q.next();) all.push_back({q.string(0), q.string(1), q.string(2), q.instant(3)});
  return all;
}

std::vector<double> hours_to_merge(Database& db, const std::vector<Id>& repositories, Instant from, Instant to) {
  std::vector<double> out;
  Query q(db, "select created_at, merged_at from pull_request where merged_at >= $1 and merged_at < $2" + among("repository_id", repositories));
  for (q.bind(from, to); q.next();) out.push_back(static_cast<double>(q.integer(1) - q.integer(0)) / 3'600'000.0);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace juno::store
