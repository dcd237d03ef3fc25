// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/rank_data.h"
#include "cmd/rank_extra.h"
#include "cmd/rank_writer.h"
#include "connectors/jira/fields.h"
#include "core/error.h"
#include "store/issues.h"
#include "store/site.h"
namespace juno {
namespace {

struct ApplyOptions : RankOptions {
  std::string file, project, field, write = "rank", site;
  std::int64_t top = 0;
  bool yes = false, log = false;
};

// The id of the number field that is written to: never one that rankings are made from.
std::string written_field(Context& ctx, const std::string& site, const std::string& name) {
  if (name.empty()) return {};
  const auto catalogue = store::setting(ctx.cache(), "fields:" + site);
  if (!catalogue) throw Error(Exit::store, "the cache has no list of " + site + "'s fields", "run `juno sync` once");
  const auto fields = jira::parse_fields(*catalogue);
  const auto ids = field_ids(fields, name);
  if (ids.empty()) throw Error(Exit::usage, "--field: " + site + " has no field '" + name + "'", "use a field's name or its id, such as customfield_10016");
  if (ids.size() > 1) throw Error(Exit::usage, "--field: " + std::to_string(ids.size()) + " fields are named '" + name + "'", "give one by its id: " + ids.front());
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const jira::FieldInfo& f) { return f.id == ids.front(); });
  if (field->type != "number") throw Error(Exit::usage, "--field: '" + name + "' is no number field");
  std::set<std::string> read = fields_read(ctx, fields);
  for (const store::Site& s : store::sites(ctx.cache()))
    if (s.name == site)
      if (const auto map = store::stored_field_map(ctx.cache(), s)) {
        read.insert(map->business_value.id);
        for (const auto& points : map->points) read.insert(points.id);
      }
  if (read.contains(field->id)) throw Error(Exit::usage, "--field: rankings are made from '" + name + "'", "a ranking never feeds itself: choose another field");
  return field->id;
}

std::string value_field(Context& ctx, const std::string& site) {
  for (const store::Site& s : store::sites(ctx.cache()))
    if (s.name == site)
      if (const auto map = store::stored_field_map(ctx.cache(), s)) return map->business_value.id;
  return {};
}

Report written_report(const std::vector<WriteResult>& results, bool yes) {
  Report out;
  out.title = yes ? "What was written" : "What would be written";
  std::map<std::string, std::int64_t> count;
  Section s{"items", "Items", {}, {}, false};
  s.table.columns = {{"item", "Item"}, {"action", "Action"}, {"result", "Result"}, {"key", "Issue", Kind::text, false, 1}, {"request", "Request", Kind::text, true, 3}, {"body", "Body", Kind::text, true, 2}, {"reason", "Why", Kind::text, true, 0, true}};
  for (const WriteResult& r : results) {
    ++count[r.result == "written" || r.result == "would write" ? (r.action == "create" ? "created" : r.action == "clear" ? "cleared" : "updated") : r.result];
    s.table.rows.push_back({r.item, r.action, r.result, cell(r.key), cell(r.request), cell(r.body), cell(r.reason)});
  }
  const auto field = [&](const char* key, const char* title) { out.summary.push_back({key, title, count[key], Kind::integer, ""}); };
  field("created", yes ? "Created" : "To create"), field("updated", yes ? "Updated" : "To update"), field("cleared", yes ? "Cleared" : "To clear"), field("unchanged", "Unchanged"), field("failed", "Failed"), field("unknown", "Unknown");
  out.summary.push_back({"dry_run", "", !yes, Kind::boolean, ""});
  out.sections.push_back(std::move(s));
  if (!yes) out.notes.push_back("Nothing was written: this is a dry run. The same with --yes sends exactly these requests.");
  else if (count["failed"] + count["unknown"] > 0) out.warnings.push_back("Not everything was written. Run it again: what was written is not written again.");
  else if (count["created"] + count["updated"] + count["cleared"] > 0) out.notes.push_back("`juno rank apply --log` tells what was sent; `juno sync` fetches what changed.");
  if (yes && count["failed"] + count["unknown"] > 0) out.exit = Exit::partial;
  return out;
}

// Why a feature that has a mark gets none now; nothing where the cache cannot tell.
std::optional<std::string> why_left(Context& ctx, const Ranking& ranking, const std::string& site, const KeptMark& mark) {
  for (const RankedItem& i : ranking.items)
    if (i.candidate.source == site && i.candidate.tracker == mark.issue)
      return i.rank > 0 && i.final_score ? "number " + std::to_string(i.rank) + " now, beyond --top" : i.reason.empty() ? "it has no score" : i.reason;
  for (const store::Site& s : store::sites(ctx.cache()))
    if (s.name == site)
      if (const auto issue = store::find_issue(ctx.cache(), s.to_cache(mark.issue)))
        return issue->deleted ? "deleted in Jira" : "no candidate any more: " + issue->record.issue.type + ", " + issue->record.issue.status.name;
  return std::nullopt;
}

bool marked_now(const KeptMark& kept, const std::vector<RankMark>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](const RankMark& m) { return m.issue == kept.issue; });
}

