// SPDX-License-Identifier: Apache-2.0
#include "core/links.h"
#include <algorithm>
#include <unordered_map>
#include <vector>
#include "core/text.h"
namespace juno {
namespace {

constexpr std::size_t kLongestProject = 32, kLongestNumber = 9;

// Bytes of other alphabets are letters: "ÄPAY-1" holds no key.
bool word(char c) { return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

// The length of the key that starts here; 0 for none.
std::size_t key_at(std::string_view text, bool any_case) {
  const auto first = [&](char c) { return any_case ? is_letter(c) : is_upper(c); };
  if (text.empty() || !first(text[0])) return 0;
  std::size_t at = 1;
  while (at < text.size() && at <= kLongestProject && (first(text[at]) || is_digit(text[at]) || (!any_case && text[at] == '_'))) ++at;
  if (at < 2 || at > kLongestProject || at >= text.size() || text[at] != '-') return 0;
  const std::size_t number = ++at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == number || at - number > kLongestNumber || text[number] == '0') return 0;
  return at < text.size() && word(text[at]) && !(any_case && text[at] == '_') ? 0 : at;
}

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

}  // namespace

std::vector<std::string> keys_in(std::string_view text, bool any_case) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    // In a branch words are often tied by _ (feature_pay-12_refund), which is a letter elsewhere.
    const bool starts = at == 0 || !word(text[at - 1]) || (any_case && text[at - 1] == '_');
    const std::size_t length = starts ? key_at(text.substr(at), any_case) : 0;
    if (length == 0) {
      ++at;
      continue;
    }
    std::string key = capitals(text.substr(at, length));
    if (std::find(out.begin(), out.end(), key) == out.end()) out.push_back(std::move(key));
    at += length;
  }
  return out;
}

std::vector<KeyLink> links_of(const PullRecord& r, const KnownKey& known) {
  std::map<std::string, LinkSource> strongest;
  const auto add = [&](const std::string& key, LinkSource source) {
    const std::string now = known(key);
    if (now.empty()) return;
    const auto [it, added] = strongest.emplace(now, source);
    if (!added && source < it->second) it->second = source;
  };
  for (const auto& issue : r.closes) add(issue, LinkSource::closing);
  for (const auto& key : keys_in(r.pull.title)) add(key, LinkSource::title);
  for (const auto& key : keys_in(r.pull.head_ref, true)) add(key, LinkSource::branch);
  for (const auto& commit : r.commits)
    for (const auto& key : keys_in(commit.message)) add(key, LinkSource::commit);
  for (const auto& key : keys_in(r.pull.body)) add(key, LinkSource::body);
  std::vector<KeyLink> out;
  for (const auto& [key, source] : strongest) out.push_back({key, source});
  return out;
}

std::vector<std::vector<std::string>> first_shipped(const std::vector<HistoryNode>& history, const std::vector<std::string>& deployed) {
  std::unordered_map<std::string_view, const HistoryNode*> by_sha;
  for (const auto& node : history) by_sha.emplace(node.sha, &node);
  std::unordered_map<std::string_view, bool> shipped;
  std::vector<std::vector<std::string>> out(deployed.size());
  bool first = true;
  for (std::size_t i = 0; i < deployed.size(); ++i) {
    std::vector<std::string_view> open{deployed[i]};
    bool known = false;
    while (!open.empty()) {
      const auto found = by_sha.find(open.back());
      open.pop_back();
      if (found == by_sha.end()) continue;
      known = true;
      if (!shipped.emplace(found->first, true).second) continue;
      if (!first) out[i].emplace_back(found->first);
      for (const auto& parent : found->second->parents) open.emplace_back(parent);
    }
    std::sort(out[i].begin(), out[i].end());
    if (known) first = false;
  }
  return out;
}

}  // namespace juno
