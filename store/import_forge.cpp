// SPDX-License-Identifier: Apache-2.0
#include "store/import_forge.h"
#include <algorithm>
#include "store/forge.h"
#include "store/forge_words.h"
#include "store/lookup.h"
#include "store/query.h"
namespace juno::store {
namespace {

const std::set<std::string> kPullChildren = {"reviews", "review_requests", "pull_files", "pull_events", "pull_comments"};
const std::set<std::string> kOthers = {"repositories", "commits", "pull_requests", "deployments", "deployment_statuses", "releases", "workflow_runs", "issue_pull_requests"};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// `NAME` and `NAME_account`; a login alone is a name as well.
Person person_of(const ImportRow& row, const std::string& name) {
  Person p;
  p.name = row.text(name.c_str()), p.account = row.text((name + "_account").c_str());
  return p;
}

// A word that must be one of those its reader knows.
template <class T> T word_of(const ImportRow& row, const char* key, T (*read)(std::string_view), const char* otherwise) {
  const std::string text = row.has(key) ? row.text(key) : otherwise;
  const T value = read(text);
  if (word(value) != text) row.fail("'" + text + "' is no " + key);
  return value;
}

std::int64_t need_number(const ImportRow& row) {
  const auto number = row.integer("number");
  if (!number || *number < 1) row.fail("number is missing, or is not from 1");
  return *number;
}

}  // namespace

ImportForge::ImportForge(Database& db, const Site& site) : db_(db), site_(site), writer_(db, site), people_(db, site), put_commit_(db, R"(
    insert into git_commit (repository_id, sha, author, authored_at, committed_at, message, additions, deletions, parents, on_default)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (repository_id, sha) do update set
      author = excluded.author, authored_at = excluded.authored_at, committed_at = excluded.committed_at, message = excluded.message,
      additions = excluded.additions, deletions = excluded.deletions, parents = excluded.parents, on_default = excluded.on_default)"),
      find_commit_(db, "select authored_at, committed_at, message from git_commit where repository_id = $1 and sha = $2"),
      find_kind_(db, "select kind from person where source = $1 and account = $2 and kind is not null") {
  Query q(db_, "select name, repository_id from repository_name where source = $1");
  for (q.bind(site_.number); q.next();) known_[q.string(0)] = site_.to_tracker(q.integer(1));
}

bool ImportForge::takes(const std::string& table) { return kPullChildren.count(table) || kOthers.count(table); }

void ImportForge::line(const std::string& table, const ImportRow& row) {
  if (kPullChildren.count(table)) return child(table, row);
  if (table == "deployment_statuses") return put_status(row);
  write();
  if (table == "repositories") put_repository(row);
  else if (table == "commits") put_commit(row);
  else if (table == "pull_requests") begin_pull(row);
  else if (table == "deployments") put_deployment(row);
  else if (table == "workflow_runs") put_run(row);
  else if (table == "issue_pull_requests") links_.push_back({row.need_text("issue_key"), repository(row), need_number(row), row.has("found_in") ? row.text("found_in") : "body"});
  else {
    const Release r{0, {}, row.has("id") ? row.text("id") : row.need_text("tag"), row.need_text("tag"), row.text("name"), row.text("sha"), row.flag("draft"), row.flag("prerelease"), person_of(row, "author"),
                    row.instant("created_at").value_or(row.instant("published_at").value_or(Instant{})), row.instant("published_at")};
    writer_.upsert_releases(repository(row), std::span(&r, 1));
  }
}

Id ImportForge::repository(const ImportRow& row) {
  const std::string name = row.need_text("repository");
  Id id = 0;
  if (const auto it = known_.find(lower(name)); it != known_.end()) {
    id = it->second;
  } else {
    for (const auto& [other, used] : known_) id = std::max(id, used);
    const Repository one{++id, name, {}, false};
    writer_.upsert_repositories(std::span(&one, 1));
    known_[lower(name)] = id;
  }
  touched_.insert(id);
  return id;
}

void ImportForge::put_repository(const ImportRow& row) {
  const std::string name = row.need_text("name");
  const auto known = known_.find(lower(name));
  Id next = 0;
  for (const auto& [other, used] : known_) next = std::max(next, used);
  const Repository r{row.id("id").value_or(known == known_.end() ? next + 1 : known->second), name, row.text("default_branch"), row.flag("archived")};
  writer_.upsert_repositories(std::span(&r, 1));
  known_[lower(name)] = r.id;
  touched_.insert(r.id);
}

void ImportForge::put_commit(const ImportRow& row) {
  const Instant committed = row.need_instant("committed_at");
  const std::string parents = joined(row.list("parents"), ' ');
  put_commit_.bind(site_.to_cache(repository(row)), row.need_text("sha"), people_.person(person_of(row, "author")), row.instant("authored_at").value_or(committed), committed, row.text("message"), row.integer("additions"),
           row.integer("deletions"), parents, row.flag("on_default", true))
      .run();
}

void ImportForge::begin_pull(const ImportRow& row) {
  PullRecord r;
  PullRequest& p = r.pull;
  p.repository = repository(row), p.number = need_number(row);
  p.node = row.text("node"), p.title = row.text("title"), p.body = row.text("body");
  p.merged = row.instant("merged_at"), p.closed = row.instant("closed_at");
  p.state = word_of(row, "state", pull_state_of, p.merged ? "merged" : p.closed ? "closed" : "open");
  if ((p.state == PullState::merged) != p.merged.has_value()) row.fail("merged_at belongs to state merged, and to no other");
  if (p.merged && !p.closed) p.closed = p.merged;
  p.draft = row.flag("draft"), p.from_fork = row.flag("from_fork");
  p.author = person_of(row, "author"), p.merged_by = person_of(row, "merged_by");
  p.created = row.need_instant("created_at");
  p.updated = row.instant("updated_at").value_or(std::max(p.created, p.closed.value_or(p.created)));
  p.additions = row.integer("additions", 0), p.deletions = row.integer("deletions", 0), p.changed_files = row.integer("changed_files", 0);
  p.head_ref = row.text("head_ref"), p.base_ref = row.text("base_ref"), p.head_sha = row.text("head_sha"), p.merge_commit = row.text("merge_commit");
  p.labels = row.list("labels");
  p.comment_count = row.integer("comments", 0);
  r.closes = row.list("closes");
  for (const auto& sha : row.list("commit_shas")) {
    find_commit_.bind(site_.to_cache(p.repository), sha);
    if (!find_commit_.next()) row.fail("the commit " + sha + " is not known: its own line comes first");
    Commit& c = r.commits.emplace_back();
    c.sha = sha, c.authored = find_commit_.instant(0), c.committed = find_commit_.instant(1), c.message = find_commit_.string(2);
    find_commit_.done();
  }
  p.commit_count = row.integer("commits", static_cast<std::int64_t>(r.commits.size()));
  pull_ = std::move(r);
}

// A line of a pull request that is not the one at hand: it is read back, and the line is added to it.
void ImportForge::open_pull(const ImportRow& row) {
  const Id id = repository(row);
  const std::int64_t number = need_number(row);
  if (pull_ && pull_->pull.repository == id && pull_->pull.number == number) return;
  write();
  auto stored = pull_record(db_, site_.to_cache(id), number);
  if (!stored) row.fail("there is no pull request " + row.text("repository") + "#" + std::to_string(number) + ": its own line comes first");
  pull_ = std::move(*stored);
  pull_->pull.repository = id;
}

void ImportForge::child(const std::string& table, const ImportRow& row) {
  open_pull(row);
  PullRecord& r = *pull_;
  if (table == "reviews") {
    Review v;
    v.reviewer = person_of(row, "reviewer"), v.submitted = row.instant("submitted_at"), v.dismissed = row.instant("dismissed_at");
    v.state = word_of(row, "state", review_state_of, v.submitted ? "commented" : "pending");
    v.id = row.has("id") ? row.text("id") : std::to_string(r.reviews.size() + 1), v.commit = row.text("commit"), v.comments = row.integer("comments", 0);
    std::erase_if(r.reviews, [&](const Review& old) { return old.id == v.id; });
    r.reviews.push_back(std::move(v));
  } else if (table == "review_requests") {
    r.requests.push_back({row.need_instant("at"), person_of(row, "reviewer"), row.text("team"), row.instant("removed_at")});
  } else if (table == "pull_files") {
    r.files.push_back({row.need_text("path"), row.integer("additions", 0), row.integer("deletions", 0), row.has("change") ? row.text("change") : "modified"});
  } else if (table == "pull_events") {
    r.events.push_back({row.need_instant("at"), word_of(row, "kind", event_kind_of, ""), person_of(row, "actor")});
  } else {
    r.comments.push_back({row.has("id") ? row.text("id") : std::to_string(r.comments.size() + 1), person_of(row, "author"), row.need_instant("at")});
  }
}

void ImportForge::put_deployment(const ImportRow& row) {
  Deployment d;
  d.repository = repository(row), d.id = row.need_text("id"), d.environment = row.has("environment") ? row.text("environment") : "production";
  d.ref = row.text("ref"), d.task = row.text("task"), d.sha = row.text("sha"), d.creator = person_of(row, "creator");
  d.finished = row.instant("finished_at");
  d.created = row.instant("created_at").value_or(d.finished.value_or(Instant{}));
  d.state = row.has("state") ? row.text("state") : d.finished ? "success" : "pending";
  if (!row.has("created_at") && !d.finished) row.fail("created_at is missing");
  deployment_ = std::move(d);
}

void ImportForge::put_status(const ImportRow& row) {
  const Id id = repository(row);
  const std::string which = row.need_text("deployment_id");
  if (!deployment_ || deployment_->repository != id || deployment_->id != which) row.fail("the line of deployment " + which + " must come before its statuses");
  deployment_->statuses.push_back({row.need_instant("at"), row.need_text("state"), row.text("environment")});
}

void ImportForge::put_run(const ImportRow& row) {
  WorkflowRun r;
  r.id = row.need_id("id"), r.number = row.integer("number", 1), r.attempt = row.integer("attempt", 1), r.workflow = row.text("workflow"), r.path = row.text("path"), r.title = row.text("title");
  r.event = row.text("event"), r.branch = row.text("branch"), r.sha = row.text("sha"), r.conclusion = row.text("conclusion"), r.status = row.has("status") ? row.text("status") : "completed";
  r.actor = person_of(row, "actor"), r.created = row.need_instant("created_at"), r.updated = row.instant("updated_at").value_or(r.created), r.started = row.instant("started_at");
  writer_.upsert_runs(repository(row), std::span(&r, 1));
}

// That somebody is a bot is said by a line of people, which comes first: what a bot says is no answer and no review.
void ImportForge::know_bot(Person& p) {
  if (p.account.empty() || !p.kind.empty()) return;
  const auto [at, fresh] = kinds_.try_emplace(p.account);
  if (fresh && find_kind_.bind(site_.number, p.account).next()) {
    at->second = find_kind_.string(0);
    find_kind_.done();
  }
  p.kind = at->second;
}

void ImportForge::write() {
  if (pull_) {
    PullRecord& r = *pull_;
    for (Review& review : r.reviews) know_bot(review.reviewer);
    for (PullComment& comment : r.comments) know_bot(comment.author);
    const auto by_time = [](const auto& a, const auto& b) { return a.at < b.at; };
    std::stable_sort(r.reviews.begin(), r.reviews.end(), [](const Review& a, const Review& b) { return a.submitted < b.submitted; });
    std::stable_sort(r.requests.begin(), r.requests.end(), by_time);
    std::stable_sort(r.events.begin(), r.events.end(), by_time);
    std::stable_sort(r.comments.begin(), r.comments.end(), by_time);
    r.pull.review_count = static_cast<std::int64_t>(r.reviews.size());
    r.pull.comment_count = std::max(r.pull.comment_count, static_cast<std::int64_t>(r.comments.size()));
    r.pull.moments = moments_of(r);
    writer_.upsert_pulls(r.pull.repository, std::span(&r, 1));
    pull_.reset();
  }
  if (deployment_) {
    if (!deployment_->statuses.empty()) settle(*deployment_, deployment_->state);
    else deployment_->statuses.push_back({deployment_->finished.value_or(deployment_->created), deployment_->state, ""});
    writer_.upsert_deployments(deployment_->repository, std::span(&*deployment_, 1));
    deployment_.reset();
  }
}

void ImportForge::flush(const std::string& environment) {
  write();
  for (const Id id : touched_) relink(db_, site_.to_cache(id), environment);
  touched_.clear();
  Query put(db_, "insert into issue_pull (issue_key, repository_id, number, source) values ($1, $2, $3, $4) on conflict (issue_key, repository_id, number) do nothing");
  for (const Link& l : links_) put.bind(l.key, site_.to_cache(l.repository), l.number, l.source).run();
  links_.clear();
}

}  // namespace juno::store
