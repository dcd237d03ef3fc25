// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>
#include "core/model.h"
#include "store/site.h"
namespace juno::store {

// Walks all issues of a site by id in batches of at most `batch` records: raw JSON and stored changes (deleted ones too).
// The caller decodes raw with the new field map and upserts; each batch is read before the callback runs, so it may write and
// commit. Memory is bounded by a batch. Records without a raw have it empty: their `issue` is as cached.
void each_raw_issue(Database& db, const Site& site, std::size_t batch, const std::function<void(std::vector<IssueRecord>&&)>& use);

// Recomputes started, done, membership and sprint timelines of every issue from what is cached (no raw, no network): after
// status categories changed. Commits every few thousand issues. Returns how many issues had different facts.
std::int64_t refresh_facts(Database& db, const Site& site, const FieldMap& fields);

}  // namespace juno::store
