// SPDX-License-Identifier: Apache-2.0
#include "core/group_by.h"
#include <map>
#include <tuple>
#include "core/names.h"
namespace juno {

std::vector<Group> group_by(std::size_t count, const std::function<void(std::size_t, std::vector<GroupKey>&)>& keys_of) {
  std::map<std::pair<std::string, Id>, std::vector<std::size_t>> members;
  std::vector<std::size_t> rest;
  std::vector<GroupKey> keys;
  for (std::size_t n = 0; n < count; ++n) {
    keys.clear();
    keys_of(n, keys);
    bool any = false;
    for (const GroupKey& key : keys) {
      if (key.name.empty()) continue;
      any = true;
      auto& in = members[{key.name, key.id}];
      if (in.empty() || in.back() != n) in.push_back(n);  // named twice is in it once
    }
    if (!any) rest.push_back(n);
  }
  std::map<std::tuple<std::string, std::string, Id>, std::vector<std::size_t>> ordered;
  for (auto& [key, in] : members) ordered[{fold_case(key.first), key.first, key.second}] = std::move(in);
  std::vector<Group> out;
  for (auto& [key, in] : ordered) out.push_back({std::get<1>(key), std::move(in)});
  if (!rest.empty()) out.push_back({kUnassigned, std::move(rest)});
  return out;
}

std::vector<Group> group_by(std::size_t count, const std::vector<Period>& periods, const std::function<std::optional<Instant>(std::size_t)>& when) {
  std::vector<Group> out;
  for (const Period& p : periods) out.push_back({p.name, {}});
  for (std::size_t n = 0; n < count; ++n) {
    const auto at = when(n);
    if (!at) continue;
    if (const auto k = step_at(periods, *at)) out[*k].members.push_back(n);
  }
  return out;
}

}  // namespace juno
