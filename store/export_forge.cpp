// SPDX-License-Identifier: Apache-2.0
#include "store/export_forge.h"
#include <vector>
namespace juno::store {
namespace {

void append_list(std::string& out, std::string_view joined, char by) {
  out += '[';
  for (bool first = true; !joined.empty(); first = false) {
    const auto end = joined.find(by);
    if (!first) out += ',';
    append_json(out, joined.substr(0, end));
    joined = end == std::string_view::npos ? std::string_view() : joined.substr(end + 1);
  }
  out += ']';
}

// Rows of one statement that takes the site's range of ids as $1 and $2; columns from the first on.
void write_rows(Database& db, const Site& site, LineWriter& out, std::string_view table, const char* sql, const std::vector<OutColumn>& columns) {
  Query q(db, sql);
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();) {
    out.begin(table, site.name);
    out.add(q, 0, columns);
    out.end();
  }
}

void write_commits(Database& db, const Site& site, LineWriter& out) {
  static const std::vector<OutColumn> kColumns = {{"repository"}, {"sha"}, {"author"}, {"author_account"}, {"authored_at", As::instant}, {"committed_at", As::instant}, {"message"}, {"additions", As::integer},
                                                  {"deletions", As::integer}, {"on_default", As::integer}};
  Query q(db, R"(
    select r.name, c.sha, p.name, p.account, c.authored_at, c.committed_at, c.message, c.additions, c.deletions, c.on_default, c.parents
    from git_commit c join repository r on r.id = c.repository_id left join person p on p.id = c.author
    where c.repository_id between $1 and $2
    order by c.repository_id, c.sha)");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();) {
    out.begin("commits", site.name);
    out.add(q, 0, kColumns);
    if (!q.text(10).empty()) append_list(out.add_raw("parents"), q.text(10), ' ');
    out.end();
  }
}

struct Child {
  std::string_view table;
  const char* sql;  // takes repository and number as $1 and $2
  std::vector<OutColumn> columns;
};
const std::vector<Child>& children() {
  static const std::vector<Child> all = {
      {"reviews", "select c.id, p.name, p.account, c.state, c.submitted_at, c.dismissed_at, c.commit_sha, c.comments from review c left join person p on p.id = c.reviewer "
                  "where c.repository_id = $1 and c.number = $2 order by c.ordinal",
       {{"id"}, {"reviewer"}, {"reviewer_account"}, {"state"}, {"submitted_at", As::instant}, {"dismissed_at", As::instant}, {"commit"}, {"comments", As::integer}}},
      {"review_requests", "select c.at, p.name, p.account, c.team, c.removed_at from review_request c left join person p on p.id = c.reviewer where c.repository_id = $1 and c.number = $2 order by c.ordinal",
       {{"at", As::instant}, {"reviewer"}, {"reviewer_account"}, {"team"}, {"removed_at", As::instant}}},
      {"pull_files", "select path, additions, deletions, change from pull_file where repository_id = $1 and number = $2 order by ordinal",
       {{"path"}, {"additions", As::integer}, {"deletions", As::integer}, {"change"}}},
      {"pull_events", "select c.at, c.kind, p.name, p.account from pull_event c left join person p on p.id = c.actor where c.repository_id = $1 and c.number = $2 order by c.ordinal",
       {{"at", As::instant}, {"kind"}, {"actor"}, {"actor_account"}}},
      {"pull_comments", "select c.id, p.name, p.account, c.at from pull_comment c left join person p on p.id = c.author where c.repository_id = $1 and c.number = $2 order by c.ordinal",
       {{"id"}, {"author"}, {"author_account"}, {"at", As::instant}}}};
  return all;
}

constexpr const char* kPulls = R"(
  select p.repository_id, p.labels, r.name, p.number, p.node, p.title, t.body, p.state, p.draft, p.from_fork, a.name, a.account, m.name, m.account, p.created_at,
         p.updated_at, p.closed_at, p.merged_at, p.additions, p.deletions, p.changed_files, p.head_ref, p.base_ref, p.head_sha, p.merge_commit,
         p.commit_count, p.comment_count
  from pull_request p join repository r on r.id = p.repository_id
  left join pull_text t on t.repository_id = p.repository_id and t.number = p.number
  left join person a on a.id = p.author left join person m on m.id = p.merged_by
  where p.repository_id between $1 and $2
  order by p.repository_id, p.number)";
const std::vector<OutColumn>& pull_columns() {
  static const std::vector<OutColumn> all = {
      {"repository"}, {"number", As::integer}, {"node"}, {"title"}, {"body"}, {"state"}, {"draft", As::integer}, {"from_fork", As::integer}, {"author"}, {"author_account"}, {"merged_by"}, {"merged_by_account"},
      {"created_at", As::instant}, {"updated_at", As::instant}, {"closed_at", As::instant}, {"merged_at", As::instant}, {"additions", As::integer}, {"deletions", As::integer}, {"changed_files", As::integer},
      {"head_ref"}, {"base_ref"}, {"head_sha"}, {"merge_commit"}, {"commits", As::integer}, {"comments", As::integer}};
  return all;
}

