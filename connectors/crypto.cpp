// SPDX-License-Identifier: Apache-2.0
#include "connectors/crypto.h"
#include <array>
#include <climits>
#include "connectors/shared_library.h"
#include "core/error.h"
namespace juno {
namespace {

using Digest = std::array<unsigned char, 32>;

// The few functions of OpenSSL 3 in use; its headers are not needed for these, which have not changed since 0.9.
struct Libcrypto {
  SharedLibrary library{"libcrypto.so.3", "libssl3"};
  unsigned char* (*sha256)(const unsigned char* data, std::size_t size, unsigned char* digest) =
      library.symbol<unsigned char*(const unsigned char*, std::size_t, unsigned char*)>("SHA256");
  const void* (*evp_sha256)() = library.symbol<const void*()>("EVP_sha256");
  unsigned char* (*hmac)(const void* type, const void* key, int key_size, const unsigned char* data, std::size_t size,
                         unsigned char* digest, unsigned int* digest_size) =
      library.symbol<unsigned char*(const void*, const void*, int, const unsigned char*, std::size_t, unsigned char*, unsigned int*)>("HMAC");
};

const Libcrypto& libcrypto() {
  static const Libcrypto library;
  return library;
}

const unsigned char* bytes(std::string_view data) { return reinterpret_cast<const unsigned char*>(data.data()); }

std::string hex(const Digest& digest) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view data) {
  Digest digest{};
  if (!libcrypto().sha256(bytes(data), data.size(), digest.data())) throw Error(Exit::internal, "SHA-256 failed");
  return hex(digest);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view data) {
  if (key.size() > INT_MAX) throw Error(Exit::internal, "HMAC key too long");
  Digest digest{};
  unsigned int size = 0;
  const char* key_data = key.empty() ? "" : key.data();  // a null key would mean "the previous one"
  if (!libcrypto().hmac(libcrypto().evp_sha256(), key_data, static_cast<int>(key.size()), bytes(data), data.size(), digest.data(), &size) ||
      size != digest.size())
    throw Error(Exit::internal, "HMAC-SHA-256 failed");
  return hex(digest);
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace juno
