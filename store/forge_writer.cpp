// SPDX-License-Identifier: Apache-2.0
#include "store/forge_writer.h"
#include <unordered_map>
#include <unordered_set>
#include "store/forge_words.h"
#include "store/lookup.h"
#include "store/query.h"
namespace juno::store {
namespace {

constexpr const char* kPutPull = R"(
  insert into pull_request (repository_id, number, node, title, state, draft, from_fork, author, merged_by, created_at, updated_at, closed_at,
    merged_at, additions, deletions, changed_files, head_ref, base_ref, head_sha, merge_commit, labels, commit_count, review_count,
    comment_count, first_commit_at, first_committed_at, last_commit_at, ready_at, first_response_at, first_review_at, first_approval_at,
    last_approval_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
    $29, $30, $31, $32)
  on conflict (repository_id, number) do update set
    node = excluded.node, title = excluded.title, state = excluded.state, draft = excluded.draft, from_fork = excluded.from_fork,
    author = excluded.author, merged_by = excluded.merged_by, created_at = excluded.created_at, updated_at = excluded.updated_at,
    closed_at = excluded.closed_at, merged_at = excluded.merged_at, additions = excluded.additions, deletions = excluded.deletions,
    changed_files = excluded.changed_files, head_ref = excluded.head_ref, base_ref = excluded.base_ref, head_sha = excluded.head_sha,
    merge_commit = excluded.merge_commit, labels = excluded.labels, commit_count = excluded.commit_count,
    review_count = excluded.review_count, comment_count = excluded.comment_count, first_commit_at = excluded.first_commit_at,
    first_committed_at = excluded.first_committed_at, last_commit_at = excluded.last_commit_at, ready_at = excluded.ready_at,
    first_response_at = excluded.first_response_at, first_review_at = excluded.first_review_at,
    first_approval_at = excluded.first_approval_at, last_approval_at = excluded.last_approval_at)";

// What a pull request's list leaves out (parents) or the history alone knows (on_default) is never taken back by it.
constexpr const char* kPutCommit = R"(
  insert into git_commit (repository_id, sha, author, authored_at, committed_at, message, additions, deletions, parents, on_default)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (repository_id, sha) do update set
    author = coalesce(excluded.author, git_commit.author),
    additions = coalesce(excluded.additions, git_commit.additions),
    deletions = coalesce(excluded.deletions, git_commit.deletions),
    parents = case excluded.parents when '' then git_commit.parents else excluded.parents end,
    on_default = case when git_commit.on_default = 1 or excluded.on_default = 0 then git_commit.on_default else excluded.on_default end)";

