// SPDX-License-Identifier: Apache-2.0
#include "store/check.h"
#include <sys/stat.h>
#include <algorithm>
#include <filesystem>
#include "core/error.h"
#include "core/status_visits.h"
#include "store/flow_facts.h"
#include "store/issue_reader.h"
#include "store/query.h"
#include "store/sprints.h"
#include "store/status_book.h"
namespace juno::store {
namespace {

using Level = Finding::Level;
constexpr std::uintmax_t kLargeLog = 256u << 20;

Finding mode_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {Level::problem, "file", path + " cannot be read", "check the folder's permissions"};
  const unsigned mode = info.st_mode & 0777;
  std::string octal = "0";
  for (const int shift : {6, 3, 0}) octal += static_cast<char>('0' + ((mode >> shift) & 7));
  if (mode & 077) return {Level::problem, "file mode", path + " can be read by others (" + octal + ")", "chmod 600 " + path};
  return {Level::ok, "file mode", octal, {}};
}

Finding log_of(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path + "-wal", error);
  if (error) return {Level::ok, "log size", "no write-ahead log", {}};
  const std::string text = std::to_string(size >> 20) + " MB of write-ahead log";
  if (size < kLargeLog) return {Level::ok, "log size", text, {}};
  return {Level::note, "log size", text, "a reader may be holding it: close other juno processes, then run `juno sync`"};
}

struct Orphans {
  const char* what;
  const char* sql;
};
constexpr Orphans kOrphans[] = {
    {"changes without their issue", "select count(*) from (select distinct issue_id from change) c left join issue i on i.id = c.issue_id where i.id is null"},
    {"labels or components without their issue", "select count(*) from (select distinct issue_id from issue_tag) c left join issue i on i.id = c.issue_id where i.id is null"},
    {"links without their issue", "select count(*) from (select distinct issue_id from issue_link) c left join issue i on i.id = c.issue_id where i.id is null"},
    {"raw records without their issue", "select count(*) from issue_raw c left join issue i on i.id = c.issue_id where i.id is null"},
    {"descriptions without their issue", "select count(*) from issue_text c left join issue i on i.id = c.issue_id where i.id is null"},
    {"sprint memberships without their issue", "select count(*) from sprint_issue c left join issue i on i.id = c.issue_id where i.id is null"},
    {"sprint rows without a membership", R"(select count(*) from sprint_timeline t
        left join sprint_issue m on m.sprint_id = t.sprint_id and m.issue_id = t.issue_id and m.ordinal = 0 where m.issue_id is null)"},
    {"memberships without a sprint row", R"(select count(*) from sprint_issue m
        left join sprint_timeline t on t.sprint_id = m.sprint_id and t.issue_id = m.issue_id where m.ordinal = 0 and t.issue_id is null)"},
    {"issues with an unknown status", "select count(*) from issue i left join status s on s.id = i.status_id where s.id is null"},
    {"issues with an unknown assignee", "select count(*) from issue i left join person p on p.id = i.assignee where i.assignee is not null and p.id is null"},
    {"issues whose key leads nowhere", "select count(*) from issue i left join issue_key k on k.key = i.key and k.source = i.source where k.issue_id is null"},
    {"flow rows that are not one for each issue", R"(select abs(
        (select count(*) from issue_flow) - (select count(*) from issue where deleted_at is null)))"},
    {"issues whose number of changes is wrong", R"(select count(*) from issue i
        left join (select issue_id, count(*) as n from change group by issue_id) c on c.issue_id = i.id
        where i.change_count <> coalesce(c.n, 0))"},
};

std::vector<Id> sampled_ids(Database& db, std::int64_t sample) {
  std::int64_t total = 0;
  if (Query q(db, "select count(*) from issue"); q.next()) total = q.integer(0);
  const std::int64_t step = sample <= 0 || total <= sample ? 1 : total / sample;
  std::vector<Id> ids;
  std::int64_t n = 0;
  for (Query q(db, "select id from issue order by id"); q.next(); ++n)
    if (n % step == 0) ids.push_back(q.integer(0));
  return ids;
}

// One site's rules, and what is stored of one issue's sprints.
class FactCheck {
 public:
  FactCheck(Database& db, const Site& site)
      : fields_(stored_field_map(db, site).value_or(FieldMap{})), book_(db, site), site_(site),
        intervals_(db, "select sprint_id, added_at, removed_at from sprint_issue where issue_id = $1 order by sprint_id, ordinal"),
        rows_(db, R"(
          select sprint_id, timeline, key, summary, status_id, points, started_at, done_at, deleted
          from sprint_timeline
          where issue_id = $1 and sprint_id in (select sprint_id from sprint_issue where issue_id = $1)
          order by sprint_id)"),
        flow_(db, R"(
          select visits, key, created_at, updated_at, resolved_at, points, flagged, gap
          from issue_flow
          where ended_at = $1 and issue_id = $2)") {}

