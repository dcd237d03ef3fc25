// SPDX-License-Identifier: Apache-2.0
#include "core/learn/item.h"
#include <algorithm>
#include <array>
namespace juno::learn {
namespace {

void remove(std::vector<std::string>& from, const std::string& name) { std::erase(from, name); }
void put(std::vector<std::string>& into, const std::string& name) {
  const auto at = std::lower_bound(into.begin(), into.end(), name);
  if (!name.empty() && (at == into.end() || *at != name)) into.insert(at, name);
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    put(out, std::string(text.substr(at, end - at)));
    at = end + 1;
  }
  return out;
}

void undo(Item& item, const ItemChange& c) {
  switch (c.field) {
    case ItemField::summary: item.summary = c.from; break;
    case ItemField::description: item.description = c.from; break;
    case ItemField::type: item.type = c.from; break;
    case ItemField::priority: item.priority = c.from; break;
    case ItemField::epic: item.epic = c.from; break;
    case ItemField::reporter: item.reporter = c.from; break;
    case ItemField::labels: item.labels = words(c.from); break;  // the whole list each time
    case ItemField::component: remove(item.components, c.to), put(item.components, c.from); break;  // one at a time
  }
}

}  // namespace

std::optional<ItemField> item_field(std::string_view name, std::string_view id) {
  struct Known {
    std::string_view name, id;
    ItemField field;
  };
  static constexpr std::array<Known, 10> kKnown{{{"summary", "summary", ItemField::summary},
                                                {"description", "description", ItemField::description},
                                                {"issuetype", "issuetype", ItemField::type},
                                                {"priority", "priority", ItemField::priority},
                                                {"Epic Link", "", ItemField::epic},
                                                {"IssueParentAssociation", "", ItemField::epic},
                                                {"Parent", "parent", ItemField::epic},
                                                {"reporter", "reporter", ItemField::reporter},
                                                {"labels", "labels", ItemField::labels},
                                                {"Component", "components", ItemField::component}}};
  for (const Known& k : kKnown)
    if (name == k.name || (!id.empty() && id == k.id)) return k.field;
  return std::nullopt;
}

Item item_at(Item now, std::span<const ItemChange> changes, Instant at) {
  std::sort(now.labels.begin(), now.labels.end()), std::sort(now.components.begin(), now.components.end());
  for (std::size_t i = changes.size(); i-- > 0 && changes[i].at > at;) undo(now, changes[i]);
  return now;
}

}  // namespace juno::learn
