// SPDX-License-Identifier: Apache-2.0
#include "store/export.h"
#include "core/error.h"
#include "store/catalog.h"
#include "store/export_forge.h"
#include "store/export_rank.h"
#include "store/line_writer.h"
#include "store/site.h"
namespace juno::store {
namespace {

// A small table: its rows in one statement that takes the site's range of ids.
struct Plain {
  std::string_view table;
  const char* sql;
  std::vector<OutColumn> columns;
};

const std::vector<Plain>& catalog_tables() {
  static const std::vector<Plain> all = {
      {"statuses", "select id - $1, name, category from status where id between $1 and $2 order by id", {{"id", As::integer}, {"name"}, {"category"}}},
      {"projects",
       R"(select p.id - $1, p.key, p.name, p.style, l.name, p.archived, l.account from project p left join person l on l.id = p.lead
          where p.id between $1 and $2 order by p.id)",
       {{"id", As::integer}, {"key"}, {"name"}, {"style"}, {"lead"}, {"archived", As::integer}, {"lead_account"}}},
      {"versions",
       R"(select v.id - $1, p.key, v.name, v.released, v.archived, v.start_on, v.release_on, nullif(v.project_id, 0) - $1
          from version v left join project p on p.id = v.project_id where v.id between $1 and $2 order by v.id)",
       {{"id", As::integer}, {"project"}, {"name"}, {"released", As::integer}, {"archived", As::integer}, {"start_on"}, {"release_on"}, {"project_id", As::integer}}},
      {"components",
       R"(select c.id - $1, p.key, c.name, nullif(c.project_id, 0) - $1
          from component c left join project p on p.id = c.project_id where c.id between $1 and $2 order by c.id)",
       {{"id", As::integer}, {"project"}, {"name"}, {"project_id", As::integer}}},
  };
  return all;
}

struct Scope {
  const Site& site;
  Query& bind(Query& q) const { return q.bind(site.base(), site.base() + kMaxTrackerId); }
};

void write_source(Database& db, const Site& site, LineWriter& out) {
  out.begin("sources", {});
  out.add_text("name", site.name);
  out.add_text("kind", site.kind);
  const std::pair<std::string_view, const std::string&> texts[] = {
      {"url", site.url}, {"deployment", site.deployment}, {"account", site.account}, {"time_zone", site.time_zone}};
  for (const auto& [key, value] : texts)
    if (!value.empty()) out.add_text(key, value);
  if (const auto fields = setting(db, "fields:" + std::to_string(site.number))) out.add_raw("fields") += *fields;
  out.end();
}

void write_people(Database& db, const Site& site, LineWriter& out) {
  static constexpr OutColumn kColumns[] = {{"account"}, {"name"}, {"email"}, {"time_zone"}, {"active", As::integer}, {"kind"}};
  Query q(db, "select account, name, email, time_zone, active, kind from person where source = $1 order by identity");
  for (q.bind(site.number); q.next();) {
    out.begin("people", site.name);
    out.add(q, 0, kColumns);
    out.end();
  }
}

void write_boards(Database& db, const Site& site, LineWriter& out) {
  for (const auto& b : boards(db, site)) {
    out.begin("boards", site.name);
    append_integer(out.add_raw("id"), b.id);
    const std::pair<std::string_view, const std::string&> texts[] = {
        {"name", b.name}, {"type", b.type}, {"project", b.project_key}, {"estimation_field", b.estimation_field}, {"rank_field", b.rank_field}};
    for (const auto& [key, value] : texts)
      if (!value.empty()) out.add_text(key, value);
    std::string& columns = out.add_raw("columns") += '[';
    for (std::size_t c = 0; c < b.columns.size(); ++c) {
      columns += c ? ",{\"name\":" : "{\"name\":";
      append_json(columns, b.columns[c].name);
      columns += ",\"statuses\":[";
      for (std::size_t s = 0; s < b.columns[c].statuses.size(); ++s) {
        if (s) columns += ',';
        append_integer(columns, b.columns[c].statuses[s]);
      }
      columns += "]}";
    }
    columns += ']';
    out.end();
  }
}

