// SPDX-License-Identifier: Apache-2.0
#include "cmd/sync_jira_issues.h"
#include <algorithm>
#include <charconv>
#include <future>
#include <map>
#include "cmd/open_pages.h"
#include "connectors/jira/activity.h"
#include "connectors/jira/issues.h"
#include "connectors/jira/jql.h"
#include "connectors/jira/ordered_pool.h"
#include "store/issues.h"
namespace juno {
namespace {

// One project's pass: what is to be fetched and how far it is.
struct Pass {
  const Project* project = nullptr;
  store::Checkpoint checkpoint;
  std::vector<Id> ids;     // ascending; from here on
  bool complete_list = false;  // ids are everything the project has: as good as a reconcile
  std::size_t fetched = 0; // of ids, written, and committed or about to be
  bool over = false;       // failed or partial: its remaining batches are dropped
};

struct WorkItem {
  Pass* pass = nullptr;
  std::vector<Id> ids;
};

struct Fetched {
  Pass* pass = nullptr;
  Id last = 0;
  std::size_t asked = 0;
  jira::Batch batch;
  jira::CommentBatch comments;
  std::optional<Error> error;
};

std::string stream_name(const Project& project) { return "issues:" + project.key; }

Id cursor_of(const store::Checkpoint& c) {
  Id out = 0;
  std::from_chars(c.cursor.data(), c.cursor.data() + c.cursor.size(), out);
  return out;
}

bool ends_the_run(const Error& e) { return e.exit != Exit::remote && e.exit != Exit::partial; }

jira::Scope scope_of(const JiraSync& s, const Project& project) { return {{project.key}, s.ctx.config().sync.jql, s.ctx.config().sync.since}; }

class IssueStreams {
 public:
  explicit IssueStreams(JiraSync& s) : s_(s), writer_(s.db, s.site, s.fields), open_(s.db) {}

  void run() {
    plan();
    list_ids();
    fetch_all();
    if (s_.reconcile) reconcile();
  }

 private:
  // A pass that was cut off goes on where it was; else a new one begins, everything or what changed.
  void plan() {
    for (const Project& project : s_.projects) {
      Pass p;
      p.project = &project;
      auto before = store::checkpoint(s_.db, s_.site, stream_name(project));
      p.checkpoint = before.value_or(store::Checkpoint{});
      p.checkpoint.stream = stream_name(project);
      const bool resumes = before && before->state != store::Checkpoint::State::done && !before->cursor.empty() && before->started;
      if (s_.options.full && !resumes) p.checkpoint.watermark.reset();
      if (!resumes) {
        p.checkpoint.cursor = "0";
        p.checkpoint.started = s_.session.began();
        p.checkpoint.items = 0;
      }
      p.checkpoint.finished.reset();
      p.checkpoint.resume_after.reset();
      p.checkpoint.error.clear();
      p.checkpoint.state = store::Checkpoint::State::running;
      p.complete_list = !p.checkpoint.watermark;
      passes_.push_back(std::move(p));
    }
  }

  std::string jql_of(const Pass& p) const {
    const auto scope = scope_of(s_, *p.project);
    return p.checkpoint.watermark ? jira::updated_issues(scope, *p.checkpoint.watermark - s_.ctx.config().sync.overlap, s_.account_zone)
                                  : jira::all_issues(scope);
  }

