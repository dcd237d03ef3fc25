// SPDX-License-Identifier: Apache-2.0
#include "core/shipped.h"
#include <algorithm>
namespace juno {
namespace {

constexpr std::size_t kShortSha = 7;

std::optional<std::size_t> first_of(const std::map<std::string, std::vector<std::size_t>, std::less<>>& in, std::string_view key) {
  const auto it = in.find(key);
  return it == in.end() ? std::nullopt : std::optional(it->second.front());
}

}  // namespace

Shipped::Shipped(std::span<const Deploy> deploys, std::span<const Commit> commits, std::span<const DeployedPull> pulls) {
  for (const Commit& c : commits) by_sha_.try_emplace(c.sha, Origin{-1, c.committed.ms});
  for (std::size_t d = 0; d < deploys.size(); ++d) {
    if (!deploys[d].live) continue;
    by_id_[deploys[d].id].push_back(d);
    const auto claim = [&](const std::string& sha) {
      auto& origin = by_sha_[sha];
      if (origin.deploy < 0) origin.deploy = static_cast<std::ptrdiff_t>(d);
    };
    for (const std::size_t c : deploys[d].commits) claim(commits[c].sha);
    for (const std::size_t p : deploys[d].pulls) {
      const PullRequest& pull = pulls[p].pull;
      by_pull_[pull.repository_name + "#" + std::to_string(pull.number)].push_back(d);
      by_title_[pull.repository_name + "\n" + pull.title].push_back(d);
      for (const auto& key : pulls[p].issues) by_issue_[key].push_back(d);
    }
    // The first one known brought its own commit at the latest.
    if (!deploys[d].known && !deploys[d].sha.empty()) claim(deploys[d].sha);
  }
}

std::optional<std::size_t> Shipped::by_sha(std::string_view sha) const {
  if (sha.size() < kShortSha) return std::nullopt;
  std::optional<std::size_t> found;
  for (auto it = by_sha_.lower_bound(sha); it != by_sha_.end() && std::string_view(it->first).starts_with(sha); ++it) {
    if (it->second.deploy < 0) continue;
    if (found) return std::nullopt;
    found = static_cast<std::size_t>(it->second.deploy);
  }
  return found;
}

std::optional<std::size_t> Shipped::by_pull(std::string_view reference, const std::string& repository) const {
  return first_of(by_pull_, reference.starts_with('#') ? repository + std::string(reference) : std::string(reference));
}

std::optional<std::size_t> Shipped::by_title(std::string_view title, const std::string& repository, std::size_t before) const {
  const auto it = by_title_.find(repository + "\n" + std::string(title));
  if (it == by_title_.end()) return std::nullopt;
  std::optional<std::size_t> found;
  for (const std::size_t d : it->second)
    if (d < before) found = d;
  return found;
}

std::vector<std::size_t> Shipped::named(const std::string& what) const {
  std::vector<std::size_t> all;
  if (const auto d = by_sha(what)) all.push_back(*d);
  for (const auto* map : {&by_pull_, &by_issue_, &by_id_})
    if (const auto it = map->find(what); it != map->end()) all.insert(all.end(), it->second.begin(), it->second.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Shipped::older(const std::string& sha, const std::string& other) const {
  const auto a = by_sha_.find(sha), b = by_sha_.find(other);
  if (a == by_sha_.end() || b == by_sha_.end()) return false;
  return std::pair(a->second.deploy, a->second.committed) < std::pair(b->second.deploy, b->second.committed);
}

}  // namespace juno
