// SPDX-License-Identifier: Apache-2.0
#include "cmd/sync_github.h"
#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include "cmd/github_session.h"
#include "cmd/open_pages.h"
#include "connectors/github/issues.h"
#include "connectors/github/pulls.h"
#include "connectors/github/releases.h"
#include "connectors/github/repositories.h"
#include "connectors/github/runs.h"
#include "store/catalog.h"
#include "store/checkpoints.h"
#include "store/forge.h"
#include "store/forge_writer.h"
#include "store/issue_writer.h"
#include "store/site.h"
namespace juno {
namespace {

using std::chrono::hours;
using github::FoundRepository;
using store::Checkpoint;

constexpr const char* kKinds[] = {"pulls", "commits", "releases", "deployments", "runs", "issues"};
constexpr const char* kReconciled = "github reconciled";
constexpr hours kDeploymentTail{24}, kReleaseTail{30 * 24};  // how far back states still change without a time of change
constexpr hours kRunTail{24}, kRunReconcile{30 * 24};        // runs may be run again for 30 days: looked for daily, the last day always
constexpr hours kUnsettled{35 * 24};                         // a run that has not ended by then never will

std::int64_t number(const std::string& text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}
std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

class GithubSync {
 public:
  GithubSync(Context& ctx, store::Database& db, const GithubSource& configured, const SyncOptions& options, Progress& progress, SyncResult& result)
      : ctx_(ctx), db_(db), configured_(configured), options_(options), progress_(progress), result_(result), session_(ctx, configured),
        site_(registered()), writer_(db, site_), open_(db) {}

  void run() {
    std::vector<FoundRepository> repositories;
    const auto last = store::setting(db_, kReconciled);
    reconcile_ = options_.reconcile || !last || session_.began() - Instant{number(*last)} >= ctx_.config().sync.reconcile_every;
    const bool listed = stream("repositories", [&](Checkpoint& c, bool) { repositories = list(c); });
    for (std::size_t n = 0; listed && n < repositories.size(); ++n) {
      progress_.show("repositories", static_cast<std::int64_t>(n), static_cast<std::int64_t>(repositories.size()));
      const FoundRepository& r = repositories[n];
      links_due_ = "links due:" + std::to_string(site_.to_cache(r.repository.id));
      if (with_issues()) issues(r);
      pulls(r);
      commits(r);
      releases(r);
      deployments(r);
      runs(r);
      if (store::setting(db_, links_due_).value_or("") == "1") link(r);
    }
    relink_all();
    if (reconcile_ && listed) commit([&] { store::put_setting(db_, kReconciled, std::to_string(session_.began().ms)); });
    result_.requests += session_.requests();
  }

 private:
  store::Site registered() {
    store::Site wanted;
    wanted.name = "github";
    wanted.kind = "github";
    wanted.url = configured_.url;
    wanted.account = session_.account().account;
    store::Transaction tx(db_);
    store::Site out = store::register_site(db_, wanted);
    tx.commit();
    return out;
  }

  template <class F> void commit(const F& last) { open_.commit(last); }

  // Runs one stream. `resumes`: its last pass was cut off and left a cursor; the pass's start stays. Returns whether it came
  // to its end.
  bool stream(const std::string& name, const std::function<void(Checkpoint&, bool resumes)>& work) {
    if (ctx_.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "what was committed stays; run `juno sync` again to go on");
    Checkpoint c = store::checkpoint(db_, site_, name).value_or(Checkpoint{});
    c.stream = name;
    const bool resumes = c.state != Checkpoint::State::done && !c.cursor.empty() && c.started;
    if (!resumes) c.cursor.clear(), c.started = session_.began(), c.items = 0;
    c.state = Checkpoint::State::running;
    c.error.clear();
    c.resume_after.reset();
    try {
      work(c, resumes);
    } catch (const Error& e) {
      open_.commit();  // these pages came whole
      if (e.exit != Exit::remote && e.exit != Exit::partial) throw;
      // What was committed counts, not what the failed page had changed in memory.
      if (const auto kept = store::checkpoint(db_, site_, name); kept && kept->state == Checkpoint::State::running) c.cursor = kept->cursor;
      // A position the server does not know any more would fail for ever.
      if (resumes && lower(e.what()).find("cursor") != std::string::npos) c.cursor.clear();
      return failed(std::move(c), e);
    }
    c.state = Checkpoint::State::done;
    c.cursor.clear();
    c.finished = c.succeeded = ctx_.system.now();
    commit([&] { store::put_checkpoint(db_, site_, c); });
    result_.streams.push_back({site_.name, c.stream, "done", c.items, {}, {}, Exit::ok});
    return true;
  }

