// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include "connectors/github/pager.h"
namespace juno::github {

// Visits every node of the list `field` of `node`: those that came along, then the rest by the list's own cursor. A list
// that came without its nodes is asked for from its beginning, unless the token may not see it. Null entries are skipped
// only where the server tells nothing of them even alone.
template <class Use>
void each_of_list(const Api& api, const std::string& what, const Json& node, const char* field, const std::string& id, const Query& query, const Use& use) {
  const Json list = node[field];
  if (list.is_null()) return;
  bool holes = !list["nodes"].is_array();
  for (const Json item : list["nodes"]) holes = holes || !item.is_object();
  if (!holes)
    for (const Json item : list["nodes"]) use(item);
  const Json info = list["pageInfo"];
  if (!holes && !info["hasNextPage"].is_true()) return;
  Pager pager(api, {what + ": " + field, &query, {{"id", json_string(id)}}, {"node", field}, kLargestSize}, holes ? "" : std::string(info["endCursor"].text()));
  while (const auto page = pager.next())
    for (const Json item : page->list["nodes"])
      if (item.is_object()) use(item);
}

}  // namespace juno::github
