// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/jira_json.h"
#include <algorithm>
#include <array>
#include "tests/fakes/document.h"
#include "tests/fakes/truth.h"
namespace fakes {
namespace {

const char* category_key(Category category) {
  return category == Category::todo ? "new" : category == Category::in_progress ? "indeterminate" : "done";
}

std::string user_json(const World& world, int index) {
  const Person& who = world.people[std::size_t(index)];
  const bool cloud = !world.options.data_center;
  std::string out;
  JsonOut json(out);
  json.open('{');
  if (cloud) json.key("self").text(std::string(kSite) + "/rest/api/3/user?accountId=" + who.account).key("accountId").text(who.account);
  else json.key("self").text(std::string(kSite) + "/rest/api/2/user?username=" + who.login).key("name").text(who.login).key("key").text(who.key);
  if (!who.email.empty()) json.key("emailAddress").text(who.email);
  json.key("avatarUrls").open('{');
  const std::string tail = world.options.fat ? "?d=%2Finitials%2F" + who.login + ".png" : "";
  for (const char* size : {"48x48", "24x24", "16x16", "32x32"})
    json.key(size).text("https://avatar.invalid/" + who.account + "/" + size + tail);
  json.close('}').key("displayName").text(who.name).key("active").boolean(who.active).key("timeZone").text(who.zone);
  if (cloud) json.key("accountType").text(who.kind);
  json.close('}');
  return out;
}

std::string status_json(const Status& status) {
  std::string out;
  JsonOut json(out);
  const int category = status.category == Category::todo ? 2 : status.category == Category::in_progress ? 4 : 3;
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/status/" + std::to_string(status.id)).key("description").text("");
  json.key("iconUrl").text(std::string(kSite) + "/images/icons/status.png").key("name").text(status.name).key("id").text(std::to_string(status.id));
  json.key("statusCategory").open('{').key("self").text(std::string(kSite) + "/rest/api/3/statuscategory/" + std::to_string(category));
  json.key("id").integer(category).key("key").text(category_key(status.category)).key("colorName").text("blue-gray");
  json.key("name").text(status.category == Category::todo ? "To Do" : status.category == Category::in_progress ? "In Progress" : "Done");
  json.close('}').close('}');
  return out;
}

void rich(JsonOut& json, std::uint64_t seed, bool adf, bool long_one) {
  if (seed == 0) {
    json.null();
    return;
  }
  const Document doc = document(seed, long_one);
  if (!adf) {
    json.text(wiki(doc));
    return;
  }
  std::string out;
  append_adf(out, doc);
  json.raw(out);
}

}  // namespace

bool FieldChoice::has(std::string_view id, bool is_navigable) const {
  if (excluded.contains(id)) return false;
  return all || (navigable && is_navigable) || named.contains(id);
}

bool FieldChoice::ids_only() const {
  if (all || navigable) return false;
  return std::all_of(named.begin(), named.end(), [](const std::string& id) { return id == "id" || id == "key" || id == "issuekey"; });
}

FieldChoice choose_fields(const std::vector<std::string>& names, bool ids_by_default) {
  FieldChoice choice;
  bool positive = false;
  for (const std::string& list : names)
    for (std::size_t begin = 0; begin <= list.size();) {
      const auto end = std::min(list.find(',', begin), list.size());
      auto word = list.substr(begin, end - begin);
      begin = end + 1;
      while (word.starts_with(' ')) word.erase(0, 1);
      if (word.empty()) continue;
      if (word == "*all") choice.all = positive = true;
      else if (word == "*navigable") choice.navigable = positive = true;
      else if (word.starts_with("-")) choice.excluded.insert(word.substr(1));
      else choice.named.insert(word), positive = true;
    }
  if (positive) return choice;
  if (ids_by_default && choice.excluded.empty()) choice.named.insert("id");
  else choice.navigable = true;
  return choice;
}

JiraJson::JiraJson(const World& world, DateForm dates) : world_(world), dates_(dates) {
  for (int n = 0; n < static_cast<int>(world.people.size()); ++n) users_.push_back(user_json(world, n));
  for (const Status& status : world.statuses) statuses_.push_back(status_json(status));
  static constexpr std::array kStandard{"status", "assignee", "reporter", "priority", "resolution", "summary", "description", "labels", "fixVersions", "components"};
  for (const char* id : kStandard) field_ids_.emplace_back(id);
  for (const int number : {20, 31, 16, 19, 21}) field_ids_.push_back(custom(number));
  for (const char* id : {"issuelinks", "duedate", "timeoriginalestimate", "timeestimate", "timespent", "worklog"}) field_ids_.emplace_back(id);
  for (const int number : {50, 51, 52, 53, 60}) field_ids_.push_back(custom(number));
  for (const char* id : {"parent", "", "project"}) field_ids_.emplace_back(id);
}

std::string JiraJson::custom(int number) const { return custom_field(world_.options, number); }
std::string JiraJson::field_id(Field field) const { return field_ids_.at(std::size_t(field)); }

void JiraJson::user(JsonOut& json, int person) const {
  if (person < 0) json.null();
  else json.raw(users_[std::size_t(person)]);
}

void JiraJson::status(JsonOut& json, int id) const { json.raw(statuses_[std::size_t(&world_.status(id) - world_.statuses.data())]); }

void JiraJson::issue_type(JsonOut& json, Type type, bool team_managed) const {
  const int id = (team_managed ? 10100 : 10000) + static_cast<int>(type);
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issuetype/" + std::to_string(id)).key("id").text(std::to_string(id));
  json.key("description").text("").key("iconUrl").text(std::string(kSite) + "/images/icons/type.svg").key("name").text(type_name(type, team_managed));
  json.key("subtask").boolean(type == Type::subtask).key("avatarId").integer(10300 + static_cast<int>(type));
  if (!world_.options.data_center) json.key("hierarchyLevel").integer(type == Type::epic ? 1 : type == Type::subtask ? -1 : 0);
  json.close('}');
}

void JiraJson::project(JsonOut& json, const Project& project) const {
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/project/" + std::to_string(project.id)).key("id").text(std::to_string(project.id));
  json.key("key").text(project.key).key("name").text(project.name).key("projectTypeKey").text("software");
  if (!world_.options.data_center) json.key("simplified").boolean(project.team_managed).key("style").text(project.team_managed ? "next-gen" : "classic").key("isPrivate").boolean(false);
  json.key("avatarUrls").open('{').key("48x48").text("https://avatar.invalid/project/" + project.key).close('}').close('}');
}

void JiraJson::comment(JsonOut& json, const Issue& issue, const Comment& comment, bool adf) const {
  const auto id = std::to_string(comment.id);
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issue/" + std::to_string(issue.id) + "/comment/" + id).key("id").text(id);
  json.key("author"), user(json, comment.author);
  json.key("body"), rich(json, comment.text, adf, false);
  json.key("updateAuthor"), user(json, comment.author);
  json.key("created").text(time(comment.created)).key("updated").text(time(comment.updated));
  if (!world_.options.data_center) json.key("jsdPublic").boolean(true);
  json.close('}');
}

void JiraJson::worklog(JsonOut& json, const Issue& issue, const Worklog& log, bool adf) const {
  const auto id = std::to_string(log.id);
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issue/" + std::to_string(issue.id) + "/worklog/" + id);
  json.key("author"), user(json, log.author);
  json.key("updateAuthor"), user(json, log.author);
  if (log.text != 0) json.key("comment"), rich(json, log.text, adf, false);
  json.key("created").text(time(log.created)).key("updated").text(time(log.updated)).key("started").text(time(log.started));
  json.key("timeSpent").text(std::to_string(log.seconds / 60) + "m").key("timeSpentSeconds").integer(log.seconds);
  json.key("id").text(id).key("issueId").text(std::to_string(issue.id)).close('}');
}

void JiraJson::sprint(JsonOut& json, const Sprint& sprint, bool agile) const {
  const bool dc = world_.options.data_center, dates = sprint.state != SprintState::future || sprint.planned_dates;
  const auto when = [&](Time at) { return dc ? jira_time_colon(at, world_.options.zone) : iso_utc_millis(at); };
  json.open('{').key("id").integer(sprint.id);
  if (agile) json.key("self").text(std::string(kSite) + "/rest/agile/1.0/sprint/" + std::to_string(sprint.id));
  json.key("state").text(sprint.state == SprintState::future ? "future" : sprint.state == SprintState::active ? "active" : "closed");
  json.key("name").text(sprint.name);
  // Data Center says apart when it was planned to start and when it was activated.
  if (dates) json.key("startDate").text(when(dc && sprint.state != SprintState::future ? sprint.start - 2 * kHour : sprint.start)).key("endDate").text(when(sprint.end));
  if (dc && sprint.state != SprintState::future) json.key("activatedDate").text(when(sprint.start));
  if (sprint.complete != 0) json.key("completeDate").text(when(sprint.complete));
  if (agile) json.key("createdDate").text(when(sprint.created));
  json.key(agile ? "originBoardId" : "boardId").integer(world_.boards[std::size_t(sprint.board)].id).key("goal").text(sprint.goal).close('}');
}

std::string JiraJson::sprint_text(const Sprint& sprint) const {
  const bool begun = sprint.state != SprintState::future;
  const auto when = [&](bool known, Time at) { return known ? jira_time_colon(at, world_.options.zone) : std::string("<null>"); };
  return "com.atlassian.greenhopper.service.sprint.Sprint@" + std::to_string(mix(std::uint64_t(sprint.id)) % 0xffffff) + "[id=" + std::to_string(sprint.id) +
         ",rapidViewId=" + std::to_string(world_.boards[std::size_t(sprint.board)].id) + ",state=" +
         (!begun ? "FUTURE" : sprint.state == SprintState::active ? "ACTIVE" : "CLOSED") + ",name=" + sprint.name +
         ",startDate=" + when(begun || sprint.planned_dates, begun ? sprint.start - 2 * kHour : sprint.start) +
         ",endDate=" + when(begun || sprint.planned_dates, sprint.end) + ",completeDate=" + when(sprint.complete != 0, sprint.complete) +
         ",activatedDate=" + when(begun, sprint.start) + ",sequence=" + std::to_string(sprint.id) + ",goal=" + (sprint.goal.empty() ? "<null>" : sprint.goal) +
         ",autoStartStop=false,synced=false]";
}

std::vector<std::size_t> JiraJson::histories(const Issue& issue) {
  std::vector<std::size_t> begins;
  for (std::size_t n = 0; n < issue.changes.size(); ++n)
    if (n == 0 || issue.changes[n].history != issue.changes[n - 1].history) begins.push_back(n);
  begins.push_back(issue.changes.size());
  return begins;
}

void JiraJson::history(std::string& out, const Issue& issue, std::size_t begin, std::size_t end, DateForm form) const {
  const bool dc = world_.options.data_center;
  const Change& first = issue.changes[begin];
  JsonOut json(out);
  json.open('{').key("id").text(std::to_string(first.history)).key("author");
  user(json, first.author);
  json.key("created");
  if (form == DateForm::mixed) form = static_cast<DateForm>(first.history % 3);
  if (form == DateForm::iso) json.text(time(first.at));
  else if (form == DateForm::seconds) json.integer(first.at / kSecond);
  else json.text(std::to_string(first.at));
  json.key("items").open('[');
  for (std::size_t n = begin; n < end; ++n) {
    const Change& change = issue.changes[n];
    const auto& id = field_ids_.at(std::size_t(change.field));
    const bool is_custom = id.starts_with("customfield");
    const auto value = [&](std::string_view key, Text text) {
      json.key(key);
      if (text == 0) json.null();
      else json.text(world_.text(text));
    };
    json.open('{').key("field").text(field_name(change.field, dc)).key("fieldtype").text(is_custom ? "custom" : "jira");
    if (!dc && !id.empty()) json.key("fieldId").text(id);
    value("from", change.from), value("fromString", change.from_text), value("to", change.to), value("toString", change.to_text);
    json.close('}');
  }
  json.close(']').close('}');
}

}  // namespace fakes
