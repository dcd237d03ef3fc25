// SPDX-License-Identifier: Apache-2.0
#include "core/issue_history.h"
namespace juno {
namespace {

std::string person(const Person& p) { return p.name.empty() ? p.account : p.name; }

void add(Report& r, const char* key, const char* title, Cell value, Kind kind, const char* unknown) {
  const bool known = !std::holds_alternative<std::monostate>(value);
  r.summary.push_back({key, title, std::move(value), kind, known ? "" : unknown});
}

void present_values(Report& r, const IssueHistoryInput& in) {
  const Issue& i = in.record->issue;
  const auto hours = [](const std::optional<std::int64_t>& s) { return s ? Cell(static_cast<double>(*s) / 3600) : Cell(); };
  add(r, "key", "Key", i.key, Kind::text, "");
  add(r, "summary", "Summary", cell(i.summary), Kind::text, "empty");
  add(r, "type", "Type", cell(i.type), Kind::text, "none");
  add(r, "status", "Status", cell(i.status.name), Kind::text, "none");
  add(r, "priority", "Priority", cell(i.priority), Kind::text, "none");
  add(r, "assignee", "Assignee", cell(person(i.assignee)), Kind::text, "nobody");
  add(r, "reporter", "Reporter", cell(person(i.reporter)), Kind::text, "nobody");
  add(r, "owner", "Owner", cell(person(i.owner)), Kind::text, "no owner field, or empty");
  add(r, "team", "Team", cell(i.team), Kind::text, "Unassigned");
  add(r, "points", "Points", cell(i.points), Kind::number, "unestimated");
  add(r, "parent", "Parent", cell(i.parent_key), Kind::text, "none");
  add(r, "epic", "Epic", cell(i.epic_key), Kind::text, "none");
  add(r, "due_on", "Due", cell(i.due), Kind::date, "no due date");
  add(r, "labels", "Labels", i.labels.empty() ? Cell() : Cell(i.labels), Kind::list, "none");
  add(r, "components", "Components", i.components.empty() ? Cell() : Cell(i.components), Kind::list, "none");
  add(r, "flagged", "Flagged", i.flagged, Kind::boolean, "");
  add(r, "original_estimate_hours", "Estimate (h)", hours(i.original_estimate_s), Kind::number, "no estimate");
  add(r, "logged_hours", "Logged (h)", hours(i.logged_s), Kind::number, "nothing logged");
  add(r, "comment_count", "Comments", cell(in.comment_count), Kind::integer, "comments were not read");
  add(r, "deleted_at", in.deleted ? "Deleted" : "", cell(in.deleted), Kind::instant, "still there");
}

std::string change_id(const Change& c) { return "edit " + std::to_string(c.history) + " by " + (person(c.author).empty() ? "nobody known" : person(c.author)); }

// The status change at that very moment, as the reader's evidence.
std::string status_evidence(const IssueRecord& record, Instant at) {
  for (const auto& c : record.changes)
    if (c.at == at && (c.field_id == "status" || c.field == "status" || c.field == "Status"))
      return c.from_text + " → " + c.to_text + " (" + change_id(c) + ")";
  return at == record.issue.created ? "the status it was created in" : "";
}

Section moments_section(const IssueHistoryInput& in) {
  const Issue& i = in.record->issue;
  Section s{"moments", "Moments that rules picked", {}, {}, false};
  s.table.columns = {{"moment", "Moment"}, {"at", "At", Kind::instant}, {"rule", "Rule"}, {"evidence", "Evidence", Kind::text, true}};
  const auto row = [&](const char* name, const std::optional<Instant>& at, const char* rule, const std::string& evidence) {
    s.table.rows.push_back({std::string(name), cell(at), std::string(rule), cell(evidence)});
  };
  row("created", i.created, "the tracker's own", "");
  row("started", in.moments.started, "first entry into a status of category in_progress", in.moments.started ? status_evidence(*in.record, *in.moments.started) : "never in progress");
  row("done", in.moments.done, "start of the present unbroken stretch of done statuses", in.moments.done ? status_evidence(*in.record, *in.moments.done) : "not done now");
  row("resolved", i.resolved, "the tracker's resolution date", i.resolved ? i.resolution : "no resolution date");
  return s;
}

Section sprints_section(const IssueTimeline& t, const IssueHistoryInput& in) {
  Section s{"sprints", "Sprints", {}, {}, false};
  s.table.columns = {{"sprint_id", "Id", Kind::integer}, {"sprint", "Sprint"}, {"added_at", "Added", Kind::instant}, {"removed_at", "Removed", Kind::instant}};
  for (const auto& m : memberships(t)) s.table.rows.push_back({m.sprint, in.sprint_name(m.sprint), m.from, cell(m.to)});
  return s;
}

Section changes_section(const IssueRecord& record) {
  Section s{"changes", "History", {}, {}, false};
  s.table.columns = {{"at", "At", Kind::instant}, {"author", "Author"}, {"field", "Field"}, {"from_value", "From", Kind::text, true}, {"to_value", "To", Kind::text, true}};
  for (const auto& c : record.changes)
    s.table.rows.push_back({c.at, cell(person(c.author)), c.field, cell(c.from_text.empty() ? c.from : c.from_text), cell(c.to_text.empty() ? c.to : c.to_text)});
  return s;
}

}  // namespace

Report issue_history(const IssueHistoryInput& in) {
  const IssueTimeline t = timeline(in.record->issue, in.record->changes, in.fields);
  Report r;
  r.title = in.record->issue.key + ": " + in.record->issue.summary;
  present_values(r, in);
  r.sections = {changes_section(*in.record), sprints_section(t, in), moments_section(in)};
  if (t.gap) r.warnings.push_back("the recorded history contradicts itself or the present values: moments and sprint figures of this issue are less certain");
  if (in.deleted) r.warnings.push_back("this issue was deleted in the tracker, or is no longer visible to the account");
  return r;
}

}  // namespace juno
