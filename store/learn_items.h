// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
#include "core/learn/cases.h"
#include "store/database.h"
namespace juno::store {

// Issues with the history of what they said, by id; sub-tasks and deleted ones left out. Only what core/learn may look at is read.
// Ordinary issues: all but those of `feature_types`; features: those alone, with the points their children come to.
std::vector<learn::LearnItem> learn_items(Database& cache, const std::vector<std::string>& feature_types, bool features);
// One of either kind by its cache id, as it is.
std::optional<learn::LearnItem> learn_item(Database& cache, Id issue);

}  // namespace juno::store
