// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "connectors/jira/decode.h"
#include "connectors/jira/site.h"
namespace juno::jira {

// The whole histories of some Cloud issues: changelog/bulkfetch to its end, or each issue's own changelog where the site
// has no bulk fetch.
class Changelogs {
 public:
  Changelogs(const Site& site, Decoder& decoder) : site_(site), decoder_(decoder) {}

  // Empty when all of them came; else what is wrong with the answer `broken_body()`.
  std::string fetch(const std::vector<Id>& issues);
  const std::string& broken_body() const { return body_; }

  // Why the history of this issue cannot be read; empty = it can.
  std::string unreadable(Id issue) const;
  // Its edits, which may hold one twice; empties it.
  std::vector<History> take(Id issue);

 private:
  std::string fetch_bulk(const std::vector<Id>& issues, bool& available);

  const Site& site_;
  Decoder& decoder_;
  std::map<Id, std::vector<History>> histories_;
  std::map<Id, std::string> bad_;
  std::string body_;
};

// One issue's changelog, page by page (both deployments); nothing where the site does not offer it.
std::optional<std::vector<History>> fetch_changelog(const Site& site, Decoder& decoder, Id issue);

}  // namespace juno::jira
