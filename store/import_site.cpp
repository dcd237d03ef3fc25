// SPDX-License-Identifier: Apache-2.0
#include "store/import_site.h"
#include <algorithm>
#include <set>
#include "core/error.h"
#include "store/checkpoints.h"
#include "store/issues.h"
#include "store/lookup.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {
namespace {

// Rows made by hand name fields as Jira does by default.
FieldMap usual_fields() {
  FieldMap map;
  map.points = {{"", "Story Points"}, {"", "Story point estimate"}};
  map.sprint = {"", "Sprint"};
  return map;
}

Person person_of(const ImportRow& row, const char* name, const char* account) {
  Person p;
  p.name = row.text(name), p.account = row.text(account);
  return p;
}

std::optional<StatusCategory> category_in(const ImportRow& row, const char* key) {
  const auto word = row.text(key);
  if (word.empty()) return std::nullopt;
  if (word != "todo" && word != "in_progress" && word != "done") row.fail(std::string(key) + " must be todo, in_progress or done");
  return category_of(word);
}

std::string joined(const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) text += (text.empty() ? "" : ", ") + std::to_string(id);
  return text;
}

bool same(const Change& a, const Change& b) {
  return a.at == b.at && a.field == b.field && a.from == b.from && a.from_text == b.from_text && a.to == b.to && a.to_text == b.to_text &&
         a.author.account == b.author.account && a.author.name == b.author.name;
}
bool same(const std::vector<Membership>& a, const std::vector<Membership>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Membership& x, const Membership& y) { return x.sprint == y.sprint && x.from == y.from && x.to == y.to; });
}

}  // namespace

ImportSite::ImportSite(Database& db, const Site& site, Instant now, Imported& result)
    : db_(db), site_(site), now_(now), result_(result), fields_(stored_field_map(db, site).value_or(usual_fields())), book_(db, site) {
  for (const auto& p : projects(db, site)) projects_[p.key] = p.id;
}

void ImportSite::set_fields(const FieldMap& fields) {
  flush();
  fields_ = fields;
  put_field_map(db_, site_, fields);
  writer_.reset();
}

Id ImportSite::next_id(const char* table) {
  Query q(db_, std::string("select coalesce(max(id), $1) from ") + table + " where id >= $1 and id <= $2");
  q.bind(site_.base(), site_.base() + kMaxTrackerId);
  q.next();
  return q.integer(0) - site_.base() + 1;
}

Written ImportSite::must(Written written, const ImportRow& row, const char* what) {
  if (written.refused > 0) row.fail(std::string("this ") + what + " has an id that is not from 1 to 2^40-1");
  return written;
}

void ImportSite::catalog(const std::string& table, const ImportRow& row) {
  flush();
  const auto one = [](const auto& value) { return std::span(&value, 1); };
  if (table == "people") {
    Person p = person_of(row, "name", "account");
    if (p.name.empty() && p.account.empty()) row.fail("account or name is missing");
    p.email = row.text("email"), p.time_zone = row.text("time_zone"), p.active = row.flag("active", true), p.kind = row.text("kind");
    upsert_people(db_, site_, one(p));
  } else if (table == "statuses") {
    const Status s{row.need_id("id"), row.text("name"), category_in(row, "category").value_or(StatusCategory::todo)};
    if (row.has("category")) upsert_statuses(db_, site_, one(s));
    else if (!book_.knows(s.id))
      Query(db_, "insert into status (id, name) values ($1, $2) on conflict (id) do nothing").bind(site_.to_cache(s.id), s.name).run();
    book_.add(s.id, s.name, category_in(row, "category"));
    writer_.reset();
  } else if (table == "projects") {
    Project p{row.need_id("id"), row.need_text("key"), row.text("name"), row.text("style"), row.text("lead_account"), row.flag("archived")};
    upsert_projects(db_, site_, one(p));
    projects_[p.key] = p.id;
  } else if (table == "versions") {
    const Version v{row.need_id("id"), row.id("project_id").value_or(0), row.need_text("name"), row.flag("released"), row.flag("archived"),
                    row.date("start_on"), row.date("release_on")};
    upsert_versions(db_, site_, one(v));
  } else if (table == "components") {
    const Component c{row.need_id("id"), row.id("project_id").value_or(0), row.need_text("name")};
    upsert_components(db_, site_, one(c));
  } else if (table == "boards") {
    const Board b{row.need_id("id"), row.text("name"), row.text("type"), row.text("project"), row.board_columns(), row.text("estimation_field"), row.text("rank_field")};
    must(upsert_boards(db_, site_, one(b)), row, "board");
  } else {
    Sprint s;
    s.id = row.need_id("id"), s.board = row.id("board_id").value_or(0), s.name = row.need_text("name");
    const auto state = row.need_text("state");
    if (state != "future" && state != "active" && state != "closed") row.fail("state must be future, active or closed");
    s.state = state_of(state);
    s.activated = row.instant("activated_at");
    // What the views call start is when work began; the plan is apart, and only an export knows it.
    s.start = s.activated ? row.instant("planned_start_at") : row.instant("start_at");
    s.end = row.instant("end_at"), s.complete = row.instant("complete_at"), s.goal = row.text("goal");
    upsert_sprints(db_, site_, one(s));
  }
}

