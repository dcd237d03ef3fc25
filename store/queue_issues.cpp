// SPDX-License-Identifier: Apache-2.0
#include "store/queue_issues.h"
#include "core/error.h"
#include "store/name_cache.h"
#include "store/query.h"
#include "store/sprints.h"
namespace juno::store {
namespace {

constexpr const char* kColumns = R"(
  select i.id, i.key, i.project_key, i.number, i.summary, i.type, i.subtask, i.status_id, i.priority, i.assignee, i.reporter,
    i.owner, i.team, i.points, i.rank, i.scheduled_at, i.due_on, i.original_estimate_s, i.remaining_estimate_s
  )";
constexpr const char* kPerson = "select case when name = '' then coalesce(account, '') else name end from person where id = $1";

class Reader {
 public:
  explicit Reader(Database& db) : people_(db, kPerson), words_(db, "select name from term where id = $1"), status_name_(status_names(db)) {}

  QueueIssueRow read(Query& q) {
    QueueIssueRow i;
    i.id = q.integer(0), i.key = q.string(1), i.project = q.string(2), i.number = q.integer(3), i.summary = q.string(4);
    i.type = words_.of(q.integer(5)), i.subtask = q.integer(6) != 0;
    i.status_id = q.integer(7), i.status = status_name_(i.status_id);
    i.priority = words_.of(q.integer(8));
    i.assignee_id = q.integer(9), i.reporter_id = q.integer(10), i.owner_id = q.integer(11);
    i.assignee = people_.of(i.assignee_id), i.reporter = people_.of(i.reporter_id), i.owner = people_.of(i.owner_id);
    i.team = words_.of(q.integer(12)), i.points = q.maybe_real(13), i.rank = q.string(14);
    i.scheduled = q.maybe_instant(15), i.due = parse_date(q.text(16));
    i.original_estimate_s = q.maybe_integer(17), i.remaining_estimate_s = q.maybe_integer(18);
    return i;
  }

 private:
  NameCache people_, words_;
  std::function<std::string(Id)> status_name_;
};

}  // namespace

std::size_t queue_size(Database& db, Id sprint) {
  Query size(db, "select count(*) from sprint_issue where sprint_id = $1 and removed_at is null");
  size.bind(sprint);
  return size.next() ? static_cast<std::size_t>(size.integer(0)) : 0;
}

void queue_issues(Database& db, Id sprint, const EachQueueIssue& each) {
  Reader reader(db);
  Query q(db, std::string(kColumns) + R"(from sprint_issue m
    join issue i on i.id = m.issue_id
    where m.sprint_id = $1 and m.removed_at is null and i.deleted_at is null
    order by m.issue_id)");
  for (q.bind(sprint); q.next();) each(reader.read(q));
}

void backlog_issues(Database& db, Id board, const EachQueueIssue& each) {
  Query find(db, "select p.id, b.name from board b left join project p on p.key = b.project_key and p.id between $2 and $3 where b.id = $1");
  const Id base = Id{site_number(board)} << kSiteBits;
  find.bind(board, base, base + kMaxTrackerId);
  if (!find.next() || find.null(0))
    throw Error(Exit::store, "the project of board " + (find.null(1) ? std::to_string(board) : find.string(1)) + " is not known", "queue a sprint of the board instead");
  const Id project = find.integer(0);
  find.done();
  Reader reader(db);
  Query q(db, std::string(kColumns) + R"(from issue i
    where i.project_id = $1 and i.deleted_at is null and not exists (
      select 1
      from sprint_issue m
      join sprint s on s.id = m.sprint_id
      where m.issue_id = i.id and m.removed_at is null and s.state <> 'closed')
    order by i.id)");
  for (q.bind(project); q.next();) each(reader.read(q));
}

std::vector<QueueLinkRow> queue_links(Database& db, const std::vector<Id>& issues) {
  NameCache words(db, "select name from term where id = $1");
  std::vector<QueueLinkRow> all;
  Query q(db, "select type, phrase, outward, other_key, other_id from issue_link where issue_id = $1 order by ordinal");
  for (const Id issue : issues)
    for (q.bind(issue); q.next();) {
      QueueLinkRow& link = all.emplace_back();
      link.issue = issue, link.type = words.of(q.integer(0)), link.phrase = words.of(q.integer(1));
      link.outward = q.integer(2) != 0, link.other_key = q.string(3), link.other = q.integer(4);
    }
  Query by_key(db, "select issue_id from issue_key where key = $1 and source = $2");
  Query status(db, "select status_id from issue where id = $1 and deleted_at is null");
  for (QueueLinkRow& link : all) {
    if (link.other == 0) {
      by_key.bind(link.other_key, site_number(link.issue));
      if (by_key.next()) link.other = by_key.integer(0);
      by_key.done();
    }
    status.bind(link.other);
    if (status.next()) link.other_status = status.integer(0);
    else link.other = 0;
    status.done();
  }
  return all;
}

}  // namespace juno::store