void write_sprints(Database& db, const Site& site, LineWriter& out) {
  static constexpr OutColumn kColumns[] = {{"id", As::integer}, {"board_id", As::integer}, {"board"}, {"name"}, {"state"}, {"start_at", As::instant},
                                           {"end_at", As::instant}, {"complete_at", As::instant}, {"goal"}, {"planned_start_at", As::instant},
                                           {"activated_at", As::instant}};
  Query q(db, R"(
    select s.id - $1, nullif(s.board_id, 0) - $1, b.name, s.name, s.state, coalesce(s.activated_at, s.start_at), s.end_at, s.complete_at,
      s.goal, s.start_at, s.activated_at
    from sprint s
    left join board b on b.id = s.board_id
    where s.id between $1 and $2
    order by s.id)");
  for (Scope{site}.bind(q); q.next();) {
    out.begin("sprints", site.name);
    out.add(q, 0, kColumns);
    out.end();
  }
}

// Rows of a child table that all lie in the order of issues: read along with them, so that nothing is looked up.
class Along {
 public:
  Along(Database& db, const Site& site, std::string_view table, const char* sql, std::vector<OutColumn> columns)
      : table_(table), query_(db, sql), columns_(std::move(columns)), source_(site.name) {
    Scope{site}.bind(query_);
    more_ = query_.next();
  }
  void write(Id issue, std::string_view key, LineWriter& out) {
    for (; more_ && query_.integer(0) <= issue; more_ = query_.next()) {
      if (query_.integer(0) < issue) continue;  // of an issue that is not cached
      out.begin(table_, source_);
      out.add_text("issue_key", key);
      out.add(query_, 1, columns_);
      out.end();
    }
  }

 private:
  std::string_view table_;
  Query query_;
  std::vector<OutColumn> columns_;
  std::string source_;
  bool more_ = false;
};

std::vector<Along> children_of(Database& db, const Site& site) {
  std::vector<Along> all;
  all.emplace_back(db, site, "changes",
                   R"(select c.issue_id, c.at, a.name, f.name, c.from_id, c.from_text, c.to_id, c.to_text, a.account, i.name, c.history, c.ordinal
                      from change c
                      left join person a on a.id = c.author
                      left join term f on f.id = c.field
                      left join term i on i.id = c.field_id
                      where c.issue_id between $1 and $2
                      order by c.issue_id, c.history, c.ordinal)",
                   std::vector<OutColumn>{{"at", As::instant}, {"author"}, {"field"}, {"from_id"}, {"from_value"}, {"to_id"}, {"to_value"},
                                          {"author_account"}, {"field_id"}, {"history", As::integer}, {"ordinal", As::integer}});
  all.emplace_back(db, site, "issue_links",
                   R"(select l.issue_id, t.name, case l.outward when 1 then 'outward' else 'inward' end, p.name, l.other_key, l.link_id, l.other_id - $1
                      from issue_link l
                      left join term t on t.id = l.type
                      left join term p on p.id = l.phrase
                      where l.issue_id between $1 and $2
                      order by l.issue_id, l.ordinal)",
                   std::vector<OutColumn>{{"type"}, {"direction"}, {"phrase"}, {"other_key"}, {"link_id", As::integer}, {"other_id", As::integer}});
  all.emplace_back(db, site, "sprint_issues",
                   R"(select issue_id, sprint_id - $1, added_at, removed_at
                      from sprint_issue
                      where issue_id between $1 and $2
                      order by issue_id, sprint_id, ordinal)",
                   std::vector<OutColumn>{{"sprint_id", As::integer}, {"added_at", As::instant}, {"removed_at", As::instant}});
  all.emplace_back(db, site, "comments",
                   R"(select c.issue_id, c.id, a.name, c.created_at, c.updated_at, c.body, a.account
                      from comment c
                      left join person a on a.id = c.author
                      where c.issue_id between $1 and $2
                      order by c.issue_id, c.id)",
                   std::vector<OutColumn>{{"id", As::integer}, {"author"}, {"created_at", As::instant}, {"updated_at", As::instant}, {"body"}, {"author_account"}});
  all.emplace_back(db, site, "worklogs",
                   R"(select w.issue_id, w.id, a.name, w.started_at, w.updated_at, w.seconds, w.comment, a.account
                      from worklog w
                      left join person a on a.id = w.author
                      where w.issue_id between $1 and $2
                      order by w.issue_id, w.id)",
                   std::vector<OutColumn>{{"id", As::integer}, {"author"}, {"started_at", As::instant}, {"updated_at", As::instant}, {"hours", As::hours}, {"comment"}, {"author_account"}});
  return all;
}

