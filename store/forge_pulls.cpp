// SPDX-License-Identifier: Apache-2.0
#include "store/forge_read.h"
#include "store/forge_words.h"
namespace juno::store {
namespace {

// The condition on `p`, a pull_request, that a filter means: $1 and $2 the window, $3 the state, $4 the number.
std::string chosen(const PullFilter& f) {
  const auto column = [&]() -> std::string {
    if (!f.from && !f.to) return "p.created_at";  // of merged_at, a window that holds all would still leave out null
    switch (f.by) {
      case PullFilter::By::created: return "p.created_at";
      case PullFilter::By::merged: return "p.merged_at";
      case PullFilter::By::closed: return "p.closed_at";
      case PullFilter::By::updated: return "p.updated_at";
      case PullFilter::By::deployed: return "p.deployed_at";
    }
    return {};
  }();
  // Each its own text, so that an index serves it: few pull requests are open, whatever the history holds.
  return column + " >= $1 and " + column + " < $2 and " + (f.state ? "p.state = $3" : "$3 = ''") + " and " + (f.number ? "p.number = $4" : "$4 is null") +
         among("p.repository_id", f.repositories);
}
void bind(Query& q, const PullFilter& f) {
  q.bind(f.from.value_or(kEver), f.to.value_or(kNever), f.state ? word(*f.state) : std::string_view(), f.number);
}

PullFilter only(Id repository, std::int64_t number) {
  PullFilter f;
  f.repositories = {repository};
  f.number = number;
  return f;
}

// Rows of a child table (`c`) with the columns given, of the pull requests chosen. Each row: repository, number, then those.
template <class T, class Read>
std::vector<OfPull<T>> children(Database& db, const PullFilter& f, const std::string& columns, const std::string& from, Read read) {
  std::vector<OfPull<T>> all;
  People people(db);
  Query q(db, "select c.repository_id, c.number, " + columns + " from pull_request p cross join " + from +
                  " where c.repository_id = p.repository_id and c.number = p.number and " + chosen(f) +
                  " order by c.repository_id, c.number, c.ordinal");
  for (bind(q, f); q.next();) all.push_back({q.integer(0), q.integer(1), read(q, people)});
  return all;
}

template <class T> std::vector<T> values(std::vector<OfPull<T>>&& rows) {
  std::vector<T> out;
  for (auto& row : rows) out.push_back(std::move(row.value));
  return out;
}

PullMoments moments(Query& q, int column) {
  PullMoments m;
  for (auto field : {&PullMoments::first_commit, &PullMoments::first_committed, &PullMoments::last_commit, &PullMoments::ready,
                     &PullMoments::first_response, &PullMoments::first_review, &PullMoments::first_approval, &PullMoments::last_approval,
                     &PullMoments::deployed})
    m.*field = q.maybe_instant(column++);
  m.deployed_sha = q.string(column);
  return m;
}

}  // namespace

People::People(Database& db) : find_(db, "select account, name, email, time_zone, active, kind from person where id = $1") {}
const Person& People::at(const std::optional<std::int64_t>& row) {
  if (!row) return nobody_;
  const auto [it, added] = known_.try_emplace(*row);
  if (!added) return it->second;
  find_.bind(*row);
  if (find_.next()) it->second = {find_.string(0), find_.string(1), find_.string(2), find_.string(3), find_.integer(4) != 0, find_.string(5)};
  find_.done();
  return it->second;
}

RepositoryNames::RepositoryNames(Database& db) {
  for (Query q(db, "select id, name from repository"); q.next();) names_.emplace(q.integer(0), q.string(1));
}
const std::string& RepositoryNames::at(Id id) const {
  const auto it = names_.find(id);
  return it == names_.end() ? none_ : it->second;
}

std::string among(std::string_view column, const std::vector<Id>& ids) {
  std::string list;
  for (const Id id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
  return ids.empty() ? "" : " and " + std::string(column) + " in (" + list + ")";
}

std::vector<PullRequest> pull_requests(Database& db, const PullFilter& f) {
  std::vector<PullRequest> all;
  People people(db);
  const RepositoryNames names(db);
  Query q(db, R"(
    select p.repository_id, p.number, p.node, p.title, p.state, p.draft, p.from_fork, p.author, p.merged_by, p.created_at, p.updated_at,
           p.closed_at, p.merged_at, p.additions, p.deletions, p.changed_files, p.head_ref, p.base_ref, p.head_sha, p.merge_commit, p.labels,
           p.commit_count, p.review_count, p.comment_count, p.first_commit_at, p.first_committed_at, p.last_commit_at, p.ready_at,
           p.first_response_at, p.first_review_at, p.first_approval_at, p.last_approval_at, p.deployed_at, p.deployed_sha
    from pull_request p
    where )" + chosen(f) + " order by p.repository_id, p.number");
  for (bind(q, f); q.next();) {
    PullRequest& p = all.emplace_back();
    p.repository = q.integer(0), p.repository_name = names.at(p.repository), p.number = q.integer(1);
    p.node = q.string(2), p.title = q.string(3), p.state = pull_state_of(q.text(4));
    p.draft = q.integer(5) != 0, p.from_fork = q.integer(6) != 0;
    p.author = people.at(q.maybe_integer(7)), p.merged_by = people.at(q.maybe_integer(8));
    p.created = q.instant(9), p.updated = q.instant(10), p.closed = q.maybe_instant(11), p.merged = q.maybe_instant(12);
    p.additions = q.integer(13), p.deletions = q.integer(14), p.changed_files = q.integer(15);
    p.head_ref = q.string(16), p.base_ref = q.string(17), p.head_sha = q.string(18), p.merge_commit = q.string(19);
    p.labels = parted(q.text(20), '\n');
    p.commit_count = q.integer(21), p.review_count = q.integer(22), p.comment_count = q.integer(23);
    p.moments = moments(q, 24);
  }
  return all;
}

std::vector<OfPull<Review>> reviews(Database& db, const PullFilter& f) {
  return children<Review>(db, f, "c.id, c.reviewer, c.state, c.submitted_at, c.dismissed_at, c.commit_sha, c.comments", "review c",
                          [](Query& q, People& people) {
                            return Review{q.string(2), people.at(q.maybe_integer(3)), review_state_of(q.text(4)), q.maybe_instant(5),
                                          q.maybe_instant(6), q.string(7), q.integer(8)};
                          });
}

std::vector<OfPull<ReviewRequest>> review_requests(Database& db, const PullFilter& f) {
  return children<ReviewRequest>(db, f, "c.at, c.reviewer, c.team, c.removed_at", "review_request c", [](Query& q, People& people) {
    return ReviewRequest{q.instant(2), people.at(q.maybe_integer(3)), q.string(4), q.maybe_instant(5)};
  });
}

std::vector<OfPull<Commit>> pull_commits(Database& db, const PullFilter& f) {
  return children<Commit>(
      db, f, "g.sha, g.author, g.authored_at, g.committed_at, g.message, g.additions, g.deletions, g.parents, g.on_default",
      "pull_commit c join git_commit g on g.repository_id = c.repository_id and g.sha = c.sha", [](Query& q, People& people) {
        return Commit{q.integer(0),        q.string(2),          people.at(q.maybe_integer(3)), q.instant(4),        q.instant(5), q.string(6),
                      q.maybe_integer(7), q.maybe_integer(8), parted(q.text(9), ' '),        q.integer(10) != 0};
      });
}

std::vector<OfPull<PullFile>> pull_files(Database& db, const PullFilter& f) {
  return children<PullFile>(db, f, "c.path, c.additions, c.deletions, c.change", "pull_file c", [](Query& q, People&) {
    return PullFile{q.string(2), q.integer(3), q.integer(4), q.string(5)};
  });
}

std::vector<OfPull<PullEvent>> pull_events(Database& db, const PullFilter& f) {
  return children<PullEvent>(db, f, "c.at, c.kind, c.actor", "pull_event c", [](Query& q, People& people) {
    return PullEvent{q.instant(2), event_kind_of(q.text(3)), people.at(q.maybe_integer(4))};
  });
}

std::vector<OfPull<PullComment>> pull_comments(Database& db, const PullFilter& f) {
  return children<PullComment>(db, f, "c.id, c.author, c.at", "pull_comment c", [](Query& q, People& people) {
    return PullComment{q.string(2), people.at(q.maybe_integer(3)), q.instant(4)};
  });
}

std::optional<PullRecord> pull_record(Database& db, Id repository, std::int64_t number) {
  const PullFilter f = only(repository, number);
  auto found = pull_requests(db, f);
  if (found.empty()) return std::nullopt;
  PullRecord r;
  r.pull = std::move(found.front());
  Query body(db, "select body from pull_text where repository_id = $1 and number = $2");
  body.bind(repository, number);
  if (body.next()) r.pull.body = body.string(0);
  r.commits = values(pull_commits(db, f));
  r.reviews = values(reviews(db, f));
  r.requests = values(review_requests(db, f));
  r.files = values(pull_files(db, f));
  r.events = values(pull_events(db, f));
  r.comments = values(pull_comments(db, f));
  Query closes(db, "select issue from pull_closes where repository_id = $1 and number = $2 order by issue");
  for (closes.bind(repository, number); closes.next();) r.closes.push_back(closes.string(0));
  return r;
}

}  // namespace juno::store
