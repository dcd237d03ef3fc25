// SPDX-License-Identifier: Apache-2.0
#include "core/known_people.h"
#include "core/names.h"
namespace juno {

KnownPeople::KnownPeople(const Config& config) {
  for (const Team& team : config.teams)
    for (const TeamMember& member : team.members) teams_.try_emplace(fold_case(member.name), team.name);
  for (const ConfiguredPerson& p : config.people) {
    if (!p.github.empty()) names_.try_emplace(fold_case(p.github), p.name);
    if (!p.team.empty()) teams_[fold_case(p.name)] = p.team;
    const auto known = teams_.find(fold_case(p.name));
    const std::string team = known == teams_.end() ? std::string() : known->second;
    for (const auto& alias : p.aliases) {
      if (const auto it = teams_.find(fold_case(alias)); team.empty() && it != teams_.end()) teams_.try_emplace(fold_case(p.name), it->second);
      if (!team.empty()) teams_.try_emplace(fold_case(alias), team);
    }
  }
}

std::string KnownPeople::name(const Person& person) const {
  if (const auto it = names_.find(fold_case(person.account)); !person.account.empty() && it != names_.end()) return it->second;
  if (!person.name.empty()) return person.name;
  return person.account.empty() ? kUnknownPerson : person.account;
}

std::string KnownPeople::team(const Person& person) const {
  for (const std::string& key : {name(person), person.account})
    if (const auto it = teams_.find(fold_case(key)); !key.empty() && it != teams_.end()) return it->second;
  return {};
}

}  // namespace juno
