// SPDX-License-Identifier: Apache-2.0
#include "connectors/curl_library.h"
#include "core/error.h"
namespace juno {

const CurlLibrary& curl() {
  static const CurlLibrary library = [] {
    CurlLibrary loaded;
    if (loaded.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw Error(Exit::config, "libcurl cannot be initialised");
    return loaded;
  }();
  return library;
}

}  // namespace juno
