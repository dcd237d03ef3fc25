// SPDX-License-Identifier: Apache-2.0
#include "core/compare.h"
#include <algorithm>
#include <map>
namespace juno {
namespace {

struct ByKey {
  bool operator()(const std::string& a, const std::string& b) const { return key_before(a, b); }
};
using Issues = std::map<std::string, const SnapshotIssue*, ByKey>;

Issues present(const SprintContent& content) {
  Issues out;
  for (const SnapshotIssue& i : content.issues)
    if (i.outcome != to_string(Outcome::removed)) out.emplace(i.key, &i);
  return out;
}

Cell points_of(const SnapshotIssue& i) { return i.points ? Cell{*i.points} : Cell{}; }

void add_changes(Comparison& out, const SnapshotIssue& a, const SnapshotIssue& b) {
  const std::size_t first = out.differences.size();
  const auto add = [&](const char* field, Cell before, Cell after) {
    if (before != after) out.differences.push_back({Difference::Change::changed, b.key, b.summary, field, std::move(before), std::move(after)});
  };
  add("status", a.status, b.status);
  add("assignee", a.assignee, b.assignee);
  add("points", points_of(a), points_of(b));
  add("priority", a.priority, b.priority);
  add("summary", a.summary, b.summary);
  add("type", a.type, b.type);
  add("team", a.team, b.team);
  add("sprint", a.sprint, b.sprint);
  out.changed += out.differences.size() > first;
}

std::vector<CountRow> counts(const Issues& before, const Issues& after, std::string SnapshotIssue::*name) {
  std::map<std::string, CountRow> rows;
  for (const auto& [key, issue] : before) ++rows[issue->*name].before;
  for (const auto& [key, issue] : after) ++rows[issue->*name].after;
  std::vector<CountRow> out;
  for (auto& [text, row] : rows) {
    row.name = text.empty() ? "None" : text;
    out.push_back(row);
  }
  return out;
}

const char* word(Difference::Change change) {
  switch (change) {
    case Difference::Change::added: return "added";
    case Difference::Change::removed: return "removed";
    case Difference::Change::changed: return "changed";
  }
  return "";
}

Section differences_section(const Comparison& r) {
  Section s{"differences", "Differences", {}, {}, false};
  s.table.columns = {{"change", "Change"}, {"key", "Key"}, {"field", "Field"}, {"before", "Before"}, {"after", "After"}, {"summary", "Summary", Kind::text, true}};
  for (const Difference& d : r.differences) s.table.rows.push_back({std::string(word(d.change)), d.key, d.field, d.before, d.after, d.summary});
  return s;
}

Section counts_section(const std::string& key, const std::string& title, const std::string& column, const std::vector<CountRow>& rows) {
  Section s{key, title, {}, {}, false};
  s.table.columns = {{column, title.substr(3)}, {"before", "Before", Kind::integer}, {"after", "After", Kind::integer}, {"change", "Change", Kind::integer}};
  s.table.columns[0].title[0] = static_cast<char>(s.table.columns[0].title[0] - 'a' + 'A');
  for (const CountRow& r : rows) s.table.rows.push_back({r.name, std::int64_t{r.before}, std::int64_t{r.after}, std::int64_t{r.after - r.before}});
  return s;
}

Section metrics_section(const Comparison& r) {
  Section s{"metrics", "Figures", {}, {}, false};
  s.table.columns = {{"metric", "Figure"}, {"before", "Before", Kind::number}, {"after", "After", Kind::number}, {"change", "Change", Kind::number}};
  std::map<std::string, std::pair<std::optional<double>, std::optional<double>>> rows;
  for (const auto& [key, value] : r.before.metrics) rows[key].first = value;
  for (const auto& [key, value] : r.after.metrics) rows[key].second = value;
  const auto cell = [](const std::optional<double>& v) { return v ? Cell{*v} : Cell{}; };
  for (const auto& [key, both] : rows) {
    const auto& [a, b] = both;
    s.table.rows.push_back({key, cell(a), cell(b), a && b ? Cell{*b - *a} : Cell{}});
  }
  return s;
}

std::string issues(int count) { return count == 1 ? "issue" : "issues"; }

std::string label(const SprintContent& c) { return c.sprint + " (" + c.state + ")"; }

}  // namespace

Comparison compare(SprintContent before, SprintContent after) {
  Comparison out;
  out.before = std::move(before);
  out.after = std::move(after);
  const Issues a = present(out.before), b = present(out.after);
  out.issues_before = static_cast<int>(a.size());
  out.issues_after = static_cast<int>(b.size());
  for (const auto& [key, issue] : b)
    if (!a.count(key)) out.differences.push_back({Difference::Change::added, key, issue->summary, "", Cell{std::string()}, Cell{std::string()}});
  out.added = static_cast<int>(out.differences.size());
  for (const auto& [key, issue] : a)
    if (!b.count(key)) out.differences.push_back({Difference::Change::removed, key, issue->summary, "", Cell{std::string()}, Cell{std::string()}});
  out.removed = static_cast<int>(out.differences.size()) - out.added;
  for (const auto& [key, issue] : b)
    if (const auto old = a.find(key); old != a.end()) add_changes(out, *old->second, *issue);
  if (out.issues_before > 0) out.scope_change = static_cast<double>(out.added - out.removed) / out.issues_before;
  out.types = counts(a, b, &SnapshotIssue::type);
  out.statuses = counts(a, b, &SnapshotIssue::status);
  return out;
}

Report to_report(const Comparison& r) {
  Report out;
  out.title = "Compare: " + label(r.before) + " with " + label(r.after);
  const auto side = [&](const std::string& key, const SprintContent& c, int count, const char* title) {
    out.summary.push_back({key + ".sprint_id", "", c.sprint_id, Kind::integer, ""});
    out.summary.push_back({key + ".sprint", "", c.sprint, Kind::text, ""});
    out.summary.push_back({key + ".state", "", c.state, Kind::text, ""});
    out.summary.push_back({key + ".at", title, c.at, Kind::instant, ""});
    out.summary.push_back({key + ".issues", title, std::int64_t{count}, Kind::integer, "", issues(count)});
  };
  side("before", r.before, r.issues_before, "Before");
  side("after", r.after, r.issues_after, "After");
  out.summary.push_back({"added", "Added", std::int64_t{r.added}, Kind::integer, "", issues(r.added)});
  out.summary.push_back({"removed", "Removed", std::int64_t{r.removed}, Kind::integer, "", issues(r.removed)});
  out.summary.push_back({"changed", "Changed", std::int64_t{r.changed}, Kind::integer, "", issues(r.changed)});
  out.summary.push_back({"scope_change", "Scope change", r.scope_change ? Cell{*r.scope_change} : Cell{}, Kind::ratio, r.scope_change ? "" : "there were no issues before", "of issues"});
  out.sections = {differences_section(r), counts_section("types", "By type", "type", r.types), counts_section("statuses", "By status", "status", r.statuses), metrics_section(r)};
  out.notes = {"Scope change = (added - removed) / issues before. Issues removed from a sprint before that moment are not in it."};
  out.explain = {"Compared by key: status, assignee, points, priority, summary, type, team, sprint.",
                 "(" + std::to_string(r.added) + " - " + std::to_string(r.removed) + ") / " + std::to_string(r.issues_before)};
  return out;
}

}  // namespace juno
