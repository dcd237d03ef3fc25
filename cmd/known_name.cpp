// SPDX-License-Identifier: Apache-2.0
#include "cmd/known_name.h"
#include "core/names.h"
namespace juno {

std::string known_name(Context& ctx, store::NameKind kind, const std::string& given, const char* what) {
  std::vector<NameCandidate> candidates;
  for (const auto& n : store::names(ctx.cache(), kind)) candidates.push_back({n.text, {}, n.detail});
  return candidates[resolve_name(given, candidates, what, "")].name;
}

void settle_names(Context& ctx, store::NameKind kind, std::vector<std::string>& given, const char* what) {
  for (std::string& name : given) name = known_name(ctx, kind, name, what);
}

}  // namespace juno
