// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string_view>
#include <vector>
#include "core/capacity.h"
#include "store/database.h"
namespace juno::store {

// Adds it to the ledger and returns its id; the argument's id is ignored.
std::int64_t add_capacity_change(Database& ledger, const CapacityChange& change);
// Whether the ledger has it already, id aside.
bool has_capacity_change(Database& ledger, const CapacityChange& change);
// Oldest first; of all sprints when `sprint` (the tracker's id) is 0.
std::vector<CapacityChange> capacity_changes(Database& ledger, std::string_view source = {}, Id sprint = 0);

// Hours of work of the sprint's issues by cache id: the original estimate, else what remains. Unestimated ones are left out.
std::map<Id, double> estimated_hours(Database& cache, Id sprint);

}  // namespace juno::store
