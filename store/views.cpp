// SPDX-License-Identifier: Apache-2.0
#include "store/views.h"
#include "store/query.h"
#include "store/site.h"
namespace juno::store {
namespace {

// How this cache spells keys and ids in its views.
struct Spelling {
  bool prefixed = false;  // several trackers: "acme/PAY-1", "acme/12"
  bool masked = false;    // one tracker, but ids carry a site's number all the same
  std::string source(const std::string& id) const { return "(select name from source where number = (" + id + ") >> 40)"; }
  std::string id(const std::string& column) const {
    if (!prefixed) return masked ? "((" + column + ") & 1099511627775)" : column;
    return source(column) + " || '/' || ((" + column + ") & 1099511627775)";
  }
  std::string key(const std::string& column, const std::string& owner) const {
    if (!prefixed) return column;
    return source(owner) + " || '/' || " + column;
  }
};

// Epoch milliseconds as ISO 8601 UTC, milliseconds only when there are some; right before 1970 too. Short, because every
// process that opens the cache reads all views: SQLite counts in milliseconds itself, so the fraction is exact.
std::string iso(const std::string& column) { return "replace(strftime('%Y-%m-%dT%H:%M:%fZ', " + column + " / 1000.0, 'unixepoch'), '.000Z', 'Z')"; }
std::string hours(const std::string& column) { return column + " / 3600.0"; }
std::string term(const std::string& column) { return "(select name from term where id = " + column + ")"; }
std::string person(const std::string& column) { return "(select name from person where id = " + column + ")"; }
// `cross join` keeps the order of ordinals.
std::string tags(const std::string& kind) {
  return "(select group_concat(t.name, ',') from issue_tag g cross join term t where g.issue_id = i.id and t.id = g.term_id and t.kind = '" + kind + "')";
}

struct Expression {
  std::string column, sql;
  std::string raw = {};                       // what an export reads instead, to finish the value itself
  ViewColumn::Finish finish = ViewColumn::Finish::none;
};
Expression at(const std::string& name, const std::string& column) { return {name, iso(column), column, ViewColumn::Finish::instant}; }
Expression word(const std::string& name, const std::string& column) { return {name, term(column), column, ViewColumn::Finish::term}; }
Expression who(const std::string& name, const std::string& column) { return {name, person(column), column, ViewColumn::Finish::person}; }
struct Definition {
  std::string name;
  std::vector<Expression> columns;
  std::string from;
};

Definition issues(const Spelling& s) {
  return {"issues",
          {{"source", "(select name from source where number = i.source)"}, {"project", "i.project_key"}, {"key", s.key("i.key", "i.id")},
           {"id", s.id("i.id")}, word("type", "i.type"), {"subtask", "i.subtask"},
           {"status", "(select name from status where id = i.status_id)"},
           {"status_category", "(select coalesce(category, 'todo') from status where id = i.status_id)"},
           word("priority", "i.priority"), {"summary", "i.summary"}, who("assignee", "i.assignee"),
           who("reporter", "i.reporter"), who("owner", "i.owner"), word("team", "i.team"), {"points", "i.points"},
           {"parent", s.key("i.parent_key", "i.id")}, {"epic", s.key("i.epic_key", "i.id")}, at("created_at", "i.created_at"),
           at("updated_at", "i.updated_at"), at("resolved_at", "i.resolved_at"), {"due_on", "i.due_on"},
           at("started_at", "i.started_at"), at("done_at", "i.done_at"), {"labels", tags("label")},
           {"components", tags("component")}, {"fix_versions", tags("fix_version")}, {"votes", "i.votes"},
           {"watchers", "i.watchers"}, {"flagged", "i.flagged"}, {"rank", "i.rank"}, word("resolution", "i.resolution"),
           {"description", "(select description from issue_text where issue_id = i.id)"},
           {"original_estimate_hours", hours("i.original_estimate_s")}, {"logged_hours", hours("i.logged_s")},
           {"comment_count", "i.comment_count"}, {"deleted", "case when i.deleted_at is null then 0 else 1 end"}},
          "issue i"};
}

std::vector<Definition> sprint_views(const Spelling& s) {
  return {{"sprints",
           {{"id", s.id("s.id")}, {"board_id", s.id("nullif(s.board_id, 0)")}, {"board", "(select name from board where id = s.board_id)"},
            {"name", "s.name"}, {"state", "s.state"}, at("start_at", "coalesce(s.activated_at, s.start_at)"), at("end_at", "s.end_at"),
            at("complete_at", "s.complete_at"), {"goal", "s.goal"}},
           "sprint s"},
          {"sprint_issues",
           {{"sprint_id", s.id("m.sprint_id")}, {"issue_key", s.key("i.key", "i.id")}, at("added_at", "m.added_at"),
            at("removed_at", "m.removed_at")},
           "sprint_issue m join issue i on i.id = m.issue_id"}};
}

std::vector<Definition> history_views(const Spelling& s) {
  const Expression key{"issue_key", s.key("i.key", "i.id")};
  return {{"changes",
           {key, at("at", "c.at"), who("author", "c.author"), word("field", "c.field"), {"from_id", "c.from_id"},
            {"from_value", "c.from_text"}, {"to_id", "c.to_id"}, {"to_value", "c.to_text"}},
           "change c join issue i on i.id = c.issue_id"},
          {"issue_links",
           {key, word("type", "l.type"), {"direction", "case l.outward when 1 then 'outward' else 'inward' end"},
            word("phrase", "l.phrase"), {"other_key", s.key("l.other_key", "i.id")}},
           "issue_link l join issue i on i.id = l.issue_id"},
          {"comments",
           {key, {"id", "c.id"}, who("author", "c.author"), at("created_at", "c.created_at"), at("updated_at", "c.updated_at"),
            {"body", "c.body"}},
           "comment c join issue i on i.id = c.issue_id"},
          {"worklogs",
           {key, {"id", "w.id"}, who("author", "w.author"), at("started_at", "w.started_at"), at("updated_at", "w.updated_at"),
            {"hours", hours("w.seconds")}, {"comment", "w.comment"}},
           "worklog w join issue i on i.id = w.issue_id"}};
}

std::vector<Definition> catalog_views(const Spelling& s) {
  const auto source = [&](const std::string& id) { return Expression{"source", s.source(id)}; };
  const Expression project{"project", "(select key from project where id = x.project_id)"};
  return {{"people",
           {{"source", "(select name from source where number = p.source)"}, {"account", "p.account"}, {"name", "p.name"},
            {"email", "p.email"}, {"time_zone", "p.time_zone"}, {"active", "p.active"}, {"kind", "p.kind"}},
           "person p"},
          {"projects",
           {source("x.id"), {"id", s.id("x.id")}, {"key", "x.key"}, {"name", "x.name"}, {"style", "x.style"}, who("lead", "x.lead"),
            {"archived", "x.archived"}},
           "project x"},
          {"boards",
           {source("b.id"), {"id", s.id("b.id")}, {"name", "b.name"}, {"type", "b.type"}, {"project", "b.project_key"},
            {"estimation_field", "b.estimation_field"}},
           "board b"},
          {"board_columns",
           {{"board_id", s.id("c.board_id")}, {"position", "c.position"}, {"name", "c.name"}, {"status_id", s.id("c.status_id")},
            {"status", "(select name from status where id = c.status_id)"}},
           "board_column c"},
          {"statuses", {source("x.id"), {"id", s.id("x.id")}, {"name", "x.name"}, {"category", "x.category"}}, "status x"},
          {"versions",
           {source("x.id"), {"id", s.id("x.id")}, project, {"name", "x.name"}, {"released", "x.released"}, {"archived", "x.archived"},
            {"start_on", "x.start_on"}, {"release_on", "x.release_on"}},
           "version x"},
          {"components", {source("x.id"), {"id", s.id("x.id")}, project, {"name", "x.name"}}, "component x"},
          {"sync_state",
           {{"source", "(select name from source where number = c.source)"}, {"stream", "c.stream"}, {"state", "c.state"},
            at("watermark_at", "c.watermark"), at("started_at", "c.started_at"), at("finished_at", "c.finished_at"),
            at("succeeded_at", "c.succeeded_at"), at("resume_after_at", "c.resume_after"), {"items", "c.items"}, {"error", "c.error"}},
           "checkpoint c"}};
}

std::vector<Definition> forge_views() {
  const Expression repository{"repository", "(select name from repository where id = x.repository_id)"};
  return {{"pull_requests",
           {repository, {"number", "x.number"}, {"title", "x.title"}, {"state", "x.state"}, {"draft", "x.draft"}, who("author", "x.author"),
            at("created_at", "x.created_at"), at("first_review_at", "x.first_review_at"), at("merged_at", "x.merged_at"),
            at("closed_at", "x.closed_at"), {"additions", "x.additions"}, {"deletions", "x.deletions"}, {"changed_files", "x.changed_files"},
            {"head_ref", "x.head_ref"}, {"base_ref", "x.base_ref"}, {"merge_commit", "x.merge_commit"},
            at("updated_at", "x.updated_at"), at("first_commit_at", "x.first_commit_at"), at("ready_at", "x.ready_at"),
            at("first_approval_at", "x.first_approval_at"), at("deployed_at", "x.deployed_at"), {"commits", "x.commit_count"},
            {"reviews", "x.review_count"}, {"comments", "x.comment_count"}, {"labels", "replace(x.labels, char(10), ',')"}},
           "pull_request x"},
          {"reviews",
           {repository, {"number", "x.number"}, who("reviewer", "x.reviewer"), {"state", "x.state"}, at("submitted_at", "x.submitted_at"),
            at("dismissed_at", "x.dismissed_at"), {"comments", "x.comments"}},
           "review x"},
          {"commits",
           {repository, {"sha", "x.sha"}, who("author", "x.author"), at("authored_at", "x.authored_at"), at("committed_at", "x.committed_at"),
            {"message", "x.message"}, {"additions", "x.additions"}, {"deletions", "x.deletions"}, {"on_default", "x.on_default"}},
           "git_commit x"},
          {"deployments",
           {repository, {"id", "x.id"}, {"environment", "x.environment"}, {"sha", "x.sha"}, {"state", "x.state"},
            at("created_at", "x.created_at"), at("finished_at", "x.finished_at"), {"ref", "x.ref"}, who("creator", "x.creator")},
           "deployment x"},
          {"releases",
           {repository, {"id", "x.id"}, {"tag", "x.tag"}, {"name", "nullif(x.name, '')"}, {"sha", "x.sha"}, {"draft", "x.draft"},
            {"prerelease", "x.prerelease"}, who("author", "x.author"), at("created_at", "x.created_at"), at("published_at", "x.published_at")},
           "release x"},
          {"workflow_runs",
           {repository, {"id", "x.id & 1099511627775"}, {"number", "x.number"}, {"attempt", "x.attempt"}, {"workflow", "x.workflow"},
            {"event", "x.event"}, {"branch", "x.branch"}, {"sha", "x.sha"}, {"status", "x.status"}, {"conclusion", "x.conclusion"},
            who("actor", "x.actor"), at("created_at", "x.created_at"), at("started_at", "x.started_at"), at("updated_at", "x.updated_at")},
           "workflow_run x"},
          {"issue_pull_requests",
           {{"issue_key", "x.issue_key"}, repository, {"number", "x.number"}, {"source", "x.source"}},
           "issue_pull x"}};
}

std::vector<Definition> definitions(const Spelling& s) {
  std::vector<Definition> all = {issues(s)};
  for (auto part : {sprint_views(s), history_views(s), forge_views(), catalog_views(s)}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::string sql_of(const Definition& d) {
  std::string columns, body;
  for (const auto& c : d.columns) {
    columns += (columns.empty() ? "" : ", ") + c.column;
    body += (body.empty() ? "" : ",\n  ") + c.sql;
  }
  return "create view " + d.name + " (" + columns + ") as select\n  " + body + "\nfrom " + d.from + ";\n";
}

// With one site, the first, ids in the cache are the tracker's own. A forge's keys name its repositories: no prefix.
Spelling spelling_of(Database& db) {
  Spelling s;
  int trackers = 0;
  for (const auto& site : sites(db)) {
    trackers += site.kind != "github";
    s.masked = s.masked || site.number != 0;
  }
  s.prefixed = trackers > 1;
  return s;
}

void make_anew(Database& db, const std::string& wanted) {
  std::vector<std::string> old;
  for (Query q(db, "select name from sqlite_schema where type = 'view' order by name"); q.next();) old.push_back(q.string(0));
  for (const auto& name : old) db.execute("drop view \"" + name + "\"");
  db.execute(wanted);
  put_setting(db, "views", wanted);
}

}  // namespace

void ensure_views(Database& db) {
  std::string wanted;
  const auto all = definitions(spelling_of(db));
  for (const auto& d : all) wanted += sql_of(d);
  if (setting(db, "views") == wanted) return;
  if (db.in_transaction()) {
    make_anew(db, wanted);
    return;
  }
  Transaction tx(db);
  make_anew(db, wanted);
  tx.commit();
}

ViewRead export_of(Database& db, std::string_view name) {
  ViewRead read;
  for (const auto& d : definitions(spelling_of(db))) {
    if (d.name != name) continue;
    std::string body;
    for (const auto& c : d.columns) {
      body += (body.empty() ? "" : ", ") + (c.raw.empty() ? c.sql : c.raw);
      read.columns.push_back({c.column, c.finish});
    }
    read.sql = "select " + body + " from " + d.from;
  }
  return read;
}

const std::vector<View>& public_views() {
  static const std::vector<View> all = [] {
    std::vector<View> views;
    for (const auto& d : definitions({})) {
      View& view = views.emplace_back();
      view.name = d.name;
      for (const auto& c : d.columns) view.columns.push_back(c.column);
    }
    return views;
  }();
  return all;
}

}  // namespace juno::store
