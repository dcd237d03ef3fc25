// SPDX-License-Identifier: Apache-2.0
#include "cmd/output.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <system_error>
#include "core/error.h"
namespace juno {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const std::string& file, int error) {
  throw Error(Exit::store, "cannot write " + file + ": " + reason(error),
              error == ENOSPC ? "free some space and run the command again" : "check the folder and its permissions");
}

}  // namespace

struct Output::Impl {
  System& system;
  std::string file, temporary;  // temporary empty = written in place (a device or a pipe)
  int fd = -1;
  bool pipe_closed = false;
};

Output::Output(System& system, const std::string& file) : impl_(new Impl{system, file, {}}) {
  if (file.empty()) return;
  struct stat info{};
  const bool special = ::stat(file.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
  if (special) {
    impl_->fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    impl_->temporary = file + ".XXXXXX";
    impl_->fd = ::mkstemp(impl_->temporary.data());
    // As if created in place: mkstemp's 0600 widened by the umask, or an existing file's own mode kept.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (impl_->fd >= 0) ::fchmod(impl_->fd, info.st_mode ? info.st_mode & 07777 : 0666 & ~mask);
  }
  if (impl_->fd < 0) {
    impl_->temporary.clear();
    fail(file, errno);
  }
}

Output::~Output() {
  if (impl_->fd >= 0) ::close(impl_->fd);
  if (!impl_->temporary.empty()) ::unlink(impl_->temporary.c_str());
}

void Output::write(std::string_view bytes) {
  if (impl_->fd < 0) {
    System& s = impl_->system;
    s.out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (s.out.good()) return;
    const int error = s.out_error ? s.out_error() : EIO;
    if (error == EPIPE) impl_->pipe_closed = true;
    else fail("the answer to stdout", error);
    return;
  }
  while (!bytes.empty()) {
    const ssize_t n = ::write(impl_->fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(impl_->file, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void Output::finish() {
  if (impl_->fd < 0) {
    if (impl_->pipe_closed) return;
    impl_->system.out.flush();
    write({});  // a failing flush is a failing write
    return;
  }
  if (!impl_->temporary.empty() && (::fsync(impl_->fd) != 0 || ::rename(impl_->temporary.c_str(), impl_->file.c_str()) != 0))
    fail(impl_->file, errno);
  impl_->temporary.clear();
}

}  // namespace juno
