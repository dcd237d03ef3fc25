// SPDX-License-Identifier: Apache-2.0
#include "connectors/http.h"
namespace juno {

std::optional<std::string_view> header(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

std::string request_id(const HttpResponse& response) {
  for (const char* name : {"atl-traceid", "x-arequestid", "x-github-request-id", "x-request-id"})
    if (const auto id = header(response, name)) {
      std::string text(id->substr(0, 100));  // it goes to a terminal: printable characters only
      std::erase_if(text, [](char c) { return c < 0x20 || c > 0x7e; });
      return text;
    }
  return {};
}

bool repeatable(const HttpRequest& request) {
  return request.read_only || request.method == "GET" || request.method == "HEAD";
}

}  // namespace juno
