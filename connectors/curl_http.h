// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include "connectors/http.h"
namespace juno {

// The real network, by libcurl, which is loaded at the first send. Connections are kept and used again; each thread that
// sends at the same time has its own. Proxies come from http_proxy, https_proxy, all_proxy and no_proxy, never for
// loopback hosts. TLS certificates and host names are always verified.
std::unique_ptr<Http> make_curl_http(HttpOptions options);

}  // namespace juno
