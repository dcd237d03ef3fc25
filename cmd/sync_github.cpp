// SPDX-License-Identifier: Apache-2.0
#include "cmd/sync_github.h"
#include <algorithm>
#include <charconv>
#include "cmd/github_streams.h"
#include "connectors/github/issues.h"
#include "connectors/github/pulls.h"
#include "connectors/github/releases.h"
#include "connectors/github/runs.h"
#include "store/catalog.h"
#include "store/forge.h"
#include "store/forge_writer.h"
#include "store/issue_writer.h"
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

// Lists run from the newest to the oldest: a page that reaches back before `stop` is the last that is wanted.
auto updated_before(std::optional<Instant> stop) {
  return [stop](const auto& page) { return stop && page.oldest && *page.oldest < *stop; };
}
auto created_before(std::optional<Instant> stop) {
  return [stop](const auto& page) { return stop && !page.items.empty() && page.items.back().created < *stop; };
}

class GithubSync : GithubStreams {
 public:
  GithubSync(Context& context, store::Database& database, const GithubSource& source, const SyncOptions& how, Progress& shown, SyncResult& outcome)
      : GithubStreams(context, database, source, how, shown, outcome), writer_(db, site) {}

  void run() {
    std::vector<FoundRepository> repositories;
    const auto last = store::setting(db, kReconciled);
    reconcile_ = options.reconcile || !last || session.began() - Instant{number(*last)} >= ctx.config().sync.reconcile_every;
    const bool listed = stream("repositories", [&](Checkpoint& c, bool) { repositories = list(c); });
    for (std::size_t n = 0; listed && n < repositories.size(); ++n) {
      progress.show("repositories", static_cast<std::int64_t>(n), static_cast<std::int64_t>(repositories.size()));
      const FoundRepository& r = repositories[n];
      links_due = "links due:" + std::to_string(site.to_cache(r.repository.id));
      if (with_issues()) issues(r);
      pulls(r);
      commits(r);
      releases(r);
      deployments(r);
      runs(r);
      if (store::setting(db, links_due).value_or("") == "1") link(r);
    }
    relink_all();
    if (reconcile_ && listed) commit([&] { store::put_setting(db, kReconciled, std::to_string(session.began().ms)); });
    result.requests += session.requests();
  }

 private:
  std::vector<FoundRepository> list(Checkpoint& c) {
    auto all = github::find_repositories(session.api(), configured.repositories);
    for (const auto& name : all.missing) result.warnings.push_back("github: no repository " + name + ", or this token may not see it");
    std::vector<Repository> rows;
    std::vector<Id> ids;
    for (const auto& r : all.found) rows.push_back(r.repository), ids.push_back(r.repository.id);
    const auto before = store::repositories(db);
    commit([&] {
      for (const auto& r : rows)
        for (const auto& old : before)
          if (old.id == site.to_cache(r.id) && old.name != r.name) rename_streams(old.name, r.name);
      writer_.upsert_repositories(rows);
      if (with_issues()) {
        std::vector<Project> projects;
        for (const auto& r : rows) projects.push_back({r.id, r.name, r.name, "", "", r.archived});
        store::upsert_projects(db, site, projects);
        store::upsert_statuses(db, site, github::statuses());
        store::put_field_map(db, site, FieldMap{});
      }
      // Nothing visible at all is more likely a lost permission.
      if (!ids.empty()) writer_.mark_gone(ids, ctx.system.now());
    });
    c.items = static_cast<std::int64_t>(rows.size());
    c.watermark = *c.started;
    return std::move(all.found);
  }

  void rename_streams(const std::string& from, const std::string& to) {
    result.warnings.push_back("github: " + from + " is now " + to);
    for (const char* kind : kKinds)
      if (auto c = store::checkpoint(db, site, std::string(kind) + ":" + from)) {
        store::drop_checkpoint(db, site, c->stream);
        c->stream = std::string(kind) + ":" + to;
        store::put_checkpoint(db, site, *c);
      }
  }

  bool with_issues() const { return configured.issues == "yes" || (configured.issues == "auto" && ctx.config().jira.empty()); }

