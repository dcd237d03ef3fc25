// SPDX-License-Identifier: Apache-2.0
#include "connectors/shared_library.h"
#include <dlfcn.h>
#include <utility>
#include "core/error.h"
namespace juno {

SharedLibrary::SharedLibrary(std::string soname, const std::string& package) : soname_(std::move(soname)) {
  handle_ = dlopen(soname_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle_)
    throw Error(Exit::config, "the system library " + soname_ + " cannot be loaded", "install it: on Debian, apt install " + package);
}

void* SharedLibrary::address(const char* name) const {
  void* found = dlsym(handle_, name);
  if (!found) throw Error(Exit::config, "the system library " + soname_ + " is too old: it lacks " + name, "upgrade it");
  return found;
}

}  // namespace juno
