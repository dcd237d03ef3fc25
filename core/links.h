// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>
#include "core/forge.h"
namespace juno {

// Issue keys that stand in a text as words ("PAY-12"), in order, each once, in capitals. With `any_case` "pay-12" counts
// too: branch names. What looks like a key and is none (UTF-8, HTTP-404) is left to whoever knows the projects.
std::vector<std::string> keys_in(std::string_view text, bool any_case = false);

// The present key of an issue by any key it has had; empty when its project is not in the cache.
using KnownKey = std::function<std::string(const std::string& key)>;

struct KeyLink {
  std::string issue_key;
  LinkSource source = LinkSource::title;
};
// The issues a pull request is about, each with the strongest source that names it: what the forge says it closes, then
// title, branch, commit messages, body. By key.
std::vector<KeyLink> links_of(const PullRecord& record, const KnownKey& known);

// A commit's place in the history, and where a deployment put it.
struct HistoryNode {
  std::string sha;
  std::vector<std::string> parents;
};
// For each deployment, oldest first, the commits it was the first to bring along: what is reachable from its sha and from
// no earlier one's. The first deployment brings nothing: what it found there is not its doing. A deployment of an
// older state (a rollback), or of a commit that is not in `history`, brings nothing. By sha.
std::vector<std::vector<std::string>> first_shipped(const std::vector<HistoryNode>& history, const std::vector<std::string>& deployed);

}  // namespace juno
