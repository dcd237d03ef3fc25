// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "core/history.h"
#include "core/model.h"
#include "store/site.h"
namespace juno::store {

// One issue as it is cached, with its history. Ids are the tracker's own: the record could be written back as it is.
struct StoredIssue {
  Id id = 0;                        // the cache's
  Site site;
  IssueRecord record;               // raw is empty unless asked for
  Moments moments;                  // the facts kept with the issue
  bool gap = false;                 // its history contradicts itself
  std::optional<Instant> deleted;
  std::optional<std::int64_t> comment_count;  // nothing when comments were never read
};
// By present or former key ("PAY-12", or "acme/PAY-12" with several sites), any case. Nothing when unknown; throws
// Error{usage} listing the candidates when several sites have that key and none was named.
std::optional<StoredIssue> find_issue(Database& db, std::string_view key, bool with_raw = false);
std::optional<StoredIssue> find_issue(Database& db, Id cached, bool with_raw = false);

// Tracker ids of the project's issues that are not deleted, ascending: what an ids-only listing is compared with.
std::vector<Id> ids_of_project(Database& db, const Site& site, Id project);
// Project key → how many issues not deleted.
std::int64_t count_of_project(Database& db, const Site& site, Id project);

std::vector<Comment> comments_of(Database& db, Id cached);  // by created, id
std::vector<Worklog> worklogs_of(Database& db, Id cached);  // by started, id

}  // namespace juno::store
