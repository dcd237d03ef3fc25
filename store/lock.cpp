// SPDX-License-Identifier: Apache-2.0
#include "store/lock.h"
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <utility>
#include <vector>
#include "core/error.h"
namespace juno::store {
namespace {

std::string read_all(int fd) {
  char buffer[1024];
  const auto n = ::pread(fd, buffer, sizeof buffer, 0);
  return n > 0 ? std::string(buffer, static_cast<std::size_t>(n)) : std::string();
}

// What the file says, in words; its lines are pid, host, command, since. Control characters of a hostile file are dropped.
std::string holder(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') lines.emplace_back();
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) lines.back() += c;
  }
  if (lines.size() < 4) return "another process";
  return "process " + lines[0] + " on " + lines[1] + " (" + lines[2] + ") since " + lines[3];
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text.substr(0, 200);
}

}  // namespace

WriterLock::WriterLock(const std::string& cache_path, const std::string& command, const std::string& host, Instant now) {
  if (cache_path == ":memory:") return;
  const std::string path = cache_path + ".lock";
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0) throw Error(Exit::store, "cannot create " + path, "check the folder's permissions, or choose another file with --db");
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    const std::string who = holder(read_all(fd_));
    ::close(std::exchange(fd_, -1));
    if (!held) throw Error(Exit::store, "cannot lock " + path, "the file system may not support locks: choose another file with --db");
    throw Error(Exit::store, cache_path + " is being written by " + who, "wait for it to finish; reports work meanwhile");
  }
  const std::string text = std::to_string(::getpid()) + "\n" + one_line(host) + "\n" + one_line(command) + "\n" + format_instant(now) + "\n";
  // The text only helps a message: the lock itself holds without it, also on a full disk.
  if (::ftruncate(fd_, 0) == 0 && ::pwrite(fd_, text.data(), text.size(), 0) < 0) return;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
WriterLock::~WriterLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace juno::store
