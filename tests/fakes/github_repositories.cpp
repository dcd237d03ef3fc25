// SPDX-License-Identifier: Apache-2.0
// Resolvers of the roots, repositories, people and commits.
#include <algorithm>
#include <charconv>
#include "tests/fakes/github.h"
namespace fakes {
namespace {

using gql::Json;
using gql::Listing;
using gql::Object;
using gql::Result;

constexpr const char* kWeb = "https://forge.example.invalid/";

Time read_time(const Json& text) {
  int y = 1970, mo = 1, d = 1, h = 0, mi = 0, s = 0;
  if (text.is_string()) std::sscanf(text.get<std::string>().c_str(), "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s);
  return utc(y, mo, d, h, mi, s);
}

Listing repositories_of(const ForgeObjects& o, const std::string& owner, const Json& arguments) {
  Listing out;
  std::vector<const CodeRepository*> found;
  for (const CodeRepository& it : o.forge.repositories)
    if (it.name.starts_with(owner + "/") && (!arguments.contains("isArchived") || arguments["isArchived"] == it.archived)) found.push_back(&it);
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  for (const CodeRepository* it : found) out.items.push_back({o.make("Repository", it), static_cast<std::int64_t>(out.items.size()), it->id});
  out.descending = descending(arguments);
  if (out.descending) std::reverse(out.items.begin(), out.items.end());
  return out;
}

const std::string* find_owner(const Forge& forge, const std::string& login) {
  static const std::string kAcme = "acme";
  if (login == "acme" || login == "Acme") return &kAcme;
  for (const Account& it : forge.accounts)
    if (it.login == login && !it.bot) return &it.login;
  return nullptr;
}

Result by_id(const ForgeObjects& o, const std::string& id) {
  const auto underscore = id.find('_');
  std::int64_t number = 0;
  const auto* digits = id.data() + std::min(id.size(), underscore + 3);
  if (underscore == id.npos || std::from_chars(digits, id.data() + id.size(), number).ec != std::errc{}) return {};
  const auto kind = id.substr(0, underscore);
  const auto pick = [&](const auto& things, const char* type) -> Result {
    for (const auto& it : things)
      if (it.id == number) return o.make(type, &it);
    return {};
  };
  if (kind == "PR") return pick(o.forge.pulls, "PullRequest");
  if (kind == "I") return pick(o.forge.issues, "Issue");
  if (kind == "R") return pick(o.forge.repositories, "Repository");
  if (kind == "DE") return pick(o.forge.deployments, "Deployment");
  if (kind == "RE") return pick(o.forge.releases, "Release");
  return {};
}

// Newest committer date first, as far as git's order can be told without a graph.
Listing history(const ForgeObjects& o, const Revision& head, const Json& arguments) {
  Listing out;
  out.descending = true;
  const auto& main = o.forge.repositories[std::size_t(head.repository)].main;
  const auto at = std::find_if(main.begin(), main.end(), [&](int n) { return &o.forge.revisions[std::size_t(n)] == &head; });
  if (at == main.end()) return out;
  const Time since = arguments.contains("since") ? read_time(arguments["since"]) : 0;
  const Time until = arguments.contains("until") ? read_time(arguments["until"]) : o.forge.world.now;
  for (auto it = main.begin(); it <= at; ++it) {
    const Revision& revision = o.forge.revisions[std::size_t(*it)];
    if (revision.committed >= since && revision.committed <= until) out.items.push_back({o.make("Commit", &revision), revision.committed, *it});
  }
  std::sort(out.items.begin(), out.items.end(), [](const auto& a, const auto& b) { return std::pair(a.order, a.id) > std::pair(b.order, b.id); });
  return out;
}

void resolve_roots(gql::Schema& schema, const ForgeObjects& o) {
  const auto root = [&](const char* field, auto read) {
    schema.resolve("Query", field, [read](const Object&, const Json& arguments, gql::Run& run) -> Result { return read(arguments, run); });
  };
  root("rateLimit", [o](const Json&, gql::Run&) -> Result { return o.make("RateLimit", nullptr); });
  root("viewer", [o](const Json&, gql::Run&) -> Result { return o.make("User", &o.forge.accounts[0]); });
  root("repository", [o](const Json& a, gql::Run& run) -> Result {
    const auto name = a["owner"].get<std::string>() + "/" + a["name"].get<std::string>();
    if (const int n = o.forge.find(name); n >= 0) return o.make("Repository", &o.forge.repositories[std::size_t(n)]);
    run.error("NOT_FOUND", "Could not resolve to a Repository with the name '" + name + "'.");
    return {};
  });
  const auto owner = [o](const char* what) {
    return [o, what](const Json& a, gql::Run& run) -> Result {
      const auto login = a["login"].get<std::string>();
      const auto* known = find_owner(o.forge, login);
      const bool organization = known && *known == "acme";
      if (known && (*what == 'R' || (*what == 'O') == organization)) {
        if (organization) return o.make("Organization", known);
        for (const Account& it : o.forge.accounts)
          if (it.login == login) return o.make("User", &it);
      }
      if (*what == 'R') return {};  // GitHub reports none here
      run.error("NOT_FOUND", std::string("Could not resolve to a") + (*what == 'O' ? "n " : " ") + what + " with the login of '" + login + "'.");
      return {};
    };
  };
  root("repositoryOwner", owner("RepositoryOwner"));
  root("organization", owner("Organization"));
  root("user", owner("User"));
  const auto node = [o](const std::string& id, gql::Run& run) -> Result {
    Result found = by_id(o, id);
    if (found.index() == 0) run.error("NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'");
    return found;
  };
  root("node", [node](const Json& a, gql::Run& run) -> Result { return node(a["id"].get<std::string>(), run); });
  root("nodes", [node](const Json& a, gql::Run& run) -> Result {
    std::vector<Object> out;
    for (const Json& id : a["ids"]) {
      const Result one = node(id.get<std::string>(), run);
      out.push_back(one.index() == 0 ? Object{} : std::get<Object>(one));
    }
    return out;
  });
}

void resolve_people(gql::Schema& schema, const ForgeObjects& o) {
  for (const char* type : {"User", "Bot", "Mannequin"}) {
    on<Account>(schema, type, "id", [](const Account& it) -> Result { return Json(node_id(it.bot ? "BOT" : "U", it.id)); });
    on<Account>(schema, type, "databaseId", [](const Account& it) -> Result { return Json(it.id); });
    on<Account>(schema, type, "login", [](const Account& it) -> Result { return Json(it.login); });
    on<Account>(schema, type, "url", [](const Account& it) -> Result { return Json(kWeb + it.login); });
  }
  on<Account>(schema, "User", "name", [](const Account& it) -> Result { return it.name.empty() ? Json() : Json(it.name); });
  on<Account>(schema, "User", "email", [](const Account& it) -> Result { return Json(it.email); });
  on<Account>(schema, "User", "repositories", [o](const Account& it, const Json& a) -> Result { return repositories_of(o, it.login, a); });
  on<std::string>(schema, "Team", "id", [](const std::string& it) -> Result { return Json("T_" + it); });
  on<std::string>(schema, "Team", "slug", [](const std::string& it) -> Result { return Json(it); });
  on<std::string>(schema, "Team", "name", [](const std::string& it) -> Result { return Json(it); });
  on<std::string>(schema, "Organization", "id", [](const std::string& it) -> Result { return Json("O_" + it); });
  on<std::string>(schema, "Organization", "databaseId", [](const std::string&) -> Result { return Json(77); });
  on<std::string>(schema, "Organization", "login", [](const std::string& it) -> Result { return Json(it); });
  on<std::string>(schema, "Organization", "name", [](const std::string&) -> Result { return Json("Acme Harbour Works"); });
  on<std::string>(schema, "Organization", "url", [](const std::string& it) -> Result { return Json(kWeb + it); });
  on<std::string>(schema, "Organization", "repositories", [o](const std::string& it, const Json& a) -> Result { return repositories_of(o, it, a); });
  for (const char* field : {"cost", "limit", "remaining", "used", "nodeCount", "resetAt"})
    schema.resolve("RateLimit", field, [o, field = std::string(field)](const Object&, const Json&, gql::Run& run) -> Result {
      if (field == "resetAt") return Json(iso_utc(o.forge.world.now + kHour));
      return Json(field == "cost" ? run.checked.cost : field == "limit" ? 5000 : field == "nodeCount" ? run.checked.nodes : field == "used" ? run.checked.cost : 5000 - run.checked.cost);
    });
}

void resolve_commits(gql::Schema& schema, const ForgeObjects& o) {
  const auto plain = [&](const char* field, auto read) { on<Revision>(schema, "Commit", field, [read](const Revision& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const Revision& it) { return "C_" + it.oid; });
  plain("oid", [](const Revision& it) { return it.oid; });
  plain("abbreviatedOid", [](const Revision& it) { return it.oid.substr(0, 7); });
  plain("message", [](const Revision& it) { return it.message; });
  plain("messageHeadline", [](const Revision& it) { return it.message.substr(0, it.message.find('\n')); });
  plain("messageBody", [](const Revision& it) { return it.message.substr(std::min(it.message.size(), it.message.find("\n\n"))); });
  plain("authoredDate", [](const Revision& it) { return iso_utc(it.authored); });
  plain("committedDate", [](const Revision& it) { return iso_utc(it.committed); });
  plain("additions", [](const Revision& it) { return it.additions; });
  plain("deletions", [](const Revision& it) { return it.deletions; });
  plain("changedFilesIfAvailable", [](const Revision& it) { return it.files; });
  plain("url", [](const Revision& it) { return kWeb + it.oid; });
  for (const char* field : {"author", "committer"}) on<Revision>(schema, "Commit", field, [o](const Revision& it) -> Result { return o.make("GitActor", &it); });
  on<Revision>(schema, "GitActor", "name", [](const Revision& it) -> Result { return Json(it.name); });
  on<Revision>(schema, "GitActor", "email", [](const Revision& it) -> Result { return Json(it.email); });
  on<Revision>(schema, "GitActor", "date", [](const Revision& it) -> Result { return Json(iso_utc(it.authored)); });
  on<Revision>(schema, "GitActor", "user", [o](const Revision& it) -> Result {
    if (it.author < 0 || o.forge.accounts[std::size_t(it.author)].bot) return {};
    return o.make("User", &o.forge.accounts[std::size_t(it.author)]);
  });
  on<Revision>(schema, "Commit", "parents", [o](const Revision& it) -> Result {
    Listing out;
    for (const int n : it.parents) out.items.push_back({o.make("Commit", &o.forge.revisions[std::size_t(n)]), static_cast<std::int64_t>(out.items.size()), n});
    return out;
  });
  on<Revision>(schema, "Commit", "associatedPullRequests", [o](const Revision& it) -> Result {
    Listing out;
    for (const int n : it.pulls) out.items.push_back({o.make("PullRequest", &o.forge.pulls[std::size_t(n)]), n, n});
    return out;
  });
  on<Revision>(schema, "Commit", "history", [o](const Revision& it, const Json& a) -> Result { return history(o, it, a); });
  const auto branch = [&](const char* field, auto read) { on<CodeRepository>(schema, "Ref", field, read); };
  branch("id", [](const CodeRepository& it) -> Result { return Json(node_id("REF", it.id)); });
  branch("name", [](const CodeRepository&) -> Result { return Json("main"); });
  branch("prefix", [](const CodeRepository&) -> Result { return Json("refs/heads/"); });
  branch("target", [o](const CodeRepository& it) -> Result { return it.main.empty() ? Result{} : o.revision(it.main.back()); });
}

}  // namespace

gql::Result ForgeObjects::actor(int account) const {
  if (account < 0) return {};
  const Account& it = forge.accounts[std::size_t(account)];
  return make(it.bot ? "Bot" : "User", &it);
}

gql::Result ForgeObjects::reviewer(int subject) const {
  return subject >= 1000 ? gql::Result(make("Team", &Forge::teams()[std::size_t(subject - 1000)])) : actor(subject);
}

gql::Result ForgeObjects::revision(int index) const {
  if (index < 0) return {};
  return make("Commit", &forge.revisions[std::size_t(index)]);
}

gql::Json time_or_null(Time at) { return at == 0 ? Json() : Json(iso_utc(at)); }
bool descending(const gql::Json& arguments) { return arguments.contains("orderBy") && arguments["orderBy"].value("direction", "") == "DESC"; }
std::string node_id(const char* prefix, std::int64_t id) { return std::string(prefix) + "_kw" + std::to_string(id); }

void resolve_repositories(gql::Schema& schema, const Forge& forge) {
  const ForgeObjects o{schema, forge};
  resolve_roots(schema, o);
  resolve_people(schema, o);
  resolve_commits(schema, o);
  const auto plain = [&](const char* field, auto read) { on<CodeRepository>(schema, "Repository", field, [read](const CodeRepository& it) -> Result { return Json(read(it)); }); };
  plain("id", [](const CodeRepository& it) { return node_id("R", it.id); });
  plain("databaseId", [](const CodeRepository& it) { return it.id; });
  plain("nameWithOwner", [](const CodeRepository& it) { return it.name; });
  plain("name", [](const CodeRepository& it) { return it.name.substr(it.name.find('/') + 1); });
  plain("url", [](const CodeRepository& it) { return kWeb + it.name; });
  plain("isArchived", [](const CodeRepository& it) { return it.archived; });
  plain("isFork", [](const CodeRepository&) { return false; });
  plain("isPrivate", [](const CodeRepository&) { return true; });
  plain("isEmpty", [](const CodeRepository& it) { return it.empty; });
  plain("hasIssuesEnabled", [](const CodeRepository& it) { return !it.empty; });
  plain("createdAt", [](const CodeRepository& it) { return iso_utc(it.created); });
  plain("updatedAt", [](const CodeRepository& it) { return iso_utc(it.pushed); });
  plain("pushedAt", [](const CodeRepository& it) { return iso_utc(it.pushed); });
  static const std::string kOwner = "acme";
  on<CodeRepository>(schema, "Repository", "owner", [o](const CodeRepository&) -> Result { return o.make("Organization", &kOwner); });
  const auto branch = [o](const CodeRepository& it, const Json& a) -> Result {
    const bool other = a.contains("qualifiedName") && a["qualifiedName"] != "main" && a["qualifiedName"] != "refs/heads/main";
    return it.main.empty() || other ? Result{} : o.make("Ref", &it);
  };
  on<CodeRepository>(schema, "Repository", "defaultBranchRef", branch);
  on<CodeRepository>(schema, "Repository", "ref", branch);
  on<CodeRepository>(schema, "Repository", "object", [o](const CodeRepository& it, const Json& a) -> Result {
    const auto wanted = a.value("oid", a.value("expression", std::string()));
    if (wanted == "HEAD" || wanted == "main") return it.main.empty() ? Result{} : o.revision(it.main.back());
    for (const Revision& revision : o.forge.revisions)
      if (revision.repository == it.index && revision.oid == wanted) return o.make("Commit", &revision);
    return {};
  });
}

}  // namespace fakes
