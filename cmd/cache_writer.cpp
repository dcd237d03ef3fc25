// SPDX-License-Identifier: Apache-2.0
#include "cmd/cache_writer.h"
#include <filesystem>
#include "core/error.h"
namespace juno {
namespace {

const std::string& with_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failed;
  if (path != ":memory:" && !folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) throw Error(Exit::store, "cannot create " + folder.string() + ": " + failed.message(), "choose another file with --db");
  return path;
}

}  // namespace

CacheWriter::CacheWriter(Context& ctx, const std::string& command)
    : lock_(with_folder(ctx.paths().cache), command, ctx.system.host, ctx.system.now()), cache_(ctx.writable_cache()) {}

}  // namespace juno
