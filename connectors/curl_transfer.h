// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include "connectors/http.h"
#include "connectors/url.h"
namespace juno {

// One libcurl handle with the connections it keeps open. For one thread at a time; loads libcurl.
class CurlConnection {
 public:
  CurlConnection();
  ~CurlConnection();
  CurlConnection(const CurlConnection&) = delete;
  CurlConnection& operator=(const CurlConnection&) = delete;

  // Sends one request, without following redirects; `redirect` receives the absolute address a 3xx answer points to.
  // `time_left` bounds the whole exchange. Throws as Http::send does.
  HttpResponse send(const HttpRequest& request, const Origin& origin, const HttpOptions& options, std::chrono::milliseconds time_left,
                    std::string& redirect);

 private:
  void* easy_ = nullptr;   // CURL
  void* multi_ = nullptr;  // CURLM: owns the open connections
  std::size_t last_body_ = 0;
};

}  // namespace juno
