// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/time.h"
namespace juno::jira {

// What is cached: projects and the user's extra restriction.
struct Scope {
  std::vector<std::string> projects;  // keys; empty only where every project is meant
  std::string extra;                  // JQL of the user's; put in parentheses
  std::optional<Date> created_since;  // bound of the first sync
};

// A value as a JQL string: quoted, quotes and backslashes escaped, control characters as blanks.
std::string jql_string(std::string_view value);

// Everything in scope, ordered by what edits do not change (created, then key). Always bounded, as Cloud demands.
std::string all_issues(const Scope& scope);
// Of those, what was updated at `since` or later. JQL knows minutes only and reads them in the zone of the account that
// asks, so the time is rounded down to the minute in `account_zone`.
std::string updated_issues(const Scope& scope, Instant since, const Zone& account_zone);

// True if the text has a restriction of its own, not just an order. Throws Error{config} when it ends in ORDER BY.
void check_extra(std::string_view extra);

}  // namespace juno::jira