  bool failed(Checkpoint c, const Error& e) {
    const bool partial = e.exit == Exit::partial;
    c.state = partial ? Checkpoint::State::partial : Checkpoint::State::failed;
    c.error = e.what();
    c.finished = ctx_.system.now();
    c.resume_after = e.resume_after;
    commit([&] { store::put_checkpoint(db_, site_, c); });
    result_.streams.push_back({site_.name, c.stream, partial ? "partial" : "failed", c.items, e.what(), c.resume_after, e.exit});
    return false;
  }

  static bool links_rest_on(const std::string& stream) {
    return stream.starts_with("pulls:") || stream.starts_with("commits:") || stream.starts_with("deployments:");
  }

  // A page's rows and the position behind it go together, and so does the word that links are to be made anew: a run that is killed
  // before it gets there leaves that to the next one.
  void keep(Checkpoint& c, const std::string& cursor, const std::vector<BadRecord>& bad, std::size_t items, const std::function<void()>& write) {
    c.cursor = cursor;
    c.items += static_cast<std::int64_t>(items);
    result_.quarantined += static_cast<std::int64_t>(bad.size());
    open_.write(items, [&] {
      write();
      store::put_quarantine(db_, site_, bad, ctx_.system.now());
      store::put_checkpoint(db_, site_, c);
      if (items > 0 && links_rest_on(c.stream)) store::put_setting(db_, links_due_, "1");
    });
    if (open_.full()) open_.commit();
  }

  void warn_refused(const std::string& name, const std::vector<github::PathError>& refused) {
    if (!refused.empty() && refused_.insert(refused.front().message).second)
      result_.warnings.push_back(name + ": some values are not visible to this token: " + refused.front().message);
  }

  std::optional<Instant> first_bound() const {
    const auto since = ctx_.config().sync.since;
    return since ? std::optional(Instant{std::int64_t{since->days} * 86'400'000}) : std::nullopt;
  }
  // From when on a pass has to look: the last complete one with an overlap, or the bound of the first.
  std::optional<Instant> look_from(const Checkpoint& c) const {
    if (c.watermark && !options_.full) return *c.watermark - ctx_.config().sync.overlap;
    return first_bound();
  }
  bool quiet(const Checkpoint& c, bool resumes, const FoundRepository::Newest& newest) const {
    return c.watermark && !options_.full && !resumes && newest.quiet(*c.watermark - ctx_.config().sync.overlap);
  }

  std::vector<FoundRepository> list(Checkpoint& c) {
    auto all = github::find_repositories(session_.api(), configured_.repositories);
    for (const auto& name : all.missing) result_.warnings.push_back("github: no repository " + name + ", or this token may not see it");
    std::vector<Repository> rows;
    std::vector<Id> ids;
    for (const auto& r : all.found) rows.push_back(r.repository), ids.push_back(r.repository.id);
    const auto before = store::repositories(db_);
    commit([&] {
      for (const auto& r : rows)
        for (const auto& old : before)
          if (old.id == site_.to_cache(r.id) && old.name != r.name) rename_streams(old.name, r.name);
      writer_.upsert_repositories(rows);
      if (with_issues()) {
        std::vector<Project> projects;
        for (const auto& r : rows) projects.push_back({r.id, r.name, r.name, "", "", r.archived});
        store::upsert_projects(db_, site_, projects);
        store::upsert_statuses(db_, site_, github::statuses());
        store::put_field_map(db_, site_, FieldMap{});
      }
      // Nothing visible at all is more likely a lost permission.
      if (!ids.empty()) writer_.mark_gone(ids, ctx_.system.now());
    });
    c.items = static_cast<std::int64_t>(rows.size());
    c.watermark = *c.started;
    return std::move(all.found);
  }

  void rename_streams(const std::string& from, const std::string& to) {
    result_.warnings.push_back("github: " + from + " is now " + to);
    for (const char* kind : kKinds)
      if (auto c = store::checkpoint(db_, site_, std::string(kind) + ":" + from)) {
        store::drop_checkpoint(db_, site_, c->stream);
        c->stream = std::string(kind) + ":" + to;
        store::put_checkpoint(db_, site_, *c);
      }
  }

  bool with_issues() const { return configured_.issues == "yes" || (configured_.issues == "auto" && ctx_.config().jira.empty()); }

  void issues(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("issues:" + name, [&](Checkpoint& c, bool resumes) {
      if (r.has_issues && !quiet(c, resumes, r.issues)) {
        const auto stop = look_from(c);
        if (!issue_writer_) issue_writer_.emplace(db_, site_, FieldMap{});
        github::IssuePages pages(session_.api(), name, r.repository.id, c.cursor);
        while (auto page = pages.next()) {
          const bool enough = stop && page->oldest && *page->oldest < *stop;
          if (!page->last && !enough) pages.ahead();
          keep(c, page->end, page->bad, page->issues.size(), [&] {
            const auto written = issue_writer_->upsert(page->issues, ctx_.system.now());
            result_.issues += static_cast<std::int64_t>(page->issues.size());
            result_.unchanged += written.unchanged;
            result_.quarantined += written.refused;
          });
          warn_refused(name, page->refused);
          progress_.show("issues of " + name, c.items, r.issues.total);
          if (enough) break;
        }
      }
      c.watermark = *c.started;
    });
  }

