// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
namespace juno::store {

// Compresses and unpacks raw records with zstd, keeping its work memory between calls.
class Packer {
 public:
  Packer();
  Packer(Packer&&) noexcept;
  ~Packer();
  std::string_view pack(std::string_view text);     // valid until the next pack
  // Throws Error{store} when damaged, or longer than 64 MB unpacked.
  std::string unpack(std::string_view bytes) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace juno::store
