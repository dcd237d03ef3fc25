// SPDX-License-Identifier: Apache-2.0
#include "store/packed.h"
#include <zstd.h>
#include "core/error.h"
namespace juno::store {
namespace {
constexpr int kLevel = 1;                                // raw records are written far more often than read
constexpr unsigned long long kLongest = 64ull << 20;     // a damaged header must not ask for all memory
}  // namespace

struct Packer::Impl {
  ZSTD_CCtx* in = ZSTD_createCCtx();
  ZSTD_DCtx* out = ZSTD_createDCtx();
  std::string buffer;
  ~Impl() {
    ZSTD_freeCCtx(in);
    ZSTD_freeDCtx(out);
  }
};
Packer::Packer() : impl_(std::make_unique<Impl>()) {}
Packer::Packer(Packer&&) noexcept = default;
Packer::~Packer() = default;

std::string_view Packer::pack(std::string_view text) {
  const std::size_t room = ZSTD_compressBound(text.size());
  if (impl_->buffer.size() < room) impl_->buffer.resize(room);
  const std::size_t size = ZSTD_compressCCtx(impl_->in, impl_->buffer.data(), impl_->buffer.size(), text.data(), text.size(), kLevel);
  if (ZSTD_isError(size)) throw Error(Exit::internal, std::string("cannot compress a record: ") + ZSTD_getErrorName(size));
  return {impl_->buffer.data(), size};
}

std::string Packer::unpack(std::string_view bytes) const {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  const char* damaged = "a raw record in the cache is damaged";
  const char* hint = "move the cache away and run `juno sync`: it is rebuilt";
  if (size > kLongest) throw Error(Exit::store, damaged, hint);  // unknown and error are the largest values
  std::string text(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompressDCtx(impl_->out, text.data(), text.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) || got != text.size()) throw Error(Exit::store, damaged, hint);
  return text;
}

BackgroundPacker::BackgroundPacker(std::vector<std::string_view> texts) {
  // A thread costs more than packing a few texts.
  const auto policy = texts.size() < 16 ? std::launch::deferred : std::launch::async;
  packed_ = std::async(policy, [all = std::move(texts)] {
    Packer packer;
    std::vector<std::string> packed;
    packed.reserve(all.size());
    for (const auto text : all) packed.emplace_back(packer.pack(text));
    return packed;
  });
}
std::vector<std::string> BackgroundPacker::take() { return packed_.get(); }

}  // namespace juno::store