  void pulls(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("pulls:" + name, [&](Checkpoint& c, bool resumes) {
      if (!quiet(c, resumes, r.pulls)) {
        const auto stop = look_from(c);
        github::PullPages pages(session_.api(), name, c.cursor);
        while (auto page = pages.next()) {
          const bool enough = stop && page->oldest && *page->oldest < *stop;
          if (!page->last && !enough) pages.ahead();
          keep(c, page->end, page->bad, page->pulls.size(), [&] {
            writer_.upsert_pulls(r.repository.id, page->pulls);
            for (const auto& p : page->pulls) store::clear_quarantine(db_, site_, "pulls", name + "#" + std::to_string(p.pull.number));
          });
          warn_refused(name, page->refused);
          progress_.show("pull requests of " + name, c.items, r.pulls.total);
          if (enough) break;
        }
        if (pages.missing()) throw Error(Exit::remote, "pull requests of " + name + ": the repository is not there any more");
      }
      c.watermark = *c.started;
    });
  }

  // `cursor` is the head of the pass, a blank, and GitHub's cursor.
  void commits(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    const std::string setting = "head:" + std::to_string(site_.to_cache(r.repository.id));
    stream("commits:" + name, [&](Checkpoint& c, bool resumes) {
      const std::string former = store::setting(db_, setting).value_or("");
      std::string head = r.head, after;
      if (resumes) {
        const auto blank = c.cursor.find(' ');
        head = c.cursor.substr(0, blank);
        if (blank != std::string::npos) after = c.cursor.substr(blank + 1);
      }
      if (head.empty() || (head == former && !options_.full)) {
        c.watermark = *c.started;
        return;
      }
      if (!resumes) commit([&] { writer_.begin_history(r.repository.id); });
      github::HistoryPages pages(session_.api(), name, head, first_bound(), after);
      while (auto page = pages.next()) {
        keep(c, head + " " + page->end, page->bad, page->items.size(), [&] { writer_.upsert_history(r.repository.id, page->items); });
        warn_refused(name, page->refused);
        progress_.show("commits of " + name, c.items, 0);
        // What is known is known with all its ancestors: once nothing is missing, the rest of the history is old.
        if (!options_.full && !former.empty() && writer_.missing_parents(r.repository.id).empty()) break;
        if (!page->last) pages.ahead();
      }
      if (pages.missing()) {
        c.cursor.clear();
        commit([&] { store::put_checkpoint(db_, site_, c); });
        throw Error(Exit::remote, "commits of " + name + ": the commit the pass began at is gone");
      }
      commit([&] {
        writer_.close_history(r.repository.id, head, former);
        store::put_setting(db_, setting, head);
      });
      c.watermark = *c.started;
    });
  }

  void releases(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("releases:" + name, [&](Checkpoint& c, bool resumes) {
      // A draft may be published long after it was made, and keeps its place in the list.
      const auto draft = c.watermark ? store::oldest_draft(db_, site_.to_cache(r.repository.id)) : std::nullopt;
      if (draft || !quiet(c, resumes, r.releases)) {
        auto stop = c.watermark && !options_.full ? std::optional(*c.watermark - kReleaseTail) : std::nullopt;
        if (stop && draft) stop = std::min(*stop, *draft);
        github::ReleasePages pages(session_.api(), name, c.cursor);
        while (auto page = pages.next()) {
          const bool enough = stop && !page->items.empty() && page->items.back().created < *stop;
          if (!page->last && !enough) pages.ahead();
          keep(c, page->end, page->bad, page->items.size(), [&] { writer_.upsert_releases(r.repository.id, page->items); });
          warn_refused(name, page->refused);
          if (enough) break;
        }
      }
      c.watermark = *c.started;
    });
  }

  void deployments(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("deployments:" + name, [&](Checkpoint& c, bool resumes) {
      const Id id = site_.to_cache(r.repository.id);
      std::optional<Instant> stop = first_bound();
      if (c.watermark && !options_.full) stop = *c.watermark - kDeploymentTail;
      if (c.watermark && !resumes) unsettled(r, c, store::unsettled_deployments(db_, id, stop.value_or(Instant{0})));
      if (!quiet(c, resumes, r.deployments)) {
        github::DeploymentPages pages(session_.api(), name, c.cursor);
        while (auto page = pages.next()) {
          const bool enough = stop && !page->items.empty() && page->items.back().created < *stop;
          if (!page->last && !enough) pages.ahead();
          keep(c, page->end, page->bad, page->items.size(), [&] { writer_.upsert_deployments(r.repository.id, page->items); });
          warn_refused(name, page->refused);
          progress_.show("deployments of " + name, c.items, r.deployments.total);
          if (enough) break;
        }
      }
      c.watermark = *c.started;
    });
  }

