// SPDX-License-Identifier: Apache-2.0
#include "connectors/http.h"
namespace juno {

std::optional<std::string_view> header(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

}  // namespace juno
