// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "connectors/http.h"
namespace juno {

inline constexpr std::string_view kAtlassianApi = "https://api.atlassian.com";

// `{api}/ex/jira/{cloud_id}`: where scoped tokens and OAuth reach a Jira Cloud site. Throws Error{config} if the id holds
// anything but letters, digits and hyphens.
std::string gateway_base(std::string_view cloud_id, std::string_view api = kAtlassianApi);

// The cloud id of a Jira Cloud site, which it tells anybody. Throws Error{remote} if this is no such site.
std::string cloud_id_of(Http& http, std::string_view site_url);

// A site that an OAuth login was granted.
struct GrantedSite {
  std::string cloud_id, url, name;
  std::vector<std::string> scopes;
};
// All of them, in the server's order. `http` must add the access token for `api`.
std::vector<GrantedSite> granted_sites(Http& http, std::string_view api = kAtlassianApi);

}  // namespace juno
