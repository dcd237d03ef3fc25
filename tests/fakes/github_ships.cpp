// SPDX-License-Identifier: Apache-2.0
// Resolvers of releases and deployments.
#include <algorithm>
#include "tests/fakes/github.h"
namespace fakes {
namespace {

using gql::Json;
using gql::Listing;
using gql::Result;

// What GitHub calls the state of the whole deployment.
std::string deployment_state(const Deployment& it) {
  const std::string last = it.steps.back().state;
  return last == "SUCCESS" ? "ACTIVE" : last;
}

template <class Make>
Listing newest(const std::vector<int>& indexes, const Json& arguments, Make make) {
  Listing out;
  for (const int n : indexes)
    if (const auto item = make(n); item.object.type) out.items.push_back(item);
  out.descending = descending(arguments);
  std::sort(out.items.begin(), out.items.end(), [&](const gql::Item& a, const gql::Item& b) {
    return out.descending ? std::pair(a.order, a.id) > std::pair(b.order, b.id) : std::pair(a.order, a.id) < std::pair(b.order, b.id);
  });
  return out;
}

void resolve_releases(gql::Schema& schema, const ForgeObjects& o) {
  const auto plain = [&](const char* field, auto read) { on<Release>(schema, "Release", field, [read](const Release& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const Release& it) { return node_id("RE", it.id); });
  plain("databaseId", [](const Release&) { return nullptr; });
  plain("tagName", [](const Release& it) { return it.tag; });
  plain("name", [](const Release& it) { return it.name.empty() ? Json() : Json(it.name); });
  plain("description", [](const Release&) { return nullptr; });
  plain("isDraft", [](const Release& it) { return it.draft; });
  plain("isPrerelease", [](const Release& it) { return it.prerelease; });
  plain("isLatest", [](const Release&) { return false; });
  plain("createdAt", [](const Release& it) { return iso_utc(it.created); });
  plain("publishedAt", [](const Release& it) { return time_or_null(it.published); });
  plain("updatedAt", [](const Release& it) { return iso_utc(std::max(it.created, it.published)); });
  plain("url", [](const Release& it) { return "https://forge.example.invalid/" + it.tag; });
  // A draft's tag does not exist yet.
  on<Release>(schema, "Release", "tagCommit", [o](const Release& it) -> Result { return it.draft ? Result{} : o.revision(it.revision); });
  on<Release>(schema, "Release", "author", [o](const Release& it) -> Result { return o.actor(it.author); });
  on<CodeRepository>(schema, "Repository", "releases", [o](const CodeRepository& it, const Json& a) -> Result {
    return newest(it.releases, a, [&](int n) { return gql::Item{o.make("Release", &o.forge.releases[std::size_t(n)]), o.forge.releases[std::size_t(n)].created, o.forge.releases[std::size_t(n)].id}; });
  });
}

void resolve_statuses(gql::Schema& schema, const ForgeObjects& o) {
  const auto plain = [&](const char* field, auto read) { on<DeploymentStep>(schema, "DeploymentStatus", field, [read](const DeploymentStep& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const DeploymentStep& it) { return node_id("DES", it.id); });
  plain("state", [](const DeploymentStep& it) { return it.state; });
  plain("createdAt", [](const DeploymentStep& it) { return iso_utc(it.at); });
  plain("updatedAt", [](const DeploymentStep& it) { return iso_utc(it.at); });
  for (const char* field : {"environment", "description", "logUrl", "environmentUrl"}) plain(field, [](const DeploymentStep&) { return nullptr; });
  on<DeploymentStep>(schema, "DeploymentStatus", "creator", [o](const DeploymentStep&) -> Result { return o.actor(21); });
}

}  // namespace

void resolve_ships(gql::Schema& schema, const Forge& forge) {
  const ForgeObjects o{schema, forge};
  resolve_releases(schema, o);
  resolve_statuses(schema, o);
  const auto plain = [&](const char* field, auto read) { on<Deployment>(schema, "Deployment", field, [read](const Deployment& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const Deployment& it) { return node_id("DE", it.id); });
  plain("databaseId", [](const Deployment&) { return nullptr; });
  for (const char* field : {"environment", "originalEnvironment", "latestEnvironment"}) plain(field, [](const Deployment& it) { return it.environment; });
  plain("task", [](const Deployment& it) { return it.task; });
  plain("description", [](const Deployment&) { return nullptr; });
  plain("createdAt", [](const Deployment& it) { return iso_utc(it.created); });
  plain("updatedAt", [](const Deployment& it) { return iso_utc(it.steps.back().at); });
  plain("state", [](const Deployment& it) { return deployment_state(it); });
  on<Deployment>(schema, "Deployment", "commitOid", [o](const Deployment& it) -> Result { return Json(o.forge.revisions[std::size_t(it.revision)].oid); });
  on<Deployment>(schema, "Deployment", "commit", [o](const Deployment& it) -> Result { return o.revision(it.revision); });
  on<Deployment>(schema, "Deployment", "ref", [o](const Deployment& it) -> Result { return o.make("Ref", &o.forge.repositories[std::size_t(it.repository)]); });
  on<Deployment>(schema, "Deployment", "creator", [o](const Deployment& it) -> Result { return o.actor(it.creator); });
  on<Deployment>(schema, "Deployment", "latestStatus", [o](const Deployment& it) -> Result { return o.make("DeploymentStatus", &it.steps.back()); });
  // GitHub lists statuses newest first.
  on<Deployment>(schema, "Deployment", "statuses", [o](const Deployment& it) -> Result {
    Listing out;
    for (auto step = it.steps.rbegin(); step != it.steps.rend(); ++step) out.items.push_back({o.make("DeploymentStatus", &*step), static_cast<std::int64_t>(out.items.size()), step->id});
    return out;
  });
  on<CodeRepository>(schema, "Repository", "deployments", [o](const CodeRepository& it, const Json& a) -> Result {
    return newest(it.deployments, a, [&](int n) {
      const Deployment& deployment = o.forge.deployments[std::size_t(n)];
      const bool wanted = !a.contains("environments") || std::find(a["environments"].begin(), a["environments"].end(), deployment.environment) != a["environments"].end();
      return gql::Item{wanted ? o.make("Deployment", &deployment) : gql::Object{}, deployment.created, deployment.id};
    });
  });
}

}  // namespace fakes
