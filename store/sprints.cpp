// SPDX-License-Identifier: Apache-2.0
#include "store/sprints.h"
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <unordered_map>
#include "store/name_cache.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {
namespace {

SprintRow read_sprint(Query& q, const std::vector<Site>& known) {
  SprintRow row;
  Sprint& s = row.sprint;
  s.id = q.integer(0), s.board = q.integer(1);
  s.name = q.string(2);
  s.state = state_of(q.text(3));
  s.start = q.maybe_instant(4), s.activated = q.maybe_instant(5), s.end = q.maybe_instant(6), s.complete = q.maybe_instant(7);
  s.goal = q.string(8);
  row.board = q.string(9);
  row.site = site_number(s.id);
  row.public_id = std::to_string(s.id);
  if (known.size() > 1)
    for (const auto& site : known)
      if (site.number == row.site) row.public_id = site.name + "/" + std::to_string(site.to_tracker(s.id));
  return row;
}

constexpr const char* kSprints = R"(
  select s.id, s.board_id, s.name, s.state, s.start_at, s.activated_at, s.end_at, s.complete_at, s.goal, b.name
  from sprint s
  left join board b on b.id = s.board_id
  )";

// What key order goes by, apart from the issues: those are too big to move about while sorting.
struct Place {
  std::size_t project = 0;  // rank of the project's key
  std::int64_t number = 0;
  Id id = 0;
  std::size_t index = 0;
  friend bool operator<(const Place& a, const Place& b) { return std::tie(a.project, a.number, a.id) < std::tie(b.project, b.number, b.id); }
};

// Ranks instead of names, once all projects are known.
void rank_projects(std::vector<Place>& places, const std::map<std::string, std::size_t, std::less<>>& seen) {
  std::vector<std::size_t> rank(seen.size());
  std::size_t next = 0;
  for (const auto& [project, number] : seen) rank[number] = next++;
  for (auto& place : places) place.project = rank[place.project];
}

// The issues in the order of their places, each moved once.
std::vector<SprintIssue> arranged(std::vector<SprintIssue>&& issues, std::vector<Place>& places) {
  if (std::is_sorted(places.begin(), places.end())) return std::move(issues);
  std::sort(places.begin(), places.end());
  std::vector<SprintIssue> out;
  out.reserve(issues.size());
  for (const Place& place : places) out.push_back(std::move(issues[place.index]));
  return out;
}

std::size_t size_of(Database& db, Id sprint) {
  Query q(db, "select count(*) from sprint_issue where sprint_id = $1 and ordinal = 0");
  q.bind(sprint);
  return q.next() ? static_cast<std::size_t>(q.integer(0)) : 0;
}

}  // namespace

std::vector<SprintRow> list_sprints(Database& db, const SprintFilter& filter) {
  const auto known = sites(db);
  std::vector<SprintRow> all;
  Query q(db, std::string(kSprints) + R"(where ($1 = 0 or s.board_id = $1) and ($2 is null or s.state = $2)
    order by case when coalesce(s.activated_at, s.start_at) is null then 1 else 0 end, coalesce(s.activated_at, s.start_at), s.id)");
  for (q.bind(filter.board, filter.state ? std::optional(word(*filter.state)) : std::nullopt); q.next();) all.push_back(read_sprint(q, known));
  return all;
}

std::optional<SprintRow> find_sprint(Database& db, Id id) {
  Query q(db, std::string(kSprints) + "where s.id = $1");
  q.bind(id);
  return q.next() ? std::optional(read_sprint(q, sites(db))) : std::nullopt;
}

std::vector<SprintRow> sprints_with_id(Database& db, std::string_view typed) {
  const auto slash = typed.rfind('/');
  const std::string_view number = slash == typed.npos ? typed : typed.substr(slash + 1);
  Id id = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), id);
  if (number.empty() || failed != std::errc() || end != number.data() + number.size() || !valid_tracker_id(id)) return {};
  std::vector<SprintRow> found;
  for (const auto& site : sites(db))
    if (slash == typed.npos || site.name == typed.substr(0, slash))
      if (auto row = find_sprint(db, site.to_cache(id))) found.push_back(*std::move(row));
  return found;
}

std::map<Id, std::string> namesake_titles(Database& db) {
  if (!Query(db, "select 1 from sprint group by name having count(*) > 1 limit 1").next()) return {};
  const auto all = list_sprints(db, {});
  std::map<std::string_view, int> names;
  std::map<std::pair<std::string_view, std::string_view>, int> on_board;
  for (const auto& row : all) ++names[row.sprint.name], ++on_board[{row.sprint.name, row.board}];
  std::map<Id, std::string> out;
  for (const auto& row : all) {
    if (names[row.sprint.name] == 1) continue;
    const bool board_tells = !row.board.empty() && on_board[{row.sprint.name, row.board}] == 1;
    out[row.sprint.id] = row.sprint.name + " (" + (board_tells ? row.board : "id " + row.public_id) + ")";
  }
  return out;
}

