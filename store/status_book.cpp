// SPDX-License-Identifier: Apache-2.0
#include "store/status_book.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {

StatusBook::StatusBook(Database& db, const Site& site) {
  Query q(db, "select id, name, category from status where id >= $1 and id <= $2 order by id");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();)
    add(site.to_tracker(q.integer(0)), q.text(1), q.null(2) ? std::nullopt : std::optional(category_of(q.text(2))));
}

void StatusBook::add(Id status, std::string_view name, std::optional<StatusCategory> category) {
  const bool fresh = !knows(status);
  categories_[status] = category;
  if (!fresh || name.empty()) return;
  const auto [it, first] = names_.try_emplace(std::string(name), status);
  if (!first) it->second = 0;
}

std::optional<StatusCategory> StatusBook::told(Id status) const {
  const auto it = categories_.find(status);
  return it == categories_.end() ? std::nullopt : it->second;
}
Id StatusBook::by_name(std::string_view name) const {
  const auto it = names_.find(name);
  return it == names_.end() ? 0 : it->second;
}
HistoryHints StatusBook::hints() const {
  HistoryHints hints;
  hints.status_by_name = [this](std::string_view name) { return by_name(name); };
  return hints;
}
std::function<StatusCategory(Id)> StatusBook::categories() const {
  return [this](Id status) { return category(status); };
}

}  // namespace juno::store
