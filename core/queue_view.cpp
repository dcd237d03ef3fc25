// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include "core/queue.h"
namespace juno {
namespace {

Cell cell(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }
Cell cell(const std::optional<Instant>& value) { return value ? Cell{*value} : Cell{}; }
Cell cell(const std::optional<Date>& value) { return value ? Cell{*value} : Cell{}; }
Cell count(std::ptrdiff_t n) { return static_cast<std::int64_t>(n); }
Cell text(const std::string& value) { return value.empty() ? Cell{} : Cell{value}; }

Section items_section(const Queue& q) {
  Section s{"items", "Queue", {}, {}, false};
  s.table.columns = {{"team", "Team", Kind::text, true}, {"disc_pos", "#", Kind::integer}, {"global", "All", Kind::integer}, {"round", "Round", Kind::integer}, {"key", "Key"},
                     {"summary", "Summary", Kind::text, true}, {"stakeholder", "Stakeholder", Kind::text, true}, {"field_used", "Field used"},
                     {"assignee", "Assignee", Kind::text, true}, {"points", "Points", Kind::number}, {"priority", "Priority"}, {"type", "Type"}, {"status", "Status"},
                     {"scheduled", "Scheduled"}, {"deferred", "Deferred", Kind::boolean}};
  s.table.rows.reserve(q.items.size());
  for (const QueueItem& item : q.items) {
    const QueueIssue& i = item.issue;
    s.table.rows.push_back({i.team, count(item.disc_pos), count(item.global), count(item.round), i.key, i.summary, i.stakeholder.name, i.field_used, text(i.assignee.name),
                            cell(i.points), text(i.priority), i.type, i.status, std::string(to_string(item.scheduled())), item.deferred});
  }
  return s;
}

Section teams_section(const Queue& q) {
  Section s{"teams", "Teams", {}, {}, false};
  s.table.columns = {{"name", "Team", Kind::text, true}, {"issues", "Issues", Kind::integer}, {"points", "Points", Kind::number}, {"capacity", "Capacity", Kind::number},
                     {"unit", "Unit"}, {"capacity_source", "Capacity from"}, {"utilisation", "Utilisation", Kind::ratio}, {"kept", "Above the line", Kind::number},
                     {"deferred", "Deferred", Kind::integer}, {"fairness", "Fairness", Kind::number}, {"share", "Of all issues", Kind::ratio},
                     {"stakeholders", "Stakeholders", Kind::list, true}};
  for (const QueueTeam& t : q.teams)
    s.table.rows.push_back({t.name, count(t.issues), cell(t.points), cell(t.capacity.amount), t.capacity.unit,
                            t.capacity.amount ? t.capacity.source : "no capacity data", cell(t.utilisation), t.kept, count(t.deferred), t.fairness, t.share, t.stakeholders});
  return s;
}

Section schedule_section(const Queue& q) {
  Section s{"schedule", "Scheduled items", {}, {}, false};
  s.table.columns = {{"team", "Team", Kind::text, true}, {"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"scheduled", "Scheduled"}, {"starts_at", "Starts", Kind::instant},
                     {"ends_at", "Ends", Kind::instant}, {"target_on", "Target", Kind::date}, {"deferred", "Deferred", Kind::boolean}};
  for (const QueueItem& item : q.items) {
    if (item.scheduled() == Scheduled::flexible) continue;
    const QueueIssue& i = item.issue;
    s.table.rows.push_back({i.team, i.key, i.summary, std::string(to_string(item.scheduled())), cell(i.starts), cell(i.ends), cell(i.target), item.deferred});
  }
  s.hidden = s.table.rows.empty();
  return s;
}

Section remarks_section(const char* key, const char* title, const std::vector<QueueRemark>& remarks, bool hidden) {
  Section s{key, title, {{{"kind", "Kind"}, {"team", "Team", Kind::text, true}, {"keys", "Keys", Kind::list}, {"message", "What", Kind::text, true}}, {}}, {}, hidden};
  for (const QueueRemark& r : remarks) s.table.rows.push_back({r.kind, r.team, r.keys, r.message});
  return s;
}

void add_totals(Report& out, const Queue& q) {
  const auto where = [&](auto wanted) { return count(std::count_if(q.items.begin(), q.items.end(), wanted)); };
  const auto teams = [&](auto wanted) { return count(std::count_if(q.teams.begin(), q.teams.end(), wanted)); };
  const auto add = [&](const char* key, const char* title, Cell value, Kind kind, const char* reason = "", const char* unit = "") {
    const bool known = !std::holds_alternative<std::monostate>(value);
    out.summary.push_back({key, title, std::move(value), kind, known ? "" : reason, unit});
  };
  const char* none = q.items.empty() ? "there are no items" : "no item is estimated";
  add("totals.items", "Items", count(static_cast<std::ptrdiff_t>(q.items.size())), Kind::integer);
  add("totals.points", "Points", cell(q.points), Kind::number, none);
  add("totals.teams", "Teams", count(static_cast<std::ptrdiff_t>(q.teams.size())), Kind::integer);
  add("totals.stakeholders", "Stakeholders", count(q.stakeholders), Kind::integer);
  add("totals.fairness", "Overall fairness", cell(q.fairness), Kind::number, "there are no items", "of 100");
  add("totals.deferred", "Deferred items", where([](const QueueItem& i) { return i.deferred; }), Kind::integer);
  add("totals.over_capacity", "Teams over capacity", teams([](const QueueTeam& t) { return t.capacity.amount && t.size > *t.capacity.amount; }), Kind::integer);
  add("totals.without_capacity", "Teams without capacity data", teams([](const QueueTeam& t) { return !t.capacity.amount; }), Kind::integer);
  add("totals.unestimated", "Unestimated items", where([](const QueueItem& i) { return !i.issue.points; }), Kind::integer);
  add("totals.unassigned", "Items without a team", where([](const QueueItem& i) { return i.issue.team == "Unassigned"; }), Kind::integer);
  add("totals.without_assignee", "Items without an assignee", where([](const QueueItem& i) { return i.issue.assignee.id == 0 && i.issue.assignee.name.empty(); }), Kind::integer);
  add("totals.conflicts", "", count(static_cast<std::ptrdiff_t>(q.conflicts.size())), Kind::integer);
  if (q.algorithm != QueueAlgorithm::capacity) return;
  const std::optional<double> of_best = q.best_value && *q.best_value > 0 ? std::optional(*q.value / *q.best_value) : std::nullopt;
  add("totals.value", "Value above the line", cell(q.value), Kind::number, "there are no items");
  add("totals.best_value", "No choice exceeds", cell(q.best_value), Kind::number, "there are no items");
  add("totals.of_best", "At least", cell(of_best), Kind::ratio, "the best possible value is 0", "of the best possible");
}

// A few of each kind in words; all of them are in the section.
void add_warnings(Report& out, const Queue& q) {
  constexpr int kShown = 5;
  std::map<std::string, int> met;
  for (const QueueRemark& r : q.warnings)
    if (++met[r.kind] <= kShown) out.warnings.push_back(r.message);
  for (const auto& [kind, n] : met)
    if (n > kShown) out.warnings.push_back("… and " + std::to_string(n - kShown) + " more of kind " + kind + " (--section warnings lists all).");
}

std::string rule_of(const Queue& q) {
  switch (q.algorithm) {
    case QueueAlgorithm::discipline_round_robin: return "Teams by name, Unassigned last. In a team each stakeholder in turn, by name, gets one item a round.";
    case QueueAlgorithm::round_robin: return "Each stakeholder in turn, by name and across teams, gets one item a round.";
    case QueueAlgorithm::priority: return "Teams by name, Unassigned last; in a team by priority score, whoever asked for it.";
    case QueueAlgorithm::capacity: return "What is above the line is the choice of highest total priority score that fits every team's capacity with nothing kept whose blocker is not; then by priority score.";
  }
  return {};
}

}  // namespace

std::vector<CalendarEvent> calendar_events(const Queue& q, const std::string& scope, Instant generated) {
  std::vector<CalendarEvent> out;
  for (const QueueItem& item : q.items) {
    if (item.scheduled() == Scheduled::flexible) continue;
    const QueueIssue& i = item.issue;
    std::string text = "Team " + i.team + ", position " + std::to_string(item.disc_pos) + ". Stakeholder: " + i.stakeholder.name + ". Assignee: " + (i.assignee.name.empty() ? "nobody" : i.assignee.name) +
                       ". Status: " + i.status + "." + (item.deferred ? " Deferred: below the team's cut-line." : "");
    out.push_back({"queue-" + scope + "-" + i.key + "@juno", i.key + " " + i.summary, std::move(text), generated, i.starts, i.starts ? i.ends : std::nullopt, i.starts ? std::nullopt : i.target});
  }
  return out;
}

Report to_report(const Queue& q, std::string title, std::vector<Field> header, bool explain) {
  Report out;
  out.title = std::move(title);
  out.summary = std::move(header);
  out.summary.push_back({"algorithm", "Algorithm", std::string(to_string(q.algorithm)), Kind::text, ""});
  add_totals(out, q);
  out.sections.push_back(teams_section(q));
  out.sections.push_back(items_section(q));
  out.sections.push_back(schedule_section(q));
  out.sections.push_back(remarks_section("conflicts", "Conflicts", q.conflicts, false));
  out.sections.push_back(remarks_section("warnings", "Warnings", q.warnings, true));
  out.main = "items";
  out.notes.push_back("The queue is advice: nothing was changed in the tracker.");
  add_warnings(out, q);
  if (!explain) return out;
  out.explain = {rule_of(q),
                 "One person's own items: hard-scheduled first, then priority score (highest first), target date (none last), tracker rank, project, number.",
                 "Hard-scheduled items stand first in their team, by time. An item comes after what blocks it in its team and otherwise keeps its place.",
                 std::string("Cut-line: points are summed down the list; the first item that would exceed the capacity and all after it are deferred") + (q.fill ? ", except (--fill) what still fits." : ".") +
                     " Unestimated items count as 0.",
                 "Fairness: Jain's index of the issues per stakeholder, (sum)² / (n × sum of squares) × 100. 100: everybody has as many."};
  return out;
}

}  // namespace juno
