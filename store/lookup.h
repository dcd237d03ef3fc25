// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include "core/model.h"
#include "store/query.h"
#include "store/site.h"
namespace juno::store {

// Turns words and people into the small integers rows hold, remembering what it met. Memory is bounded: a lookup that
// has met very many forgets and starts anew.
class Lookup {
 public:
  Lookup(Database& db, const Site& site);
  // The id of a word among words of that kind; nothing for an empty word. `kind` must outlive the call only.
  std::optional<std::int64_t> term(std::string_view kind, std::string_view name);
  // The id of a person; nothing when account and name are both empty. What is new or differs is written; an empty
  // e-mail, zone or kind never wipes a known one. Only the list of people itself (`listed`) says that somebody is active
  // again: mentions often leave it out.
  std::optional<std::int64_t> person(const Person& person, bool listed = false);
  // How person() last changed the table, for counting.
  enum class Effect { none, inserted, updated };
  Effect last_effect() const { return effect_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  struct Known {
    std::int64_t id = 0;
    Person person;
  };
  void forget_after_rollback();
  Known read_person(const std::string& identity, const Person& person);
  Database& db_;
  Site site_;
  std::int64_t rollbacks_ = 0;
  std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> terms_;
  std::unordered_map<std::string, Known, Hash, std::equal_to<>> people_;
  std::string key_;
  Effect effect_ = Effect::none;
  Query find_term_, add_term_, find_person_, add_person_, set_person_;
};

// Text as rows hold it: no text is null.
inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
inline std::optional<std::int64_t> id_or_null(Id id) { return id == 0 ? std::nullopt : std::optional<std::int64_t>(id); }

}  // namespace juno::store
