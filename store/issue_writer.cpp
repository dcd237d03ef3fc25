// SPDX-License-Identifier: Apache-2.0
#include "store/issue_writer.h"
#include <bit>
#include <charconv>
#include <set>
#include "core/history.h"
#include "store/checkpoints.h"
#include "store/fingerprint.h"
#include "store/issue_rows.h"
#include "store/packed.h"
#include "store/status_book.h"
#include "store/words.h"
namespace juno::store {
namespace {

constexpr const char* kStream = "issues";

// Why a record cannot be kept; empty when it can.
std::string fault(const Issue& i) {
  const auto bad = [](Id id) { return id != 0 && !valid_tracker_id(id); };
  if (!valid_tracker_id(i.id)) return "the issue's id is not a number from 1 to 2^40-1";
  if (i.key.empty()) return "the issue has no key";
  if (!valid_tracker_id(i.status.id)) return "the status id is not a number from 1 to 2^40-1";
  if (bad(i.project_id)) return "the project id is not a number from 1 to 2^40-1";
  if (bad(i.parent)) return "the parent's id is not a number from 1 to 2^40-1";
  for (const Id sprint : i.sprints)
    if (!valid_tracker_id(sprint)) return "a sprint id is not a number from 1 to 2^40-1";
  for (const auto& link : i.links)
    if (bad(link.other) || link.id < 0) return "a link's id is not a number from 1 to 2^40-1";
  return {};
}

// The id in a change of status; 0 for anything else.
Id parse_id(std::string_view text) {
  Id id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc() && end == text.data() + text.size() && valid_tracker_id(id) ? id : 0;
}

}  // namespace

struct IssueWriter::Impl {
  Impl(Database& database, const Site& at, const FieldMap& map)
      : db(database), site(at), fields(map), seed(fingerprint(map)), rollbacks(database.rollbacks()), rows(database, at), book(database, at),
        add_status(database, "insert into status (id, name, category) values ($1, $2, $3) on conflict (id) do nothing"),
        known_status(database, "select name, category from status where id = $1"),
        tell_category(database, "update status set category = $2 where id = $1 and category is null"),
        known_issue(database, "select id from issue where id = $1"),
        put_comment(database, R"(
          insert into comment (issue_id, id, author, created_at, updated_at, body)
          values ($1, $2, $3, $4, $5, $6)
          on conflict (issue_id, id) do update set
            author = excluded.author, created_at = excluded.created_at, updated_at = excluded.updated_at, body = excluded.body
          where author is distinct from excluded.author or created_at <> excluded.created_at
            or updated_at <> excluded.updated_at or body <> excluded.body
          returning id)"),
        comment_ids(database, "select id from comment where issue_id = $1 order by id"),
        remove_comment(database, "delete from comment where issue_id = $1 and id = $2"),
        set_comment_count(database, "update issue set comment_count = $2 where id = $1 and comment_count is distinct from $2"),
        put_worklog(database, R"(
          insert into worklog (issue_id, id, author, started_at, updated_at, seconds, comment)
          values ($1, $2, $3, $4, $5, $6, $7)
          on conflict (issue_id, id) do update set
            author = excluded.author, started_at = excluded.started_at, updated_at = excluded.updated_at,
            seconds = excluded.seconds, comment = excluded.comment
          where author is distinct from excluded.author or started_at <> excluded.started_at
            or updated_at <> excluded.updated_at or seconds <> excluded.seconds or comment is distinct from excluded.comment
          returning id)"),
        worklog_ids(database, "select id from worklog where issue_id = $1 order by id"),
        remove_worklog(database, "delete from worklog where issue_id = $1 and id = $2"),
        mark(database, "update issue set deleted_at = $2 where id = $1 and deleted_at is null returning done_at, resolved_at"),
        mark_timeline(database, R"(
          update sprint_timeline set deleted = 1
          where issue_id = $1 and sprint_id in (select sprint_id from sprint_issue where issue_id = $1))"),
        flow(database) {
    read_known();
  }

