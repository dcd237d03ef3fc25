// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <unistd.h>
#include <utility>
namespace juno {

// An open file, closed at the end of its scope; negative when opening failed.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close_now(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return fd_; }
  int close_now() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }  // as close(2)

 private:
  int fd_;
};

}  // namespace juno
