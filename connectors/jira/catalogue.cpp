// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/catalogue.h"
#include <algorithm>
#include "connectors/jira/paged.h"
#include "connectors/jira/values.h"
#include "core/error.h"
#include "core/names.h"
namespace juno::jira {
namespace {

Project project(const Json& json) {
  Project out;
  out.id = id_of(json["id"]);
  out.key = json["key"].text();
  out.name = json["name"].text();
  out.style = json["style"].text();
  out.lead = person(json["lead"]).account;
  out.archived = json["archived"].is_true();
  return out;
}

// A list that comes whole, as an array. One with an entry that is no object is asked for again, because it may hide one.
template <class Use>
void for_each_in_array(const Site& site, std::string_view what, std::string_view path, Use use) {
  for (int ask = 1; ask <= kAsks; ++ask) {
    if (ask > 1) pause_before(site, ask);
    const JsonText json = get_json(site, what, path);
    bool whole = json.root().is_array();
    for (const Json item : json.root()) whole = whole && item.is_object();
    if (!whole) continue;
    for (const Json item : json.root()) use(item);
    return;
  }
  throw Error(Exit::remote, std::string(what) + ": the answer is no list, or has entries that are none");
}

template <class T>
std::vector<T> by_id(std::map<Id, T> found) {
  std::vector<T> out;
  for (auto& [id, one] : found)
    if (id > 0) out.push_back(std::move(one));
  return out;
}

std::vector<Project> only(std::vector<Project> all, const std::vector<std::string>& keys) {
  std::vector<std::string> known;
  for (const auto& one : all) known.push_back(one.key);
  for (const auto& key : keys) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = nearest(key, known);
    throw Error(Exit::config, "jira.projects: the account sees no project \"" + key + "\"",
                near.empty() ? "check the key, and that the account may browse the project" : "did you mean \"" + near + "\"?");
  }
  if (!keys.empty()) std::erase_if(all, [&](const Project& one) { return std::find(keys.begin(), keys.end(), one.key) == keys.end(); });
  return all;
}

std::string project_path(const Site& site, const Project& project, std::string_view rest) {
  return api(site, "/project/" + std::to_string(project.id) + std::string(rest));
}

// A list of a project: paged on Cloud, whole on Data Center.
template <class Use>
void for_each_of_project(const Site& site, const Project& project, const std::string& what, std::string_view noun, Use use) {
  if (site.cloud) for_each_item(site, what, project_path(site, project, "/" + std::string(noun)), {}, {}, use);
  else for_each_in_array(site, what, project_path(site, project, "/" + std::string(noun) + "s"), use);
}

}  // namespace

Statuses fetch_statuses(const Site& site) {
  Statuses out;
  for_each_in_array(site, "Jira statuses", api(site, "/status"), [&](const Json& json) {
    const Id id = id_of(json["id"]);
    if (id > 0) out.insert_or_assign(id, Status{id, std::string(json["name"].text()), category(json["statusCategory"], StatusCategory::todo)});
  });
  return out;
}

std::vector<Project> fetch_projects(const Site& site, const std::vector<std::string>& keys) {
  std::map<Id, Project> found;
  const auto add = [&](const Json& json) {
    Project one = project(json);
    if (!one.key.empty()) found.insert_or_assign(one.id, std::move(one));
  };
  if (site.cloud) for_each_item(site, "Jira projects", api(site, "/project/search"), {{"expand", "lead"}}, {.page_size = 100}, add);
  else for_each_in_array(site, "Jira projects", api(site, "/project"), add);
  return only(by_id(std::move(found)), keys);
}

std::vector<Version> fetch_versions(const Site& site, const Project& project) {
  std::map<Id, Version> found;
  for_each_of_project(site, project, "versions of " + project.key, "version", [&](const Json& json) {
    Version one;
    one.id = id_of(json["id"]);
    one.project = project.id;
    one.name = json["name"].text();
    one.released = json["released"].is_true();
    one.archived = json["archived"].is_true();
    one.start = parse_date(json["startDate"].text());
    one.release = parse_date(json["releaseDate"].text());
    found.insert_or_assign(one.id, std::move(one));
  });
  return by_id(std::move(found));
}

std::vector<Component> fetch_components(const Site& site, const Project& project) {
  std::map<Id, Component> found;
  for_each_of_project(site, project, "components of " + project.key, "component", [&](const Json& json) {
    const Id id = id_of(json["id"]);
    found.insert_or_assign(id, Component{id, project.id, std::string(json["name"].text())});
  });
  return by_id(std::move(found));
}

Users fetch_users(const Site& site) {
  Users out;
  const std::string note = "the account may not browse users: people are known only from issues";
  if (!site.cloud) return out;  // Data Center has no list of all users; issues name those who matter
  std::map<std::string, Person> found;
  try {
    const bool there = for_each_item(site, "Jira users", api(site, "/users/search"), {}, {.items = "", .page_size = 1000}, [&](const Json& json) {
      Person one = person(json);
      if (!one.account.empty()) found.insert_or_assign(one.account, std::move(one));
    });
    if (!there) out.note = note;
  } catch (const Error& error) {
    if (error.exit != Exit::partial) throw;
    out.note = note;
  }
  for (auto& [account, one] : found) out.people.push_back(std::move(one));
  return out;
}

}  // namespace juno::jira
