// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string_view>
#include "connectors/jira/site.h"
namespace juno::jira {

// Where a page of a list lies in its answer, and what the answer says about the rest.
struct PagedList {
  std::string_view items = "values";  // member that holds the items; empty = the answer itself is the list
  int page_size = 50;
};

// Visits every item of a list that is paged by startAt: advances by what came, ends at isLast, at `total` or, where
// neither is told, at an empty page. An answer with an item that is no object is asked for again, then Error{remote}, as
// are pages that do not move on. False when Jira does not have the list (404 and the like, or 400 when `may_refuse`).
bool for_each_item(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters,
                   const PagedList& list, const std::function<void(const Json&)>& use, bool may_refuse = false);

}  // namespace juno::jira