  // Statuses and quarantined ids as the cache has them: at the start, and after a rollback.
  void read_known() {
    book = StatusBook(db, site);
    quarantined.clear();
    Query bad(db, "select external_id from quarantine where source = $1 order by stream, external_id");
    for (bad.bind(site.number); bad.next();) quarantined.insert(bad.string(0));
  }
  void notice_rollback() {
    if (rollbacks == db.rollbacks()) return;
    rollbacks = db.rollbacks();
    read_known();
  }

  // Statuses that no status list told: the issue's own comes with its category, one in a history with its name only.
  void learn_statuses(const IssueRecord& record) {
    const Status& own = record.issue.status;
    learn(own.id, own.name);
    if (!book.told(own.id)) {
      tell_category.bind(site.to_cache(own.id), word(own.category)).run();
      book.add(own.id, own.name, own.category);
      // Issues written before may have passed through it as "todo".
      if (own.category != StatusCategory::todo) mark_facts_stale(db, site);
    }
    for (const auto& c : record.changes) {
      if (c.field != "status" && c.field_id != "status") continue;
      learn(parse_id(c.from), c.from_text);
      learn(parse_id(c.to), c.to_text);
    }
  }
  // Somebody else may have written it since; one never heard of is written down by its name.
  void learn(Id status, const std::string& name) {
    if (status == 0 || book.knows(status)) return;
    std::optional<StatusCategory> category;
    std::string known = name;
    known_status.bind(site.to_cache(status));
    if (known_status.next()) {
      known = known_status.string(0);
      if (!known_status.null(1)) category = category_of(known_status.text(1));
    }
    known_status.done();
    add_status.bind(site.to_cache(status), known, std::nullopt).run();
    book.add(status, known, category);
  }

  void leave_quarantine(const Issue& issue) {
    if (quarantined.empty()) return;
    for (const std::string& id : {std::to_string(issue.id), issue.key})
      if (quarantined.erase(id))
        Query(db, "delete from quarantine where source = $1 and external_id = $2 and stream like 'issues%'").bind(site.number, id).run();
  }

  // A record that differs from what is stored.
  struct Due {
    const IssueRecord* record = nullptr;
    std::int64_t print = 0;
  };
  void write(const Due& due, Written& written) {
    const IssueRecord& record = *due.record;
    // Asked here and not before: the same issue may come twice in one call.
    const StoredRow stored = rows.find(site.to_cache(record.issue.id));
    learn_statuses(record);
    const IssueTimeline past = timeline(record.issue, record.changes, fields, book.hints());
    const Moments when = moments(past, book.categories());
    rows.write(record, past, when, due.print, stored);
    ++(stored.exists ? written.updated : written.inserted);
  }
  void write_all(const std::vector<Due>& all, Written& written) {
    std::vector<std::string_view> raws;
    for (const auto& due : all) raws.push_back(due.record->raw);
    BackgroundPacker packer(std::move(raws));
    for (const auto& due : all) write(due, written);
    const auto packed = packer.take();
    for (std::size_t n = 0; n < all.size(); ++n)
      if (!all[n].record->raw.empty()) rows.write_raw(site.to_cache(all[n].record->issue.id), packed[n]);
  }

  bool put(const Comment& c) {
    put_comment.bind(site.to_cache(c.issue), c.id, rows.lookup().person(c.author), c.created, c.updated, c.body);
    const bool changed = put_comment.next();
    put_comment.run();
    return changed;
  }
  bool put(const Worklog& w) {
    put_worklog.bind(site.to_cache(w.issue), w.id, rows.lookup().person(w.author), w.started, w.updated, w.seconds, or_null(w.comment));
    const bool changed = put_worklog.next();
    put_worklog.run();
    return changed;
  }
  template <class T> void replace(Id issue, std::span<const T> items, Query& ids, Query& remove) {
    std::set<Id> kept;
    for (const T& item : items) {
      if (item.id <= 0) continue;
      T own = item;
      own.issue = issue;
      put(own);
      kept.insert(item.id);
    }
    std::vector<Id> gone;
    for (ids.bind(site.to_cache(issue)); ids.next();)
      if (!kept.count(ids.integer(0))) gone.push_back(ids.integer(0));
    ids.done();
    for (const Id id : gone) remove.bind(site.to_cache(issue), id).run();
  }
  template <class T> Written upsert_all(std::span<const T> items) {
    Written written;
    for (const T& item : items) {
      if (item.id <= 0 || !valid_tracker_id(item.issue)) ++written.refused;
      else ++(put(item) ? written.updated : written.unchanged);
    }
    return written;
  }
  bool known(Id issue) {
    known_issue.bind(site.to_cache(issue));
    const bool found = known_issue.next();
    known_issue.done();
    return found;
  }

