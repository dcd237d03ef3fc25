// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "store/database.h"
namespace juno {

Run version_command(Flags& flags) {
  flags.describe("Prints the version of juno and of the SQLite built into it.");
  flags.output("juno", "version of juno");
  flags.output("sqlite", "version of SQLite");
  return [](Context&) {
    Report r;
    r.summary = {{"juno", "juno", std::string(JUNO_VERSION), Kind::text, {}}, {"sqlite", "SQLite", store::sqlite_version(), Kind::text, {}}};
    return r;
  };
}

}  // namespace juno