  // Those that are under way are asked for by their ids, however old they are.
  void unsettled(const FoundRepository& r, Checkpoint& c, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    const auto now = github::deployments_by_id(session_.api(), r.repository.name, ids);
    keep(c, "", now.bad, now.items.size(), [&] { writer_.upsert_deployments(r.repository.id, now.items); });
  }

  // `cursor` is the time up to which all runs have come.
  void runs(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("runs:" + name, [&](Checkpoint& c, bool resumes) {
      Instant from = look_from(c).value_or(std::max(r.created, Instant{0}));
      if (c.watermark && !options_.full) {
        from = *c.watermark - (reconcile_ ? kRunReconcile : kRunTail);
        if (const auto running = store::oldest_running(db_, site_.to_cache(r.repository.id), *c.watermark - kUnsettled)) from = std::min(from, *running);
      }
      if (resumes) {
        from = std::max(from, Instant{number(c.cursor)});
      } else if (c.watermark && !options_.full && few_new_runs(r, c, from)) {
        c.watermark = *c.started;
        return;
      }
      github::each_run_window(session_.api(), name, from, *c.started, [&](github::RunBatch&& batch) {
        keep(c, std::to_string(batch.until.ms), batch.bad, batch.runs.size(), [&] { writer_.upsert_runs(r.repository.id, batch.runs); });
        if (batch.capped > 0)
          result_.warnings.push_back(name + ": GitHub does not list " + std::to_string(batch.capped) + " workflow runs of one second beyond the first 1,000");
        progress_.show("workflow runs of " + name, c.items, 0);
        return true;
      });
      c.watermark = *c.started;
    });
  }

  // One conditional request, where what is new fits one page. The start is rounded so that its address, and with it the
  // server's tag, stays the same for an hour.
  bool few_new_runs(const FoundRepository& r, Checkpoint& c, Instant from) {
    constexpr std::int64_t kHour = 3'600'000;
    const Instant start{from.ms / kHour * kHour};
    const std::string key = "runs:" + std::to_string(site_.to_cache(r.repository.id));
    const std::string kept = store::setting(db_, key).value_or("");
    const std::string stamp = std::to_string(start.ms) + " ";
    const auto fresh = github::new_runs(session_.api(), r.repository.name, start, kept.starts_with(stamp) ? kept.substr(stamp.size()) : "");
    if (fresh.unchanged) return true;
    if (!fresh.fits) return false;
    keep(c, "", fresh.batch.bad, fresh.batch.runs.size(), [&] {
      writer_.upsert_runs(r.repository.id, fresh.batch.runs);
      store::put_setting(db_, key, fresh.etag.empty() ? "" : stamp + fresh.etag);
    });
    return true;
  }

  void link(const FoundRepository& r) {
    commit([&] {
      store::relink(db_, site_.to_cache(r.repository.id), ctx_.config().deploy.environment);
      store::put_setting(db_, links_due_, "");
    });
  }

  // Links rest on the projects that are cached and on the production environment, too: when these change, all are made anew.
  void relink_all() {
    const std::string basis = ctx_.config().deploy.environment + "\n" + store::known_projects(db_);
    if (store::setting(db_, "links") == basis) return;
    commit([&] {
      for (const auto& r : store::repositories(db_)) store::relink(db_, r.id, ctx_.config().deploy.environment);
      store::put_setting(db_, "links", basis);
    });
  }

  Context& ctx_;
  store::Database& db_;
  const GithubSource& configured_;
  const SyncOptions& options_;
  Progress& progress_;
  SyncResult& result_;
  GithubSession session_;
  store::Site site_;
  store::ForgeWriter writer_;
  OpenPages open_;
  std::optional<store::IssueWriter> issue_writer_;
  std::set<std::string> refused_;
  bool reconcile_ = false;
  std::string links_due_;  // setting of the present repository: "1" while rows that links rest on are newer than the links
};

}  // namespace

void sync_github(Context& ctx, store::Database& db, const GithubSource& configured, const SyncOptions& options, Progress& progress, SyncResult& result) {
  if (configured.repositories.empty()) throw Error(Exit::config, "github.repositories names none in " + ctx.paths().config, "add them: juno config set github.repositories '[\"acme/web\"]'");
  GithubSync(ctx, db, configured, options, progress, result).run();
}

}  // namespace juno
