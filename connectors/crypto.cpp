// SPDX-License-Identifier: Apache-2.0
#include "connectors/crypto.h"
#include <array>
#include <climits>
#include <functional>
#include <memory>
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

// What signing needs; names and types as in OpenSSL 3.
struct Signing {
  SharedLibrary library{"libcrypto.so.3", "libssl3"};
  void* (*memory)(const void* data, int size) = library.symbol<void*(const void*, int)>("BIO_new_mem_buf");
  int (*free_memory)(void* memory) = library.symbol<int(void*)>("BIO_free");
  void* (*read_key)(void* memory, void** key, void* callback, void* passphrase) = library.symbol<void*(void*, void**, void*, void*)>("PEM_read_bio_PrivateKey");
  int (*kind)(const void* key) = library.symbol<int(const void*)>("EVP_PKEY_get_base_id");
  void (*free_key)(void* key) = library.symbol<void(void*)>("EVP_PKEY_free");
  void* (*context)() = library.symbol<void*()>("EVP_MD_CTX_new");
  void (*free_context)(void* context) = library.symbol<void(void*)>("EVP_MD_CTX_free");
  int (*begin)(void* context, void** key_context, const void* type, void* engine, void* key) = library.symbol<int(void*, void**, const void*, void*, void*)>("EVP_DigestSignInit");
  int (*sign)(void* context, unsigned char* signature, std::size_t* size, const unsigned char* data, std::size_t data_size) =
      library.symbol<int(void*, unsigned char*, std::size_t*, const unsigned char*, std::size_t)>("EVP_DigestSign");
  void (*forget_errors)() = library.symbol<void()>("ERR_clear_error");
};

const Signing& signing() {
  static const Signing library;
  return library;
}

constexpr int kRsa = 6;  // EVP_PKEY_RSA

using Held = std::unique_ptr<void, std::function<void(void*)>>;

Held private_key(const std::string& pem) {
  const Signing& s = signing();
  const Held memory(s.memory(pem.data(), static_cast<int>(pem.size())), s.free_memory);
  char no_passphrase[] = "";  // an encrypted key must not ask at the terminal
  Held key(memory ? s.read_key(memory.get(), nullptr, nullptr, no_passphrase) : nullptr, s.free_key);
  s.forget_errors();
  if (!key || s.kind(key.get()) != kRsa)
    throw Error(Exit::config, "that is no private RSA key without a passphrase", "use the .pem file as it was downloaded");
  return key;
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

std::string rs256_signature(const std::string& pem, std::string_view data) {
  if (pem.size() > INT_MAX) throw Error(Exit::config, "that is no private key");
  const Signing& s = signing();
  const Held key = private_key(pem), context(s.context(), s.free_context);
  std::array<unsigned char, 2048> signature;  // keys of up to 16,384 bits
  std::size_t size = signature.size();
  if (!context || s.begin(context.get(), nullptr, libcrypto().evp_sha256(), nullptr, key.get()) != 1 || s.sign(context.get(), signature.data(), &size, bytes(data), data.size()) != 1)
    throw Error(Exit::config, "the private key cannot sign");
  return {reinterpret_cast<const char*>(signature.data()), size};
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace juno
