// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>
#include "core/sprint_report.h"
namespace juno {
namespace {

constexpr const char* kNotEstimated = "no issue of the sprint is estimated";

void add_amount(Report& out, const std::string& key, const std::string& title, const Amount& a) {
  out.summary.push_back({"totals." + key + ".issues", title, cell(a.issues), Kind::integer, "", a.issues == 1 ? "issue" : "issues"});
  out.summary.push_back({"totals." + key + ".points", a.points ? title : "", cell(a.points), Kind::number, a.points ? "" : kNotEstimated, a.points == 1.0 ? "point" : "points"});
}

// People see points where the sprint is estimated, else issues.
void add_rate(Report& out, const std::string& key, const std::string& title, const Rate& r, bool estimated) {
  out.summary.push_back({"totals." + key + ".issues", estimated ? "" : title, cell(r.issues), Kind::ratio, r.no_issues, "of issues"});
  out.summary.push_back({"totals." + key + ".points", estimated ? title : "", cell(r.points), Kind::ratio, r.no_points, "of points"});
}

void add_summary(Report& out, const SprintReport& r, const SprintReportInput& in) {
  out.summary = sprint_fields(in.sprint, in.board);
  out.summary.push_back({"days.elapsed", "Working days elapsed", cell(r.days_elapsed), Kind::number, r.days_elapsed ? "" : "the sprint has not begun"});
  out.summary.push_back({"days.left", "Working days left", cell(r.days_left), Kind::number, r.days_left ? "" : "the sprint has no planned end"});
  add_amount(out, "committed", "Committed", r.committed);
  add_amount(out, "completed", "Completed", r.completed);
  add_amount(out, "not_completed", r.scope.window.closed ? "Not completed" : "Not completed yet", r.not_completed);
  add_amount(out, "removed", "Removed", r.removed);
  add_amount(out, "completed_elsewhere", "Completed elsewhere", r.completed_elsewhere);
  add_amount(out, "added", "Added", r.added);
  add_amount(out, "done_at_start", "Done at the start", r.done_at_start);
  add_amount(out, "re_estimated", "Re-estimated", r.re_estimated);
  add_rate(out, "scope_change", "Scope change", r.scope_change, r.scope.estimated);
  add_rate(out, "say_do", "Say/do", r.say_do, r.scope.estimated);
  add_rate(out, "completion_rate", "Completion rate", r.completion_rate, r.scope.estimated);
  out.summary.push_back({"points_per_estimated_issue", "Points per estimated issue", cell(r.points_per_estimated), Kind::number, r.points_per_estimated ? "" : "no issue in the sprint at its end is estimated"});
}

std::string team_of(const SprintIssue& issue) { return issue.team.empty() ? "Unassigned" : issue.team; }

Section issues_section(const SprintReport& r, const SprintReportInput& in) {
  Section s{"issues", "Issues", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"type", "Type"}, {"outcome", "Outcome"}, {"added", "Added", Kind::boolean},
                     {"points_start", "Start pts", Kind::number}, {"points_end", "End pts", Kind::number}, {"assignee", "Assignee", Kind::text, true},
                     {"stakeholder", "Stakeholder", Kind::text, true, 1}, {"team", "Team", Kind::text, true, 1}, {"status", "Status"}};
  s.table.rows.reserve(r.scope.items.size());
  std::map<Id, std::string> statuses;
  for (const SprintItem& item : r.scope.items) {
    const SprintIssue& i = in.issues[item.issue];
    auto status = statuses.find(item.status_end);
    if (status == statuses.end()) status = statuses.emplace(item.status_end, in.status_name(item.status_end)).first;
    auto& row = s.table.rows.emplace_back();
    row.reserve(s.table.columns.size());
    row.emplace_back(i.key);
    row.emplace_back(i.summary);
    row.emplace_back(i.type);
    row.emplace_back(std::in_place_type<std::string>, to_string(item.outcome));
    row.emplace_back(item.added);
    row.push_back(cell(item.points_start));
    row.push_back(cell(item.points_end));
    row.push_back(i.assignee.name.empty() ? Cell() : Cell(i.assignee.name));
    row.emplace_back(i.stakeholder.name);
    row.emplace_back(team_of(i));
    row.emplace_back(status->second);
  }
  return s;
}

Section breakdown_section(const std::string& key, const std::string& title, const Breakdown& rows) {
  Section s{"breakdowns." + key, "By " + title, {}, {}, false};
  const bool team = key == "team", stakeholder = key == "stakeholder";
  auto& columns = s.table.columns;
  columns = {{key, std::string(1, static_cast<char>(title[0] - 'a' + 'A')) + title.substr(1)}};
  if (stakeholder) columns.push_back({"field_used", "Field used"});
  columns.push_back({"issues", "Issues", Kind::integer});
  columns.push_back({"share", "Of all issues", Kind::ratio});
  columns.push_back({"points", "Points", Kind::number});
  columns.push_back(stakeholder ? Column{"points_per_issue", "Points per issue", Kind::number} : Column{"points_per_estimated_issue", "Points per estimated issue", Kind::number});
  if (stakeholder) columns.push_back({"top_type", "Top type"});
  if (team) columns.push_back({"issue_keys", "Issue keys", Kind::list, true});
  for (const BreakdownRow& r : rows) {
    std::vector<Cell> row{r.name};
    if (stakeholder) row.emplace_back(r.field_used);
    row.push_back(cell(r.issues));
    row.emplace_back(r.share);
    row.push_back(cell(r.points));
    row.push_back(cell(stakeholder ? r.per_issue : r.per_estimated));
    if (stakeholder) row.emplace_back(r.top_type);
    if (team) row.emplace_back(r.keys);
    s.table.rows.push_back(std::move(row));
  }
  return s;
}

void add_open_sections(Report& out, const SprintReport& r, const SprintReportInput& in) {
  const auto issue = [&](std::size_t k) -> const SprintIssue& { return in.issues[r.scope.items[k].issue]; };
  const std::vector<Column> start = {{"key", "Key"}, {"summary", "Summary", Kind::text, true}};
  const auto section = [&](const char* key, const char* title, std::vector<Column> rest) {
    Section s{key, title, {start, {}}, {}, false};
    s.table.columns.insert(s.table.columns.end(), rest.begin(), rest.end());
    return s;
  };
  Section blocked = section("blocked", "Blocked (flagged, not done)", {{"assignee", "Assignee"}, {"status", "Status"}, {"points", "Points", Kind::number}});
  for (const std::size_t k : r.blocked)
    blocked.table.rows.push_back({issue(k).key, issue(k).summary, issue(k).assignee.name, in.status_name(r.scope.items[k].status_end), cell(r.scope.items[k].points_end)});
  Section ageing = section("ageing", "Ageing work in progress", {{"assignee", "Assignee"}, {"status", "Status"}, {"in_progress_since", "In progress since", Kind::instant}, {"age_days", "Working days", Kind::number}});
  for (const AgeingIssue& a : r.ageing)
    ageing.table.rows.push_back({issue(a.item).key, issue(a.item).summary, issue(a.item).assignee.name, in.status_name(r.scope.items[a.item].status_end), a.since, a.working_days});
  Section unestimated = section("unestimated", "Unestimated (count as 0 points)", {{"outcome", "Outcome"}, {"missing", "Missing at"}});
  for (const std::size_t k : r.unestimated) {
    const SprintItem& i = r.scope.items[k];
    const bool start_missing = (i.committed() || i.added) && !i.points_start;
    unestimated.table.rows.push_back({issue(k).key, issue(k).summary, std::string(to_string(i.outcome)), std::string(!i.points_end && start_missing ? "start and end" : start_missing ? "start" : "end")});
  }
  unestimated.hidden = !r.scope.estimated;  // a team that does not estimate need not be told of every issue
  for (Section* s : {&blocked, &ageing, &unestimated}) out.sections.push_back(std::move(*s));
}

template <typename Wanted>
std::string keys(const SprintReport& r, const SprintReportInput& in, std::optional<double> SprintItem::*points, Wanted wanted) {
  std::string out;
  for (const SprintItem& i : r.scope.items) {
    if (!wanted(i)) continue;
    out += (out.empty() ? "" : ", ") + in.issues[i.issue].key;
    if (r.scope.estimated) out += " (" + ((i.*points) ? people_number(*(i.*points)) : "unestimated") + ")";
  }
  return out.empty() ? "none" : out;
}

void add_explanation(Report& out, const SprintReport& r, const SprintReportInput& in) {
  const SprintWindow& w = r.scope.window;
  const auto outcome = [](Outcome o) { return [o](const SprintItem& i) { return i.outcome == o; }; };
  out.explain = {"Done: " + in.rules.done.rule + ".",
                 "Start: " + format_instant(w.start) + ", state as of " + format_instant(w.snapshot) + ". End: " + format_instant(w.end) + (w.closed ? " (completed)." : " (now)."),
                 "Committed, in the sprint at its start and not done then, points as of the start: " + keys(r, in, &SprintItem::points_start, [](const SprintItem& i) { return i.committed(); }),
                 "Done at the start, left out of committed: " + keys(r, in, &SprintItem::points_start, [](const SprintItem& i) { return i.done_at_start; }),
                 "Added, entered after the start, points on first entry: " + keys(r, in, &SprintItem::points_start, [](const SprintItem& i) { return i.added; }),
                 "Completed, in the sprint and done at its end, done in the sprint, points as of completion: " + keys(r, in, &SprintItem::points_end, outcome(Outcome::completed)),
                 "Not completed, in the sprint and not done at its end, points at the end: " + keys(r, in, &SprintItem::points_end, outcome(Outcome::not_completed)),
                 "Removed, taken out before the end, points on leaving: " + keys(r, in, &SprintItem::points_end, outcome(Outcome::removed)),
                 "Completed elsewhere, done before the start or while outside the sprint: " + keys(r, in, &SprintItem::points_end, outcome(Outcome::completed_elsewhere)),
                 "Re-estimated while in the sprint: " + [&] {
                   std::string list;
                   for (const SprintItem& i : r.scope.items)
                     if (i.re_estimated != 0) list += (list.empty() ? "" : ", ") + in.issues[i.issue].key + " (" + (i.re_estimated > 0 ? "+" : "") + people_number(i.re_estimated) + ")";
                   return list.empty() ? std::string("none") : list;
                 }(),
                 "Say/do = committed issues that were completed / committed; scope change = (added - removed) / committed; completion rate = completed / (committed + added - removed)."};
  const std::string closing = keys(r, in, &SprintItem::points_end, [](const SprintItem& i) { return i.close_operation; });
  if (closing != "none") out.explain.push_back("Taken out by closing the sprint, so not counted as removed: " + closing);
}

void add_remarks(Report& out, const SprintReport& r, const SprintReportInput& in) {
  if (!in.rules.subtasks) out.notes.push_back("Sub-tasks are left out.");
  out.notes.push_back("Outcomes, points and status are rebuilt from the issues' history; type, priority, team, assignee and stakeholder are today's. Done: " + in.rules.done.rule + ".");
  out.notes.push_back("Breakdowns count the issues in the sprint at its end.");
  if (in.rules.grace.count() > 0) out.notes.push_back("What entered within " + std::to_string(in.rules.grace.count()) + " minutes of the start counts as committed.");
  if (!r.scope.window.begun) out.notes.push_back("The sprint has not begun: committed is its present content.");
  out.warnings = r.scope.window.warnings;
  if (!in.rules.done.warning.empty()) out.warnings.push_back(in.rules.done.warning);
  if (!r.scope.gaps.empty()) {
    std::string list;
    for (const std::size_t k : r.scope.gaps) list += (list.empty() ? "" : ", ") + in.issues[r.scope.items[k].issue].key;
    out.warnings.push_back("The history of these issues contradicts itself, so their figures may be wrong: " + list + ".");
  }
  if (r.scope.estimated && !r.unestimated.empty())
    out.warnings.push_back(std::to_string(r.unestimated.size()) + " of " + std::to_string(r.scope.items.size()) + (r.scope.items.size() == 1 ? " issue " : " issues ") + (r.unestimated.size() == 1 ? "was" : "were") + " unestimated at the start or at the end: 0 points there.");
}

}  // namespace