Id ImportSite::status_named(const std::string& name) {
  if (name.empty()) return 0;
  if (const Id known = book_.by_name(name)) return known;
  const Id id = next_id("status");
  Query(db_, "insert into status (id, name) values ($1, $2)").bind(site_.to_cache(id), name).run();
  book_.add(id, name, std::nullopt);
  return id;
}

Status ImportSite::status_of(const ImportRow& row) {
  Status s;
  s.name = row.need_text("status");
  s.id = row.id("status_id").value_or(0);
  if (s.id == 0) s.id = status_named(s.name);
  const auto category = category_in(row, "status_category");
  const auto known = book_.told(s.id);
  if (!category && !known) row.fail("status_category is missing, and the status \"" + s.name + "\" is new");
  // What the list of statuses says of a known one stands.
  s.category = known.value_or(category.value_or(StatusCategory::todo));
  return s;
}

Id ImportSite::project_of(const ImportRow& row, const std::string& key) {
  if (const auto id = row.id("project_id")) return *id;
  if (const auto it = projects_.find(key); it != projects_.end()) return it->second;
  const Project project{next_id("project"), key, key, {}, {}, false};
  upsert_projects(db_, site_, std::span(&project, 1));
  return projects_[key] = project.id;
}

void ImportSite::issue(const ImportRow& row) {
  flush();
  Open& o = open_.emplace();
  o.whole = true;
  Issue& i = o.record.issue;
  i.key = row.need_text("key");
  i.project = row.has("project") ? row.text("project") : i.key.substr(0, i.key.rfind('-'));
  const auto stored = find_issue(db_, site_.name + "/" + i.key);
  i.id = row.id("id").value_or(stored ? site_.to_tracker(stored->id) : next_id("issue"));
  i.project_id = project_of(row, i.project);
  i.type = row.text("type"), i.subtask = row.flag("subtask"), i.status = status_of(row);
  i.priority = row.text("priority"), i.resolution = row.text("resolution"), i.summary = row.text("summary"), i.description = row.text("description");
  i.assignee = person_of(row, "assignee", "assignee_account"), i.reporter = person_of(row, "reporter", "reporter_account");
  i.owner = person_of(row, "owner", "owner_account");
  i.team = row.text("team"), i.points = row.real("points"), i.business_value = row.real("business_value");
  i.parent = row.id("parent_id").value_or(0), i.parent_key = row.text("parent"), i.epic_key = row.text("epic");
  i.created = row.need_instant("created_at"), i.updated = row.instant("updated_at").value_or(i.created);
  i.resolved = row.instant("resolved_at"), i.scheduled = row.instant("scheduled_at"), i.due = row.date("due_on");
  i.labels = row.list("labels"), i.components = row.list("components"), i.fix_versions = row.list("fix_versions");
  i.votes = row.integer("votes", 0), i.watchers = row.integer("watchers", 0), i.flagged = row.flag("flagged"), i.rank = row.text("rank");
  i.original_estimate_s = row.hours_as_seconds("original_estimate_hours"), i.logged_s = row.hours_as_seconds("logged_hours");
  i.remaining_estimate_s = row.hours_as_seconds("remaining_estimate_hours");
  o.comment_count = row.integer("comment_count");
  if (row.flag("deleted")) o.deleted = row.instant("deleted_at").value_or(now_);
}

