// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include "connectors/jira/issues.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::string_view kListWhat = "Jira issue list";
constexpr std::size_t kIdsPerOffsetPage = 1000;

// Ids of one list page; nothing when an entry cannot be read, because it may hide an issue.
std::optional<std::vector<Id>> ids_in(const Json& list) {
  if (!list.is_array()) return {};
  std::vector<Id> out;
  for (const Json issue : list) {
    out.push_back(id_of(issue["id"]));
    if (out.back() == 0) return {};
  }
  return out;
}

// A list page, asked for again while it has entries that are no issues.
JsonText list_page(const Site& site, std::string_view path, const std::string& body, std::vector<Id>& ids) {
  for (int ask = 1; ask <= kAsks; ++ask) {
    if (ask > 1) pause_before(site, ask);
    JsonText json = post_json(site, kListWhat, path, body);
    if (auto found = ids_in(json.root()["issues"])) {
      ids = std::move(*found);
      return json;
    }
  }
  throw Error(Exit::remote, std::string(kListWhat) + ": the answer has entries that are no issues");
}

std::int64_t number(std::string_view text, std::int64_t otherwise) {
  std::int64_t out = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Page<Id> list_ids(const Site& site, const std::string& jql, const std::string& token) {
  std::string body = "{\"jql\":" + json_string(jql) + ",\"maxResults\":" + std::to_string(kIdsPerPage) + ",\"fields\":[\"id\"]";
  if (!token.empty()) body += ",\"nextPageToken\":" + json_string(token);
  Page<Id> page;
  const JsonText json = list_page(site, api(site, "/search/jql"), body + "}", page.items);
  if (!json.root()["isLast"].is_true()) page.next = json.root()["nextPageToken"].text();
  if (!page.next.empty() && page.next == token) throw Error(Exit::remote, std::string(kListWhat) + ": Jira gives the same page token twice");
  return page;
}

void for_each_id_page(const Site& site, const std::string& jql, const std::function<void(std::vector<Id>)>& use, std::size_t max_pages) {
  std::set<std::string> seen;
  std::string token;
  for (std::size_t n = 0; n < max_pages; ++n) {
    Page<Id> page = list_ids(site, jql, token);
    if (!page.next.empty() && !seen.insert(page.next).second) throw Error(Exit::remote, "Jira issue list: Jira gives the same page token twice");
    token = page.next;
    use(std::move(page.items));
    if (token.empty()) return;
  }
  throw Error(Exit::remote, "Jira issue list: Jira's pages never end (" + std::to_string(max_pages) + " of them so far)");
}

Page<Id> list_ids_by_offset(const Site& site, const std::string& jql, const std::string& cursor) {
  const auto slash = cursor.find('/');  // "startAt/total"
  std::int64_t start = number(cursor, 0);
  const std::int64_t known_total = slash == std::string::npos ? -1 : number(std::string_view(cursor).substr(slash + 1), -1);
  for (bool stepped = false;; stepped = true) {
    Page<Id> page;
    const std::string body = "{\"jql\":" + json_string(jql) + ",\"startAt\":" + std::to_string(start) +
                             ",\"maxResults\":" + std::to_string(kIdsPerOffsetPage) + ",\"fields\":[\"id\"]}";
    const JsonText json = list_page(site, api(site, "/search"), body, page.items);
    const std::int64_t total = json.root()["total"].integer().value_or(-1);
    if (!stepped && total >= 0 && total < known_total && start > 0) {
      start = std::max<std::int64_t>(0, start - (known_total - total));
      continue;
    }
    const auto next = start + static_cast<std::int64_t>(page.items.size());
    if (!page.items.empty() && next < total) page.next = std::to_string(next) + "/" + std::to_string(total);
    return page;
  }
}

}  // namespace juno::jira
