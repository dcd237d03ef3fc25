// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>
namespace juno::test {

// A program run beside the test; killed and waited for at the end.
class Program {
 public:
  explicit Program(const std::vector<std::string>& argv);  // found in PATH; output goes to /dev/null
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  int wait();  // exit code; 127 when it could not be run
 private:
  int pid_ = -1;
};

// A directory of this test's own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace juno::test
