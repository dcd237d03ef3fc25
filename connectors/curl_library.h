// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <curl/curl.h>
#include "connectors/shared_library.h"
namespace juno {

// The functions of libcurl that juno uses. Types and constants come from the header; nothing is linked.
struct CurlLibrary {
  SharedLibrary library{"libcurl.so.4", "libcurl4"};
  decltype(&curl_global_init) global_init = load<decltype(curl_global_init)>("curl_global_init");
  decltype(&curl_easy_init) easy_init = load<decltype(curl_easy_init)>("curl_easy_init");
  decltype(&curl_easy_cleanup) easy_cleanup = load<decltype(curl_easy_cleanup)>("curl_easy_cleanup");
  decltype(&curl_easy_reset) easy_reset = load<decltype(curl_easy_reset)>("curl_easy_reset");
  decltype(&curl_easy_setopt) easy_setopt = load<decltype(curl_easy_setopt)>("curl_easy_setopt");
  decltype(&curl_easy_getinfo) easy_getinfo = load<decltype(curl_easy_getinfo)>("curl_easy_getinfo");
  decltype(&curl_easy_strerror) easy_strerror = load<decltype(curl_easy_strerror)>("curl_easy_strerror");
  decltype(&curl_multi_init) multi_init = load<decltype(curl_multi_init)>("curl_multi_init");
  decltype(&curl_multi_cleanup) multi_cleanup = load<decltype(curl_multi_cleanup)>("curl_multi_cleanup");
  decltype(&curl_multi_add_handle) multi_add_handle = load<decltype(curl_multi_add_handle)>("curl_multi_add_handle");
  decltype(&curl_multi_remove_handle) multi_remove_handle = load<decltype(curl_multi_remove_handle)>("curl_multi_remove_handle");
  decltype(&curl_multi_perform) multi_perform = load<decltype(curl_multi_perform)>("curl_multi_perform");
  decltype(&curl_multi_poll) multi_poll = load<decltype(curl_multi_poll)>("curl_multi_poll");
  decltype(&curl_multi_info_read) multi_info_read = load<decltype(curl_multi_info_read)>("curl_multi_info_read");
  decltype(&curl_slist_append) slist_append = load<decltype(curl_slist_append)>("curl_slist_append");
  decltype(&curl_slist_free_all) slist_free_all = load<decltype(curl_slist_free_all)>("curl_slist_free_all");

 private:
  template <class F>
  F* load(const char* name) const { return library.symbol<F>(name); }
};

// Loads libcurl at the first call. Throws Error{config} if it is not installed.
const CurlLibrary& curl();

}  // namespace juno
