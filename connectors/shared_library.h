// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
namespace juno {

// A system library loaded when it is first needed, so that commands which never need it start without it.
// Stays loaded for the life of the process.
class SharedLibrary {
 public:
  // `soname` as the loader knows it, e.g. "libcurl.so.4"; `package` is named in the hint. Throws Error{config}.
  SharedLibrary(std::string soname, const std::string& package);

  // The function of that name, as a pointer to `Function`. Throws Error{config} if the library lacks it.
  template <class Function>
  Function* symbol(const char* name) const {
    return reinterpret_cast<Function*>(address(name));
  }

 private:
  void* address(const char* name) const;
  std::string soname_;
  void* handle_ = nullptr;
};

}  // namespace juno
