// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "connectors/github/api.h"
#include "core/forge.h"
namespace juno::github {

// A repository and the newest of each kind in it, which tells whether anything moved since it was last read.
struct FoundRepository {
  Repository repository;     // id is GitHub's own; the name is the present one, whatever it was asked by
  std::string head;          // sha of the default branch; empty when there is no commit
  Instant created;
  struct Newest {
    std::int64_t total = -1;        // -1: not told
    std::optional<Instant> updated; // of the newest; nothing when there is none
    // Nothing came or changed at `since` or later.
    bool quiet(Instant since) const { return total == 0 || (total > 0 && updated && *updated < since); }
  };
  Newest pulls, issues, releases, deployments;
  bool has_issues = true;
};
struct Repositories {
  std::vector<FoundRepository> found;  // by name; each once
  std::vector<std::string> missing;    // patterns that name or match nothing
};
// `patterns` as configured: owner/name, where * in the name matches any characters. Throws Error{config} for a pattern of
// another form, and as ask().
Repositories find_repositories(const Api& api, const std::vector<std::string>& patterns);

// Whether a name is matched, case aside.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace juno::github
