// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include "core/error.h"
#include "store/ledger.h"
namespace juno::store {
namespace {

using Sha256 = unsigned char* (*)(const unsigned char* data, std::size_t size, unsigned char* digest);

// Loaded at first use: only snapshots need it, and linking it would slow every start.
Sha256 library() {
  static const Sha256 function = [] {
    for (const char* name : {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"})
      if (void* handle = dlopen(name, RTLD_NOW | RTLD_LOCAL))
        if (void* symbol = dlsym(handle, "SHA256")) return reinterpret_cast<Sha256>(symbol);
    throw Error(Exit::store, "cannot load libcrypto, which computes SHA-256", "install OpenSSL's library (Debian: libssl3)");
  }();
  return function;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[32];
  library()(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

}  // namespace juno::store
