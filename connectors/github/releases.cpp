// SPDX-License-Identifier: Apache-2.0
#include "connectors/github/releases.h"
#include <algorithm>
#include "connectors/github/pulls.h"
#include "connectors/github/rest_of_list.h"
#include "connectors/github/values.h"
namespace juno::github {
namespace {

// Walks the nodes of a page; what `read` cannot read, or came broken, goes to `bad`.
template <class T, class Read>
ForgePage<T> page_of(GraphPage& page, const char* stream, const std::string& repository, const Read& read) {
  ForgePage<T> out;
  out.end = page.end;
  out.last = page.last;
  out.refused = std::move(page.refused);
  std::size_t position = 0;
  for (const Json node : page.list["nodes"]) {
    const bool broken = std::find(page.broken.begin(), page.broken.end(), position++) != page.broken.end();
    std::optional<T> item = broken ? std::nullopt : read(node);
    if (item) out.items.push_back(std::move(*item));
    else out.bad.push_back({stream, repository + " " + (node["id"].is_string() ? text(node["id"]) : "behind " + page.end), broken ? "GitHub tells of it in part only" : "it lacks its id or time", ""});
  }
  return out;
}

Listing listing(const char* what, const std::string& repository, const Query& query, const char* field, int size) {
  return {what + (" of " + repository), &query, owner_and_name(repository), {"repository", field}, size};
}

std::optional<Deployment> deployment(const Api& api, const std::string& repository, const Json& node) {
  const auto created = instant(node["createdAt"]);
  if (!created || !node["id"].is_string()) return std::nullopt;
  Deployment d;
  d.created = *created;
  d.repository_name = repository;
  d.id = node["id"].text();
  d.environment = node["originalEnvironment"].is_string() ? text(node["originalEnvironment"]) : text(node["environment"]);
  d.ref = node["ref"]["name"].text();
  d.task = node["task"].text();
  d.sha = node["commitOid"].text();
  d.creator = actor(node["creator"]);
  each_of_list(api, repository + " deployment", node, "statuses", d.id, deployment_statuses(), [&](const Json& s) {
    if (const auto at = instant(s["createdAt"])) d.statuses.push_back({*at, lower(s["state"].text()), text(s["environment"])});
  });
  // GitHub lists statuses newest first.
  std::reverse(d.statuses.begin(), d.statuses.end());
  std::stable_sort(d.statuses.begin(), d.statuses.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  settle(d, lower(node["state"].text()));
  return d;
}

}  // namespace

ReleasePages::ReleasePages(const Api& api, const std::string& repository, std::string after)
    : repository_(repository), pager_(api, listing("releases", repository, releases(), "releases", 50), std::move(after)) {}

std::optional<ForgePage<Release>> ReleasePages::next() {
  auto page = pager_.next();
  if (!page) return std::nullopt;
  return page_of<Release>(*page, "releases", repository_, [&](const Json& node) -> std::optional<Release> {
    const auto created = instant(node["createdAt"]);
    if (!created || !node["id"].is_string()) return std::nullopt;
    Release r;
    r.repository_name = repository_;
    r.id = node["id"].text(), r.tag = node["tagName"].text(), r.name = node["name"].text(), r.sha = node["tagCommit"]["oid"].text();
    r.draft = node["isDraft"].is_true(), r.prerelease = node["isPrerelease"].is_true();
    r.author = actor(node["author"]);
    r.created = *created, r.published = instant(node["publishedAt"]);
    return r;
  });
}

DeploymentPages::DeploymentPages(const Api& api, const std::string& repository, std::string after)
    : api_(api), repository_(repository), pager_(api, listing("deployments", repository, deployments(), "deployments", 50), std::move(after)) {}

std::optional<ForgePage<Deployment>> DeploymentPages::next() {
  auto page = pager_.next();
  if (!page) return std::nullopt;
  return page_of<Deployment>(*page, "deployments", repository_, [&](const Json& node) { return deployment(api_, repository_, node); });
}

ForgePage<Deployment> deployments_by_id(const Api& api, const std::string& repository, const std::vector<std::string>& ids) {
  constexpr std::size_t kAtOnce = 50;
  ForgePage<Deployment> out;
  for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
    std::string list;
    for (std::size_t n = from; n < std::min(ids.size(), from + kAtOnce); ++n) list += (list.empty() ? "" : ",") + json_string(ids[n]);
    const Reply reply = ask(api, "deployments of " + repository, deployments_by_id(), {{"ids", "[" + list + "]"}});
    for (const Json node : reply.data()["nodes"])
      if (auto d = deployment(api, repository, node)) out.items.push_back(std::move(*d));
  }
  return out;
}

HistoryPages::HistoryPages(const Api& api, const std::string& repository, const std::string& head, std::optional<Instant> since, std::string after)
    : repository_(repository), pager_(api, [&] {
        Listing l = listing("commits", repository, history(), "object", kLargestSize);
        l.path = {"repository", "object", "history"};
        l.variables.emplace_back("head", json_string(head));
        l.variables.emplace_back("since", since ? json_string(format_instant(*since)) : "null");
        return l;
      }(), std::move(after)) {}

std::optional<ForgePage<Commit>> HistoryPages::next() {
  auto page = pager_.next();
  if (!page) return std::nullopt;
  return page_of<Commit>(*page, "commits", repository_, [&](const Json& node) -> std::optional<Commit> {
    const auto authored = instant(node["authoredDate"]), committed = instant(node["committedDate"]);
    Commit c;
    c.sha = node["oid"].text();
    if (c.sha.empty() || (!authored && !committed)) return std::nullopt;
    c.author = git_author(node["author"]);
    c.committed = committed ? *committed : *authored;
    c.authored = authored ? *authored : *committed;
    c.message = node["message"].text();
    c.additions = node["additions"].integer(), c.deletions = node["deletions"].integer();
    for (const Json parent : node["parents"]["nodes"]) c.parents.push_back(text(parent["oid"]));
    c.on_default = true;
    return c;
  });
}

}  // namespace juno::github
