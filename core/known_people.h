// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <span>
#include <string>
#include "core/config.h"
#include "core/model.h"
namespace juno {

inline constexpr const char* kUnknownPerson = "Unknown";  // a deleted account

// Who is behind an account of the forge, by the configuration: `[people.NAME] github = LOGIN` and the teams' members.
class KnownPeople {
 public:
  explicit KnownPeople(const Config& config);
  // The configured name, else the forge's, else the login; Unknown for nobody.
  std::string name(const Person& person) const;
  std::string team(const Person& person) const;  // empty = none

 private:
  std::map<std::string, std::string> names_, teams_;  // by login, by name; folded
};

}  // namespace juno
