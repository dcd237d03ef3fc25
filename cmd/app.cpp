// SPDX-License-Identifier: Apache-2.0
#include "cmd/app.h"
namespace juno {
int run(const std::vector<std::string>& args, System& system) {
  system.err << "juno: unknown command" << (args.empty() ? "" : ": " + args.front()) << '\n';
  return 2;
}
}  // namespace juno
