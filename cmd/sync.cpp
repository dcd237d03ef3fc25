// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "cmd/cache_writer.h"
#include "cmd/commands.h"
#include "cmd/progress.h"
#include "cmd/stream_kinds.h"
#include "cmd/sync_github.h"
#include "cmd/sync_jira.h"
#include "core/error.h"
#include "store/ask_names.h"
#include "store/checkpoints.h"
namespace juno {
namespace {

struct SyncArguments {
  std::vector<std::string> sources;
  SyncOptions sync;
  bool reprocess = false;
};

struct Chosen {
  std::vector<const JiraSite*> jira;
  const GithubSource* github = nullptr;
};

Chosen chosen_sources(Context& ctx, const std::vector<std::string>& names) {
  const auto& config = ctx.config();
  if (config.jira.empty() && !config.github) throw Error(Exit::config, "no source is configured in " + ctx.paths().config, "run `juno init`");
  const auto named = [&](const std::string& name) { return names.empty() || std::find(names.begin(), names.end(), name) != names.end(); };
  Chosen out;
  for (const auto& site : config.jira)
    if (named(site_name(site)) || named("jira")) out.jira.push_back(&site);
  if (config.github && named("github")) out.github = &*config.github;
  for (const auto& name : names) {
    const bool known = (name == "github" && config.github) || (name == "jira" && !config.jira.empty()) ||
                       std::any_of(config.jira.begin(), config.jira.end(), [&](const JiraSite& s) { return site_name(s) == name; });
    if (!known) throw Error(Exit::usage, "unknown source: " + name, "the configured ones are listed by `juno auth status`");
  }
  return out;
}

Table stream_table(const SyncResult& result) {
  Table t;
  t.columns = {{"source", "Source"}, {"stream", "Stream"}, {"state", "State"}, {"items", "Items", Kind::integer}, {"error", "Why", Kind::text, true}};
  for (const auto& s : result.streams)
    t.rows.push_back({s.site, s.stream, s.state, s.items, s.error.empty() ? Cell() : Cell(s.error)});
  return t;
}

// Failed altogether (4) and unfinished in part (6) are different answers to "may I use this cache?".
Exit exit_of(const SyncResult& result) {
  const auto unfinished = std::count_if(result.streams.begin(), result.streams.end(), [](const StreamResult& s) { return s.state != "done"; });
  if (unfinished == 0) return Exit::ok;
  const bool nothing = unfinished == static_cast<std::ptrdiff_t>(result.streams.size());
  const bool remote = std::all_of(result.streams.begin(), result.streams.end(), [](const StreamResult& s) { return s.exit == Exit::remote; });
  return nothing && remote ? Exit::remote : Exit::partial;
}

Report report_of(const SyncResult& r) {
  Report report;
  report.title = "Sync";
  report.summary = {{"requests", "Requests", r.requests, Kind::integer, {}},
                    {"issues", "Issues read", r.issues, Kind::integer, {}},
                    {"unchanged", "of them unchanged", r.unchanged, Kind::integer, {}},
                    {"deleted", "Found deleted", r.deleted, Kind::integer, {}},
                    {"quarantined", "Unreadable records", r.quarantined, Kind::integer, {}}};
  report.sections.push_back({"streams", "Streams", stream_table(r), {}, false});
  summarise_streams(report);
  report.warnings = r.warnings;
  for (const auto& s : r.streams)
    if (s.state != "done")
      report.warnings.push_back(s.stream + " is " + s.state + ": " + s.error + (s.resume_after ? "; run `juno sync` again after " + format_instant(*s.resume_after) : "; run `juno sync` again to go on"));
  if (r.quarantined) report.warnings.push_back(std::to_string(r.quarantined) + " records could not be read; they are kept, see `juno status`");
  report.exit = exit_of(r);
  return report;
}

Report run(const SyncArguments& options, Context& ctx) {
  const Chosen sources = chosen_sources(ctx, options.sources);
  CacheWriter writer(ctx, "juno sync");
  store::Database& db = writer.cache();
  store::SyncRun record;
  record.started = ctx.system.now();
  record.state = "running";
  record.id = store::begin_sync_run(db, record.started);
  SyncResult result;
  const auto finish = [&](const std::string& state, const std::string& error) {
    record.finished = ctx.system.now();
    record.state = state;
    record.error = error;
    record.requests = result.requests;
    record.items = result.issues;
    record.quarantined = result.quarantined;
    record.deleted = result.deleted;
    store::finish_sync_run(db, record);
  };
  try {
    Progress progress(ctx);
    for (const JiraSite* site : sources.jira)
      if (options.reprocess) reprocess_jira(ctx, db, *site, progress, result);
      else sync_jira(ctx, db, *site, options.sync, progress, result);
    if (sources.github && !options.reprocess) sync_github(ctx, db, *sources.github, options.sync, progress, result);
  } catch (const Error& e) {
    // A full disk refuses this line too; the first failure is the one to tell.
    try { finish(e.exit == Exit::interrupted ? "interrupted" : "failed", e.what()); } catch (const Error&) {}
    throw;
  }
  store::refresh_ask_names(db, ctx.config());
  Report report = report_of(result);
  finish(report.exit == Exit::ok ? "ok" : "partial", report.warnings.empty() ? "" : report.warnings.back());
  return report;
}

}  // namespace

Run sync_command(Flags& flags) {
  auto o = std::make_shared<SyncArguments>();
  flags.positionals("SOURCE", o->sources, "Only these sources (default: all configured)");
  flags.flag("--full", o->sync.full, "Read everything again, not just what changed");
  flags.flag("--reconcile", o->sync.reconcile, "Look for deleted and missed issues now, not once a day");
  flags.flag("--allow-deletes", o->sync.allow_deletes, "Believe the server even when much of a project is gone");
  flags.flag("--reprocess", o->reprocess, "Read the kept records again with the present field mapping; no network");
  flags.describe(
      "Copies what changed from each source into the cache: the first run everything, later runs what was updated since. Every batch is "
      "committed with its position, so an interrupted run loses nothing and the next one goes on from there.\n\n"
      "Once a day (sync.reconcile_every) the ids of all issues are listed to notice deletions and to fetch what was missed. When more than "
      "5 % of a project would vanish at once, nothing is marked deleted and the run says so.\n\n"
      "Exit codes: 0 all streams complete, 3 credentials refused, 4 no source answered, 5 cache, 6 some streams are unfinished (run again).");
  flags.example("juno sync", "Everything configured");
  flags.example("juno sync --quiet && juno sprint report --format json", "In a CI job or from cron");
  flags.output("requests", "requests sent");
  flags.output("issues", "issues read from the source");
  flags.output("unchanged", "of them, equal to what was cached");
  flags.output("deleted", "issues found deleted");
  flags.output("quarantined", "records that could not be read");
  flags.output("streams[].{source,stream,state,items,error}", "how each stream ended: done, partial or failed");
  flags.output("kinds[].{source,kind,streams,done,items}, unfinished_streams[]", "only where there are more than 24 streams: their sums, and those not done");
  return [o](Context& ctx) { return run(*o, ctx); };
}

}  // namespace juno