// Rows of an issue that is not the one at hand: it is read back, and they are added to it.
void ImportSite::open(const std::string& key, const ImportRow& row) {
  if (open_ && open_->record.issue.key == key) return;
  flush();
  auto stored = find_issue(db_, site_.name + "/" + key, true);
  if (!stored) row.fail("there is no issue " + key + ": its own line comes first");
  Open& o = open_.emplace();
  o.record = std::move(stored->record);
  o.deleted = stored->deleted, o.comment_count = stored->comment_count;
}

void ImportSite::change(const ImportRow& row) {
  Open& o = *open_;
  Change c;
  c.at = row.need_instant("at"), c.author = person_of(row, "author", "author_account");
  c.field = row.text("field"), c.field_id = row.text("field_id");
  if (c.field.empty() && c.field_id.empty()) row.fail("field is missing");
  c.from = row.text("from_id"), c.from_text = row.text("from_value"), c.to = row.text("to_id"), c.to_text = row.text("to_value");
  if (c.field == "status") {
    if (const Id id = c.from.empty() ? status_named(c.from_text) : 0) c.from = std::to_string(id);
    if (const Id id = c.to.empty() ? status_named(c.to_text) : 0) c.to = std::to_string(id);
  }
  const auto history = row.integer("history");
  c.ordinal = static_cast<int>(std::clamp<std::int64_t>(row.integer("ordinal", 0), 0, 1'000'000));
  auto& all = o.record.changes;
  if (history) {
    c.history = *history;
    std::erase_if(all, [&](const Change& old) { return old.history == c.history && old.ordinal == c.ordinal; });
  } else {
    if (!o.whole && std::any_of(all.begin(), all.end(), [&](const Change& old) { return same(old, c); })) return;
    for (const auto& old : all) o.line_history = std::max(o.line_history, old.history);
    c.history = ++o.line_history;
  }
  all.push_back(std::move(c));
}

void ImportSite::link(const ImportRow& row) {
  IssueLink l;
  l.id = row.id("link_id").value_or(0), l.type = row.need_text("type"), l.phrase = row.text("phrase"), l.other_key = row.need_text("other_key");
  const auto direction = row.text("direction");
  if (!direction.empty() && direction != "outward" && direction != "inward") row.fail("direction must be outward or inward");
  l.outward = direction != "inward";
  l.other = row.id("other_id").value_or(0);
  auto& all = open_->record.issue.links;
  std::erase_if(all, [&](const IssueLink& old) { return old.type == l.type && old.outward == l.outward && old.other_key == l.other_key && !open_->whole; });
  all.push_back(std::move(l));
}

void ImportSite::child(const std::string& table, const ImportRow& row) {
  open(row.need_text("issue_key"), row);
  const Id issue = open_->record.issue.id;
  if (table == "changes") change(row);
  else if (table == "issue_links") link(row);
  else if (table == "sprint_issues") open_->intervals.push_back({row.need_id("sprint_id"), row.need_instant("added_at"), row.instant("removed_at")});
  else if (table == "comments")
    open_->comments.push_back({row.need_id("id"), issue, person_of(row, "author", "author_account"), row.need_instant("created_at"),
                               row.instant("updated_at").value_or(row.need_instant("created_at")), row.text("body")});
  else {
    const auto seconds = row.hours_as_seconds("hours");
    if (!seconds) row.fail("hours is missing");
    open_->worklogs.push_back({row.need_id("id"), issue, person_of(row, "author", "author_account"), row.need_instant("started_at"),
                               row.instant("updated_at").value_or(row.need_instant("started_at")), *seconds, row.text("comment")});
  }
}

