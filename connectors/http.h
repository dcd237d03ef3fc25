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
  Headers headers;    // never logged: they carry credentials
  std::string body;   // sent as is; empty = none
  bool read_only = false;  // a POST that changes nothing (a search): may be sent again like a GET
  bool costly = false;     // 502 and 504 mean that it asks for too much: not sent again as it is
};

struct HttpResponse {
  int status = 0;
  Headers headers;    // names in lower case, in the order received
  std::string body;   // decoded (gunzipped)
};

// First header of that (lower-case) name, or nothing.
std::optional<std::string_view> header(const HttpResponse& response, std::string_view name);

// The remote's own id of the request, for Error::request_id and support tickets; empty if it gave none.
std::string request_id(const HttpResponse& response);

// True if sending the request twice does no harm: GET, HEAD, or marked read_only.
bool repeatable(const HttpRequest& request);

// How to reach servers: the same for every request of a run.
struct HttpOptions {
  std::string ca_file;                 // PEM bundle; empty = SSL_CERT_FILE, else the system's
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
  // large), marked transient where trying again may help; Error{interrupted} when interrupted; Error{config} for a URL
  // or CA file that cannot be used. Follows redirects only to the same scheme, host and port, so that credentials never
  // travel; refuses plain http except to loopback addresses. No message holds a header, a body, or a URL's query.
  virtual HttpResponse send(const HttpRequest& request) = 0;
};

}  // namespace juno
