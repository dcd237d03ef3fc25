// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/repositories.h"
#include <algorithm>
#include <map>
#include "connectors/github/pager.h"
#include "connectors/github/values.h"
namespace juno::github {
namespace {

FoundRepository::Newest newest(const Json& list) {
  FoundRepository::Newest out;
  if (!list["nodes"].is_array()) return out;
  out.total = list["totalCount"].integer().value_or(-1);
  for (const Json node : list["nodes"]) out.updated = instant(node["updatedAt"]);
  return out;
}

std::optional<FoundRepository> read(const Json& json) {
  FoundRepository out;
  out.repository.id = json["databaseId"].integer().value_or(0);
  out.repository.name = json["nameWithOwner"].text();
  if (out.repository.id <= 0 || out.repository.name.find('/') == std::string::npos) return std::nullopt;
  out.repository.archived = json["isArchived"].is_true();
  out.repository.default_branch = json["defaultBranchRef"]["name"].text();
  out.head = json["defaultBranchRef"]["target"]["oid"].text();
  out.created = instant(json["createdAt"]).value_or(Instant{0});
  out.pulls = newest(json["pullRequests"]);
  out.issues = newest(json["issues"]);
  out.releases = newest(json["releases"]);
  out.deployments = newest(json["deployments"]);
  out.has_issues = !json["hasIssuesEnabled"].exists() || json["hasIssuesEnabled"].is_true();
  return out;
}

struct Pattern {
  std::string owner, name;
  bool wild() const { return name.find('*') != std::string::npos; }
};
Pattern pattern(const std::string& text) {
  const auto slash = text.find('/');
  const Pattern p{text.substr(0, slash), slash == std::string::npos ? "" : text.substr(slash + 1)};
  if (p.owner.empty() || p.name.empty() || p.name.find('/') != std::string::npos || p.owner.find('*') != std::string::npos)
    throw Error(Exit::config, "github.repositories: \"" + text + "\" is no repository", "write OWNER/NAME, or OWNER/* for all of an owner's");
  return p;
}

std::optional<FoundRepository> one(const Api& api, const Pattern& p) {
  const std::string what = "repository " + p.owner + "/" + p.name;
  const Reply reply = ask(api, what, repository(), {{"owner", json_string(p.owner)}, {"name", json_string(p.name)}});
  const Json json = reply.data()["repository"];
  if (json.is_object()) {
    if (auto found = read(json)) return found;
    throw Error(Exit::remote, what + ": the answer names no repository");
  }
  for (const auto& e : reply.errors)
    if (e.type != "NOT_FOUND") throw Error(Exit::partial, what + ": " + e.message, "the token lacks a permission for it");
  return std::nullopt;
}

std::vector<FoundRepository> all_of(const Api& api, const std::string& owner) {
  std::vector<FoundRepository> out;
  Pager pager(api, {"repositories of " + owner, &owner_repositories(), {{"owner", json_string(owner)}}, {"repositoryOwner", "repositories"}});
  while (const auto page = pager.next())
    for (const Json node : page->list["nodes"])
      if (auto found = read(node)) out.push_back(std::move(*found));
  return out;
}

bool matches_from(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') star = p++, resume = n;
    else if (p < pattern.size() && pattern[p] == name[n]) ++p, ++n;
    else if (star != std::string_view::npos) p = star + 1, n = ++resume;
    else return false;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool matches(std::string_view pattern, std::string_view name) { return matches_from(lower(pattern), lower(name)); }

Repositories find_repositories(const Api& api, const std::vector<std::string>& patterns) {
  Repositories out;
  std::map<std::string, FoundRepository> by_name;
  std::map<std::string, std::vector<FoundRepository>> owners;
  for (const auto& text : patterns) {
    const Pattern p = pattern(text);
    std::vector<FoundRepository> found;
    if (!p.wild()) {
      if (auto repository = one(api, p)) found.push_back(std::move(*repository));
    } else {
      const std::string key = lower(p.owner);
      if (!owners.count(key)) owners[key] = all_of(api, p.owner);
      for (const auto& r : owners[key])
        if (matches(p.name, r.repository.name.substr(r.repository.name.find('/') + 1))) found.push_back(r);
    }
    if (found.empty()) out.missing.push_back(text);
    for (auto& r : found) by_name.emplace(r.repository.name, std::move(r));
  }
  for (auto& [name, r] : by_name) out.found.push_back(std::move(r));
  return out;
}

}  // namespace juno::github