  std::vector<Id> ids_of(const std::string& jql) const {
    std::vector<Id> ids;
    const jira::Site& site = s_.session.site();
    if (site.cloud) {
      jira::for_each_id_page(site, jql, [&](std::vector<Id> page) { ids.insert(ids.end(), page.begin(), page.end()); });
    } else {
      std::set<std::string> seen;
      for (std::string start = "0"; !start.empty();) {
        if (!seen.insert(start).second) throw Error(Exit::remote, "Jira issue list: the same page comes again and again");
        auto page = jira::list_ids_by_offset(site, jql, start);
        ids.insert(ids.end(), page.items.begin(), page.items.end());
        start = page.next;
      }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  // Listings of all projects run side by side: a re-sync of many quiet projects costs one round trip for each few.
  void list_ids() {
    struct Listed { Pass* pass; std::vector<Id> ids; std::optional<Error> error; };
    std::size_t next = 0;
    OrderedPool<Pass*, Listed> pool(static_cast<std::size_t>(s_.ctx.config().sync.parallel));
    pool.run(
        [&]() -> std::optional<Pass*> { return next < passes_.size() ? std::optional(&passes_[next++]) : std::nullopt; },
        [&](Pass*& p) -> Listed {
          try {
            return {p, ids_of(jql_of(*p)), {}};
          } catch (const Error& e) {
            return {p, {}, e};
          }
        },
        [&](Listed l) {
          if (l.error) return fail(*l.pass, *l.error);
          if (l.pass->complete_list) everything_[l.pass->project->id] = l.ids;
          const Id cursor = cursor_of(l.pass->checkpoint);
          l.ids.erase(l.ids.begin(), std::upper_bound(l.ids.begin(), l.ids.end(), cursor));
          l.pass->ids = std::move(l.ids);
          total_ += static_cast<std::int64_t>(l.pass->ids.size());
          if (l.pass->ids.empty()) complete(*l.pass);
        },
        [&] { return s_.ctx.system.signal() != 0; });
  }

  Fetched fetch(WorkItem& item) const {
    Fetched out{item.pass, item.ids.back(), item.ids.size(), {}, {}, {}};
    if (item.pass->over) return out;
    try {
      out.batch = fetch_issues(item.ids);
      if (s_.ctx.config().sync.comments && !out.batch.issues.empty()) {
        std::vector<Id> present;
        for (const auto& r : out.batch.issues) present.push_back(r.issue.id);
        out.comments = jira::fetch_comments(s_.session.site(), present);
      }
    } catch (const Error& e) {
      out.error = e;
    }
    return out;
  }

  jira::Batch fetch_issues(const std::vector<Id>& ids) const {
    return jira::fetch(s_.session.site(), s_.fields, s_.statuses, ids);
  }

  void fetch_all() {
    std::size_t pass = 0, at = 0;
    const auto next = [&]() -> std::optional<WorkItem> {
      while (pass < passes_.size() && (passes_[pass].over || at >= passes_[pass].ids.size())) ++pass, at = 0;
      if (pass == passes_.size()) return {};
      Pass& p = passes_[pass];
      const std::size_t end = std::min(at + jira::kIssuesPerBatch, p.ids.size());
      WorkItem item{&p, {p.ids.begin() + static_cast<std::ptrdiff_t>(at), p.ids.begin() + static_cast<std::ptrdiff_t>(end)}};
      at = end;
      return item;
    };
    OrderedPool<WorkItem, Fetched> pool(static_cast<std::size_t>(s_.ctx.config().sync.parallel));
    try {
      pool.run(next, [&](WorkItem& item) { return fetch(item); }, [&](Fetched f) { take(std::move(f)); },
               [&] { return s_.ctx.system.signal() != 0; });
    } catch (const Error&) {
      commit();  // what was handed over in order is whole
      throw;
    }
    commit();
  }

  // Rows are written as they come, so that fetching and writing go on side by side; every few batches they are committed.
  void take(Fetched f) {
    if (f.pass->over) return;
    if (f.error) {
      commit();
      return fail(*f.pass, *f.error);
    }
    open_.write(f.batch.issues.size(), [&] { write(f); });
    f.pass->fetched += f.asked;
    f.pass->checkpoint.cursor = std::to_string(f.last);
    f.pass->checkpoint.items += static_cast<std::int64_t>(f.batch.issues.size());
    touched_[f.pass] = f.pass->fetched == f.pass->ids.size();
    if (open_.full()) commit();
  }

  // Rows, and the checkpoint that covers them, in one transaction.
  void commit() {
    if (open_.empty()) return;
    open_.commit([&] {
      for (const auto& [pass, whole] : touched_) {
        if (whole) mark_complete(pass->checkpoint);
        store::put_checkpoint(s_.db, s_.site, pass->checkpoint);
      }
    });
    for (const auto& [pass, whole] : touched_)
      if (whole) s_.finished(pass->checkpoint);
    touched_.clear();
    s_.progress.show("issues", s_.result.issues, total_ + s_.result.issues - done_here());
  }

  std::int64_t done_here() const {
    std::int64_t n = 0;
    for (const auto& p : passes_) n += static_cast<std::int64_t>(p.fetched);
    return n;
  }

  void write(const Fetched& f) {
    const Instant now = s_.ctx.system.now();
    const auto written = writer_.upsert(f.batch.issues, now);
    s_.result.issues += static_cast<std::int64_t>(f.batch.issues.size());
    s_.result.unchanged += written.unchanged;
    std::vector<BadRecord> bad = f.batch.bad;
    bad.insert(bad.end(), f.comments.bad.begin(), f.comments.bad.end());
    store::put_quarantine(s_.db, s_.site, bad, now);
    s_.result.quarantined += static_cast<std::int64_t>(bad.size()) + written.refused;
    if (!f.batch.truncated.empty())
      s_.result.warnings.push_back(std::to_string(f.batch.truncated.size()) + " issues of " + f.pass->project->key + " have only a part of their history: the site gives no more");
    auto first = f.comments.comments.begin();
    for (const Id issue : f.comments.complete) {
      first = std::find_if(first, f.comments.comments.end(), [&](const Comment& c) { return c.issue >= issue; });
      const auto last = std::find_if(first, f.comments.comments.end(), [&](const Comment& c) { return c.issue != issue; });
      writer_.replace_comments(issue, {first, last});
      first = last;
    }
  }

  // The watermark moves only now, to when the pass began.
  void mark_complete(store::Checkpoint& c) const {
    c.watermark = c.started;
    c.cursor.clear();
    c.state = store::Checkpoint::State::done;
    c.finished = c.succeeded = s_.ctx.system.now();
  }

  void complete(Pass& p) {
    mark_complete(p.checkpoint);
    store::Transaction tx(s_.db);
    store::put_checkpoint(s_.db, s_.site, p.checkpoint);
    tx.commit();
    s_.finished(p.checkpoint);
  }

  void fail(Pass& p, const Error& e) {
    if (ends_the_run(e)) throw e;
    p.over = true;
    s_.failed(p.checkpoint, e);
  }

  // Compares the ids that the server lists with the cached ones, over all projects: a moved issue is in another list.
  void reconcile() {
    s_.stream("reconcile", [&](store::Checkpoint& c) {
      std::set<Id> listed;
      for (const Project& project : s_.projects) {
        auto known = everything_.find(project.id);
        if (known == everything_.end()) known = everything_.emplace(project.id, ids_of(jira::all_issues(scope_of(s_, project)))).first;
        listed.insert(known->second.begin(), known->second.end());
      }
      std::vector<Id> gone, missed(listed.begin(), listed.end());
      for (const Project& project : s_.projects) {
        const auto cached = store::ids_of_project(s_.db, s_.site, project.id);
        std::vector<Id> vanished;
        std::copy_if(cached.begin(), cached.end(), std::back_inserter(vanished), [&](Id id) { return !listed.count(id); });
        if (believable(project, vanished.size(), cached.size())) gone.insert(gone.end(), vanished.begin(), vanished.end());
        std::vector<Id> rest;
        std::set_difference(missed.begin(), missed.end(), cached.begin(), cached.end(), std::back_inserter(rest));
        missed = std::move(rest);
      }
      fetch_missed(missed);
      confirm_and_mark(gone);
      c.items = static_cast<std::int64_t>(listed.size());
    });
  }

  bool believable(const Project& project, std::size_t vanished, std::size_t cached) {
    if (vanished == 0 || s_.options.allow_deletes) return true;
    const bool most = vanished > std::max<std::size_t>(1, cached / 20) || vanished == cached;
    if (most)
      s_.result.warnings.push_back(std::to_string(vanished) + " of " + std::to_string(cached) + " issues of " + project.key +
                                   " are no longer listed; a lost permission looks the same, so nothing was marked deleted (juno sync --reconcile --allow-deletes does it)");
    return !most;
  }

  void fetch_missed(const std::vector<Id>& ids) {
    for (std::size_t at = 0; at < ids.size(); at += jira::kIssuesPerBatch) {
      s_.stop_if_asked();
      Pass pass;
      pass.project = &s_.projects.front();
      WorkItem item{&pass, {ids.begin() + static_cast<std::ptrdiff_t>(at), ids.begin() + static_cast<std::ptrdiff_t>(std::min(at + jira::kIssuesPerBatch, ids.size()))}};
      const Fetched f = fetch(item);
      if (f.error) throw *f.error;
      store::Transaction tx(s_.db);
      write(f);
      tx.commit();
    }
  }

  // Asked for by id once more: what answers was moved or had been hidden for a moment, and is not gone.
  void confirm_and_mark(const std::vector<Id>& ids) {
    for (std::size_t at = 0; at < ids.size(); at += jira::kIssuesPerBatch) {
      s_.stop_if_asked();
      const std::vector<Id> part(ids.begin() + static_cast<std::ptrdiff_t>(at), ids.begin() + static_cast<std::ptrdiff_t>(std::min(at + jira::kIssuesPerBatch, ids.size())));
      const jira::Batch batch = fetch_issues(part);
      store::Transaction tx(s_.db);
      writer_.upsert(batch.issues, s_.ctx.system.now());
      s_.result.deleted += writer_.mark_deleted(batch.missing, s_.ctx.system.now());
      tx.commit();
    }
  }

  JiraSync& s_;
  store::IssueWriter writer_;
  std::vector<Pass> passes_;
  std::map<Id, std::vector<Id>> everything_;  // by project id: complete listings of this run
  OpenPages open_;
  std::map<Pass*, bool> touched_;  // since the last commit; true: its last batch is among them
  std::int64_t total_ = 0;
};

}  // namespace

void sync_issues(JiraSync& sync) { IssueStreams(sync).run(); }

}  // namespace juno
