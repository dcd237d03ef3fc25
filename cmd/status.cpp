// SPDX-License-Identifier: Apache-2.0
#include "cmd/commands.h"
#include "cmd/stream_kinds.h"
#include "store/checkpoints.h"
#include "store/names.h"
#include "store/site.h"
namespace juno {
namespace {

const char* state_name(store::Checkpoint::State state) {
  switch (state) {
    case store::Checkpoint::State::running: return "unfinished";
    case store::Checkpoint::State::done: return "done";
    case store::Checkpoint::State::partial: return "partial";
    case store::Checkpoint::State::failed: return "failed";
  }
  return "failed";
}

Cell text_or_null(const std::string& text) { return text.empty() ? Cell() : Cell(text); }

Section streams(store::Database& db) {
  Section s{"streams", "Streams", {}, {}, false};
  s.table.columns = {{"source", "Source"}, {"stream", "Stream"}, {"state", "State"}, {"items", "Items", Kind::integer},
                     {"complete_to", "Complete to", Kind::instant}, {"last_success", "Last success", Kind::instant},
                     {"resume_after", "Resume after", Kind::instant}, {"error", "Why", Kind::text, true}};
  for (const auto& site : store::sites(db))
    for (const auto& c : store::checkpoints(db, site))
      s.table.rows.push_back({site.name, c.stream, state_name(c.state), c.items, cell(c.watermark), cell(c.succeeded), cell(c.resume_after), text_or_null(c.error)});
  return s;
}

Section tables(store::Database& db) {
  Section s{"tables", "Cached", {}, {}, false};
  s.table.columns = {{"table", "Table"}, {"rows", "Rows", Kind::integer}};
  for (const auto& t : store::table_counts(db)) s.table.rows.push_back({t.table, t.rows});
  return s;
}

Section runs(store::Database& db) {
  Section s{"runs", "Last runs", {}, {}, false};
  s.table.columns = {{"started_at", "Started", Kind::instant}, {"finished_at", "Finished", Kind::instant}, {"state", "State"},
                     {"requests", "Requests", Kind::integer}, {"items", "Issues", Kind::integer}, {"deleted", "Deleted", Kind::integer},
                     {"quarantined", "Unreadable", Kind::integer}, {"error", "Why", Kind::text, true}};
  for (const auto& r : store::last_sync_runs(db, 5))
    s.table.rows.push_back({r.started, cell(r.finished), r.state, r.requests, r.items, r.deleted, r.quarantined, text_or_null(r.error)});
  return s;
}

Section quarantine(store::Database& db) {
  Section s{"quarantine", "Records that could not be read", {}, {}, false};
  s.table.columns = {{"source", "Source"}, {"stream", "Stream"}, {"reason", "Reason", Kind::text, true}, {"count", "Count", Kind::integer}, {"example", "For example"}};
  for (const auto& q : store::quarantine_counts(db)) s.table.rows.push_back({q.site, q.stream, q.reason, q.count, q.example});
  return s;
}

Report status_report(Context& ctx) {
  store::Database& db = ctx.cache();
  const auto fresh = store::freshness(db);
  Report r;
  r.title = "Cache " + ctx.paths().cache;
  const std::string never = "no stream was ever complete";
  r.summary = {{"cache", "", ctx.paths().cache, Kind::text, {}},
               {"oldest", "Oldest stream complete to", cell(fresh.oldest), Kind::instant, fresh.oldest ? "" : never},
               {"newest", "Newest stream complete to", cell(fresh.newest), Kind::instant, fresh.newest ? "" : never},
               {"unfinished", "Unfinished streams", fresh.unfinished, Kind::integer, {}}};
  r.sections = {streams(db), tables(db), runs(db)};
  summarise_streams(r);
  if (auto q = quarantine(db); !q.table.rows.empty()) r.sections.push_back(std::move(q));
  return r;
}

}  // namespace

Run status_command(Flags& flags) {
  flags.describe("Shows what is cached, how fresh each stream is, what is unfinished and why, the last runs, and records that could not be read.");
  flags.example("juno status", "How fresh is the cache?");
  flags.example("juno status --fail-if 'unfinished > 0'", "A gate for cron");
  flags.output("oldest, newest", "end of the last complete pass of the stream that is furthest behind, and of the one that is furthest ahead");
  flags.output("unfinished", "streams that are unfinished, partial or failed");
  flags.output("streams[].{source,stream,state,items,complete_to,last_success,resume_after,error}", "one per stream");
  flags.output("kinds[].{source,kind,streams,done,items}, unfinished_streams[]", "only where there are more than 24 streams: their sums, and those not done");
  flags.output("tables[].{table,rows}", "rows by public table");
  flags.output("runs[].{started_at,finished_at,state,requests,items,deleted,quarantined,error}", "the last five runs");
  flags.output("quarantine[].{source,stream,reason,count,example}", "records that could not be read; absent when there are none");
  return [](Context& ctx) { return status_report(ctx); };
}

}  // namespace juno
