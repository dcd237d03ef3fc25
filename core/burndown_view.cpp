// SPDX-License-Identifier: Apache-2.0
#include "core/burndown.h"
namespace juno {
namespace {

Section days_section(const Burndown& r) {
  Section s{"days", "By day", {}, {}, false};
  s.table.columns = {{"day", "Day", Kind::date}, {"at", "Until", Kind::instant}, {"remaining", "Remaining", Kind::number}, {"completed", "Completed", Kind::number},
                     {"scope", "Scope", Kind::number}, {"ideal", "Ideal", Kind::number}};
  for (const BurndownDay& d : r.days) s.table.rows.push_back({d.day, d.at, cell(d.remaining), cell(d.completed), cell(d.scope), cell(d.ideal)});
  s.chart = Chart{Chart::Type::line, "day", {"remaining", "ideal", "completed", "scope"}, r.points ? "points" : "issues"};
  return s;
}

Section events_section(const Burndown& r, const SprintScope& scope, const SprintReportInput& in) {
  Section s{"events", "What changed", {}, {}, true};
  s.table.columns = {{"at", "At", Kind::instant}, {"key", "Key"}, {"kind", "Kind"}, {"delta", "Change", Kind::number}, {"remaining", "Remaining", Kind::number},
                     {"completed", "Completed", Kind::number}, {"scope", "Scope", Kind::number}};
  for (const BurndownStep& e : r.steps)
    s.table.rows.push_back({e.at, in.issues[scope.items[e.item].issue].key, std::string(to_string(e.kind)), e.delta, e.remaining, e.completed, e.scope});
  return s;
}

}  // namespace

Report to_report(const Burndown& r, const SprintScope& scope, const SprintReportInput& in) {
  Report out;
  out.title = "Burndown: " + in.sprint.name;
  out.summary = sprint_fields(in.sprint, in.board);
  const std::string unit = r.points ? "points" : "issues";
  out.summary.push_back({"unit", "", unit, Kind::text, ""});
  const BurndownDay& first = r.days.front();
  const BurndownDay* last = &first;
  for (const BurndownDay& d : r.days)
    if (d.remaining) last = &d;
  out.summary.push_back({"remaining_start", "Remaining at start", cell(first.remaining), Kind::number, "", unit});
  out.summary.push_back({"remaining", r.window.closed ? "Remaining at close" : "Remaining now", cell(last->remaining), Kind::number, "", unit});
  out.summary.push_back({"completed", "Completed", cell(last->completed), Kind::number, "", unit});
  out.summary.push_back({"ideal", "Ideal by now", cell(last->ideal), Kind::number, last->ideal ? "" : r.no_ideal, unit});
  out.sections.push_back(days_section(r));
  out.sections.push_back(events_section(r, scope, in));
  out.notes = {"Scope = remaining + completed; what was done before the start or outside the sprint is in neither. Done: " + in.rules.done.rule + ".",
               "The first row is the sprint's start, the others are ends of days in " + in.zone.name() + ". The ideal line falls over working time only."};
  if (!in.rules.subtasks) out.notes.push_back("Sub-tasks are left out.");
  if (!scope.estimated) out.notes.push_back("No issue of the sprint is estimated, so issues are counted.");
  out.warnings = r.window.warnings;
  if (!in.rules.done.warning.empty()) out.warnings.push_back(in.rules.done.warning);
  if (!scope.gaps.empty()) out.warnings.push_back(std::to_string(scope.gaps.size()) + (scope.gaps.size() == 1 ? " issue has" : " issues have") + " a history that contradicts itself; figures may be wrong. `juno sprint report` names them.");
  if (!in.explain) return out;
  for (const BurndownStep& e : r.steps)
    out.explain.push_back(format_instant(e.at) + " " + in.issues[scope.items[e.item].issue].key + " " + std::string(to_string(e.kind)) + ": remaining " +
                          (e.delta > 0 ? "+" : "") + people_number(e.delta) + " → " + people_number(e.remaining));
  return out;
}

}  // namespace juno