// A list of texts that a statement about one pull request gives.
void add_list(Query& q, Id repository, std::int64_t number, const char* key, LineWriter& out) {
  std::string list;
  for (q.bind(repository, number); q.next();) {
    list += list.empty() ? '[' : ',';
    append_json(list, q.text(0));
  }
  if (!list.empty()) out.add_raw(key).append(list).append(1, ']');
}

void write_pulls(Database& db, const Site& site, LineWriter& out) {
  Query q(db, kPulls);
  // A commit of the list that was never read has no line to name.
  Query commits(db, "select c.sha from pull_commit c join git_commit g on g.repository_id = c.repository_id and g.sha = c.sha where c.repository_id = $1 and c.number = $2 order by c.ordinal");
  Query closes(db, "select issue from pull_closes where repository_id = $1 and number = $2 order by issue");
  std::vector<Query> queries;
  for (const Child& child : children()) queries.emplace_back(db, child.sql);
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();) {
    const Id repository = q.integer(0);
    const std::int64_t number = q.integer(3);
    out.begin("pull_requests", site.name);
    out.add(q, 2, pull_columns());
    if (!q.text(1).empty()) append_list(out.add_raw("labels"), q.text(1), '\n');
    add_list(commits, repository, number, "commit_shas", out);
    add_list(closes, repository, number, "closes", out);
    out.end();
    for (std::size_t c = 0; c < queries.size(); ++c)
      for (queries[c].bind(repository, number); queries[c].next();) {
        out.begin(children()[c].table, site.name);
        out.add_text("repository", q.text(2));
        append_integer(out.add_raw("number"), number);
        out.add(queries[c], 0, children()[c].columns);
        out.end();
      }
  }
}

void write_deployments(Database& db, const Site& site, LineWriter& out) {
  static const std::vector<OutColumn> kColumns = {{"repository"}, {"id"}, {"environment"}, {"ref"}, {"task"}, {"sha"}, {"state"}, {"creator"}, {"creator_account"}, {"created_at", As::instant}, {"finished_at", As::instant}};
  static const std::vector<OutColumn> kStatus = {{"at", As::instant}, {"state"}, {"environment"}};
  Query q(db, R"(
    select r.name, d.id, d.environment, d.ref, d.task, d.sha, d.state, p.name, p.account, d.created_at, d.finished_at, d.repository_id
    from deployment d join repository r on r.id = d.repository_id left join person p on p.id = d.creator
    where d.repository_id between $1 and $2
    order by d.repository_id, d.created_at, d.id)");
  Query statuses(db, "select at, state, environment from deployment_status where repository_id = $1 and deployment_id = $2 order by ordinal");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();) {
    out.begin("deployments", site.name);
    out.add(q, 0, kColumns);
    out.end();
    const std::string id = q.string(1);
    for (statuses.bind(q.integer(11), id); statuses.next();) {
      out.begin("deployment_statuses", site.name);
      out.add_text("repository", q.text(0));
      out.add_text("deployment_id", id);
      out.add(statuses, 0, kStatus);
      out.end();
    }
  }
}

}  // namespace

void write_forge(Database& db, const Site& site, LineWriter& out) {
  write_rows(db, site, out, "repositories", "select name, id - $1, default_branch, archived from repository where id between $1 and $2 order by id",
             {{"name"}, {"id", As::integer}, {"default_branch"}, {"archived", As::integer}});
  write_commits(db, site, out);
  write_pulls(db, site, out);
  write_deployments(db, site, out);
  write_rows(db, site, out, "releases", R"(
      select r.name, x.id, x.tag, x.name, x.sha, x.draft, x.prerelease, p.name, p.account, x.created_at, x.published_at
      from release x join repository r on r.id = x.repository_id left join person p on p.id = x.author
      where x.repository_id between $1 and $2
      order by x.repository_id, x.created_at, x.id)",
             {{"repository"}, {"id"}, {"tag"}, {"name"}, {"sha"}, {"draft", As::integer}, {"prerelease", As::integer}, {"author"}, {"author_account"}, {"created_at", As::instant}, {"published_at", As::instant}});
  write_rows(db, site, out, "workflow_runs", R"(
      select r.name, x.id - $1, x.number, x.attempt, x.workflow, x.path, x.title, x.event, x.branch, x.sha, x.status, x.conclusion, p.name, p.account,
             x.created_at, x.updated_at, x.started_at
      from workflow_run x join repository r on r.id = x.repository_id left join person p on p.id = x.actor
      where x.repository_id between $1 and $2
      order by x.repository_id, x.created_at, x.id)",
             {{"repository"}, {"id", As::integer}, {"number", As::integer}, {"attempt", As::integer}, {"workflow"}, {"path"}, {"title"}, {"event"}, {"branch"}, {"sha"}, {"status"}, {"conclusion"}, {"actor"}, {"actor_account"},
              {"created_at", As::instant}, {"updated_at", As::instant}, {"started_at", As::instant}});
  write_rows(db, site, out, "issue_pull_requests", R"(
      select x.issue_key, r.name, x.number, x.source
      from issue_pull x join repository r on r.id = x.repository_id
      where x.repository_id between $1 and $2
      order by x.issue_key, x.repository_id, x.number)",
             {{"issue_key"}, {"repository"}, {"number", As::integer}, {"found_in"}});
}

}  // namespace juno::store
