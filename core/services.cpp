// SPDX-License-Identifier: Apache-2.0
#include "core/services.h"
#include <algorithm>
#include <set>
#include "core/names.h"
#include "core/wildcard.h"
namespace juno {
namespace {

bool any_like(const std::vector<std::string>& names, const std::string& name) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) { return fold_case(n) == fold_case(name); });
}
std::string short_name(const std::string& repository) { return repository.substr(repository.find('/') + 1); }

}  // namespace

Services::Services(std::span<const ConfiguredService> configured, std::span<const std::string> repositories)
    : configured_(configured.begin(), configured.end()), repositories_(repositories.begin(), repositories.end()) {
  std::set<std::string> all;
  for (const auto& r : repositories_) all.insert(of_repository(r));
  names_.assign(all.begin(), all.end());
}

std::string Services::of_repository(const std::string& repository) const {
  for (const auto& s : configured_)
    for (const auto& pattern : s.repositories)
      if (matches(pattern, repository)) return s.name;
  return repository;
}

std::vector<std::string> Services::of_incident(const std::string& project, std::span<const std::string> components, std::span<const std::string> repositories) const {
  std::set<std::string> found;
  for (const auto& s : configured_) {
    const bool component = std::any_of(components.begin(), components.end(), [&](const std::string& c) { return any_like(s.components, c); });
    if (component || any_like(s.projects, project)) found.insert(s.name);
  }
  for (const auto& component : components)
    for (const auto& r : repositories_)
      if (const std::string service = of_repository(r); fold_case(component) == fold_case(service) || fold_case(component) == fold_case(r) || fold_case(component) == fold_case(short_name(r))) found.insert(service);
  for (const auto& r : repositories) found.insert(of_repository(r));
  if (found.empty() && names_.size() == 1) found.insert(names_.front());
  return {found.begin(), found.end()};
}

std::string Services::team(const std::string& service) const {
  for (const auto& s : configured_)
    if (s.name == service) return s.team;
  return {};
}

}  // namespace juno
