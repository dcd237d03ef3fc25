// SPDX-License-Identifier: Apache-2.0
#include "cmd/sync_jira.h"
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include "cmd/sync_jira_issues.h"
#include "connectors/jira/activity.h"
#include "connectors/jira/boards.h"
#include "connectors/jira/catalogue.h"
#include "connectors/jira/fields.h"
#include "connectors/jira/ordered_pool.h"
#include "store/catalog.h"
#include "store/reprocess.h"
#include "store/sprints.h"
namespace juno {

void JiraSync::stop_if_asked() const {
  if (ctx.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "what was committed stays; run `juno sync` again to go on");
}

void JiraSync::finished(const store::Checkpoint& c) { result.streams.push_back({site.name, c.stream, "done", c.items, {}, {}, Exit::ok}); }

void JiraSync::failed(store::Checkpoint c, const Error& e) {
  c.state = e.exit == Exit::partial ? store::Checkpoint::State::partial : store::Checkpoint::State::failed;
  c.error = e.what();
  c.finished = ctx.system.now();
  c.resume_after = e.resume_after;
  {
    store::Transaction tx(db);
    store::put_checkpoint(db, site, c);
    tx.commit();
  }
  result.streams.push_back({site.name, c.stream, e.exit == Exit::partial ? "partial" : "failed", c.items, e.what(), c.resume_after, e.exit});
}

void JiraSync::stream(const std::string& name, const std::function<void(store::Checkpoint&)>& work) {
  stop_if_asked();
  store::Checkpoint c = store::checkpoint(db, site, name).value_or(store::Checkpoint{});
  c.stream = name;
  c.state = store::Checkpoint::State::running;
  c.started = session.began();
  c.items = 0;
  c.error.clear();
  c.resume_after.reset();
  try {
    work(c);
  } catch (const Error& e) {
    if (e.exit != Exit::remote && e.exit != Exit::partial) throw;
    failed(c, e);
    return;
  }
  c.state = store::Checkpoint::State::done;
  c.finished = c.succeeded = ctx.system.now();
  store::Transaction tx(db);
  store::put_checkpoint(db, site, c);
  tx.commit();
  finished(c);
}

namespace {

// Runs `write` in a transaction of its own.
template <class F> void commit(store::Database& db, F write) {
  store::Transaction tx(db);
  write();
  tx.commit();
}

// Asks for every item, a few at once, and takes the answers one by one in the order of the items.
template <class Item, class Ask, class Take> void side_by_side(JiraSync& s, const std::vector<Item>& items, Ask ask, Take take) {
  using Answer = decltype(ask(items.front()));
  std::size_t asked = 0, taken = 0;
  OrderedPool<const Item*, Answer> pool(static_cast<std::size_t>(s.ctx.config().sync.parallel));
  pool.run([&]() -> std::optional<const Item*> { return asked < items.size() ? std::optional(&items[asked++]) : std::nullopt; },
           [&](const Item*& item) { return ask(*item); }, [&](Answer answer) { take(items[taken++], std::move(answer)); },
           [&] { return s.ctx.system.signal() != 0; });
}

// Independent requests, a few at once; of failures the first in this order is thrown.
void together(JiraSync& s, const std::vector<std::function<void()>>& requests) {
  side_by_side(s, requests, [](const std::function<void()>& request) { return request(), true; }, [](const auto&, bool) {});
}

bool is_due(const JiraSync& s, const std::string& stream) {
  const auto c = store::checkpoint(s.db, s.site, stream);
  return !c || !c->succeeded || s.ctx.system.now() - *c->succeeded >= s.ctx.config().sync.reconcile_every;
}

// The boards of each project; one that belongs to a single project is that project's.
void boards_by_project(JiraSync& s, std::map<Id, Board>& found) {
  std::map<Id, std::vector<std::string>> owners;
  side_by_side(s, s.projects, [&](const Project& project) { return jira::fetch_boards(s.session.site(), project.key); },
               [&](const Project& project, std::vector<Board> boards) {
                 for (auto& b : boards) {
                   owners[b.id].push_back(project.key);
                   found.emplace(b.id, std::move(b));
                 }
               });
  for (const auto& [id, projects] : owners)
    if (Board& b = found.at(id); b.project_key.empty() && projects.size() == 1) b.project_key = projects.front();
}

// A board with its configuration, and why that is missing.
struct ReadBoard {
  Board board;
  std::string note;
};

// Boards with their configurations: one request each, so once a day, or when the configuration names one we do not have.
std::vector<Board> sync_boards(JiraSync& s) {
  const auto& wanted = s.configured.boards;
  auto cached = store::boards(s.db, s.site);
  const bool lacking = std::any_of(wanted.begin(), wanted.end(), [&](Id id) {
    return std::none_of(cached.begin(), cached.end(), [&](const Board& b) { return b.id == id; });
  });
  if (!lacking && !s.options.full && !s.options.reconcile && !is_due(s, "boards")) return cached;
  s.stream("boards", [&](store::Checkpoint& c) {
    std::map<Id, Board> found;
    if (!wanted.empty()) {
      for (const Id id : wanted) {
        auto board = jira::fetch_board(s.session.site(), id);
        if (board) found.emplace(id, std::move(*board));
        else s.result.warnings.push_back("board " + std::to_string(id) + " is not there or not visible");
      }
    } else {
      if (s.configured.projects.empty())
        for (auto& b : jira::fetch_boards(s.session.site())) found.emplace(b.id, std::move(b));
      // Data Center does not say whose a board is; asking by project does.
      if (!s.configured.projects.empty() || !s.session.site().cloud) boards_by_project(s, found);
    }
    std::vector<Board> listed, boards;
    for (auto& [id, board] : found) listed.push_back(std::move(board));
    side_by_side(s, listed,
                 [&](const Board& board) {
                   ReadBoard read{board, {}};
                   read.note = jira::read_configuration(s.session.site(), read.board);
                   return read;
                 },
                 [&](const Board&, ReadBoard read) {
                   if (!read.note.empty()) s.ctx.log(1, read.note);
                   boards.push_back(std::move(read.board));
                   s.progress.show("boards", static_cast<std::int64_t>(boards.size()), static_cast<std::int64_t>(listed.size()));
                 });
    commit(s.db, [&] { store::upsert_boards(s.db, s.site, boards); });
    c.items = static_cast<std::int64_t>(boards.size());
    cached = std::move(boards);
  });
  return cached;
}

std::string sprints_stream(const Board& board) { return "sprints:" + std::to_string(board.id); }

struct SprintsAsked {
  const Board* board = nullptr;
  bool everything = false;
  std::vector<Id> open;  // in the cache; where not everything is asked for, those that left the list are asked for one by one
};

struct SprintsAnswered {
  std::vector<Sprint> sprints;
  std::optional<Error> error;
};

SprintsAsked sprints_to_ask(const JiraSync& s, const Board& board) {
  SprintsAsked ask{&board, s.options.full || is_due(s, sprints_stream(board)), {}};
  if (!ask.everything)
    for (const auto& row : store::list_sprints(s.db, {s.site.to_cache(board.id), {}}))
      if (row.sprint.state != SprintState::closed) ask.open.push_back(s.site.to_tracker(row.sprint.id));
  return ask;
}

SprintsAnswered fetch_sprints(const jira::Site& site, const SprintsAsked& ask) {
  SprintsAnswered out;
  try {
    out.sprints = ask.everything ? jira::fetch_sprints(site, ask.board->id) : jira::fetch_open_sprints(site, ask.board->id);
    std::set<Id> listed;
    for (const auto& sprint : out.sprints) listed.insert(sprint.id);
    for (const Id id : ask.open)
      if (!listed.count(id))
        if (auto now = jira::fetch_sprint(site, id)) out.sprints.push_back(std::move(*now));
  } catch (const Error& e) {
    out.error = e;
  }
  return out;
}

// Closed sprints hardly change: between daily full listings only open ones are asked for.
void sync_sprints(JiraSync& s, const std::vector<Board>& boards) {
  std::vector<SprintsAsked> asks;
  for (const Board& board : boards)
    if (board.type != "kanban") asks.push_back(sprints_to_ask(s, board));
  side_by_side(s, asks, [&](const SprintsAsked& ask) { return fetch_sprints(s.session.site(), ask); }, [&](const SprintsAsked& ask, SprintsAnswered answer) {
    const std::string name = sprints_stream(*ask.board);
    s.stream(name, [&](store::Checkpoint& c) {
      if (answer.error) throw *answer.error;
      commit(s.db, [&] { store::upsert_sprints(s.db, s.site, answer.sprints); });
      c.items = static_cast<std::int64_t>(answer.sprints.size());
      // The daily listing is what `succeeded` counts; a short one in between must not postpone it.
      if (!ask.everything) c.succeeded = store::checkpoint(s.db, s.site, name)->succeeded;
    });
  });
}

// Sprints that only issues name: of boards we may not see, or deleted ones.
void sync_named_sprints(JiraSync& s) {
  const auto unknown = store::unknown_sprints(s.db, s.site);
  if (unknown.empty()) return;
  s.stream("named sprints", [&](store::Checkpoint& c) {
    std::vector<Sprint> found;
    std::vector<Id> gone;
    side_by_side(s, unknown, [&](const Id& id) { return jira::fetch_sprint(s.session.site(), id); }, [&](const Id& id, std::optional<Sprint> sprint) {
      if (sprint) found.push_back(std::move(*sprint));
      else gone.push_back(id);
    });
    commit(s.db, [&] {
      store::upsert_sprints(s.db, s.site, found);
      store::mark_sprints_gone(s.db, s.site, gone);
    });
    c.items = static_cast<std::int64_t>(found.size());
  });
}

void sync_worklogs(JiraSync& s) {
  store::IssueWriter writer(s.db, s.site, s.fields);
  s.stream("worklogs", [&](store::Checkpoint& c) {
    const Instant began = *c.started;
    const Instant from = c.watermark && !s.options.full ? *c.watermark - s.ctx.config().sync.overlap : Instant{0};
    // The next page of ids is asked for while the worklogs of those before it are on their way.
    jira::WorklogIds page{{}, from, false};
    const auto next = [&]() -> std::optional<std::vector<Id>> {
      if (page.last) return std::nullopt;
      page = jira::changed_worklogs(s.session.site(), page.until);
      return page.ids;
    };
    OrderedPool<std::vector<Id>, jira::WorklogBatch> pool(static_cast<std::size_t>(s.ctx.config().sync.parallel));
    pool.run(next, [&](std::vector<Id>& ids) { return jira::fetch_worklogs(s.session.site(), ids); }, [&](jira::WorklogBatch batch) {
      commit(s.db, [&] {
        writer.upsert_worklogs(batch.worklogs);
        store::put_quarantine(s.db, s.site, batch.bad, s.ctx.system.now());
      });
      c.items += static_cast<std::int64_t>(batch.worklogs.size());
      s.progress.show("worklogs", c.items, 0);
    }, [&] { return s.ctx.system.signal() != 0; });
    if (c.watermark)
      for (jira::WorklogIds gone{{}, from, false}; !gone.last;) {
        gone = jira::deleted_worklogs(s.session.site(), gone.until);
        commit(s.db, [&] { writer.remove_worklogs(gone.ids); });
      }
    c.watermark = began;
  });
}

void sync_catalogue(JiraSync& s) {
  s.stream("catalogue", [&](store::Checkpoint& c) {
    const jira::Site& site = s.session.site();
    jira::Users users;
    std::vector<std::vector<Version>> versions(s.projects.size());
    std::vector<std::vector<Component>> components(s.projects.size());
    std::vector<std::function<void()>> requests{[&] { users = jira::fetch_users(site); }};
    for (std::size_t i = 0; i < s.projects.size(); ++i) {
      requests.push_back([&, i] { versions[i] = jira::fetch_versions(site, s.projects[i]); });
      requests.push_back([&, i] { components[i] = jira::fetch_components(site, s.projects[i]); });
    }
    together(s, requests);
    if (!users.note.empty()) s.ctx.log(1, users.note);
    std::size_t items = users.people.size();
    commit(s.db, [&] {
      for (const auto& found : versions) store::upsert_versions(s.db, s.site, found), items += found.size();
      for (const auto& found : components) store::upsert_components(s.db, s.site, found), items += found.size();
      store::upsert_people(s.db, s.site, users.people);
    });
    c.items = static_cast<std::int64_t>(items);
  });
}

std::vector<std::string> estimation_fields(const std::vector<Board>& boards) {
  std::vector<std::string> out;
  for (const auto& b : boards)
    if (!b.estimation_field.empty() && b.estimation_field != "issueCount" && std::find(out.begin(), out.end(), b.estimation_field) == out.end())
      out.push_back(b.estimation_field);
  return out;
}

// Reads every kept record again with the mapping in force.
void reread(Context& ctx, store::Database& db, const store::Site& site, const FieldMap& fields, const jira::Statuses& statuses, Progress& progress, SyncResult& result) {
  store::IssueWriter writer(db, site, fields);
  const std::int64_t before = result.issues;
  store::each_raw_issue(db, site, 500, [&](std::vector<IssueRecord>&& records) {
    if (ctx.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "run `juno sync --reprocess` again");
    for (auto& r : records)
      if (!r.raw.empty()) r.issue = jira::decode_raw(r.raw, fields, statuses);
    commit(db, [&] { result.unchanged += writer.upsert(records, ctx.system.now()).unchanged; });
    result.issues += static_cast<std::int64_t>(records.size());
    progress.show("re-read", result.issues - before, 0);
  });
  commit(db, [&] { store::put_field_map(db, site, fields); });
  result.streams.push_back({site.name, "re-read", "done", result.issues - before, {}, {}, Exit::ok});
}

std::string fields_key(const store::Site& site) { return "fields:" + site.name; }

// The site's list of fields as it came; kept, so that another mapping needs no network.
std::string field_list_of(const jira::Site& site) {
  jira::Answer answer = jira::get(site, "Jira fields", jira::api(site, "/field"));
  if (!answer.found) jira::refuse("Jira fields", answer);
  return std::move(answer.body);
}

jira::Statuses by_id(const std::vector<Status>& all) {
  jira::Statuses out;
  for (const auto& status : all) out.emplace(status.id, status);
  return out;
}

store::Site registered(store::Database& db, const JiraSite& configured, const std::string& deployment, const Person& me) {
  store::Site wanted;
  wanted.name = site_name(configured);
  wanted.kind = "jira";
  wanted.url = configured.url;
  wanted.deployment = deployment;
  wanted.account = me.account;
  wanted.time_zone = me.time_zone;
  store::Site out;
  commit(db, [&] { out = store::register_site(db, wanted); });
  return out;
}

Zone account_zone(Context& ctx, const Person& me, SyncResult& result) {
  try {
    return ctx.zone_named(me.time_zone);
  } catch (const Error& e) {
    // The westernmost zone gives the earliest wall clock: too much is read, never too little.
    result.warnings.push_back(std::string(e.what()) + " (the account's); reading up to a day more than needed instead");
    return Zone::fixed(me.time_zone, -12 * 3600);
  }
}

}  // namespace

void sync_jira(Context& ctx, store::Database& db, const JiraSite& configured, const SyncOptions& options, Progress& progress, SyncResult& result) {
  JiraSession session(ctx, configured);
  const Person me = jira::myself(session.site());
  JiraSync s{ctx, db, configured, options, progress, result, session, registered(db, configured, session.server().cloud ? "cloud" : "server", me),
             {}, {}, {}, account_zone(ctx, me, result), false};
  s.reconcile = options.reconcile || options.full || is_due(s, "reconcile");
  std::string field_list;
  together(s, {[&] { s.statuses = jira::fetch_statuses(session.site()); },
               [&] { s.projects = jira::fetch_projects(session.site(), configured.projects); },
               [&] { field_list = field_list_of(session.site()); }});
  const auto fields = jira::parse_fields(field_list);
  bool categories_changed = false;
  commit(db, [&] {
    std::vector<Status> statuses;
    for (const auto& [id, status] : s.statuses) statuses.push_back(status);
    categories_changed = store::upsert_statuses(db, s.site, statuses).category_changed;
    store::upsert_projects(db, s.site, s.projects);
    store::put_setting(db, fields_key(s.site), field_list);
  });
  const auto boards = sync_boards(s);
  s.fields = jira::resolve(fields, configured.fields, estimation_fields(boards));
  const auto before = store::stored_field_map(db, s.site);
  if (before && !(*before == s.fields)) reread(ctx, db, s.site, s.fields, s.statuses, progress, result);
  else if (before && categories_changed) store::refresh_facts(db, s.site, s.fields);
  commit(db, [&] { store::put_field_map(db, s.site, s.fields); });
  if (s.options.full || s.options.reconcile || is_due(s, "catalogue")) sync_catalogue(s);
  sync_sprints(s, boards);
  sync_issues(s);
  sync_named_sprints(s);
  if (ctx.config().sync.worklogs) sync_worklogs(s);
  result.requests += session.requests();
}

void reprocess_jira(Context& ctx, store::Database& db, const JiraSite& configured, Progress& progress, SyncResult& result) {
  const auto all = store::sites(db);
  const auto found = std::find_if(all.begin(), all.end(), [&](const store::Site& s) { return s.name == site_name(configured); });
  if (found == all.end()) throw Error(Exit::store, "nothing of " + site_name(configured) + " is cached yet", "run `juno sync`");
  const auto catalogue = store::setting(db, fields_key(*found));
  if (!catalogue) throw Error(Exit::store, "the cache has no list of the site's fields", "run `juno sync` once with the network");
  const FieldMap fields = jira::resolve(jira::parse_fields(*catalogue), configured.fields, estimation_fields(store::boards(db, *found)));
  reread(ctx, db, *found, fields, by_id(store::statuses(db, *found)), progress, result);
}

}  // namespace juno
