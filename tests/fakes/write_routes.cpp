// SPDX-License-Identifier: Apache-2.0
// What a client may change: new issues, number fields, properties. Refuses what the real site refuses.
#include <algorithm>
#include <nlohmann/json.hpp>
#include "tests/fakes/jira.h"
#include "tests/fakes/truth.h"
namespace fakes {
namespace {

using Arguments = std::vector<std::string>;
using Json = nlohmann::json;

constexpr std::size_t kLongestSummary = 255, kLongestKey = 255, kLongestValue = 32768;

// {"errorMessages":[],"errors":{field: why}}
[[noreturn]] void refuse_field(const std::string& field, const std::string& why) {
  throw Refusal{{400, Json{{"errorMessages", Json::array()}, {"errors", {{field, why}}}}.dump()}};
}

void check_property(const std::string& key, const Json& value) {
  if (key.empty() || key.size() > kLongestKey) refuse(400, "The length of the property key must be between 1 and 255 characters.");
  if (value.is_null() || value.dump().size() > kLongestValue) refuse(400, "The value of the property has to be a non-empty, valid JSON of at most 32768 characters.");
}

std::string name_or_id(const Json& fields, const char* field, const char* first, const char* second) {
  if (!fields.contains(field) || !fields[field].is_object()) return {};
  for (const char* name : {first, second})
    if (fields[field].contains(name) && fields[field][name].is_string()) return fields[field][name].get<std::string>();
  return {};
}

void check_summary(const Json& fields) {
  if (!fields["summary"].is_string() || fields["summary"].get_ref<const std::string&>().find_first_not_of(" \t\r\n") == std::string::npos) refuse_field("summary", "You must specify a summary of the issue.");
  const auto& text = fields["summary"].get_ref<const std::string&>();
  if (text.find_first_of("\r\n") != std::string::npos) refuse_field("summary", "The summary is invalid because it contains newline characters.");
  if (text.size() > kLongestSummary) refuse_field("summary", "Summary can't exceed 255 characters.");
}

void check_labels(const Json& labels) {
  if (!labels.is_array()) refuse_field("labels", "data was not an array");
  for (const Json& label : labels)
    if (!label.is_string() || label.get_ref<const std::string&>().find(' ') != std::string::npos) refuse_field("labels", "The label '" + label.dump() + "' contains spaces which is invalid.");
}

double number_of(const std::string& field, const Json& value) {
  if (value.is_null()) return kNone;
  if (!value.is_number()) refuse_field(field, "Operation value must be a number");
  return value.get<double>();
}

}  // namespace

// Fields that both creating and editing may set; others are refused as on a screen without them.
void Jira::check_fields(const Json& fields, bool as_adf, const std::vector<std::string>& besides) const {
  for (const auto& [name, value] : fields.items()) {
    if (name == "summary") check_summary(fields);
    else if (name == "labels") check_labels(value);
    else if (name == "description") {
      const bool document = value.is_object() && value.value("type", "") == "doc" && value.value("version", 0) == 1 && value.contains("content");
      if (!value.is_null() && (as_adf ? !document : !value.is_string())) refuse_field("description", as_adf ? "Operation value must be an Atlassian Document (see the Atlassian Document Format)" : "Operation value must be a string");
    } else if (name == json_.custom(62) || name == json_.field_id(Field::value)) number_of(name, value);
    else if (std::find(besides.begin(), besides.end(), name) == besides.end())
      refuse_field(name, "Field '" + name + "' cannot be set. It is not on the appropriate screen, or unknown.");
  }
}

void Jira::set_fields(int index, const Json& fields) {
  Issue& issue = world_.issues[std::size_t(index)];
  if (fields.contains("summary")) issue.summary = world_.keep(fields["summary"].get<std::string>());
  if (fields.contains(json_.custom(62))) issue.score = number_of(json_.custom(62), fields[json_.custom(62)]);
  if (fields.contains(json_.field_id(Field::value))) issue.value = number_of(json_.field_id(Field::value), fields[json_.field_id(Field::value)]);
}

Reply Jira::create_issue(const Call& call, const Arguments&) {
  const auto body = object_of(call, {"fields", "update", "properties", "transition", "historyMetadata"});
  Parameters none_known(call, {"updateHistory"});
  if (!body.contains("fields") || !body["fields"].is_object()) refuse(400, "one of 'fields' or 'update' required");
  const Json& fields = body["fields"];
  const std::string project_name = name_or_id(fields, "project", "key", "id"), type_wanted = name_or_id(fields, "issuetype", "name", "id");
  const auto project = std::find_if(world_.projects.begin(), world_.projects.end(), [&](const Project& p) { return p.key == project_name || std::to_string(p.id) == project_name; });
  if (project == world_.projects.end() || project - world_.projects.begin() == hidden_) refuse_field("project", "Specify a valid project ID or key");
  Issue issue;
  issue.project = static_cast<int>(project - world_.projects.begin());
  bool known = false;
  for (const Type type : {Type::epic, Type::story, Type::task, Type::bug})
    if (type_wanted == type_name(type, project->team_managed)) issue.type = type, known = true;
  if (!known) refuse_field("issuetype", "Specify a valid issue type");
  if (!fields.contains("summary")) refuse_field("summary", "You must specify a summary of the issue.");
  check_fields(fields, adf(call), {"project", "issuetype"});
  std::map<std::string, std::string> properties;
  if (body.contains("properties")) {
    if (!body["properties"].is_array()) refuse(400, "Invalid request payload: 'properties' has the wrong type.");
    for (const Json& p : body["properties"]) {
      if (!p.is_object() || !p.contains("key") || !p["key"].is_string() || !p.contains("value")) refuse(400, "Entity property needs a key and a value.");
      check_property(p["key"].get<std::string>(), p["value"]);
      properties[p["key"].get<std::string>()] = p["value"].dump();
    }
  }
  issue.status = project->todo, issue.properties = std::move(properties);
  issue.rank = world_.keep("0|zz" + std::to_string(world_.issues.size()) + ":");
  const int index = world_.create(std::move(issue), std::max(world_.now, world_.issues.back().created + kSecond));
  set_fields(index, fields);
  ++world_.version;
  const Issue& made = world_.issues[std::size_t(index)];
  Reply reply{201, ""};
  const std::string id = std::to_string(made.id);
  JsonOut(reply.body).open('{').key("id").text(id).key("key").text(world_.key(made)).key("self").text(std::string(kSite) + "/rest/api/3/issue/" + id).close('}');
  return reply;
}

Reply Jira::edit_issue(const Call& call, const Arguments& arguments) {
  const auto body = object_of(call, {"fields", "update", "properties", "transition", "historyMetadata"});
  Parameters none_known(call, {"notifyUsers", "overrideScreenSecurity", "overrideEditableFlag", "returnIssue", "expand"});
  const int index = issue_index(arguments[0]);
  if (!body.contains("fields") || !body["fields"].is_object()) refuse(400, "one of 'fields' or 'update' required");
  check_fields(body["fields"], adf(call), {});
  set_fields(index, body["fields"]);
  Issue& issue = world_.issues[std::size_t(index)];
  issue.updated = std::max(issue.updated, world_.now);
  ++world_.version;
  return {204, ""};
}

Reply Jira::issue_properties(const Call& call, const Arguments& arguments) {
  Parameters none_known(call, {});
  const Issue& issue = world_.issues[std::size_t(issue_index(arguments[0]))];
  Reply reply;
  JsonOut json(reply.body);
  json.open('{').key("keys").open('[');
  for (const auto& [key, value] : issue.properties) json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/issue/" + arguments[0] + "/properties/" + key).key("key").text(key).close('}');
  json.close(']').close('}');
  return reply;
}

Reply Jira::issue_property(const Call& call, const Arguments& arguments) {
  Parameters none_known(call, {});
  const Issue& issue = world_.issues[std::size_t(issue_index(arguments[0]))];
  const auto at = issue.properties.find(arguments[1]);
  if (at == issue.properties.end()) refuse(404, "The property " + arguments[1] + " does not exist.");
  Reply reply;
  JsonOut(reply.body).open('{').key("key").text(at->first).key("value").raw(at->second).close('}');
  return reply;
}

Reply Jira::set_issue_property(const Call& call, const Arguments& arguments) {
  Parameters none_known(call, {});
  if (call.header("content-type").substr(0, 16) != "application/json") refuse_problem(415, "Unsupported Media Type");
  Issue& issue = world_.issues[std::size_t(issue_index(arguments[0]))];
  const auto value = Json::parse(call.body, nullptr, false);
  if (value.is_discarded()) refuse(400, "The property value must be valid JSON.");
  check_property(arguments[1], value);
  const bool fresh = !issue.properties.contains(arguments[1]);
  issue.properties[arguments[1]] = value.dump();
  ++world_.version;
  return {fresh ? 201 : 200, ""};
}

Reply Jira::remove_issue_property(const Call& call, const Arguments& arguments) {
  Parameters none_known(call, {});
  Issue& issue = world_.issues[std::size_t(issue_index(arguments[0]))];
  if (issue.properties.erase(arguments[1]) == 0) refuse(404, "The property " + arguments[1] + " does not exist.");
  ++world_.version;
  return {204, ""};
}

std::string Jira::written() const {
  const std::shared_lock lock(world_mutex_);
  std::string out;
  JsonOut json(out);
  json.open('[');
  for (const Issue& issue : world_.issues) {
    if (issue.deleted || (issue.properties.empty() && none(issue.score))) continue;
    json.open('{').key("key").text(world_.key(issue)).key("summary").text(world_.text(issue.summary)).key("score");
    if (none(issue.score)) json.null();
    else json.raw(number_text(issue.score));
    json.key("properties").open('{');
    for (const auto& [key, value] : issue.properties) json.key(key.c_str()).raw(value);
    json.close('}').close('}');
  }
  json.close(']');
  return out;
}

}  // namespace fakes
