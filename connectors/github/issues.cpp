// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/issues.h"
#include <algorithm>
#include "connectors/github/pulls.h"
#include "connectors/github/rest_of_list.h"
#include "connectors/github/values.h"
namespace juno::github {
namespace {

const Status& open_status() { return statuses()[0]; }
const Status& closed_as(std::string_view reason) { return statuses()[reason == "NOT_PLANNED" || reason == "DUPLICATE" ? 2 : 1]; }

std::string type_of(const std::vector<std::string>& labels) {
  for (const auto& label : labels) {
    const std::string low = lower(label);
    for (const char* name : {"bug", "type: bug", "type:bug", "type/bug", "kind/bug"})
      if (low == name) return "Bug";
  }
  return "Issue";
}

// One entry of the timeline as a change. `status` runs along.
std::optional<Change> change_of(const Json& node, Status& status) {
  const auto at = instant(node["createdAt"]);
  if (!at) return std::nullopt;
  Change c;
  c.at = *at;
  c.author = actor(node["actor"]);
  const auto type = node["__typename"].text();
  if (type == "ClosedEvent" || type == "ReopenedEvent") {
    const Status& next = type == "ClosedEvent" ? closed_as(node["stateReason"].text()) : open_status();
    if (next.id == status.id) return std::nullopt;
    c.field = c.field_id = "status";
    c.from = std::to_string(status.id), c.from_text = status.name;
    c.to = std::to_string(next.id), c.to_text = next.name;
    status = next;
    return c;
  }
  if (type == "LabeledEvent" || type == "UnlabeledEvent") {
    c.field = c.field_id = "labels";
    (type == "LabeledEvent" ? c.to_text : c.from_text) = text(node["label"]["name"]);
    return c;
  }
  if (type == "AssignedEvent" || type == "UnassignedEvent") {
    const Person who = actor(node["assignee"]);
    c.field = c.field_id = "assignee";
    (type == "AssignedEvent" ? c.to : c.from) = who.account;
    (type == "AssignedEvent" ? c.to_text : c.from_text) = who.name;
    return c;
  }
  if (type != "RenamedTitleEvent") return std::nullopt;
  c.field = c.field_id = "summary";
  c.from_text = text(node["previousTitle"]), c.to_text = text(node["currentTitle"]);
  return c;
}

IssueRecord read(const Api& api, const std::string& repository, const Json& node) {
  IssueRecord out;
  Issue& i = out.issue;
  const std::string id = text(node["id"]);
  const std::string what = "issues of " + repository;
  i.project = repository;
  i.summary = node["title"].text();
  i.description = node["body"].text();
  i.reporter = actor(node["author"]);
  i.votes = count(node["reactions"]["totalCount"]);
  i.resolved = instant(node["closedAt"]);
  const bool closed = node["state"].text() == "CLOSED";
  i.status = closed ? closed_as(node["stateReason"].text()) : open_status();
  if (closed) i.resolution = i.status.id == 3 ? "Not planned" : "Completed";
  else i.resolved.reset();
  if (const auto milestone = node["milestone"]["title"].text(); !milestone.empty()) i.fix_versions.emplace_back(milestone);
  if (const auto due = node["milestone"]["dueOn"].text(); due.size() >= 10) i.due = parse_date(due.substr(0, 10));
  each_of_list(api, what, node, "labels", id, issue_labels(), [&](const Json& n) { i.labels.push_back(text(n["name"])); });
  each_of_list(api, what, node, "assignees", id, issue_assignees(), [&](const Json& n) {
    if (i.assignee.account.empty()) i.assignee = actor(n);
  });
  Status status = open_status();
  each_of_list(api, what, node, "timelineItems", id, issue_timeline(), [&](const Json& n) {
    if (auto c = change_of(n, status)) out.changes.push_back(std::move(*c));
  });
  i.type = type_of(i.labels);
  return out;
}

}  // namespace

const std::array<Status, 3>& statuses() {
  static const std::array<Status, 3> all{
      Status{1, "Open", StatusCategory::todo}, Status{2, "Closed", StatusCategory::done}, Status{3, "Not planned", StatusCategory::done}};
  return all;
}

IssuePages::IssuePages(const Api& api, const std::string& repository, Id project, std::string after)
    : api_(api), repository_(repository), project_(project),
      pager_(api, {"issues of " + repository, &issues(), owner_and_name(repository), {"repository", "issues"}, 50}, std::move(after)) {}

std::optional<IssuePage> IssuePages::next() {
  auto page = pager_.next();
  if (!page) return std::nullopt;
  IssuePage out;
  out.end = page->end;
  out.last = page->last;
  out.refused = std::move(page->refused);
  std::size_t position = 0;
  for (const Json node : page->list["nodes"]) {
    const bool broken = std::find(page->broken.begin(), page->broken.end(), position++) != page->broken.end();
    const auto number = node["number"].integer(), id = node["fullDatabaseId"].integer();
    const auto created = instant(node["createdAt"]), updated = instant(node["updatedAt"]);
    if (updated) out.oldest = updated;
    const std::string key = repository_ + "#" + (number ? std::to_string(*number) : "?" + page->end);
    if (broken || !number || !id || !created || !updated) {
      out.bad.push_back({"issues", key, broken ? "GitHub tells of it in part only" : "it lacks its id, number or times", ""});
      continue;
    }
    IssueRecord record = read(api_, repository_, node);
    record.issue.id = *id, record.issue.key = key, record.issue.project_id = project_;
    record.issue.created = *created, record.issue.updated = *updated;
    Id history = 0;
    for (auto& c : record.changes) c.history = ++history;
    out.items.push_back(std::move(record));
  }
  return out;
}

}  // namespace juno::github