constexpr OutColumn kIssueColumns[] = {
    {"project"}, {"key"}, {"id", As::integer}, {"type"}, {"subtask", As::integer}, {"status"}, {"status_category"}, {"priority"}, {"summary"},
    {"assignee"}, {"reporter"}, {"owner"}, {"team"}, {"points", As::real}, {"parent"}, {"epic"}, {"created_at", As::instant},
    {"updated_at", As::instant}, {"resolved_at", As::instant}, {"due_on"}, {"started_at", As::instant}, {"done_at", As::instant},
    {"votes", As::integer}, {"watchers", As::integer}, {"flagged", As::integer}, {"rank"}, {"resolution"}, {"description"},
    {"original_estimate_hours", As::hours}, {"logged_hours", As::hours}, {"comment_count", As::integer}, {"deleted", As::integer},
    {"project_id", As::integer}, {"status_id", As::integer}, {"assignee_account"}, {"reporter_account"}, {"owner_account"},
    {"parent_id", As::integer}, {"business_value", As::real}, {"scheduled_at", As::instant}, {"remaining_estimate_hours", As::hours},
    {"deleted_at", As::instant}};
constexpr const char* kIssues = R"(
  select i.id, i.project_key, i.key, i.id - $1, ty.name, i.subtask, s.name, coalesce(s.category, 'todo'), pr.name, i.summary, a.name, r.name,
    o.name, te.name, i.points, i.parent_key, i.epic_key, i.created_at, i.updated_at, i.resolved_at, i.due_on, i.started_at, i.done_at,
    i.votes, i.watchers, i.flagged, i.rank, re.name, x.description, i.original_estimate_s, i.logged_s, i.comment_count,
    case when i.deleted_at is null then 0 else 1 end, nullif(i.project_id, 0) - $1, i.status_id - $1, a.account, r.account, o.account,
    i.parent_id - $1, i.business_value, i.scheduled_at, i.remaining_estimate_s, i.deleted_at
  from issue i
  left join term ty on ty.id = i.type
  left join status s on s.id = i.status_id
  left join term pr on pr.id = i.priority
  left join person a on a.id = i.assignee
  left join person r on r.id = i.reporter
  left join person o on o.id = i.owner
  left join term te on te.id = i.team
  left join term re on re.id = i.resolution
  left join issue_text x on x.issue_id = i.id
  where i.id between $1 and $2
  order by i.id)";

// Labels, components and fix versions of the issues, read along like the other children.
class Tags {
 public:
  Tags(Database& db, const Site& site)
      : query_(db, R"(
          select g.issue_id, t.kind, t.name
          from issue_tag g
          join term t on t.id = g.term_id
          where g.issue_id between $1 and $2
          order by g.issue_id, g.ordinal)") {
    Scope{site}.bind(query_);
    more_ = query_.next();
  }
  void write(Id issue, LineWriter& out) {
    std::string lists[3];
    for (; more_ && query_.integer(0) <= issue; more_ = query_.next()) {
      if (query_.integer(0) < issue) continue;
      std::string& list = lists[query_.text(1) == "label" ? 0 : query_.text(1) == "component" ? 1 : 2];
      list += list.empty() ? '[' : ',';
      append_json(list, query_.text(2));
    }
    constexpr std::string_view kKeys[] = {"labels", "components", "fix_versions"};
    for (int i = 0; i < 3; ++i)
      if (!lists[i].empty()) out.add_raw(kKeys[i]).append(lists[i]).append(1, ']');
  }

 private:
  Query query_;
  bool more_ = false;
};