  Database& db;
  Site site;
  FieldMap fields;
  std::uint64_t seed;
  std::int64_t rollbacks;
  IssueRows rows;
  StatusBook book;
  std::set<std::string> quarantined;
  Query add_status, known_status, tell_category, known_issue, put_comment, comment_ids, remove_comment, set_comment_count, put_worklog, worklog_ids,
      remove_worklog, mark, mark_timeline;
  FlowFacts flow;
};

IssueWriter::IssueWriter(Database& db, const Site& site, const FieldMap& fields) : impl_(std::make_unique<Impl>(db, site, fields)) {}
IssueWriter::IssueWriter(IssueWriter&&) noexcept = default;
IssueWriter::~IssueWriter() = default;

Written IssueWriter::upsert(std::span<const IssueRecord> records, Instant now) {
  Written written;
  impl_->notice_rollback();
  std::vector<Impl::Due> due;
  for (const auto& record : records) {
    if (const std::string why = fault(record.issue); !why.empty()) {
      const std::string id = record.issue.key.empty() ? std::to_string(record.issue.id) : record.issue.key;
      const BadRecord bad{kStream, id, why, record.raw};
      put_quarantine(impl_->db, impl_->site, std::span(&bad, 1), now);
      impl_->quarantined.insert(id);
      ++written.refused;
      continue;
    }
    impl_->leave_quarantine(record.issue);
    const StoredRow stored = impl_->rows.find(impl_->site.to_cache(record.issue.id));
    const auto print = std::bit_cast<std::int64_t>(fingerprint(record, impl_->seed));
    if (stored.exists && !stored.deleted && stored.fingerprint == print) ++written.unchanged;
    else due.push_back({&record, print});
  }
  impl_->write_all(due, written);
  return written;
}

void IssueWriter::replace_comments(Id issue, std::span<const Comment> comments) {
  if (!valid_tracker_id(issue) || !impl_->known(issue)) return;
  impl_->replace(issue, comments, impl_->comment_ids, impl_->remove_comment);
  impl_->set_comment_count.bind(impl_->site.to_cache(issue), static_cast<std::int64_t>(comments.size())).run();
}
void IssueWriter::replace_worklogs(Id issue, std::span<const Worklog> worklogs) {
  if (!valid_tracker_id(issue) || !impl_->known(issue)) return;
  impl_->replace(issue, worklogs, impl_->worklog_ids, impl_->remove_worklog);
}
Written IssueWriter::upsert_comments(std::span<const Comment> comments) { return impl_->upsert_all(comments); }
Written IssueWriter::upsert_worklogs(std::span<const Worklog> worklogs) { return impl_->upsert_all(worklogs); }

std::int64_t IssueWriter::remove_worklogs(std::span<const Id> worklogs) {
  std::int64_t removed = 0;
  Query remove(impl_->db, "delete from worklog where id = $1 and issue_id >= $2 and issue_id <= $3 returning id");
  for (const Id id : worklogs) {
    for (remove.bind(id, impl_->site.base(), impl_->site.base() + kMaxTrackerId); remove.next();) ++removed;
    remove.done();
  }
  return removed;
}

std::int64_t IssueWriter::mark_deleted(std::span<const Id> issues, Instant now) {
  std::int64_t marked = 0;
  for (const Id issue : issues) {
    const Id id = impl_->site.to_cache(issue);
    impl_->mark.bind(id, now);
    const bool found = impl_->mark.next();
    const std::int64_t ended = found ? ended_at(impl_->mark.maybe_instant(0), impl_->mark.maybe_instant(1)) : 0;
    impl_->mark.run();
    if (!found) continue;
    impl_->mark_timeline.bind(id).run();
    impl_->flow.remove(id, ended);
    ++marked;
  }
  return marked;
}

}  // namespace juno::store
