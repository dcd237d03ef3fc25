// SPDX-License-Identifier: Apache-2.0
#include "connectors/atlassian.h"
#include <nlohmann/json.hpp>
#include "connectors/url.h"
#include "core/error.h"
namespace juno {
namespace {


bool is_cloud_id(std::string_view id) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  return !id.empty() && id.size() <= 100 && id.find_first_not_of(kAllowed) == id.npos;
}

std::string text(const nlohmann::json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

// The JSON of a successful answer; anything else is an error about `what`.
nlohmann::json fetched(Http& http, const std::string& url, const std::string& what, const std::string& hint) {
  HttpRequest request;
  request.url = url;
  request.headers = {{"Accept", "application/json"}};
  const HttpResponse response = http.send(request);
  nlohmann::json json = nlohmann::json::parse(response.body, nullptr, false);
  if (response.status == 200 && !json.is_discarded()) return json;
  Error error(Exit::remote, to_string(origin_of(url)) + ": " + what + " cannot be read (status " + std::to_string(response.status) + ")", hint);
  error.request_id = request_id(response);
  throw error;
}

}  // namespace

std::string gateway_base(std::string_view cloud_id, std::string_view api) {
  if (!is_cloud_id(cloud_id)) throw Error(Exit::config, "not a cloud id: it holds characters other than letters, digits and hyphens", "see SITE/_edge/tenant_info");
  return without_slash(api) + "/ex/jira/" + std::string(cloud_id);
}

std::string cloud_id_of(Http& http, std::string_view site_url) {
  const Origin origin = origin_of(site_url);
  const std::string hint = "check that this is a Jira Cloud site, or set cloud_id";
  const nlohmann::json json = fetched(http, to_string(origin) + "/_edge/tenant_info", "the site's cloud id", hint);
  const std::string id = text(json, "cloudId");
  if (!is_cloud_id(id)) throw Error(Exit::remote, to_string(origin) + ": the site's answer holds no cloud id", hint);
  return id;
}

std::vector<GrantedSite> granted_sites(Http& http, std::string_view api) {
  const std::string url = without_slash(api) + "/oauth/token/accessible-resources";
  const nlohmann::json json = fetched(http, url, "the list of granted sites", "log in again: juno auth login");
  std::vector<GrantedSite> sites;
  for (const nlohmann::json& entry : json.is_array() ? json : nlohmann::json::array()) {
    GrantedSite site{text(entry, "id"), text(entry, "url"), text(entry, "name"), {}};
    if (!is_cloud_id(site.cloud_id)) continue;
    const auto scopes = entry.find("scopes");
    for (const nlohmann::json& scope : scopes != entry.end() && scopes->is_array() ? *scopes : nlohmann::json::array())
      if (scope.is_string()) site.scopes.push_back(scope.get<std::string>());
    sites.push_back(std::move(site));
  }
  return sites;
}

}  // namespace juno
