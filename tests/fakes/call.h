// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
namespace fakes {

using Headers = std::vector<std::pair<std::string, std::string>>;

// One request, as far as Jira looks at it.
struct Call {
  std::string method, target, path, body;  // target: path with query
  Headers query, headers;                  // header names in lower case
  std::set<std::string, std::less<>> faults;  // misbehaviour that only the handler can play: repeated_token, …
  std::int64_t nodes = 0;                  // of GraphQL, when faults are set: what it may touch at most
  bool gateway = false;                    // came through /ex/jira/{cloudId}
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

struct Reply {
  int status = 200;
  std::string body;
  std::string type = "application/json;charset=UTF-8";
  Headers headers = {};
};

// Ends a request with this answer.
struct Refusal {
  Reply reply;
};
[[noreturn]] void refuse(int status, std::string_view message);           // Jira's {"errorMessages":[…],"errors":{}}
[[noreturn]] void refuse_problem(int status, std::string_view title, Headers headers = {});  // application/problem+json

}  // namespace fakes