void write_issues(Database& db, const Site& site, LineWriter& out) {
  Query q(db, kIssues);
  Tags tags(db, site);
  auto children = children_of(db, site);
  for (Scope{site}.bind(q); q.next();) {
    out.begin("issues", site.name);
    out.add(q, 1, kIssueColumns);
    tags.write(q.integer(0), out);
    out.end();
    for (auto& child : children) child.write(q.integer(0), q.text(2), out);
  }
}

void write_sync_state(Database& db, const Site& site, LineWriter& out) {
  static constexpr OutColumn kColumns[] = {{"stream"}, {"state"}, {"watermark_at", As::instant}, {"started_at", As::instant}, {"finished_at", As::instant},
                                           {"succeeded_at", As::instant}, {"resume_after_at", As::instant}, {"items", As::integer}, {"error"}, {"cursor"}};
  Query q(db, R"(
    select stream, state, watermark, started_at, finished_at, succeeded_at, resume_after, items, error, cursor
    from checkpoint
    where source = $1
    order by stream)");
  for (q.bind(site.number); q.next();) {
    out.begin("sync_state", site.name);
    out.add(q, 0, kColumns);
    out.end();
  }
}

void write_ledger(Database& ledger, LineWriter& out) {
  static constexpr OutColumn kSnapshot[] = {{"sprint_id", As::integer}, {"sprint"}, {"kind"}, {"taken_at", As::instant}, {"author"}, {"sha256"}, {"body"}};
  static constexpr OutColumn kAudit[] = {{"at", As::instant}, {"author"}, {"action"}, {"subject"}, {"detail"}};
  for (Query q(ledger, "select source, sprint, sprint_name, kind, taken_at, author, sha256, body from snapshot order by id"); q.next();) {
    out.begin("snapshots", q.text(0));
    out.add(q, 1, kSnapshot);
    out.end();
  }
  static constexpr OutColumn kCapacity[] = {{"sprint_id", As::integer}, {"sprint"}, {"team"}, {"person"}, {"what"}, {"value", As::real}, {"unit"}, {"from_on"}, {"to_on"},
                                            {"origin"}, {"at", As::instant}, {"author"}, {"reason"}};
  for (Query q(ledger, "select source, sprint, sprint_name, team, person, what, value, unit, from_on, to_on, origin, at, author, reason from capacity_change order by id"); q.next();) {
    out.begin("capacity_changes", q.text(0));
    out.add(q, 1, kCapacity);
    out.end();
  }
  write_rank(ledger, out);
  for (Query q(ledger, "select at, author, action, subject, detail from audit order by id"); q.next();) {
    out.begin("audit", {});
    out.add(q, 0, kAudit);
    out.end();
  }
}

// All statements see the cache as it is now, also while a sync writes.
class OneView {
 public:
  explicit OneView(Database& db) : db_(db), own_(!db.in_transaction()) {
    if (own_) db_.execute("begin");
  }
  ~OneView() {
    if (!own_) return;
    try {
      db_.execute("rollback");
    } catch (const Error&) {  // nothing was written: there is nothing to lose
    }
  }
  OneView(const OneView&) = delete;
  OneView& operator=(const OneView&) = delete;

 private:
  Database& db_;
  bool own_;
};

}  // namespace

std::int64_t export_lines(Database& cache, Database* ledger, const Sink& sink) {
  LineWriter out(sink);
  out.raw_line(R"({"juno":"export","format":1})");
  const OneView view(cache);
  const auto all = sites(cache);
  for (const auto& site : all) write_source(cache, site, out);
  for (const auto& site : all) write_people(cache, site, out);
  for (const auto& table : catalog_tables())
    for (const auto& site : all) {
      Query q(cache, table.sql);
      for (Scope{site}.bind(q); q.next();) {
        out.begin(table.table, site.name);
        out.add(q, 0, table.columns);
        out.end();
      }
    }
  for (const auto& site : all) write_boards(cache, site, out);
  for (const auto& site : all) write_sprints(cache, site, out);
  for (const auto& site : all) write_issues(cache, site, out);
  for (const auto& site : all) write_forge(cache, site, out);
  for (const auto& site : all) write_sync_state(cache, site, out);
  if (ledger) write_ledger(*ledger, out);
  out.flush();
  return out.lines();
}

}  // namespace juno::store
