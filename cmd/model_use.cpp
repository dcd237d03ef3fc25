// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/model_data.h"
#include "store/models.h"
namespace juno {
namespace {

struct ModelUseArguments {
  std::string model, reason;
};

Report run(const ModelUseArguments& o, Context& ctx) {
  ctx.ledger(store::Database::Mode::read_write);
  const auto version = model_named(ctx, o.model);
  store::use_model(ctx.ledger(store::Database::Mode::read_write), version.id, ctx.now(), ctx.system.user(), o.reason);
  Report r;
  r.title = "Model " + std::to_string(version.id) + " is now used for " + std::string(learn::to_string(version.what.target));
  r.summary = {{"version", "", version.id, Kind::integer, "", {}}, {"target", "Learned", std::string(learn::to_string(version.what.target)), Kind::text, "", {}}, {"method", "Method", version.what.method, Kind::text, "", {}}};
  return r;
}

}  // namespace

Run model_use(Flags& flags) {
  auto o = std::make_shared<ModelUseArguments>();
  flags.positional("VERSION", o->model, "The version's number").required = true;
  flags.value("--reason", o->reason, "TEXT", "Why, for the ledger");
  flags.describe("Uses another version from now on; all others stay. The next training may take over again, and says so.");
  flags.example("juno model use 3 --reason \"the newer one was trained on the move to the new board\"", "Go back to an older one");
  flags.output("version, target, method", "the one in use now");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