std::vector<Field> sprint_fields(const Sprint& sprint, const std::string& board) {
  const auto known = [](const std::optional<Instant>& t, const char* reason) { return t ? std::string() : std::string(reason); };
  const bool closed = sprint.state == SprintState::closed;
  const std::string state = closed ? "closed" : sprint.state == SprintState::active ? "active" : "future";
  return {{"sprint.id", "", sprint.id, Kind::integer, ""},
          {"sprint.name", "", sprint.name, Kind::text, ""},
          {"sprint.state", "State", state, Kind::text, ""},
          {"sprint.board", "Board", board, Kind::text, ""},
          {"sprint.goal", sprint.goal.empty() ? "" : "Goal", sprint.goal, Kind::text, ""},
          {"sprint.start_at", "Start", cell(sprint.began()), Kind::instant, known(sprint.began(), "the sprint has no start date")},
          {"sprint.end_at", "Planned end", cell(sprint.end), Kind::instant, known(sprint.end, "the sprint has no end date")},
          {"sprint.complete_at", closed ? "Closed" : "", closed ? cell(sprint.complete) : Cell{}, Kind::instant, closed ? known(sprint.complete, "the sprint has no completion date") : "the sprint is not closed"}};
}

Report to_report(const SprintReport& r, const SprintReportInput& in) {
  Report out;
  out.title = "Sprint report: " + in.sprint.name;
  add_summary(out, r, in);
  out.sections.push_back(issues_section(r, in));
  out.sections.push_back(breakdown_section("team", "team", r.by_team));
  out.sections.push_back(breakdown_section("type", "type", r.by_type));
  out.sections.push_back(breakdown_section("status", "status", r.by_status));
  out.sections.push_back(breakdown_section("priority", "priority", r.by_priority));
  out.sections.push_back(breakdown_section("assignee", "assignee", r.by_assignee));
  out.sections.push_back(breakdown_section("stakeholder", "stakeholder", r.by_stakeholder));
  add_open_sections(out, r, in);
  if (in.explain) add_explanation(out, r, in);
  add_remarks(out, r, in);
  return out;
}

}  // namespace juno
