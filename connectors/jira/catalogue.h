// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "connectors/jira/decode.h"
#include "connectors/jira/site.h"
#include "core/model.h"
namespace juno::jira {

// Statuses with their categories, taken from the category's key (names are translated and not unique).
Statuses fetch_statuses(const Site& site);

// Projects that may be seen, ascending id. With `keys`: those only, and one that is not there is an Error{config}.
std::vector<Project> fetch_projects(const Site& site, const std::vector<std::string>& keys = {});

std::vector<Version> fetch_versions(const Site& site, const Project& project);
std::vector<Component> fetch_components(const Site& site, const Project& project);

struct Users {
  std::vector<Person> people;  // ascending account
  std::string note;            // why there are none, when the account may not browse users; empty = all well
};
Users fetch_users(const Site& site);

}  // namespace juno::jira
