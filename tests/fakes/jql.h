// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include "tests/fakes/world.h"
namespace fakes {

// What Jira would answer with 400 and this message.
struct JqlError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The part of JQL that a client of juno's kind writes: project, id, key, sprint, created, updated, type, status and
// resolution with = != in, not in, < <= > >=, is (not) empty; and, or, not, parentheses; order by.
// Dates are read in the account's zone at minute precision. Returns indexes of issues in the asked order (by id where
// nothing is asked). `bounded_only`: refuse a query without a restriction, as the Cloud does.
// `hidden_project`: index of a project that may not be seen; -1 = none.
std::vector<int> find_issues(const World& world, std::string_view jql, bool bounded_only, int hidden_project = -1);

}  // namespace fakes