Report run_apply(ApplyOptions o, Context& ctx) {
  if (o.log) return rank_write_log(ctx);
  if (o.top < 0) throw Error(Exit::usage, "--top: not from 1");
  std::vector<PlannedFeature> features;
  std::map<std::string, std::vector<RankMark>> marks;  // by site
  std::map<std::string, std::vector<KeptMark>> left;
  Ranking ranking;
  settle_types(ctx, o);
  const std::string of = choice_of(o);
  bool old_numbers = false;
  if (!o.file.empty()) {
    if (!o.field.empty()) throw Error(Exit::usage, "--field goes with the ranking, not with --from");
    features = read_planned_features(input_text(ctx.system, o.file), o.file == "-" ? "standard input" : o.file, o.project);
    marks[site_name(configured_jira(ctx, o.site))];
  } else {
    ranking = ranking_of(ctx, o);
    for (RankMark& m : rank_marks(ranking, static_cast<std::size_t>(o.top)))
      if (o.site.empty() || m.source == o.site) marks[m.source].push_back(std::move(m));
  }
  store::Database* ledger = o.yes ? &ctx.ledger(store::Database::Mode::read_write) : nullptr;
  if (o.file.empty())
    for (const auto log = apply_log(ctx); const JiraSite& j : ctx.config().jira) {
      const std::string name = site_name(j);
      if (!o.site.empty() && name != o.site) continue;
      auto kept = kept_marks(log, name);
      if (o.field.empty()) old_numbers = old_numbers || std::any_of(kept.begin(), kept.end(), [&](const KeptMark& k) { return !k.fields.empty() && marked_now(k, marks[name]); });
      // What is left is of earlier runs with the same choice of candidates, on features that this one does not mark.
      std::erase_if(kept, [&](const KeptMark& k) { return k.of != of || marked_now(k, marks[name]); });
      if (left[name] = std::move(kept); left[name].empty() && marks[name].empty()) left.erase(name), marks.erase(name);
    }
  std::vector<WriteResult> results;
  for (const auto& [site, of_site] : marks) {
    const auto& all = ctx.config().jira;
    const auto configured = std::find_if(all.begin(), all.end(), [&, &name = site](const JiraSite& j) { return site_name(j) == name; });
    if (configured == all.end()) throw Error(Exit::config, "no Jira named '" + site + "' is configured, so nothing can be written to it", "--site chooses another");
    const std::string field = written_field(ctx, site, o.field);
    JiraSession session(ctx, *configured);
    RankWriter writer(ctx, session.site(), site, ledger, {o.model, of, field, o.write == "score"});
    for (const RankMark& m : of_site) results.push_back(writer.mark(m));
    for (const KeptMark& m : left[site]) {
      const auto why = why_left(ctx, ranking, site, m);
      results.push_back(why ? writer.clear(m, *why) : WriteResult{m.key, m.key, "clear", "", "", "unchanged", "not in the cache, so whether it left the ranking is not known: juno sync"});
    }
    for (const PlannedFeature& f : features) results.push_back(writer.make(f, value_field(ctx, site)));
  }
  Report out = written_report(results, o.yes);
  if (old_numbers) out.warnings.push_back("A number field that an earlier run wrote keeps its old numbers: --field writes them anew.");
  return out;
}

}  // namespace

Run rank_apply(Flags& flags) {
  auto o = std::make_shared<ApplyOptions>();
  flags.flag("--yes", o->yes, "Write; without it nothing is written");
  flags.value("--from", o->file, "FILE", "Create the features of a CSV file instead: id, summary, project, type, description, labels, value; - reads standard input").completion = Completion::file;
  flags.value("--project", o->project, "KEY", "With --from: the project of lines that name none").completion = Completion::project;
  flags.value("--field", o->field, "NAME", "Write into this number field too, name or id");
  flags.choice("--write", o->write, {"rank", "score"}, "With --field: what is written (default: rank)");
  flags.value("--top", o->top, "N", "Only the first N");
  flags.value("--site", o->site, "NAME", "Only this Jira, of several");
  flags.flag("--log", o->log, "Show what was sent so far, and what came of it");
  declare_rank(flags, *o);
  flags.describe(
      "Writes the ranking to Jira: rank and score as the issue property juno.rank, which people do not see and other tools can read, and with --field a number field that everybody sees. "
      "With --from it creates features from a file instead; each line's id is kept in the new issue's property, so that a second run, from wherever, creates nothing twice.\n\n"
      "It only shows what it would send until it is told --yes; showing reads from Jira too, so that what is as it should be is left out. Each request is in the audit log of the ledger before it is sent, and "
      "what came of it after. An item that fails does not stop the others; running it again does what is left. When Jira gave no answer, the item is unknown until its search can tell, "
      "at the latest ten minutes later, and is not sent again before.\n\n"
      "A feature that is not among those written any more (done, vetoed, without a score, beyond --top) loses its mark: a number field that still holds what was written there is emptied, then the property is taken away. "
      "A run does so with the marks that runs of the same --type and --where left, as the audit log of this ledger has them; what somebody else wrote since stays, and so does the mark of a feature that the cache does not have.");
  flags.example("juno rank apply", "What would be written?");
  flags.example("juno rank apply --field \"Priority score\" --write score --top 20 --yes", "The first twenty, where everybody sees it");
  flags.example("juno rank apply --from quarter.csv --project PAY --yes", "Create next quarter's epics");
  flags.output("created, updated, cleared, unchanged, failed, unknown, dry_run", "how many; in a dry run how many would be");
  flags.output("items[].{item,action,result,key,request,body,reason}", "one object each; action: update, clear or create; result: would write, written, unchanged, failed or unknown");
  flags.output("[].{at,author,subject,what,detail}", "with --log");
  return [o](Context& ctx) { return run_apply(*o, ctx); };
}

}  // namespace juno
