// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <vector>
#include "core/config.h"
namespace juno {

// What is deployed and fails as one: the configured services, and every repository that none of them names by itself.
class Services {
 public:
  Services(std::span<const ConfiguredService> configured, std::span<const std::string> repositories);
  std::string of_repository(const std::string& repository) const;
  // Where an incident may have happened, ascending: by the configuration's components and projects, by a component or
  // project that is called like a service or its repository, by the repositories of pull requests linked to it; else
  // the only service there is. Empty when nothing tells.
  std::vector<std::string> of_incident(const std::string& project, std::span<const std::string> components, std::span<const std::string> repositories) const;
  std::string team(const std::string& service) const;  // empty = none
  const std::vector<std::string>& names() const { return names_; }  // ascending

 private:
  std::vector<ConfiguredService> configured_;
  std::vector<std::string> repositories_, names_;
};

}  // namespace juno
