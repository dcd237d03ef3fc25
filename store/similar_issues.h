// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>
#include "core/similar_report.h"
#include "store/database.h"
namespace juno::store {

// What is told of issues that say the same, as they are now; one for each of `ids`; id 0 for those that are gone.
std::vector<SimilarIssue> similar_issues(Database& cache, const std::vector<Id>& ids);

}  // namespace juno::store
