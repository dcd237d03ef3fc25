// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/failure.h"
namespace juno {

// Which deployment first brought a commit, a pull request or an issue to production. Deployments are numbered as given.
class Shipped {
 public:
  Shipped(std::span<const Deploy> deploys, std::span<const Commit> commits, std::span<const DeployedPull> pulls);

  // By a sha or the beginning of one (7 digits or more); nothing when unknown or when several begin so.
  std::optional<std::size_t> by_sha(std::string_view sha) const;
  // "#12" of `repository`, or "owner/name#12".
  std::optional<std::size_t> by_pull(std::string_view reference, const std::string& repository) const;
  // The last pull request of that title in the repository that was shipped before deployment `before`.
  std::optional<std::size_t> by_title(std::string_view title, const std::string& repository, std::size_t before) const;
  // Whatever an incident may name: a sha, "owner/name#12", an issue's key, a deployment's id. Ascending.
  std::vector<std::size_t> named(const std::string& what) const;
  // Whether `sha` was live before `other` came: shipped by an earlier deployment, or committed earlier in the same one.
  // A sha that none of the deployments shipped counts as older than all that were, when its commit is known.
  bool older(const std::string& sha, const std::string& other) const;

 private:
  struct Origin {
    std::ptrdiff_t deploy = -1;  // -1: none of those given
    std::int64_t committed = 0;
  };
  std::map<std::string, Origin, std::less<>> by_sha_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_pull_, by_title_, by_issue_, by_id_;
};

}  // namespace juno