constexpr const char* kChildTables[] = {"pull_text", "pull_commit", "review", "review_request", "pull_file", "pull_event", "pull_comment", "pull_closes"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

struct ForgeWriter::Impl {
  Database& db;
  Site site;
  Lookup people;
  Query has_pull, put_pull, put_text, put_commit, put_pull_commit, put_review, put_request, put_file, put_event, put_comment, put_closes;
  std::vector<Query> remove;

  Impl(Database& cache, const Site& source)
      : db(cache), site(source), people(cache, source),
        has_pull(db, "select 1 from pull_request where repository_id = $1 and number = $2"), put_pull(db, kPutPull),
        put_text(db, "insert into pull_text (repository_id, number, body) values ($1, $2, $3)"), put_commit(db, kPutCommit),
        put_pull_commit(db, "insert into pull_commit (repository_id, number, ordinal, sha) values ($1, $2, $3, $4)"),
        put_review(db, "insert into review (repository_id, number, ordinal, id, reviewer, state, submitted_at, dismissed_at, commit_sha, comments) "
                       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        put_request(db, "insert into review_request (repository_id, number, ordinal, at, reviewer, team, removed_at) values ($1, $2, $3, $4, $5, $6, $7)"),
        put_file(db, "insert into pull_file (repository_id, number, ordinal, path, additions, deletions, change) values ($1, $2, $3, $4, $5, $6, $7)"),
        put_event(db, "insert into pull_event (repository_id, number, ordinal, at, kind, actor) values ($1, $2, $3, $4, $5, $6)"),
        put_comment(db, "insert into pull_comment (repository_id, number, ordinal, id, author, at) values ($1, $2, $3, $4, $5, $6)"),
        put_closes(db, "insert into pull_closes (repository_id, number, issue) values ($1, $2, $3) on conflict (repository_id, number, issue) do nothing") {
    for (const char* table : kChildTables)
      remove.emplace_back(db, "delete from " + std::string(table) + " where repository_id = $1 and number = $2");
  }

  void commit(Id repository, const Commit& c, int on_default) {
    put_commit.bind(repository, c.sha, people.person(c.author), c.authored, c.committed, c.message, c.additions, c.deletions, joined(c.parents, ' '), on_default).run();
  }

  void pull(Id repository, const PullRecord& r) {
    const PullRequest& p = r.pull;
    has_pull.bind(repository, p.number);
    const bool known = has_pull.next();
    has_pull.done();
    if (known)
      for (auto& q : remove) q.bind(repository, p.number).run();
    const PullMoments& m = p.moments;
    const std::string labels = joined(p.labels, '\n');
    put_pull
        .bind(repository, p.number, p.node, p.title, word(p.state), p.draft, p.from_fork, people.person(p.author), people.person(p.merged_by),
              p.created, p.updated, p.closed, p.merged, p.additions, p.deletions, p.changed_files, or_null(p.head_ref), or_null(p.base_ref),
              or_null(p.head_sha), or_null(p.merge_commit), or_null(labels), p.commit_count, p.review_count, p.comment_count, m.first_commit,
              m.first_committed, m.last_commit, m.ready, m.first_response, m.first_review, m.first_approval, m.last_approval)
        .run();
    if (!p.body.empty()) put_text.bind(repository, p.number, p.body).run();
    children(repository, r);
  }

  void children(Id repository, const PullRecord& r) {
    const auto number = r.pull.number;
    int n = 0;
    for (const auto& c : r.commits) {
      commit(repository, c, 0);
      put_pull_commit.bind(repository, number, n++, c.sha).run();
    }
    n = 0;
    for (const auto& v : r.reviews)
      put_review.bind(repository, number, n++, v.id, people.person(v.reviewer), word(v.state), v.submitted, v.dismissed, or_null(v.commit), v.comments).run();
    n = 0;
    for (const auto& v : r.requests) put_request.bind(repository, number, n++, v.at, people.person(v.reviewer), or_null(v.team), v.removed).run();
    n = 0;
    for (const auto& f : r.files) put_file.bind(repository, number, n++, f.path, f.additions, f.deletions, f.change).run();
    n = 0;
    for (const auto& e : r.events) put_event.bind(repository, number, n++, e.at, word(e.kind), people.person(e.actor)).run();
    n = 0;
    for (const auto& c : r.comments) put_comment.bind(repository, number, n++, c.id, people.person(c.author), c.at).run();
    for (const auto& issue : r.closes) put_closes.bind(repository, number, issue).run();
  }
};

ForgeWriter::ForgeWriter(Database& db, const Site& site) : impl_(std::make_unique<Impl>(db, site)) {}
ForgeWriter::ForgeWriter(ForgeWriter&&) noexcept = default;
ForgeWriter::~ForgeWriter() = default;

void ForgeWriter::upsert_repositories(std::span<const Repository> repositories) {
  Query put(impl_->db, R"(
    insert into repository (id, source, name, default_branch, archived)
    values ($1, $2, $3, $4, $5)
    on conflict (id) do update set name = excluded.name, default_branch = excluded.default_branch, archived = excluded.archived, deleted_at = null)");
  Query name(impl_->db, R"(
    insert into repository_name (source, name, repository_id)
    values ($1, $2, $3)
    on conflict (source, name) do update set repository_id = excluded.repository_id)");
  for (const auto& r : repositories) {
    if (!valid_tracker_id(r.id)) continue;
    const Id id = impl_->site.to_cache(r.id);
    put.bind(id, impl_->site.number, r.name, or_null(r.default_branch), r.archived).run();
    name.bind(impl_->site.number, lower(r.name), id).run();
  }
}

std::int64_t ForgeWriter::mark_gone(const std::vector<Id>& present, Instant now) {
  std::unordered_set<Id> here;
  for (const Id id : present) here.insert(impl_->site.to_cache(id));
  std::vector<Id> gone;
  Query q(impl_->db, "select id from repository where source = $1 and deleted_at is null order by id");
  for (q.bind(impl_->site.number); q.next();)
    if (!here.count(q.integer(0))) gone.push_back(q.integer(0));
  Query mark(impl_->db, "update repository set deleted_at = $2 where id = $1");
  for (const Id id : gone) mark.bind(id, now).run();
  return static_cast<std::int64_t>(gone.size());
}

void ForgeWriter::upsert_pulls(Id repository, std::span<const PullRecord> pulls) {
  for (const auto& r : pulls) impl_->pull(impl_->site.to_cache(repository), r);
}

void ForgeWriter::upsert_deployments(Id repository, std::span<const Deployment> deployments) {
  const Id id = impl_->site.to_cache(repository);
  Query put(impl_->db, R"(
    insert into deployment (repository_id, id, environment, ref, task, sha, state, creator, created_at, finished_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (repository_id, id) do update set
      environment = excluded.environment, ref = excluded.ref, task = excluded.task, sha = excluded.sha, state = excluded.state,
      creator = excluded.creator, created_at = excluded.created_at, finished_at = excluded.finished_at)");
  Query remove(impl_->db, "delete from deployment_status where repository_id = $1 and deployment_id = $2");
  Query status(impl_->db, "insert into deployment_status (repository_id, deployment_id, ordinal, at, state, environment) values ($1, $2, $3, $4, $5, $6)");
  for (const auto& d : deployments) {
    put.bind(id, d.id, d.environment, or_null(d.ref), or_null(d.task), d.sha, d.state, impl_->people.person(d.creator), d.created, d.finished).run();
    remove.bind(id, d.id).run();
    int n = 0;
    for (const auto& s : d.statuses) status.bind(id, d.id, n++, s.at, s.state, or_null(s.environment)).run();
  }
}

void ForgeWriter::upsert_releases(Id repository, std::span<const Release> releases) {
  Query put(impl_->db, R"(
    insert into release (repository_id, id, tag, name, sha, draft, prerelease, author, created_at, published_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (repository_id, id) do update set
      tag = excluded.tag, name = excluded.name, sha = excluded.sha, draft = excluded.draft, prerelease = excluded.prerelease,
      author = excluded.author, created_at = excluded.created_at, published_at = excluded.published_at)");
  for (const auto& r : releases)
    put.bind(impl_->site.to_cache(repository), r.id, r.tag, r.name, or_null(r.sha), r.draft, r.prerelease, impl_->people.person(r.author), r.created, r.published).run();
}

void ForgeWriter::upsert_runs(Id repository, std::span<const WorkflowRun> runs) {
  // An older attempt that comes late does not take the place of a newer one.
  Query put(impl_->db, R"(
    insert into workflow_run (repository_id, id, number, attempt, workflow, path, title, event, branch, sha, status, conclusion, actor,
      created_at, updated_at, started_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    on conflict (repository_id, id) do update set
      number = excluded.number, attempt = excluded.attempt, workflow = excluded.workflow, path = excluded.path, title = excluded.title,
      event = excluded.event, branch = excluded.branch, sha = excluded.sha, status = excluded.status, conclusion = excluded.conclusion,
      actor = excluded.actor, created_at = excluded.created_at, updated_at = excluded.updated_at, started_at = excluded.started_at
    where excluded.attempt >= workflow_run.attempt)");
  for (const auto& r : runs) {
    if (!valid_tracker_id(r.id)) continue;
    put.bind(impl_->site.to_cache(repository), impl_->site.to_cache(r.id), r.number, r.attempt, r.workflow, or_null(r.path), or_null(r.title),
             r.event, or_null(r.branch), r.sha, r.status, or_null(r.conclusion), impl_->people.person(r.actor), r.created, r.updated, r.started)
        .run();
  }
}

void ForgeWriter::begin_history(Id repository) {
  Query(impl_->db, "update git_commit set on_default = 0 where repository_id = $1 and on_default = 2").bind(impl_->site.to_cache(repository)).run();
}

void ForgeWriter::upsert_history(Id repository, std::span<const Commit> commits) {
  for (const auto& c : commits) impl_->commit(impl_->site.to_cache(repository), c, 2);
}

std::vector<std::string> ForgeWriter::missing_parents(Id repository) {
  std::unordered_set<std::string> read, missing;
  std::vector<std::string> parents;
  Query q(impl_->db, "select sha, parents from git_commit where repository_id = $1 and on_default = 2");
  for (q.bind(impl_->site.to_cache(repository)); q.next();) {
    read.insert(q.string(0));
    for (auto& p : parted(q.text(1), ' ')) parents.push_back(std::move(p));
  }
  Query known(impl_->db, "select 1 from git_commit where repository_id = $1 and sha = $2 and on_default = 1");
  std::vector<std::string> out;
  for (auto& p : parents) {
    if (read.count(p) || !missing.insert(p).second) continue;
    known.bind(impl_->site.to_cache(repository), p);
    const bool there = known.next();
    known.done();
    if (!there) out.push_back(std::move(p));
  }
  return out;
}

void ForgeWriter::close_history(Id repository, const std::string& head, const std::string& former) {
  const Id id = impl_->site.to_cache(repository);
  bool reached = former.empty() || former == head;
  if (!reached) {
    Query q(impl_->db, "select parents from git_commit where repository_id = $1 and on_default = 2");
    for (q.bind(id); q.next() && !reached;)
      for (const auto& p : parted(q.text(0), ' ')) reached = reached || p == former;
  }
  Query(impl_->db, "update git_commit set on_default = 1 where repository_id = $1 and on_default = 2").bind(id).run();
  if (reached) return;
  std::unordered_map<std::string, std::vector<std::string>> parents;
  Query all(impl_->db, "select sha, parents from git_commit where repository_id = $1 and on_default = 1");
  for (all.bind(id); all.next();) parents.emplace(all.string(0), parted(all.text(1), ' '));
  std::vector<std::string> open{head};
  while (!open.empty()) {
    auto node = parents.extract(open.back());
    open.pop_back();
    if (node)
      for (auto& p : node.mapped()) open.push_back(std::move(p));
  }
  Query leave(impl_->db, "update git_commit set on_default = 0 where repository_id = $1 and sha = $2");
  for (const auto& [sha, unused] : parents) leave.bind(id, sha).run();
}

}  // namespace juno::store
