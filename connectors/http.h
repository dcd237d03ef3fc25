// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
namespace juno {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;    // absolute
  Headers headers;    // without credentials in logs: names in kSecretHeaders are masked
  std::string body;   // sent as is; empty = none
};

struct HttpResponse {
  int status = 0;
  Headers headers;    // names in lower case, in the order received
  std::string body;   // decoded (gunzipped)
};

// First header of that (lower-case) name, or nothing.
std::optional<std::string_view> header(const HttpResponse& response, std::string_view name);

// How to reach servers: the same for every request of a run.
struct HttpOptions {
  std::string ca_file;                 // PEM bundle; empty = the system's
  std::string user_agent = "juno";
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};    // no byte for that long
  std::chrono::milliseconds total_timeout{300'000};  // the whole request
  std::size_t max_response_bytes = 256u << 20;       // after decoding; more is an error
  std::function<bool()> interrupted;                 // polled while waiting; true ends the request
};

// The one way out to the network. Blocking; thread-safe: several threads may send at once.
class Http {
 public:
  virtual ~Http() = default;
  // Any HTTP status returns. Throws Error{remote} if no complete response arrived (connect, TLS, time-out, reset, too
  // large), Error{interrupted} when interrupted. Follows redirects only to the same host, so that credentials never
  // travel; refuses plain http except to loopback addresses.
  virtual HttpResponse send(const HttpRequest& request) = 0;
};

}  // namespace juno
