// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
namespace juno::github {

// The GraphQL texts juno sends, whole. Each names its operation; variables are listed with it. Pages are asked for with
// $n nodes, a page size juno lowers when the server finds a query too costly.
struct Query {
  const char* name;  // operation name
  std::string text;
};

const Query& viewer();            // who the token belongs to
const Query& repository();        // $owner $name
const Query& owner_repositories();// $owner $n $after
const Query& pull_requests();     // $owner $name $n $after: newest update first, each with the beginning of its lists
// The rest of one list of a pull request: $id $n $after.
const Query& pull_commits();
const Query& pull_reviews();
const Query& pull_files();
const Query& pull_comments();
const Query& pull_timeline();
const Query& pull_closes();
const Query& pull_labels();
const Query& issues();            // $owner $name $n $after: newest update first
const Query& issue_timeline();    // $id $n $after
const Query& issue_labels();      // $id $n $after
const Query& issue_assignees();   // $id $n $after
const Query& releases();          // $owner $name $n $after: newest first
const Query& deployments();       // $owner $name $n $after: newest first
const Query& deployments_by_id(); // $ids, at most 100
const Query& deployment_statuses();  // $id $n $after
const Query& history();           // $owner $name $head $n $after $since: commits reachable from $head

// All of them, for checking against the schema.
struct AllQueries {
  const Query* const* begin() const;
  const Query* const* end() const;
};

}  // namespace juno::github
