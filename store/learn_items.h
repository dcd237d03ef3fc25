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
// Of either kind by their cache ids, in that order, as they are; all must be there.
std::vector<learn::LearnItem> learn_items_of(Database& cache, const std::vector<Id>& issues);

}  // namespace juno::store