  void issues(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("issues:" + name, [&](Checkpoint& c, bool resumes) {
      if (r.has_issues && !quiet(c, resumes, r.issues)) {
        const auto stop = look_from(c);
        if (!issue_writer_) issue_writer_.emplace(db, site, FieldMap{});
        github::IssuePages pages(session.api(), name, r.repository.id, c.cursor);
        each_page(c, name, pages, "issues", r.issues.total, updated_before(stop), [&](const auto& found) {
          const auto written = issue_writer_->upsert(found, ctx.system.now());
          result.issues += static_cast<std::int64_t>(found.size());
          result.unchanged += written.unchanged;
          result.quarantined += written.refused;
        });
      }
      c.watermark = *c.started;
    });
  }

  void pulls(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("pulls:" + name, [&](Checkpoint& c, bool resumes) {
      if (!quiet(c, resumes, r.pulls)) {
        const auto stop = look_from(c);
        github::PullPages pages(session.api(), name, c.cursor);
        each_page(c, name, pages, "pull requests", r.pulls.total, updated_before(stop), [&](const auto& found) {
          writer_.upsert_pulls(r.repository.id, found);
          for (const auto& p : found) store::clear_quarantine(db, site, "pulls", name + "#" + std::to_string(p.pull.number));
        });
        if (pages.missing()) throw Error(Exit::remote, "pull requests of " + name + ": the repository is not there any more");
      }
      c.watermark = *c.started;
    });
  }

  // `cursor` is the head of the pass, a blank, and GitHub's cursor.
  void commits(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    const std::string setting = "head:" + std::to_string(site.to_cache(r.repository.id));
    stream("commits:" + name, [&](Checkpoint& c, bool resumes) {
      const std::string former = store::setting(db, setting).value_or("");
      std::string head = r.head, after;
      if (resumes) {
        const auto blank = c.cursor.find(' ');
        head = c.cursor.substr(0, blank);
        if (blank != std::string::npos) after = c.cursor.substr(blank + 1);
      }
      if (head.empty() || (head == former && !options.full)) {
        c.watermark = *c.started;
        return;
      }
      if (!resumes) commit([&] { writer_.begin_history(r.repository.id); });
      github::HistoryPages pages(session.api(), name, head, first_bound(), after);
      while (auto page = pages.next()) {
        keep(c, head + " " + page->end, page->bad, page->items.size(), [&] { writer_.upsert_history(r.repository.id, page->items); });
        warn_refused(name, page->refused);
        progress.show("commits of " + name, c.items, 0);
        // What is known is known with all its ancestors: once nothing is missing, the rest of the history is old.
        if (!options.full && !former.empty() && writer_.missing_parents(r.repository.id).empty()) break;
        if (!page->last) pages.ahead();
      }
      if (pages.missing()) {
        c.cursor.clear();
        commit([&] { store::put_checkpoint(db, site, c); });
        throw Error(Exit::remote, "commits of " + name + ": the commit the pass began at is gone");
      }
      commit([&] {
        writer_.close_history(r.repository.id, head, former);
        store::put_setting(db, setting, head);
      });
      c.watermark = *c.started;
    });
  }

  void releases(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("releases:" + name, [&](Checkpoint& c, bool resumes) {
      // A draft may be published long after it was made, and keeps its place in the list.
      const auto draft = c.watermark ? store::oldest_draft(db, site.to_cache(r.repository.id)) : std::nullopt;
      if (draft || !quiet(c, resumes, r.releases)) {
        auto stop = c.watermark && !options.full ? std::optional(*c.watermark - kReleaseTail) : std::nullopt;
        if (stop && draft) stop = std::min(*stop, *draft);
        github::ReleasePages pages(session.api(), name, c.cursor);
        each_page(c, name, pages, "releases", 0, created_before(stop), [&](const auto& found) { writer_.upsert_releases(r.repository.id, found); });
      }
      c.watermark = *c.started;
    });
  }

