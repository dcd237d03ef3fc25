// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "core/forge.h"
#include "store/forge.h"
#include "store/query.h"
namespace juno::store {

// People by their row, each read once.
class People {
 public:
  explicit People(Database& db);
  const Person& at(const std::optional<std::int64_t>& row);  // nobody when there is none

 private:
  Query find_;
  std::unordered_map<std::int64_t, Person> known_;
  Person nobody_;
};

// Names of repositories by id.
class RepositoryNames {
 public:
  explicit RepositoryNames(Database& db);
  const std::string& at(Id id) const;

 private:
  std::unordered_map<Id, std::string> names_;
  std::string none_;
};

// " and COLUMN in (1, 2)", or nothing for no ids. Ids are numbers of ours, so they may stand in the text.
std::string among(std::string_view column, const std::vector<Id>& ids);
inline constexpr Instant kEver{std::numeric_limits<std::int64_t>::min()}, kNever{std::numeric_limits<std::int64_t>::max()};

}  // namespace juno::store
