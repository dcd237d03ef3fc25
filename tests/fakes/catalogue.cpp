// SPDX-License-Identifier: Apache-2.0
// What Jira says of itself: server, fields, statuses, projects, people.
#include <algorithm>
#include <nlohmann/json.hpp>
#include "tests/fakes/jira.h"
#include "tests/fakes/truth.h"
namespace fakes {

using Arguments = std::vector<std::string>;

Reply Jira::server_info(const Call& call, const Arguments&) {
  Parameters none(call, {"doHealthCheck"});
  Reply reply;
  JsonOut json(reply.body);
  const bool dc = world_.options.data_center;
  json.open('{').key("baseUrl").text(kSite).key("version").text(dc ? "10.3.6" : "1001.0.0-SNAPSHOT").key("versionNumbers").raw(dc ? "[10,3,6]" : "[1001,0,0]");
  json.key("deploymentType").text(dc ? "Server" : "Cloud").key("buildNumber").integer(dc ? 10030006 : 100301).key("buildDate").text("2026-10-01T00:00:00.000+0000");
  json.key("serverTime").text(json_.time(world_.now)).key("scmInfo").text("0000000000000000000000000000000000000000").key("serverTitle").text(dc ? "Harbour Jira" : "Jira").close('}');
  return reply;
}

Reply Jira::tenant_info(const Call& call, const Arguments&) {
  Parameters none(call, {});
  return {200, std::string("{\"cloudId\":\"") + kCloudId + "\"}"};
}

Reply Jira::myself(const Call& call, const Arguments&) {
  Parameters none(call, {"expand"});
  Reply reply;
  JsonOut json(reply.body);
  json_.user(json, 0);
  return reply;
}

Reply Jira::field(const Call& call, const Arguments&) {
  Parameters none(call, {});
  Reply reply;
  JsonOut json(reply.body);
  json_.fields(json);
  return reply;
}

Reply Jira::field_search(const Call& call, const Arguments&) {
  Parameters parameters(call, {"startAt", "maxResults", "type", "id", "query", "orderBy", "expand", "projectIds"});
  std::string list;
  JsonOut json(list);
  json_.fields(json);
  const auto all = nlohmann::json::parse(list);
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000), max = std::min<std::int64_t>(50, parameters.integer("maxResults", 50, 1, 1'000'000));
  return {200, page_bean(start, max, std::int64_t(all.size()), [&](JsonOut& out, std::size_t n) { out.raw(all[n].dump()); })};
}

Reply Jira::status(const Call& call, const Arguments&) {
  Parameters none(call, {});
  Reply reply;
  JsonOut json(reply.body);
  json.open('[');
  for (const Status& status : world_.statuses) json_.status(json, status.id);
  json.close(']');
  return reply;
}

namespace {

void priority_json(JsonOut& json, std::size_t n) {
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/priority/" + std::to_string(n + 1)).key("name").text(kPriorities.at(n)).key("id").text(std::to_string(n + 1)).close('}');
}

void resolution_json(JsonOut& json, std::size_t n) {
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/resolution/" + std::to_string(10000 + n)).key("id").text(std::to_string(10000 + n)).key("name").text(kResolutions.at(n)).close('}');
}

template <class Write>
Reply whole_list(std::size_t count, Write write) {
  Reply reply;
  JsonOut json(reply.body);
  json.open('[');
  for (std::size_t n = 0; n < count; ++n) write(json, n);
  json.close(']');
  return reply;
}

template <class Write>
Reply paged(const Parameters& parameters, std::int64_t cap, std::size_t count, Write write) {
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000'000), max = std::min(cap, parameters.integer("maxResults", 50, 1, 1'000'000'000));
  return {200, page_bean(start, max, std::int64_t(count), write)};
}

}  // namespace