  void deployments(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("deployments:" + name, [&](Checkpoint& c, bool resumes) {
      const Id id = site.to_cache(r.repository.id);
      std::optional<Instant> stop = first_bound();
      if (c.watermark && !options.full) stop = *c.watermark - kDeploymentTail;
      if (c.watermark && !resumes) unsettled(r, c, store::unsettled_deployments(db, id, stop.value_or(Instant{0})));
      if (!quiet(c, resumes, r.deployments)) {
        github::DeploymentPages pages(session.api(), name, c.cursor);
        each_page(c, name, pages, "deployments", r.deployments.total, created_before(stop), [&](const auto& found) { writer_.upsert_deployments(r.repository.id, found); });
      }
      c.watermark = *c.started;
    });
  }

  // Those that are under way are asked for by their ids, however old they are.
  void unsettled(const FoundRepository& r, Checkpoint& c, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    const auto now = github::deployments_by_id(session.api(), r.repository.name, ids);
    keep(c, "", now.bad, now.items.size(), [&] { writer_.upsert_deployments(r.repository.id, now.items); });
  }

  // `cursor` is the time up to which all runs have come.
  void runs(const FoundRepository& r) {
    const std::string& name = r.repository.name;
    stream("runs:" + name, [&](Checkpoint& c, bool resumes) {
      Instant from = look_from(c).value_or(std::max(r.created, Instant{0}));
      if (c.watermark && !options.full) {
        from = *c.watermark - (reconcile_ ? kRunReconcile : kRunTail);
        if (const auto running = store::oldest_running(db, site.to_cache(r.repository.id), *c.watermark - kUnsettled)) from = std::min(from, *running);
      }
      if (resumes) {
        from = std::max(from, Instant{number(c.cursor)});
      } else if (c.watermark && !options.full && few_new_runs(r, c, from)) {
        c.watermark = *c.started;
        return;
      }
      github::each_run_window(session.api(), name, from, *c.started, [&](github::RunBatch&& batch) {
        keep(c, std::to_string(batch.until.ms), batch.bad, batch.runs.size(), [&] { writer_.upsert_runs(r.repository.id, batch.runs); });
        if (batch.capped > 0)
          result.warnings.push_back(name + ": GitHub does not list " + std::to_string(batch.capped) + " workflow runs of one second beyond the first 1,000");
        progress.show("workflow runs of " + name, c.items, 0);
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
    const std::string key = "runs:" + std::to_string(site.to_cache(r.repository.id));
    const std::string kept = store::setting(db, key).value_or("");
    const std::string stamp = std::to_string(start.ms) + " ";
    const auto fresh = github::new_runs(session.api(), r.repository.name, start, kept.starts_with(stamp) ? kept.substr(stamp.size()) : "");
    if (fresh.unchanged) return true;
    if (!fresh.fits) return false;
    keep(c, "", fresh.batch.bad, fresh.batch.runs.size(), [&] {
      writer_.upsert_runs(r.repository.id, fresh.batch.runs);
      store::put_setting(db, key, fresh.etag.empty() ? "" : stamp + fresh.etag);
    });
    return true;
  }

  void link(const FoundRepository& r) {
    commit([&] {
      store::relink(db, site.to_cache(r.repository.id), ctx.config().deploy.environment);
      store::put_setting(db, links_due, "");
    });
  }

  // Links rest on the projects that are cached and on the production environment, too: when these change, all are made anew.
  void relink_all() {
    const std::string basis = ctx.config().deploy.environment + "\n" + store::known_projects(db);
    if (store::setting(db, "links") == basis) return;
    commit([&] {
      for (const auto& r : store::repositories(db)) store::relink(db, r.id, ctx.config().deploy.environment);
      store::put_setting(db, "links", basis);
    });
  }

  store::ForgeWriter writer_;
  std::optional<store::IssueWriter> issue_writer_;
  bool reconcile_ = false;
};

}  // namespace

void sync_github(Context& ctx, store::Database& db, const GithubSource& configured, const SyncOptions& options, Progress& progress, SyncResult& result) {
  if (configured.repositories.empty()) throw Error(Exit::config, "github.repositories names none in " + ctx.paths().config, "add them: juno config set github.repositories '[\"acme/web\"]'");
  GithubSync(ctx, db, configured, options, progress, result).run();
}

}  // namespace juno
