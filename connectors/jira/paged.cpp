// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/paged.h"
#include <optional>
#include "connectors/jira/values.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr int kMaxPages = 10'000;

Json items_of(const JsonText& json, const PagedList& list) { return list.items.empty() ? json.root() : json.root()[list.items]; }

bool all_objects(const Json& items) {
  if (!items.is_array()) return false;
  for (const Json item : items)
    if (!item.is_object()) return false;
  return true;
}

// Nothing when Jira does not have the list.
std::optional<JsonText> page(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters, const PagedList& list, bool may_refuse) {
  std::string defect, request_id;
  for (int ask = 1; ask <= kAsks; ++ask) {
    if (ask > 1) pause_before(site, ask);
    const Answer answer = get(site, what, path, parameters);
    if (!answer.found && answer.status == 400 && !may_refuse) refuse(what, answer);
    if (!answer.found) return {};
    JsonText json(answer.body);
    if (all_objects(items_of(json, list))) return json;
    defect = json.root().exists() ? "the answer has no list, or entries that are none" : "the answer is not JSON: " + json.defect();
    request_id = answer.request_id;
  }
  Error error(Exit::remote, std::string(what) + ": " + defect);
  error.request_id = request_id;
  throw error;
}

}  // namespace

bool for_each_item(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters, const PagedList& list,
                   const std::function<void(const Json&)>& use, bool may_refuse) {
  std::int64_t start = 0;
  std::string last_page;
  for (int n = 0; n < kMaxPages; ++n) {
    Parameters all = parameters;
    all.emplace_back("startAt", std::to_string(start));
    all.emplace_back("maxResults", std::to_string(list.page_size));
    const auto json = page(site, what, path, all, list, may_refuse);
    if (!json) return false;
    std::int64_t count = 0;
    std::string this_page;
    for (const Json item : items_of(*json, list)) {
      this_page += text_of(item["id"]) + std::string(item["accountId"].text()) + "\n";
      ++count;
    }
    if (count > 0 && this_page == last_page) throw Error(Exit::remote, std::string(what) + ": Jira gives the same page twice");
    last_page = std::move(this_page);
    for (const Json item : items_of(*json, list)) use(item);
    start += count;
    const auto total = json->root()["total"].integer();
    if (count == 0 || json->root()["isLast"].is_true() || (total && start >= *total)) return true;
  }
  throw Error(Exit::remote, std::string(what) + ": Jira's pages never end");
}

}  // namespace juno::jira
