// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include "cmd/commands.h"
#include "store/models.h"
namespace juno {

Run model_list(Flags& flags) {
  flags.describe("Every version that was trained, oldest first, with the history it saw, what it was off by on history it had not seen, and how many outcomes its 90 % ranges held.");
  flags.example("juno model list", "Which are there, and which are used?");
  flags.output("[].{version,target,used,method,trained_at,from_at,to_at,known,unit,judged,error,median_error,p,coverage,ranges,author}", "one for each");
  return [](Context& ctx) {
    std::vector<learn::ModelVersion> all;
    if (std::filesystem::exists(ctx.paths().ledger)) all = store::models(ctx.ledger(store::Database::Mode::read_only));
    return learn::version_list(all);
  };
}

}  // namespace juno
