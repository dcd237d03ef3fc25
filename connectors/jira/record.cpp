// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/record.h"
#include <algorithm>
#include "connectors/jira/boards.h"
#include "connectors/jira/text.h"
#include "connectors/jira/values.h"
#include "core/error.h"
namespace juno::jira {
namespace {

[[noreturn]] void bad(const std::string& reason) { throw Error(Exit::remote, reason); }

// Keys are shown, stored and put into URLs: no blanks, quotes or control characters.
void check_key(std::string_view key) {
  const bool odd = std::any_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\\' || c == 0x7f; });
  if (key.empty() || key.size() > 255 || odd) bad("key is not an issue key");
}

std::vector<std::string> names(const Json& list) {
  std::vector<std::string> out;
  for (const Json one : list)
    if (std::string name = label(one); !name.empty()) out.push_back(std::move(name));
  return out;
}

// One entry of a sprint field: {"id":…}, a plain id, or Data Center's text. 0 for null.
Id sprint_id(const Json& value, const std::string& field) {
  if (value.is_null()) return 0;
  Id id = value.is_object() ? id_of(value["id"]) : id_of(value);
  if (id == 0 && value.is_string())
    if (const auto sprint = parse_sprint_text(value.text())) id = sprint->id;
  if (id == 0) bad(field + " is not a sprint");
  return id;
}

void add_sprints(std::vector<Id>& out, const Json& value, const std::string& field) {
  const auto add = [&](const Json& one) {
    if (const Id id = sprint_id(one, field)) out.push_back(id);
  };
  if (!value.is_array()) return add(value);
  for (const Json one : value) add(one);
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_epic(const Json& type) {
  if (const auto level = type["hierarchyLevel"].integer()) return *level == 1;
  return same_word(type["name"].text(), "epic");
}

std::optional<std::int64_t> seconds(const Json& direct, const Json& tracked) {
  const auto value = direct.integer();
  return value ? value : tracked.integer();
}

}  // namespace

IssueReader::IssueReader(const FieldMap& fields, const Statuses& statuses) : map_(fields), statuses_(statuses) {
  for (const std::string_view field :
       {"project", "issuetype", "status", "priority", "resolution", "summary", "description", "assignee", "reporter", "parent", "epic", "created",
        "updated", "resolutiondate", "duedate", "labels", "components", "fixVersions", "votes", "watches", "timeoriginalestimate", "timeestimate",
        "timespent", "timetracking", "issuelinks", "sprint", "closedSprints", "flagged"})
    keep(field);
  for (const auto& field : map_.points) keep(field.id);
  for (const auto* field : {&map_.sprint, &map_.rank, &map_.flagged, &map_.epic_link, &map_.team, &map_.owner, &map_.business_value, &map_.scheduled})
    keep(field->id);
}

void IssueReader::keep(std::string_view field) {
  if (field.empty() || places_.contains(field)) return;
  names_.emplace_back(field);
  places_.emplace(names_.back(), names_.size() - 1);
  values_.emplace_back();
}

Json IssueReader::value(std::string_view field) const {
  const auto found = places_.find(field);
  return found == places_.end() ? Json() : values_[found->second];
}

Issue IssueReader::read(Id id, std::string_view key, const Json& fields) {
  if (id == 0) bad("id is not a number");
  check_key(key);
  if (!fields.is_object()) bad("fields is missing");
  std::fill(values_.begin(), values_.end(), Json());
  for (const auto& [name, value] : fields.fields())
    if (const auto found = places_.find(name); found != places_.end()) values_[found->second] = value;
  Issue issue;
  issue.id = id;
  issue.key = key;
  read_workflow(issue);
  read_people(issue);
  read_numbers(issue);
  read_family(issue);
  read_lists(issue);
  read_times(issue);
  return issue;
}

void IssueReader::read_workflow(Issue& issue) const {
  const Json project = value("project");
  issue.project_id = id_of(project["id"]);
  issue.project = project["key"].text();
  if (issue.project.empty()) issue.project = issue.key.substr(0, issue.key.rfind('-'));
  issue.type = value("issuetype")["name"].text();
  issue.subtask = value("issuetype")["subtask"].is_true();
  const Json status = value("status");
  issue.status.id = id_of(status["id"]);
  if (issue.status.id == 0) bad("fields.status is missing or has no id");
  issue.status.name = status["name"].text();
  const auto known = statuses_.find(issue.status.id);
  issue.status.category = category(status["statusCategory"], known == statuses_.end() ? StatusCategory::todo : known->second.category);
  issue.priority = value("priority")["name"].text();
  issue.resolution = value("resolution")["name"].text();
  issue.summary = value("summary").text();
  issue.description = plain_text(value("description"));
}

void IssueReader::read_people(Issue& issue) const {
  issue.assignee = person(value("assignee"));
  issue.reporter = person(value("reporter"));
  issue.owner = owner(value(map_.owner.id));
  issue.team = label(value(map_.team.id));
}

void IssueReader::read_numbers(Issue& issue) const {
  for (const auto& field : map_.points)
    if (!issue.points) issue.points = amount(value(field.id));
  issue.business_value = amount(value(map_.business_value.id));
  issue.votes = value("votes")["votes"].integer().value_or(0);
  issue.watchers = value("watches")["watchCount"].integer().value_or(0);
  const Json tracking = value("timetracking");
  issue.original_estimate_s = seconds(value("timeoriginalestimate"), tracking["originalEstimateSeconds"]);
  issue.remaining_estimate_s = seconds(value("timeestimate"), tracking["remainingEstimateSeconds"]);
  issue.logged_s = seconds(value("timespent"), tracking["timeSpentSeconds"]);
}

void IssueReader::read_family(Issue& issue) const {
  const Json parent = value("parent");
  issue.parent = id_of(parent["id"]);
  issue.parent_key = parent["key"].text();
  issue.epic_key = value(map_.epic_link.id).text();  // Data Center; Cloud has the parent instead
  if (issue.epic_key.empty()) issue.epic_key = value("epic")["key"].text();  // the agile API's own
  if (!issue.epic_key.empty() || issue.parent_key.empty() || issue.subtask) return;
  const Json type = parent["fields"]["issuetype"];
  const bool known = type["hierarchyLevel"].exists() || type["name"].exists();
  if (known ? is_epic(type) : !is_epic(value("issuetype"))) issue.epic_key = issue.parent_key;
}

void IssueReader::read_lists(Issue& issue) const {
  for (const Json one : value("labels"))
    if (!one.text().empty()) issue.labels.emplace_back(one.text());
  issue.components = names(value("components"));
  issue.fix_versions = names(value("fixVersions"));
  add_sprints(issue.sprints, value(map_.sprint.id), map_.sprint.id);
  if (value(map_.sprint.id).is_null()) {  // the agile API's own form
    add_sprints(issue.sprints, value("sprint"), "sprint");
    add_sprints(issue.sprints, value("closedSprints"), "closedSprints");
  }
  std::sort(issue.sprints.begin(), issue.sprints.end());
  issue.sprints.erase(std::unique(issue.sprints.begin(), issue.sprints.end()), issue.sprints.end());
  const Json flags = value(map_.flagged.id);
  issue.flagged = !label(flags).empty() || flags.is_true() || value("flagged").is_true();
  issue.rank = value(map_.rank.id).text();
  for (const Json one : value("issuelinks")) {
    IssueLink link;
    link.outward = one["outwardIssue"].is_object();
    const Json other = one[link.outward ? "outwardIssue" : "inwardIssue"];
    link.other_key = other["key"].text();
    if (link.other_key.empty()) continue;  // its other end may not be seen
    link.id = id_of(one["id"]);
    link.other = id_of(other["id"]);
    link.type = one["type"]["name"].text();
    link.phrase = one["type"][link.outward ? "outward" : "inward"].text();
    issue.links.push_back(std::move(link));
  }
}

void IssueReader::read_times(Issue& issue) const {
  const auto created = instant(value("created"), "fields.created");
  if (!created) bad("fields.created is missing");
  issue.created = *created;
  issue.updated = instant(value("updated"), "fields.updated").value_or(*created);
  issue.resolved = instant(value("resolutiondate"), "fields.resolutiondate");
  issue.due = date(value("duedate"), "fields.duedate");
  if (!map_.scheduled.id.empty()) issue.scheduled = instant(value(map_.scheduled.id), "fields." + map_.scheduled.id);
}

}  // namespace juno::jira