// The sprint field's present value comes from the intervals that are open. Where no history tells of sprints (rows made
// by hand), the intervals become that history.
void ImportSite::present_and_past_sprints(Open& o) {
  if (o.intervals.empty()) return;
  auto& wanted = o.intervals;
  std::sort(wanted.begin(), wanted.end(), [](const Membership& a, const Membership& b) { return std::pair(a.sprint, a.from) < std::pair(b.sprint, b.from); });
  Issue& issue = o.record.issue;
  if (o.whole) issue.sprints.clear();
  for (const auto& m : wanted)
    if (!m.to && std::find(issue.sprints.begin(), issue.sprints.end(), m.sprint) == issue.sprints.end()) issue.sprints.push_back(m.sprint);
  const auto told = [&](const Change& c) { return c.field == fields_.sprint.name || (!c.field_id.empty() && c.field_id == fields_.sprint.id); };
  if (std::any_of(o.record.changes.begin(), o.record.changes.end(), told)) return;
  if (same(memberships(timeline(issue, o.record.changes, fields_, book_.hints())), wanted)) return;
  std::set<Instant> moments;
  for (const auto& m : wanted) {
    if (m.from > issue.created) moments.insert(m.from);
    if (m.to) moments.insert(*m.to);
  }
  for (const auto& c : o.record.changes) o.line_history = std::max(o.line_history, c.history);
  std::vector<Id> now;
  for (const auto& m : wanted)
    if (m.from <= issue.created) now.push_back(m.sprint);
  for (const Instant at : moments) {
    std::vector<Id> next;
    for (const auto& m : wanted)
      if (m.from <= at && (!m.to || *m.to > at)) next.push_back(m.sprint);
    Change c;
    c.history = ++o.line_history, c.at = at, c.field = fields_.sprint.name.empty() ? "Sprint" : fields_.sprint.name, c.field_id = fields_.sprint.id;
    c.from = joined(now), c.to = joined(next);
    o.record.changes.push_back(c);
    now = next;
  }
}

void ImportSite::flush() {
  if (!open_) return;
  Open o = std::move(*open_);
  open_.reset();
  present_and_past_sprints(o);
  std::stable_sort(o.record.changes.begin(), o.record.changes.end(), [](const Change& a, const Change& b) {
    return std::tie(a.at, a.history, a.ordinal) < std::tie(b.at, b.history, b.ordinal);
  });
  if (!writer_) {
    if (!stored_field_map(db_, site_)) put_field_map(db_, site_, fields_);
    writer_.emplace(db_, site_, fields_);
  }
  const Written w = writer_->upsert(std::span(&o.record, 1), now_);
  result_.inserted += w.inserted, result_.updated += w.updated, result_.unchanged += w.unchanged;
  if (w.refused > 0) throw Error(Exit::usage, "issue " + o.record.issue.key + " has an id that is not from 1 to 2^40-1", "nothing was imported");
  const Id id = o.record.issue.id;
  if (o.whole && o.comment_count) writer_->replace_comments(id, o.comments);
  else if (!o.comments.empty()) writer_->upsert_comments(o.comments);
  if (o.whole) writer_->replace_worklogs(id, o.worklogs);
  else if (!o.worklogs.empty()) writer_->upsert_worklogs(o.worklogs);
  if (o.deleted) writer_->mark_deleted(std::span(&id, 1), *o.deleted);
}

void ImportSite::sync_state(const ImportRow& row) {
  flush();
  Checkpoint c;
  c.stream = row.need_text("stream"), c.cursor = row.text("cursor"), c.watermark = row.instant("watermark_at"), c.started = row.instant("started_at");
  c.finished = row.instant("finished_at"), c.succeeded = row.instant("succeeded_at"), c.resume_after = row.instant("resume_after_at");
  c.items = row.integer("items", 0), c.error = row.text("error");
  const auto state = row.text("state");
  c.state = state == "done" ? Checkpoint::State::done : state == "partial" ? Checkpoint::State::partial
            : state == "failed" ? Checkpoint::State::failed : Checkpoint::State::running;
  put_checkpoint(db_, site_, c);
}

}  // namespace juno::store
