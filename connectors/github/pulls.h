// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "connectors/github/pager.h"
#include "core/forge.h"
namespace juno::github {

// One page of a repository's pull requests, newest update first, every list of each complete. Repository ids are left 0.
struct PullPage {
  std::vector<PullRecord> items;
  std::vector<BadRecord> bad;        // null even when asked for alone, or without what every pull request has
  std::vector<PathError> refused;    // fields the token may not see; read as empty
  std::string end;                   // cursor behind this page
  bool last = true;
  std::optional<Instant> oldest;     // update time of the last one
};

class PullPages {
 public:
  // `after`: the cursor to go on behind; empty = from the newest.
  PullPages(const Api& api, const std::string& repository, std::string after = {});
  std::optional<PullPage> next();  // nothing after the last, or when the repository is not there
  void ahead() { pager_.ahead(); }
  bool missing() const { return pager_.missing(); }

 private:
  const Api& api_;
  std::string repository_;
  Pager pager_;
};

// {{"owner", …}, {"name", …}} of "owner/name", as JSON.
Variables owner_and_name(const std::string& repository);

}  // namespace juno::github
