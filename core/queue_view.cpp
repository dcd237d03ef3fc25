// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include "core/queue.h"
namespace juno {
namespace {

std::string with_unit(double amount, const std::string& unit) { return people_number(amount) + " " + (amount == 1 ? unit.substr(0, unit.size() - 1) : unit); }

// What a team's list comes to: "7 of 8 points (plan) above the line, 13 in all".
std::string heading_of(const QueueTeam& t) {
  if (!t.capacity.amount) return (t.points ? with_unit(*t.points, "points") : "not estimated") + ", no capacity data";
  const std::string of = (t.sized ? people_number(t.kept) : "nothing estimated") + " of " + with_unit(*t.capacity.amount, t.capacity.unit) + " (" + t.capacity.source + ")";
  return t.deferred == 0 ? of : of + " above the line, " + people_number(t.size) + " in all";
}

// Moves the texts out of the queue: there is no need to have a long one twice.
Section items_section(Queue& q) {
  Section s{"items", "Queue", {}, {}, false};
  s.table.columns = {{"team", "Team", Kind::text, true}, {"disc_pos", "#", Kind::integer}, {"global", "All", Kind::integer, false, 7}, {"round", "Round", Kind::integer, false, 4}, {"key", "Key"},
                     {"summary", "Summary", Kind::text, true}, {"stakeholder", "Stakeholder", Kind::text, true}, {"field_used", "Field used", Kind::text, false, 9},
                     {"assignee", "Assignee", Kind::text, true, 2}, {"points", "Points", Kind::number}, {"priority", "Priority", Kind::text, false, 1}, {"type", "Type", Kind::text, false, 6},
                     {"status", "Status", Kind::text, false, 5}, {"scheduled", "Scheduled", Kind::text, false, 8}, {"deferred", "Deferred", Kind::boolean}};
  s.table.rows.reserve(q.items.size());
  for (QueueItem& i : q.items)
    s.table.rows.push_back(row_of(std::move(i.team), cell(i.disc_pos), cell(i.global), cell(i.round), std::move(i.key), std::move(i.summary), std::move(i.stakeholder.name), std::move(i.field_used),
                                  cell(std::move(i.assignee.name)), cell(i.points), cell(std::move(i.priority)), std::move(i.type), std::move(i.status), std::string(to_string(i.scheduled())), i.deferred));
  if (q.algorithm == QueueAlgorithm::round_robin) return s;  // one list across teams
  Grouping& groups = s.groups.emplace(Grouping{"team", {}, "deferred", "deferred"});
  for (const QueueTeam& t : q.teams) groups.headings.push_back(heading_of(t));
  return s;
}

Section teams_section(const Queue& q) {
  Section s{"teams", "Teams", {}, {}, false};
  s.table.columns = {{"name", "Team", Kind::text, true}, {"issues", "Issues", Kind::integer}, {"points", "Points", Kind::number}, {"capacity", "Capacity", Kind::number},
                     {"unit", "Unit", Kind::text, false, 7}, {"capacity_source", "Capacity from", Kind::text, false, 4}, {"utilisation", "Utilisation", Kind::ratio},
                     {"kept", "Above the line", Kind::number, false, 3}, {"deferred", "Deferred", Kind::integer}, {"fairness", "Fairness", Kind::number, false, 2},
                     {"share", "Of all issues", Kind::ratio, false, 6}, {"stakeholders", "Stakeholders", Kind::list, true, 5}};
  for (const QueueTeam& t : q.teams)
    s.table.rows.push_back({t.name, cell(t.issues), cell(t.points), cell(t.capacity.amount), t.capacity.unit,
                            t.capacity.amount ? t.capacity.source : "no capacity data", cell(t.utilisation), t.kept, cell(t.deferred), t.fairness, t.share, t.stakeholders});
  return s;
}

Section schedule_section(const Queue& q) {
  Section s{"schedule", "Scheduled items", {}, {}, false};
  s.table.columns = {{"team", "Team", Kind::text, true}, {"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"scheduled", "Scheduled"}, {"starts_at", "Starts", Kind::instant},
                     {"ends_at", "Ends", Kind::instant}, {"target_on", "Target", Kind::date}, {"deferred", "Deferred", Kind::boolean}};
  for (const QueueItem& i : q.items) {
    if (i.scheduled() == Scheduled::flexible) continue;
    s.table.rows.push_back({i.team, i.key, i.summary, std::string(to_string(i.scheduled())), cell(i.starts), cell(i.ends), cell(i.target), i.deferred});
  }
  s.hidden = s.table.rows.empty();
  return s;
}

Section remarks_section(const char* key, const char* title, const std::vector<QueueRemark>& remarks, bool hidden) {
  Section s{key, title, {{{"kind", "Kind", Kind::text, false, 3}, {"team", "Team", Kind::text, true, 1}, {"keys", "Keys", Kind::list, false, 2}, {"message", "What", Kind::text, true, 0, true}}, {}}, {}, hidden};
  for (const QueueRemark& r : remarks) s.table.rows.push_back({r.kind, r.team, r.keys, r.message});
  return s;
}

void add_totals(Report& out, const Queue& q) {
  const auto where = [&](auto wanted) { return std::count_if(q.items.begin(), q.items.end(), wanted); };
  const auto teams = [&](auto wanted) { return std::count_if(q.teams.begin(), q.teams.end(), wanted); };
  const auto add = [&](const char* key, const char* title, Cell value, Kind kind, const char* reason = "", const char* unit = "") {
    const bool known = !std::holds_alternative<std::monostate>(value);
    out.summary.push_back({key, title, std::move(value), kind, known ? "" : reason, unit});
  };
  const char* none = q.items.empty() ? "there are no items" : "no item is estimated";
  // Neighbours of one title share a line; what is 0 is for machines.
  const auto tally = [&](const char* key, const char* title, std::ptrdiff_t n, const char* what) { add(key, n == 0 ? "" : title, cell(n), Kind::integer, "", what); };
  const bool some = !q.items.empty();
  add("totals.items", "Items", cell(static_cast<std::ptrdiff_t>(q.items.size())), Kind::integer);
  add("totals.points", some ? "Items" : "", cell(q.points), Kind::number, none, q.points == 1 ? "point" : "points");
  tally("totals.deferred", "Items", where([](const QueueItem& i) { return i.deferred; }), "deferred");
  add("totals.teams", some ? "Teams" : "", cell(static_cast<std::ptrdiff_t>(q.teams.size())), Kind::integer);
  tally("totals.over_capacity", "Teams", teams([](const QueueTeam& t) { return t.capacity.amount && t.size > *t.capacity.amount; }), "over capacity");
  tally("totals.without_capacity", "Teams", teams([](const QueueTeam& t) { return !t.capacity.amount; }), "without capacity data");
  add("totals.stakeholders", some ? "Stakeholders" : "", cell(q.stakeholders), Kind::integer);
  add("totals.fairness", some ? "Stakeholders" : "", cell(q.fairness), Kind::number, "there are no items", "of 100 in overall fairness");
  tally("totals.unestimated", "To settle", where([](const QueueItem& i) { return !i.points; }), "unestimated");
  tally("totals.unassigned", "To settle", where([](const QueueItem& i) { return i.team == "Unassigned"; }), "without a team");
  tally("totals.without_assignee", "To settle", where([](const QueueItem& i) { return i.assignee.id == 0 && i.assignee.name.empty(); }), "without an assignee");
  add("totals.conflicts", "", cell(static_cast<std::ptrdiff_t>(q.conflicts.size())), Kind::integer);
  if (q.algorithm != QueueAlgorithm::capacity) return;
  // Rounded down, so that "at least" is true to the last digit shown.
  const std::optional<double> of_best = q.best_value && *q.best_value > 0 ? std::optional(std::floor(*q.value / *q.best_value * 1000) / 1000) : std::nullopt;
  const char* why = q.items.empty() ? "there are no items" : !q.value ? "it is known of the whole sprint only" : "the best possible value is 0";
  add("totals.value", "Value kept", cell(q.value), Kind::number, why);
  add("totals.of_best", "Value kept", cell(of_best), Kind::ratio, why, of_best == 1.0 ? "of the best possible" : "of the best possible at least");
  add("totals.best_value", "", cell(q.best_value), Kind::number, why);
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
  for (const QueueItem& i : q.items) {
    if (i.scheduled() == Scheduled::flexible) continue;
    std::string text = "Team " + i.team + ", position " + std::to_string(i.disc_pos) + ". Stakeholder: " + i.stakeholder.name + ". Assignee: " + (i.assignee.name.empty() ? "nobody" : i.assignee.name) +
                       ". Status: " + i.status + "." + (i.deferred ? " Deferred: below the team's cut-line." : "");
    out.push_back({"queue-" + scope + "-" + i.key + "@juno", i.key + " " + i.summary, std::move(text), generated, i.starts, i.starts ? i.ends : std::nullopt, i.starts ? std::nullopt : i.target});
  }
  return out;
}

Report to_report(Queue q, std::string title, std::vector<Field> header, bool explain) {
  Report out;
  out.title = std::move(title);
  out.summary = std::move(header);
  out.summary.push_back({"algorithm", "Algorithm", std::string(to_string(q.algorithm)), Kind::text, ""});
  add_totals(out, q);
  Section schedule = schedule_section(q);
  out.sections.push_back(teams_section(q));
  out.sections.push_back(items_section(q));
  out.sections.push_back(std::move(schedule));
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
