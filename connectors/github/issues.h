// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>
#include "connectors/github/pager.h"
#include "core/model.h"
namespace juno::github {

// GitHub's issues as issues of a tracker: the repository is the project, "owner/name#12" the key, and there are three
// statuses. A type is known where a label says it ("bug", "type: bug", "kind/bug"); else it is "Issue". Nothing tells when
// work began: no status is in progress.
const std::array<Status, 3>& statuses();  // Open, Closed, Not planned

struct IssuePage {
  std::vector<IssueRecord> items;  // newest update first, each with its whole history
  std::vector<BadRecord> bad;
  std::vector<PathError> refused;
  std::string end;
  bool last = true;
  std::optional<Instant> oldest;    // update time of the last one
};

class IssuePages {
 public:
  // `project`: the repository's id.
  IssuePages(const Api& api, const std::string& repository, Id project, std::string after = {});
  std::optional<IssuePage> next();
  void ahead() { pager_.ahead(); }

 private:
  const Api& api_;
  std::string repository_;
  Id project_;
  Pager pager_;
};

}  // namespace juno::github
