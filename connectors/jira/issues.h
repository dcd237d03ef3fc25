// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>
#include "connectors/jira/decode.h"
#include "connectors/jira/site.h"
#include "connectors/page.h"
#include "core/model.h"
namespace juno::jira {

// What one request pair brought.
struct Batch {
  std::vector<IssueRecord> issues;  // whole histories; Cloud: ascending id, Data Center: the search's order
  std::vector<BadRecord> bad;       // unreadable or refused by the server: to be quarantined
  std::vector<Id> missing;          // asked for, not returned: deleted, or no longer visible to us (a move keeps the id)
  std::vector<Id> truncated;        // issues of this batch whose oldest history the site would not give
};

// --- Cloud: ids first, then whole issues by id ---

inline constexpr std::size_t kIdsPerPage = 5000;
inline constexpr std::size_t kIssuesPerBatch = 100;

// Ids that the JQL finds, in its order: one search/jql request of up to 5,000. `token` empty = first page. A page that
// is short or empty is not the last: only an empty `next` is. A token equal to the one just used is an Error{remote}.
Page<Id> list_ids(const Site& site, const std::string& jql, const std::string& token);

// Follows list_ids to the end and hands each page on. Stops with Error{remote} when a token comes twice or after
// `max_pages`, so that a broken server cannot keep it going for ever.
void for_each_id_page(const Site& site, const std::string& jql, const std::function<void(std::vector<Id>)>& page,
                      std::size_t max_pages = 100'000);

// At most kIssuesPerBatch ids. One issue/bulkfetch, then changelog/bulkfetch to its end; an issue that changed between
// the two is asked for again. An answer that is no valid JSON is narrowed down by halves to the issues that cause it,
// which end in `bad`; when every part fails it is an Error{remote}. Safe to call from several threads at once.
Batch fetch(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids);

// --- Data Center: search only, pages by offset ---

// The same for Data Center, which has no bulk fetch: a search for these ids, histories embedded. A history that the
// server cut short is completed by the issue's own changelog, else the issue is listed as truncated.
Batch fetch_by_search(const Site& site, const FieldMap& fields, const Statuses& statuses, const std::vector<Id>& ids);

// Ids that the JQL finds, 1,000 a request where the server allows it. `start` is empty for the first page, then the `next`
// of the page before. The JQL must order by something that editing an issue does not change (jql.h does). Where the
// server now finds fewer than before, results moved to the front: the page steps back by as many, so that none is
// skipped; ids may then come twice.
Page<Id> list_ids_by_offset(const Site& site, const std::string& jql, const std::string& start);

}  // namespace juno::jira
