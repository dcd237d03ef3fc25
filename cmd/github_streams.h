// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "cmd/github_session.h"
#include "cmd/open_pages.h"
#include "cmd/progress.h"
#include "cmd/sync_jira.h"
#include "connectors/github/api.h"
#include "connectors/github/repositories.h"
#include "store/checkpoints.h"
#include "store/site.h"
namespace juno {

// What all streams of a GitHub have in common: checkpoints, pages written as they come, how far back to look, what failed.
class GithubStreams {
 public:
  GithubStreams(Context& ctx, store::Database& db, const GithubSource& configured, const SyncOptions& options, Progress& progress, SyncResult& result);

  // Runs one stream and tells its end in the result. `resumes`: its last pass was cut off and left a cursor; the pass's start
  // stays. Returns whether it came to its end. Credentials, a full disk and interruption go on as Errors.
  bool stream(const std::string& name, const std::function<void(store::Checkpoint&, bool resumes)>& work);

  // A page's rows and the position behind it go together, and so does the word that links are to be made anew: a run that is
  // killed before it gets there leaves that to the next one.
  void keep(store::Checkpoint& c, const std::string& cursor, const std::vector<BadRecord>& bad, std::size_t items, const std::function<void()>& write);

  // Page after page, to the last or to one that is `enough`: `write` gets the items of each. `what` they are, of `total`, for the progress.
  template <class Pages, class Enough, class Write>
  void each_page(store::Checkpoint& c, const std::string& repository, Pages& pages, const char* what, std::int64_t total, const Enough& enough, const Write& write) {
    while (auto page = pages.next()) {
      const bool over = enough(*page);
      if (!page->last && !over) pages.ahead();
      keep(c, page->end, page->bad, page->items.size(), [&] { write(page->items); });
      warn_refused(repository, page->refused);
      progress.show(std::string(what) + " of " + repository, c.items, total);
      if (over) return;
    }
  }

  // Commits the open pages with `last` behind them.
  template <class F> void commit(const F& last) { open_.commit(last); }
  // Warns of values that the token may not see, of each kind once.
  void warn_refused(const std::string& repository, const std::vector<github::PathError>& refused);

  std::optional<Instant> first_bound() const;  // of a first pass, by the configuration
  // From when on a pass has to look: the last complete one with an overlap, or the bound of the first.
  std::optional<Instant> look_from(const store::Checkpoint& c) const;
  // Whether nothing can have changed since the last complete pass.
  bool quiet(const store::Checkpoint& c, bool resumes, const github::FoundRepository::Newest& newest) const;

  Context& ctx;
  store::Database& db;
  const GithubSource& configured;
  const SyncOptions& options;
  Progress& progress;
  SyncResult& result;
  GithubSession session;
  const store::Site site;
  std::string links_due;  // setting of the present repository: "1" while rows that links rest on are newer than the links

 private:
  bool failed(store::Checkpoint c, const Error& e);
  OpenPages open_;
  std::set<std::string> refused_;
};

}  // namespace juno
