// SPDX-License-Identifier: Apache-2.0
#include "core/sprint_comparison.h"
#include <algorithm>
#include <cmath>
#include <map>
#include "core/render/text.h"
namespace juno {
namespace {

std::string text_of(const std::optional<double>& points) {
  std::string out;
  if (points) render_detail::append_number(out, *points);
  return out;
}

// Jira sends no estimate where there is none and 0 where it is 0, but shows both as 0.
bool same(const std::optional<double>& a, const std::optional<double>& b) { return std::abs(a.value_or(0) - b.value_or(0)) < 1e-9; }

std::string reason(const SprintItem& item, const SprintIssue& issue) {
  if (issue.timeline.gap) return "its recorded history contradicts itself";
  if (item.close_operation) return "moved on by the closing of the sprint";
  if (item.outcome == Outcome::removed && item.completed_at) return "done, and taken out of the sprint before it closed";
  if (item.entries > 0 && item.leavings > 0) return "left and entered the sprint more than once";
  if (item.re_estimated != 0) return "re-estimated during the sprint";
  return {};
}

}  // namespace

std::vector<Disagreement> disagreements(const SprintReport& ours, const SprintReportInput& input, const std::vector<SiteVerdict>& theirs) {
  std::map<std::string, const SiteVerdict*> reported;
  for (const auto& v : theirs) reported[v.key] = &v;
  std::vector<Disagreement> out;
  for (const auto& item : ours.scope.items) {
    const SprintIssue& issue = input.issues[item.issue];
    const std::string why = reason(item, issue), outcome(to_string(item.outcome));
    const auto found = reported.find(issue.key);
    if (found == reported.end()) {
      out.push_back({issue.key, "presence", outcome, "", why});
      continue;
    }
    const SiteVerdict& v = *found->second;
    reported.erase(found);
    if (v.outcome != outcome) out.push_back({issue.key, "outcome", outcome, v.outcome, why});
    if (v.added != item.added) out.push_back({issue.key, "added", item.added ? "yes" : "no", v.added ? "yes" : "no", why});
    if (!same(v.points_start, item.points_start)) out.push_back({issue.key, "points_start", text_of(item.points_start), text_of(v.points_start), why});
    if (!same(v.points_end, item.points_end)) out.push_back({issue.key, "points_end", text_of(item.points_end), text_of(v.points_end), why});
  }
  for (const auto& [key, v] : reported) out.push_back({key, "presence", "", v->outcome, "not in the cache, or never in the sprint by its history"});
  std::sort(out.begin(), out.end(), [](const Disagreement& a, const Disagreement& b) { return a.key != b.key ? key_before(a.key, b.key) : a.respect < b.respect; });
  return out;
}

Section verification_section(const std::vector<Disagreement>& found) {
  Section s{"verification.issues", "Where the site's own report differs", {}, {}, false};
  s.table.columns = {{"key", "Key"}, {"respect", "In"}, {"ours", "juno"}, {"theirs", "Site"}, {"reason", "Possible reason", Kind::text, true}};
  const auto cell = [](const std::string& t) { return t.empty() ? Cell() : Cell(t); };
  for (const auto& d : found) s.table.rows.push_back({d.key, d.respect, cell(d.ours), cell(d.theirs), cell(d.reason)});
  return s;
}

}  // namespace juno
