// SPDX-License-Identifier: Apache-2.0
#include "core/snapshot.h"
#include <algorithm>
#include "cmd/chosen_sprint.h"
#include "cmd/commands.h"
#include "core/error.h"
#include "store/ledger.h"
#include "store/site.h"
namespace juno {
namespace {

struct SprintSnapshotArguments : SprintOptions {
  std::string kind;
  bool list = false;
};

Report listed(Context& ctx) {
  Section s{"snapshots", "Snapshots", {}, {}, false};
  s.table.columns = {{"id", "Id", Kind::integer}, {"sprint", "Sprint", Kind::text, true}, {"kind", "Kind"}, {"taken_at", "Taken", Kind::instant}, {"author", "By"}, {"sha256", "SHA-256", Kind::text, true}};
  for (const auto& one : store::snapshots(ctx.ledger(store::Database::Mode::read_only)))
    s.table.rows.push_back({one.id, one.sprint_name, one.kind, one.taken, one.author, one.sha256});
  Report r;
  r.sections.push_back(std::move(s));
  return r;
}

// What a person would call it: the plan before or at the start, the result after the close.
std::string kind_for(const ChosenSprint& c, const std::string& given) {
  if (!given.empty()) return given;
  switch (c.sprint.state) {
    case SprintState::future: return "baseline";
    case SprintState::active: return "interim";
    case SprintState::closed: return "final";
  }
  return "interim";
}

Report taken(const SprintSnapshotArguments& options, Context& ctx) {
  const ChosenSprint chosen = choose_sprint(ctx, options);
  const auto input = chosen.input();
  const auto sites = store::sites(ctx.cache());
  const auto site = std::find_if(sites.begin(), sites.end(), [&](const store::Site& s) { return s.number == chosen.row.site; });
  if (site == sites.end()) throw Error(Exit::store, "the cache does not know the sprint's site", "run `juno sync`");
  store::Snapshot snapshot;
  snapshot.source = site->name;
  snapshot.sprint = site->to_tracker(chosen.row.sprint.id);
  snapshot.sprint_name = chosen.sprint.name;
  snapshot.kind = kind_for(chosen, options.kind);
  snapshot.taken = ctx.now();
  snapshot.author = ctx.system.user();
  snapshot.body = canonical_json(content_of(sprint_report(input), input));
  store::Database& ledger = ctx.ledger(store::Database::Mode::read_write);
  const auto id = store::add_snapshot(ledger, snapshot);
  Report r;
  r.title = "Snapshot " + std::to_string(id) + " of " + chosen.sprint.name;
  r.summary = {{"id", "Id", id, Kind::integer, {}, {}}, {"sprint", "Sprint", chosen.sprint.name, Kind::text, {}, {}},
               {"kind", "Kind", snapshot.kind, Kind::text, {}, {}}, {"taken_at", "Taken", snapshot.taken, Kind::instant, {}, {}},
               {"author", "By", snapshot.author, Kind::text, {}, {}}, {"sha256", "SHA-256", store::sha256_hex(snapshot.body), Kind::text, {}, {}}};
  return r;
}

}  // namespace

Run sprint_snapshot_command(Flags& flags) {
  auto o = std::make_shared<SprintSnapshotArguments>();
  declare_sprint(flags, *o);
  flags.choice("--kind", o->kind, {"baseline", "interim", "final"}, "What the snapshot is for (default: by the sprint's state)");
  flags.flag("--list", o->list, "List the snapshots there are instead");
  flags.describe(
      "Stores the sprint's issues and figures as they are now in the ledger, with a SHA-256 over their canonical JSON. Snapshots are never changed or "
      "deleted; the same content gives the same hash. `juno sprint compare` sets a sprint against one.");
  flags.example("juno sprint snapshot --kind baseline", "After planning, before the first day");
  flags.example("juno sprint snapshot --list", "Which ones are there?");
  flags.output("id, sprint, kind, taken_at, author, sha256", "the snapshot; with --list one object each");
  return [o](Context& ctx) { return o->list ? listed(ctx) : taken(*o, ctx); };
}

}  // namespace juno
