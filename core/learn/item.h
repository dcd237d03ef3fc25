// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/model.h"
namespace juno::learn {

// What an estimate may rest on: what was written in an issue at a moment, and nothing from later (methods.md §7.4). Time
// spent, statuses, resolution, fix versions, comments, watchers, sprints, code and the assignee are left out on purpose.
struct Item {
  std::string summary, description, type, priority, epic;  // epic: key of the epic or parent
  std::string reporter;                                    // account, else name
  std::vector<std::string> labels, components;             // ascending
  friend bool operator==(const Item&, const Item&) = default;
};

// The part of a changelog that says what an item was.
enum class ItemField { summary, description, type, priority, epic, reporter, labels, component };
std::optional<ItemField> item_field(std::string_view name, std::string_view id);
struct ItemChange {
  Instant at;
  ItemField field = ItemField::summary;
  std::string from, to;  // as the changelog writes them: texts; the reporter by account where it has one
};

// The item as it was at `at`, changes of that moment included: from what it is now, each later change undone, the newest first.
// `changes`: oldest first.
Item item_at(Item now, std::span<const ItemChange> changes, Instant at);

}  // namespace juno::learn
