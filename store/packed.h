// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
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

// Packs many texts beside the caller's own work: compressing takes a quarter of the time that writing rows does. The texts must
// live until take() or the destructor.
class BackgroundPacker {
 public:
  explicit BackgroundPacker(std::vector<std::string_view> texts);
  std::vector<std::string> take();  // in the order of the texts; once

 private:
  std::future<std::vector<std::string>> packed_;
};

}  // namespace juno::store