namespace {

std::string gone_key(const Site& site) { return "gone_sprints:" + std::to_string(site.number); }

std::set<Id> gone_sprints(Database& db, const Site& site) {
  std::set<Id> out;
  const std::string text = setting(db, gone_key(site)).value_or("");
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    Id id = 0;
    const auto [next, error] = std::from_chars(at, end, id);
    if (error != std::errc()) break;
    out.insert(id);
    at = next + 1;
  }
  return out;
}

}  // namespace

std::vector<Id> unknown_sprints(Database& db, const Site& site) {
  const auto gone = gone_sprints(db, site);
  std::vector<Id> out;
  // From one sprint to the next through the key: the rows of a sprint are never walked.
  Query next(db, "select min(sprint_id) from sprint_issue where sprint_id > $1");
  Query known(db, "select id from sprint where id = $1");
  Id at = site.base();
  for (;;) {
    next.bind(at);
    if (!next.next() || next.null(0) || next.integer(0) > site.base() + kMaxTrackerId) break;
    at = next.integer(0);
    next.done();
    known.bind(at);
    if (!known.next() && !gone.count(site.to_tracker(at))) out.push_back(site.to_tracker(at));
    known.done();
  }
  return out;
}

void mark_sprints_gone(Database& db, const Site& site, const std::vector<Id>& sprints) {
  auto all = gone_sprints(db, site);
  all.insert(sprints.begin(), sprints.end());
  std::string text;
  for (const Id id : all) text += (text.empty() ? "" : ",") + std::to_string(id);
  put_setting(db, gone_key(site), text);
}

std::vector<SprintRow> last_closed_sprints(Database& db, Id board, int count) {
  const auto known = sites(db);
  std::vector<SprintRow> all;
  Query q(db, std::string(kSprints) + R"(where s.board_id = $1 and s.state = 'closed'
    order by coalesce(s.complete_at, s.end_at, 0) desc, s.id desc
    limit $2)");
  for (q.bind(board, count); q.next();) all.push_back(read_sprint(q, known));
  std::reverse(all.begin(), all.end());
  return all;
}

std::vector<SprintIssue> sprint_issues(Database& db, Id sprint, bool with_deleted) {
  NameCache people(db, "select name from person where id = $1");
  NameCache words(db, "select name from term where id = $1");
  const auto status_name = status_names(db);
  const auto category = status_categories(db);
  const Id base = Id{site_number(sprint)} << kSiteBits;
  std::vector<SprintIssue> all;
  std::vector<Place> places;
  all.reserve(size_of(db, sprint));
  places.reserve(all.capacity());
  std::map<std::string, std::size_t, std::less<>> projects;
  Query q(db, R"(
    select issue_id, key, number, summary, type, subtask, status_id, priority, assignee, reporter, owner, team, points, epic_key,
      flagged, resolved_at, started_at, done_at, deleted, timeline
    from sprint_timeline
    where sprint_id = $1
    order by issue_id)");
  for (q.bind(sprint); q.next();) {
    if (q.integer(18) != 0 && !with_deleted) continue;
    SprintIssue& i = all.emplace_back();
    i.id = q.integer(0), i.key = q.string(1), i.summary = q.string(3);
    const std::string_view project = q.text(1).substr(0, q.text(1).rfind('-'));
    auto known = projects.find(project);
    if (known == projects.end()) known = projects.emplace(project, projects.size()).first;
    places.push_back({known->second, q.integer(2), i.id, places.size()});
    i.type = words.of(q.integer(4)), i.subtask = q.integer(5) != 0;
    i.status_id = q.integer(6), i.status = status_name(i.status_id), i.category = category(i.status_id);
    i.priority = words.of(q.integer(7));
    i.assignee_id = q.integer(8), i.reporter_id = q.integer(9), i.owner_id = q.integer(10);
    i.assignee = people.of(i.assignee_id), i.reporter = people.of(i.reporter_id), i.owner = people.of(i.owner_id);
    i.team = words.of(q.integer(11)), i.points = q.maybe_real(12), i.epic_key = q.string(13);
    i.flagged = q.integer(14) != 0;
    i.resolved = q.maybe_instant(15), i.started = q.maybe_instant(16), i.done = q.maybe_instant(17);
    i.deleted = q.integer(18) != 0;
    i.timeline = decode_sprint_timeline(q.blob(19));
    if (base == 0) continue;
    i.timeline.status += i.timeline.status == 0 ? 0 : base;
    for (auto& e : i.timeline.events) e.status += e.status == 0 ? 0 : base;
  }
  rank_projects(places, projects);
  return arranged(std::move(all), places);
}

std::function<StatusCategory(Id)> status_categories(Database& db) {
  auto known = std::make_shared<std::unordered_map<Id, StatusCategory>>();
  for (Query q(db, "select id, category from status order by id"); q.next();) known->emplace(q.integer(0), category_of(q.text(1)));
  return [known](Id status) {
    const auto it = known->find(status);
    return it == known->end() ? StatusCategory::todo : it->second;
  };
}

std::function<std::string(Id)> status_names(Database& db) {
  auto known = std::make_shared<std::unordered_map<Id, std::string>>();
  for (Query q(db, "select id, name from status order by id"); q.next();) known->emplace(q.integer(0), q.string(1));
  return [known](Id status) {
    const auto it = known->find(status);
    return it == known->end() ? std::string() : it->second;
  };
}

}  // namespace juno::store
