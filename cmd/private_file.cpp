// SPDX-License-Identifier: Apache-2.0
#include "cmd/private_file.h"
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include "core/error.h"
namespace juno {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path, int error) {
  throw Error(Exit::config, "cannot " + what + " " + path + ": " + std::generic_category().message(error),
              error == ENOSPC ? "free some space and run the command again" : "check the folder and its permissions");
}

void make_folders(const fs::path& folder) {
  if (folder.empty() || fs::exists(folder)) return;
  make_folders(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("make the folder", folder.string(), errno);
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

std::optional<std::string> read_whole_file(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (fs::is_directory(path, ignored) || !in || !(text << in.rdbuf() || in.peek() == std::ifstream::traits_type::eof())) fail("read", path, errno ? errno : EIO);
  return std::move(text).str();
}

void write_private_file(const std::string& path, std::string_view text) {
  std::error_code ignored;
  const fs::path target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : fs::path(path);
  make_folders(target.parent_path());
  std::string temporary = target.string() + ".XXXXXX";
  const int fd = ::mkstemp(temporary.data());  // mode 0600
  if (fd < 0) fail("write", path, errno);
  int error = write_all(fd, text) && ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (!error && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (!error) return;
  ::unlink(temporary.c_str());
  fail("write", path, error);
}

}  // namespace juno
