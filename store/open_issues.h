// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "core/triage.h"
#include "store/query.h"
namespace juno::store {

// What triage asks of single issues: one look-up each.
class OpenIssues {
 public:
  explicit OpenIssues(Database& db);
  OpenIssue read(Id cached);

 private:
  Query issue_, blockers_;
};

}  // namespace juno::store
