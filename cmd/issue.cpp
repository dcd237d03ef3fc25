// SPDX-License-Identifier: Apache-2.0
#include <map>
#include "cmd/commands.h"
#include "core/error.h"
#include "core/history.h"
#include "core/issue_history.h"
#include "core/names.h"
#include "store/issues.h"
#include "store/names.h"
#include "store/sprints.h"
namespace juno {
namespace {

store::StoredIssue named_issue(store::Database& db, const std::string& key) {
  if (auto found = store::find_issue(db, key)) return *std::move(found);
  throw Error(Exit::usage, "no issue " + key + " in the cache", "check the key; `juno status` shows which projects are cached");
}

Report issue_report(const std::string& key, Context& ctx) {
  store::Database& db = ctx.cache();
  const store::StoredIssue stored = named_issue(db, key);
  IssueHistoryInput in;
  in.record = &stored.record;
  in.fields = store::stored_field_map(db, stored.site).value_or(FieldMap{});
  in.moments = stored.moments;
  in.deleted = stored.deleted;
  in.comment_count = stored.comment_count;
  in.category = [all = store::status_categories(db), site = stored.site](Id status) { return all(site.to_cache(status)); };
  in.sprint_name = [&db, site = stored.site](Id sprint) {
    const auto row = store::find_sprint(db, site.to_cache(sprint));
    return row ? row->sprint.name : "sprint " + std::to_string(sprint);
  };
  return issue_history(in);
}

}  // namespace

Run issue_command(Flags& flags) {
  auto key = std::make_shared<std::string>();
  flags.positional("KEY", *key, "The issue's key; a former key of a moved issue works too").required = true;
  flags.describe(
      "Shows one issue as it is cached, its rebuilt history (what changed when, by whom), the sprints it was in, and the moments that juno's rules "
      "picked from that history: created, started, done, resolved.");
  flags.example("juno issue PAY-12", "What happened to PAY-12, and when did it count as started and done?");
  flags.output("key, summary, type, status, …", "the issue's present values");
  flags.output("moments[].{moment,at,rule}", "what each rule picked, and why; null where it picked nothing");
  flags.output("sprints[].{sprint_id,sprint,added_at,removed_at}", "each stay in a sprint");
  flags.output("changes[].{at,author,field,from_value,to_value}", "every recorded change, oldest first");
  return [key](Context& ctx) { return issue_report(*key, ctx); };
}

}  // namespace juno