  std::string differs(const StoredIssue& stored) {
    const auto past = timeline(stored.record.issue, stored.record.changes, fields_, book_.hints());
    const Moments now = moments(past, book_.categories());
    if (now.started != stored.moments.started) return "started";
    if (now.done != stored.moments.done) return "done";
    if (past.gap != stored.gap) return "gap";
    std::vector<Membership> kept;
    for (intervals_.bind(stored.id); intervals_.next();)
      kept.push_back({site_.to_tracker(intervals_.integer(0)), intervals_.instant(1), intervals_.maybe_instant(2)});
    const auto same = [](const Membership& a, const Membership& b) { return a.sprint == b.sprint && a.from == b.from && a.to == b.to; };
    const auto wanted = memberships(past);
    if (!std::equal(kept.begin(), kept.end(), wanted.begin(), wanted.end(), same)) return "sprint membership";
    const auto ever = sprints_ever(past);
    std::size_t n = 0;
    for (rows_.bind(stored.id); rows_.next(); ++n)
      if (n >= ever.size() || !row_matches(stored, past, now, ever[n])) return "sprint row";
    if (n != ever.size()) return "sprint row";
    return flow_row_matches(stored, past, now) ? "" : "flow row";
  }

 private:
  // A deleted issue has none; that there is only one is counted with the references.
  bool flow_row_matches(const StoredIssue& stored, const IssueTimeline& past, const Moments& now) {
    const Issue& i = stored.record.issue;
    flow_.bind(ended_at(now.done, i.resolved), stored.id);
    if (!flow_.next()) return stored.deleted.has_value();
    const bool same = !stored.deleted && flow_.blob(0) == encode(status_visits(past)) && flow_.text(1) == i.key && flow_.instant(2) == i.created &&
                      flow_.instant(3) == i.updated && flow_.maybe_instant(4) == i.resolved && flow_.maybe_real(5) == i.points &&
                      (flow_.integer(6) != 0) == i.flagged && (flow_.integer(7) != 0) == past.gap;
    flow_.done();
    return same;
  }
  bool row_matches(const StoredIssue& stored, const IssueTimeline& past, const Moments& now, Id sprint) {
    const Issue& i = stored.record.issue;
    return site_.to_tracker(rows_.integer(0)) == sprint && rows_.blob(1) == encode(seen_from(past, sprint)) && rows_.text(2) == i.key &&
           rows_.text(3) == i.summary && site_.to_tracker(rows_.integer(4)) == i.status.id && rows_.maybe_real(5) == i.points &&
           rows_.maybe_instant(6) == now.started && rows_.maybe_instant(7) == now.done && (rows_.integer(8) != 0) == stored.deleted.has_value();
  }
  FieldMap fields_;
  StatusBook book_;
  Site site_;
  Query intervals_, rows_, flow_;
};

}  // namespace

std::vector<Finding> check_file(const std::string& path) {
  if (!std::filesystem::exists(path)) return {{Level::note, "file", "no cache at " + path, "run `juno sync` first"}};
  std::vector<Finding> found = {mode_of(path), log_of(path)};
  try {
    Database db = Database::open_cache(path, Database::Mode::read_only);
    found.push_back({Level::ok, "version", "this juno reads it", {}});
    const std::string why = db.quick_check();
    if (why.empty()) found.push_back({Level::ok, "integrity", "all pages are sound", {}});
    else found.push_back({Level::problem, "integrity", why, "move the file away and run `juno sync`: the cache is rebuilt"});
  } catch (const Error& e) {
    found.push_back({Level::problem, "integrity", e.what(), e.hint});
  }
  return found;
}

std::vector<std::string> compare_facts(Database& db, std::int64_t sample, std::size_t limit) {
  std::vector<std::string> all;
  IssueReader reader(db);
  std::vector<std::unique_ptr<FactCheck>> checks;
  std::vector<Site> known = sites(db);
  for (const auto& site : known) checks.push_back(std::make_unique<FactCheck>(db, site));
  for (const Id id : sampled_ids(db, sample)) {
    const auto stored = reader.read(id, false);
    if (!stored) continue;
    for (std::size_t s = 0; s < known.size(); ++s) {
      if (known[s].number != stored->site.number) continue;
      if (const auto what = checks[s]->differs(*stored); !what.empty()) all.push_back(stored->record.issue.key + ": " + what + " differs from its history");
    }
    if (all.size() >= limit) break;
  }
  return all;
}

std::vector<Finding> check_rows(Database& cache, std::int64_t sample) {
  std::vector<Finding> found;
  bool whole = true;
  for (const auto& o : kOrphans) {
    Query q(cache, o.sql);
    if (!q.next() || q.integer(0) == 0) continue;
    whole = false;
    found.push_back({Level::problem, "references", std::to_string(q.integer(0)) + " " + o.what, "run `juno sync --reprocess`; if it stays, move the cache away and run `juno sync`"});
  }
  if (whole) found.push_back({Level::ok, "references", "every row has its issue, status and people", {}});
  const auto differing = compare_facts(cache, sample);
  if (differing.empty()) found.push_back({Level::ok, "facts", "stored facts equal their recomputation", {}});
  for (const auto& text : differing) found.push_back({Level::problem, "facts", text, "run `juno sync --reprocess`"});
  return found;
}

}  // namespace juno::store