Reply Jira::priority(const Call& call, const Arguments&) {
  Parameters none(call, {});
  return whole_list(kPriorities.size(), priority_json);
}
Reply Jira::priority_search(const Call& call, const Arguments&) {
  return paged(Parameters(call, {"startAt", "maxResults", "id", "projectId", "priorityName", "onlyDefault", "expand"}), 50, kPriorities.size(), priority_json);
}
Reply Jira::resolution(const Call& call, const Arguments&) {
  Parameters none(call, {});
  return whole_list(kResolutions.size(), resolution_json);
}
Reply Jira::resolution_search(const Call& call, const Arguments&) {
  return paged(Parameters(call, {"startAt", "maxResults", "id", "onlyDefault"}), 50, kResolutions.size(), resolution_json);
}

Reply Jira::issue_types(const Call& call, const Arguments&) {
  Parameters none(call, {});
  return whole_list(world_.options.data_center ? 5 : 10, [&](JsonOut& json, std::size_t n) { json_.issue_type(json, static_cast<Type>(n % 5), n >= 5); });
}

const Project& Jira::project_of(const std::string& id_or_key) const {
  for (std::size_t n = 0; n < world_.projects.size(); ++n) {
    const Project& project = world_.projects[n];
    if (static_cast<int>(n) != hidden_ && (project.key == id_or_key || std::to_string(project.id) == id_or_key)) return project;
  }
  refuse(404, "No project could be found with key '" + id_or_key + "'.");
}

Reply Jira::project_search(const Call& call, const Arguments&) {
  Parameters parameters(call, {"startAt", "maxResults", "orderBy", "id", "keys", "query", "typeKey", "categoryId", "action", "expand", "status", "properties", "propertyQuery"});
  const auto keys = parameters.all("keys"), ids = parameters.all("id");
  std::vector<const Project*> shown;
  for (std::size_t n = 0; n < world_.projects.size(); ++n) {
    const Project& project = world_.projects[n];
    if (static_cast<int>(n) == hidden_ || call.faults.contains("empty")) continue;
    if (!keys.empty() && std::find(keys.begin(), keys.end(), project.key) == keys.end()) continue;
    if (!ids.empty() && std::find(ids.begin(), ids.end(), std::to_string(project.id)) == ids.end()) continue;
    shown.push_back(&project);
  }
  const bool lead = parameters.text("expand").find("lead") != std::string::npos;
  return paged(parameters, 100, shown.size(), [&](JsonOut& json, std::size_t n) {
    std::string one;
    JsonOut out(one);
    json_.project(out, *shown[n]);
    if (lead) {
      one.pop_back();
      one += ",\"lead\":";
      JsonOut tail(one);
      json_.user(tail, shown[n]->lead);
      one += "}";
    }
    json.raw(one);
  });
}

Reply Jira::project_list(const Call& call, const Arguments&) {
  if (!world_.options.data_center) refuse(410, "This operation is deprecated; use project/search.");
  Parameters parameters(call, {"includeArchived", "expand", "recent", "browseArchive"});
  Reply reply;
  JsonOut json(reply.body);
  const bool lead = parameters.text("expand").find("lead") != std::string::npos;
  json.open('[');
  for (std::size_t n = 0; n < world_.projects.size(); ++n) {
    if (static_cast<int>(n) == hidden_ || call.faults.contains("empty")) continue;
    std::string one;
    JsonOut out(one);
    json_.project(out, world_.projects[n]);
    if (lead) {
      one.pop_back();
      one += ",\"lead\":";
      JsonOut tail(one);
      json_.user(tail, world_.projects[n].lead);
      one += "}";
    }
    json.raw(one);
  }
  json.close(']');
  return reply;
}

Reply Jira::one_project(const Call& call, const Arguments& arguments) {
  Parameters none(call, {"expand", "properties"});
  const Project& project = project_of(arguments[0]);
  Reply reply;
  JsonOut json(reply.body);
  json_.project(json, project);
  reply.body.pop_back();
  reply.body += ",\"lead\":";
  JsonOut tail(reply.body);
  json_.user(tail, project.lead);
  reply.body += "}";
  return reply;
}

