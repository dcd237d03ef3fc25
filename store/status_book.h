// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include "core/history.h"
#include "store/site.h"
namespace juno::store {

// A site's statuses (tracker ids) as the rules of core/history ask for them.
class StatusBook {
 public:
  StatusBook(Database& db, const Site& site);
  bool knows(Id status) const { return categories_.count(status) != 0; }
  // What somebody told; nothing for a status that only histories mention.
  std::optional<StatusCategory> told(Id status) const;
  StatusCategory category(Id status) const { return told(status).value_or(StatusCategory::todo); }
  Id by_name(std::string_view name) const;  // 0 = none or several
  void add(Id status, std::string_view name, std::optional<StatusCategory> category);
  // Refer to this book: it must outlive them.
  HistoryHints hints() const;
  std::function<StatusCategory(Id)> categories() const;

 private:
  std::unordered_map<Id, std::optional<StatusCategory>> categories_;
  std::map<std::string, Id, std::less<>> names_;
};

}  // namespace juno::store
