// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "connectors/jira/record.h"
#include "connectors/jira/values.h"
#include "core/error.h"
namespace juno::jira {

History history(const Json& json, Id issue) {
  History out;
  out.issue = issue;
  out.id = id_of(json["id"]);
  if (out.id == 0) throw Error(Exit::remote, "a history has no id");
  const auto at = instant(json["created"], "created of history " + std::to_string(out.id));
  if (!at) throw Error(Exit::remote, "history " + std::to_string(out.id) + " has no time");
  const Person author = person(json["author"]);
  int ordinal = 0;
  for (const Json item : json["items"]) {
    Change change;
    change.history = out.id;
    change.ordinal = ordinal++;
    change.at = *at;
    change.author = author;
    for (const auto& [key, value] : item.fields()) {
      if (key == "field") change.field = value.text();
      else if (key == "fieldId") change.field_id = value.text();
      else if (key == "from") change.from = text_of(value);
      else if (key == "fromString") change.from_text = text_of(value);
      else if (key == "to") change.to = text_of(value);
      else if (key == "toString") change.to_text = text_of(value);
    }
    out.changes.push_back(std::move(change));
  }
  return out;
}

std::vector<Change> merged(std::vector<History> histories) {
  const auto when = [](const History& h) { return h.changes.empty() ? Instant{} : h.changes.front().at; };
  std::stable_sort(histories.begin(), histories.end(), [&](const History& a, const History& b) {
    return std::pair(when(a), a.id) < std::pair(when(b), b.id);
  });
  std::vector<Change> out;
  Id last = 0;
  for (auto& one : histories) {
    if (one.changes.empty() || one.id == last) continue;  // the same edit may come on two pages
    last = one.id;
    std::move(one.changes.begin(), one.changes.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace juno::jira