namespace {
void version_json(JsonOut& json, const Project& project, std::size_t n) {
  const Version& version = project.versions[n];
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/version/" + std::to_string(version.id)).key("id").text(std::to_string(version.id)).key("name").text(version.name);
  json.key("archived").boolean(version.archived).key("released").boolean(version.released);
  if (!version.start.empty()) json.key("startDate").text(version.start);
  if (!version.release.empty()) json.key("releaseDate").text(version.release);
  json.key("projectId").integer(project.id).close('}');
}
void component_json(JsonOut& json, const Project& project, std::size_t n) {
  const Component& component = project.components[n];
  json.open('{').key("self").text(std::string(kSite) + "/rest/api/3/component/" + std::to_string(component.id)).key("id").text(std::to_string(component.id)).key("name").text(component.name);
  json.key("project").text(project.key).key("projectId").integer(project.id).close('}');
}
}  // namespace

Reply Jira::project_versions(const Call& call, const Arguments& arguments) {
  const Project& project = project_of(arguments[0]);
  return paged(Parameters(call, {"startAt", "maxResults", "orderBy", "query", "status", "expand"}), 50, project.versions.size(), [&](JsonOut& json, std::size_t n) { version_json(json, project, n); });
}
Reply Jira::project_versions_all(const Call& call, const Arguments& arguments) {
  Parameters none(call, {"expand"});
  const Project& project = project_of(arguments[0]);
  return whole_list(project.versions.size(), [&](JsonOut& json, std::size_t n) { version_json(json, project, n); });
}
Reply Jira::project_components(const Call& call, const Arguments& arguments) {
  const Project& project = project_of(arguments[0]);
  return paged(Parameters(call, {"startAt", "maxResults", "orderBy", "componentSource", "query"}), 50, project.components.size(), [&](JsonOut& json, std::size_t n) { component_json(json, project, n); });
}
Reply Jira::project_components_all(const Call& call, const Arguments& arguments) {
  Parameters none(call, {"componentSource"});
  const Project& project = project_of(arguments[0]);
  return whole_list(project.components.size(), [&](JsonOut& json, std::size_t n) { component_json(json, project, n); });
}

Reply Jira::project_statuses(const Call& call, const Arguments& arguments) {
  Parameters none(call, {});
  const Project& project = project_of(arguments[0]);
  return whole_list(5, [&](JsonOut& json, std::size_t n) {
    json.open('{').key("id").text(std::to_string((project.team_managed ? 10100 : 10000) + static_cast<int>(n))).key("name").text(type_name(static_cast<Type>(n), project.team_managed));
    json.key("subtask").boolean(static_cast<Type>(n) == Type::subtask).key("statuses").open('[');
    for (const int status : project.statuses) json_.status(json, status);
    json.close(']').close('}');
  });
}

Reply Jira::users_search(const Call& call, const Arguments&) {
  Parameters parameters(call, {"startAt", "maxResults", "expand"});
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000), max = std::min<std::int64_t>(1000, parameters.integer("maxResults", 50, 1, 1'000'000));
  Reply reply;
  JsonOut json(reply.body);
  json.open('[');
  for (auto n = start; n < std::min<std::int64_t>(start + max, std::int64_t(world_.people.size())); ++n) json_.user(json, static_cast<int>(n));
  json.close(']');
  return reply;
}

// Data Center has no list of users, only a search that needs some text: "." finds everybody.
Reply Jira::user_search(const Call& call, const Arguments&) {
  Parameters parameters(call, {"username", "startAt", "maxResults", "includeActive", "includeInactive"});
  const auto wanted = parameters.text("username");
  if (wanted.empty()) refuse(400, "The username query parameter was not provided");
  const auto start = parameters.integer("startAt", 0, 0, 1'000'000), max = std::min<std::int64_t>(1000, parameters.integer("maxResults", 50, 1, 1'000'000));
  std::vector<int> found;
  for (std::size_t n = 0; n < world_.people.size(); ++n) {
    const Person& who = world_.people[n];
    if (!who.active && parameters.text("includeInactive") != "true") continue;
    if (wanted == "." || who.login.starts_with(wanted) || who.name.starts_with(wanted)) found.push_back(static_cast<int>(n));
  }
  Reply reply;
  JsonOut json(reply.body);
  json.open('[');
  for (auto n = start; n < std::min<std::int64_t>(start + max, std::int64_t(found.size())); ++n) json_.user(json, found[static_cast<std::size_t>(n)]);
  json.close(']');
  return reply;
}

}  // namespace fakes
