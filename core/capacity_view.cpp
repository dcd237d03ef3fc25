// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/capacity_check.h"
#include "core/names.h"
#include "core/sprint_report.h"
#include "core/text.h"
namespace juno {
namespace {

bool shown(const CapacityView& view, const std::string& team) { return view.team.empty() || fold_case(view.team) == fold_case(team); }

// Why a cell of a team is empty, in people's words; also why the capacity is what it is.
std::string remark(const TeamLoad& t) {
  const TeamCapacity& c = t.plan.capacity;
  if (!c.amount) return c.reason;
  if (c.source == "auto" && c.spread) return "mean of " + std::to_string(c.n) + " sprints, spread " + people_number(*c.spread);
  if (t.plan.said && c.source != "auto") return t.plan.said->reason;
  return t.plan.exception;
}

Section teams_section(const CapacityCheck& r, const CapacityView& view) {
  Section s{"teams", "Teams", {}, {}, false};
  s.table.columns = {{"team", "Team", Kind::text, true}, {"capacity", "Capacity", Kind::number}, {"unit", "Unit", Kind::text, false, 6}, {"source", "From"}, {"n", "Of sprints", Kind::integer, false, 8},
                     {"spread", "Spread", Kind::number, false, 7}, {"availability", "Availability", Kind::ratio, false, 4}, {"allocated", "Allocated", Kind::number},
                     {"remaining", "Remaining", Kind::number}, {"utilisation", "Utilisation", Kind::ratio}, {"issues", "Issues", Kind::integer, false, 2},
                     {"unestimated", "Unestimated", Kind::integer, false, 5}, {"remark", "Remark", Kind::text, true, 3, true}};
  for (const TeamLoad& t : r.teams) {
    const TeamCapacity& c = t.plan.capacity;
    if (!shown(view, c.team)) continue;
    s.table.rows.push_back({c.team, cell(c.amount), std::string(to_string(c.unit)), cell(c.source), c.source == "auto" ? cell(static_cast<std::size_t>(c.n)) : Cell{},
                            cell(c.spread), cell(t.plan.availability), cell(t.allocated), cell(t.remaining), cell(t.utilisation), cell(static_cast<std::size_t>(t.issues)),
                            cell(static_cast<std::size_t>(t.unestimated)), cell(remark(t))});
  }
  return s;
}

void add_totals(Report& out, const CapacityCheck& r, const CapacityView& view) {
  std::vector<const TeamLoad*> teams;
  std::int64_t unestimated = 0;
  for (const TeamLoad& t : r.teams)
    if (shown(view, t.plan.capacity.team)) teams.push_back(&t), unestimated += t.unestimated;
  const CapacityTotals sum = capacity_totals(teams);
  const auto known = [&](double value) { return sum.why.empty() ? Cell{value} : Cell{}; };
  out.summary.push_back({"unit", "", sum.why.empty() ? Cell{sum.unit} : Cell{}, Kind::text, sum.why});
  out.summary.push_back({"totals.capacity", "Capacity", known(sum.capacity), Kind::number, sum.why, sum.unit});
  out.summary.push_back({"totals.allocated", "Allocated", known(sum.allocated), Kind::number, sum.why, sum.unit});
  out.summary.push_back({"totals.remaining", "Remaining", known(std::max(0.0, sum.capacity - sum.allocated)), Kind::number, sum.why, sum.unit});
  out.summary.push_back({"totals.utilisation", "Utilisation", cell(sum.utilisation), Kind::ratio, sum.no_utilisation});
  out.summary.push_back({"totals.teams", "", cell(sum.counted), Kind::integer, ""});
  out.summary.push_back({"totals.without_capacity", "", cell(sum.without), Kind::integer, ""});
  out.summary.push_back({"totals.unestimated", "Unestimated", unestimated, Kind::integer, "", unestimated == 1 ? "issue" : "issues"});
  if (!sum.left_out.empty() && sum.counted > 0) out.warnings.push_back("Not in the totals, for want of a capacity or of estimates: " + joined(sum.left_out) + ".");
}

void add_left_out(Report& out, const CapacityView& view) {
  if (view.left_out.empty() || !view.team.empty()) return;
  out.notes.push_back("Configured teams that are left out because they have no work in this sprint: " + joined(view.left_out) + ". `teams.NAME.boards` says whose sprints are a team's.");
}

Report base(const char* title, const CapacityCheck& r, const CapacityView& view) {
  Report out;
  out.title = title + view.sprint.name;
  out.summary = sprint_fields(view.sprint, view.board);
  add_totals(out, r, view);
  out.sections.push_back(teams_section(r, view));
  for (const TeamLoad& t : r.teams) {
    if (!shown(view, t.plan.capacity.team)) continue;
    for (const std::string& w : t.plan.warnings) out.warnings.push_back(w + ".");
    out.explain.push_back(capacity_line(t.plan));
  }
  out.notes = {"Allocated = work in the sprint that was not done before it, finished or not; remaining = capacity less that, never below 0. Unestimated issues count as nothing.",
               "Capacity is what was set (set), else what the members can do (plan), else the mean of earlier sprints times availability (auto); `capacity.sources` changes the order."};
  add_left_out(out, view);
  return out;
}

// The highest utilisation; a capacity of 0 with work counts as unknown, so that a gate on it is hit.
Field highest(const CapacityCheck& r, const CapacityView& view) {
  std::optional<double> most;
  std::string why = "no team has a known capacity";
  bool zero = false;
  for (const TeamLoad& t : r.teams) {
    if (!shown(view, t.plan.capacity.team)) continue;
    if (t.utilisation) most = std::max(most.value_or(0), *t.utilisation);
    if (t.plan.capacity.amount == 0.0 && t.allocated.value_or(0) > 0) zero = true, why = t.plan.capacity.team + " has work and a capacity of 0";
  }
  if (zero) most.reset();
  return {"totals.highest_utilisation", "Highest utilisation", cell(most), Kind::ratio, most ? "" : why};
}

}  // namespace

std::string capacity_line(const TeamPlan& p) {
  const TeamCapacity& c = p.capacity;
  const std::string unit(to_string(c.unit));
  std::string line = c.team + ": " + (c.amount ? people_number(*c.amount) + " " + unit + " (" + c.source + ")" : "n/a (" + c.reason + ")");
  if (p.said) line += "; set to " + people_number(*p.said->value) + " " + std::string(to_string(p.said->unit)) + " by " + p.said->author + (p.said->reason.empty() ? "" : ": " + p.said->reason);
  if (p.factor != 1) line += "; exception × " + people_number(p.factor) + (p.exception.empty() ? "" : " (" + p.exception + ")");
  for (const MemberPlan& m : p.members)
    line += "; " + m.name + " " + (m.amount ? people_number(*m.amount) : "n/a (" + m.reason + ")") + ": " + people_number(m.days - m.free_days) + " of " + people_number(m.days) + " days × availability " + people_number(m.availability);
  if (!p.past.empty()) line += "; completed before:";
  for (const TeamPast& past : p.past) {
    const auto value = c.unit == CapacityUnit::points ? past.points : c.unit == CapacityUnit::hours ? past.hours : std::optional<double>(past.issues);
    line += " " + past.sprint + " " + (value ? people_number(*value) : "n/a") + ",";
  }
  if (line.back() == ',') line.pop_back();
  return line;
}

Report show_report(const CapacityCheck& result, const CapacityView& view) { return base("Capacity: ", result, view); }

Report check_report(const CapacityCheck& result, const CapacityView& view, const CapacitySettings& settings) {
  Report out = base("Capacity check: ", result, view);
  Section conflicts{"conflicts", "Conflicts", {}, {}, false}, moves{"moves", "Suggested moves", {}, {}, false};
  conflicts.table.columns = {{"severity", "Severity"}, {"kind", "Conflict", Kind::text, false, 2}, {"team", "Team", Kind::text, true}, {"person", "Person", Kind::text, true, 1}, {"text", "What", Kind::text, true, 0, true}};
  moves.table.columns = {{"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"from", "From", Kind::text, true}, {"to", "To", Kind::text, true}, {"amount", "Amount", Kind::number},
                         {"from_before", "From before", Kind::ratio, false, 1}, {"from_after", "after", Kind::ratio, false, 3}, {"to_before", "To before", Kind::ratio, false, 2}, {"to_after", "after", Kind::ratio, false, 4}};
  std::int64_t over = 0, under = 0, grave = 0;
  for (const CapacityConflict& c : result.conflicts) {
    if (!view.team.empty() && !shown(view, c.team)) continue;
    over += c.kind == "over_allocated", under += c.kind == "under_used", grave += c.severity == "high";
    conflicts.table.rows.push_back({c.severity, c.kind, cell(c.team), cell(c.person), c.text});
  }
  for (const CapacityMove& m : result.moves)
    if (shown(view, m.from) || shown(view, m.to)) moves.table.rows.push_back({m.key, m.summary, m.from, m.to, m.amount, m.from_before, m.from_after, m.to_before, m.to_after});
  out.summary.push_back(highest(result, view));
  out.summary.push_back({"totals.over_allocated", "Over-allocated", over, Kind::integer, "", over == 1 ? "team" : "teams"});
  out.summary.push_back({"totals.under_used", "Under-used", under, Kind::integer, "", under == 1 ? "team" : "teams"});
  out.summary.push_back({"totals.conflicts", "Conflicts", cell(conflicts.table.rows.size()), Kind::integer, ""});
  out.summary.push_back({"totals.grave_conflicts", "", grave, Kind::integer, ""});
  out.sections.push_back(std::move(conflicts));
  out.sections.push_back(std::move(moves));
  const auto percent = [](double ratio) { return people_number(ratio * 100) + " %"; };
  out.notes.push_back("Over-allocated above " + percent(settings.over) + ", gravely above " + percent(settings.over_high) + "; under-used below " + percent(settings.under) +
                      "; a move goes to a team below " + percent(settings.room) + " and leaves it within its capacity. Only issues not begun are moved, the least urgent first.");
  std::string helpless;
  for (const std::string& team : result.no_moves)
    if (shown(view, team)) helpless += (helpless.empty() ? "" : ", ") + team;
  if (!helpless.empty()) out.notes.push_back("No move helps " + helpless + ": no team with room can take an issue that is not begun. `juno queue` shows what lies below the cut-line.");
  return out;
}

Report plan_report(std::span<const TeamPlan> plans, const CapacityView& view) {
  Report out;
  out.title = "Capacity plan: " + view.sprint.name;
  out.summary = sprint_fields(view.sprint, view.board);
  Section teams{"teams", "Teams", {}, {}, false}, members{"members", "Members", {}, {}, false};
  teams.table.columns = {{"team", "Team", Kind::text, true}, {"unit", "Unit", Kind::text, false, 5}, {"members", "Members", Kind::integer, false, 4}, {"availability", "Availability", Kind::ratio, false, 1}, {"factor", "Exception", Kind::number, false, 3},
                         {"set", "Set", Kind::number}, {"plan", "Plan", Kind::number}, {"auto", "Auto", Kind::number}, {"n", "Of sprints", Kind::integer, false, 6}, {"spread", "Spread", Kind::number, false, 7},
                         {"used", "Used"}, {"remark", "Remark", Kind::text, true, 2, true}};
  members.table.columns = {{"team", "Team", Kind::text, true}, {"member", "Member", Kind::text, true}, {"role", "Role", Kind::text, false, 3}, {"availability", "Availability", Kind::ratio}, {"days", "Days", Kind::number},
                           {"free_days", "Free", Kind::number}, {"whole", "Whole sprint", Kind::number, false, 2}, {"amount", "This sprint", Kind::number}, {"remark", "Remark", Kind::text, true, 1, true}};
  for (const TeamPlan& p : plans) {
    const TeamCapacity& c = p.capacity;
    if (!shown(view, c.team)) continue;
    std::string why = p.exception;
    for (const std::string& reason : {p.no_plan.empty() ? "" : "plan: " + p.no_plan, p.no_auto.empty() ? "" : "auto: " + p.no_auto}) why += (why.empty() || reason.empty() ? "" : "; ") + reason;
    teams.table.rows.push_back({c.team, std::string(to_string(c.unit)), cell(p.members.size()), cell(p.availability), p.factor, cell(p.set), cell(p.planned), cell(p.automatic), cell(p.past.size()),
                                cell(p.past_spread), cell(c.source), cell(why)});
    for (const MemberPlan& m : p.members)
      members.table.rows.push_back({c.team, m.name, cell(m.role), m.availability, m.days, m.free_days, cell(m.whole), cell(m.amount), cell(m.reason)});
    for (const std::string& w : p.warnings) out.warnings.push_back(w + ".");
    out.explain.push_back(capacity_line(p));
  }
  out.sections.push_back(std::move(teams));
  out.sections.push_back(std::move(members));
  out.notes = {"Plan = sum over the members of what a whole sprint gives × availability × days worked / days of the sprint, × the team's exception; in hours, days worked × hours a day × availability.",
               "Auto = mean of the team's last closed sprints × its availability. A day is the sprint's when its middle lies in it; holidays count by their factor."};
  add_left_out(out, view);
  return out;
}

Report history_report(std::span<const CapacityChange> changes) {
  Section s{"changes", "Changes of capacity", {}, {}, false};
  s.table.columns = {{"id", "Id", Kind::integer, false, 6}, {"at", "When", Kind::instant}, {"author", "By", Kind::text, false, 1}, {"sprint", "Sprint", Kind::text, true, 4}, {"team", "Team", Kind::text, true},
                     {"person", "Person", Kind::text, true}, {"what", "What"}, {"from", "From", Kind::date, false, 3}, {"to", "To", Kind::date, false, 2}, {"before", "Before", Kind::number},
                     {"after", "After", Kind::number}, {"unit", "Unit", Kind::text, false, 5}, {"origin", "Origin", Kind::text, false, 7}, {"reason", "Reason", Kind::text, true, 0, true}};
  std::map<std::string, std::optional<double>> last;
  for (const CapacityChange& c : changes) {
    const bool absence = c.what == CapacityChange::What::absence, amount = c.what == CapacityChange::What::amount;
    std::string key = c.source + '\n' + std::to_string(c.sprint) + '\n' + (absence ? "" : fold_case(c.team)) + '\n' + fold_case(c.person) + '\n' + std::string(to_string(c.what));
    if (c.from && c.to) key += '\n' + format_date(*c.from) + format_date(*c.to);
    auto& before = last[key];
    s.table.rows.push_back({c.id, c.at, c.author, c.sprint_name, cell(c.team), cell(c.person), std::string(to_string(c.what)), c.from ? Cell{*c.from} : Cell{}, c.to ? Cell{*c.to} : Cell{},
                            cell(before), cell(c.value), amount ? Cell{std::string(to_string(c.unit))} : Cell{}, c.origin, cell(c.reason)});
    before = c.value;
  }
  Report out;
  out.sections.push_back(std::move(s));
  return out;
}

}  // namespace juno
