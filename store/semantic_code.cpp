// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include "store/semantic_build.h"
namespace juno::store::semantic {
namespace {

FieldSql repository(Builder& b, const std::string& column) {
  FieldSql f = plain(b.repository_name(column));
  f.any_of = [&b, column](const Names& n) { return b.repositories_named(column, n); };
  return f;
}

std::string mine(const std::string& alias) { return alias + ".repository_id = p.repository_id and " + alias + ".number = p.number"; }

// The last word of each reviewer counts; who asked for changes outweighs who approved.
std::string review_state() {
  const std::string last = "v.submitted_at is not null and v.dismissed_at is null and not exists (select 1 from review z where " + mine("z") +
                           " and z.reviewer = v.reviewer and z.ordinal > v.ordinal and z.state in ('approved', 'changes_requested') and z.dismissed_at is null)";
  const auto any = [&](const std::string& state, const std::string& more) { return "exists (select 1 from review v where " + mine("v") + " and v.state = '" + state + "'" + more + ")"; };
  return "(case when " + any("changes_requested", " and " + last) + " then 'changes_requested' when " + any("approved", " and " + last) + " then 'approved' when exists (select 1 from review v where " +
         mine("v") + " and v.submitted_at is not null) then 'commented' when " + any("pending", "") + " then 'pending' else 'none' end)";
}

FieldSql people_of(Builder& b, const std::string& table, const std::string& condition, const std::string& name) {
  FieldSql f;
  f.any_of = [&b, table, condition](const Names& n) { return "exists (select 1 from " + table + " v where " + mine("v") + " and " + condition + " and " + b.people_named("v.reviewer", n) + ")"; };
  f.none = "not exists (select 1 from " + table + " v where " + mine("v") + " and " + condition + " and v.reviewer is not null)";
  f.joins = " left join (select distinct v.repository_id, v.number, v.reviewer from " + table + " v where " + condition + " and v.reviewer is not null) of_" + name + " on of_" + name +
            ".repository_id = p.repository_id and of_" + name + ".number = p.number";
  f.grouped = f.value = b.person_name("of_" + name + ".reviewer");
  f.group_in = [&b, name](const Names& n) { return b.people_named("of_" + name + ".reviewer", n); };
  f.each = "select distinct " + b.person_name("v.reviewer") + " as name from " + table + " v where " + mine("v") + " and " + condition + " and v.reviewer is not null order by 1";
  return f;
}

// Asked and not taken back, nor reviewed since.
const char* const kStanding =
    "v.removed_at is null and not exists (select 1 from review z where z.repository_id = v.repository_id and z.number = v.number and z.reviewer = v.reviewer and z.submitted_at >= v.at)";

// Labels are kept in one text, one a line.
FieldSql labels(Builder& b) {
  FieldSql f;
  f.any_of = [&b](const Names& names) {
    std::string out;
    for (const auto& n : names) out += (out.empty() ? "(" : " or ") + std::string("instr(char(10) || p.labels || char(10), char(10) || ") + b.bind(SqlValue(n)) + " || char(10)) > 0";
    return out + ")";
  };
  f.none = "p.labels is null";
  // One line after the other is cut off until nothing is left.
  const auto lines = [](const std::string& which) {
    return "with recursive part (repository_id, number, name, rest) as (select x.repository_id, x.number, '', x.labels || char(10) from pull_request x where x.labels is not null" + which +
           " union all select repository_id, number, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1) from part where rest <> '') select repository_id, number, name from part where name <> ''";
  };
  f.joins = " left join (" + lines("") + ") of_label on " + mine("of_label");
  f.grouped = f.value = "of_label.name";
  f.each = "select name from (" + lines(" and x.repository_id = p.repository_id and x.number = p.number") + ")";
  return f;
}

// What the last CI run of its last commit said.
std::string conclusion(const std::string& alias) {
  return "case when " + alias + ".status <> 'completed' then 'pending' when " + alias + ".conclusion in ('failure', 'timed_out', 'startup_failure') then 'failure' when " + alias +
         ".conclusion in ('success', 'cancelled') then " + alias + ".conclusion end";
}
std::string ci_status() {
  const auto runs = [](const std::string& wanted) {
    return "exists (select 1 from workflow_run u where u.repository_id = p.repository_id and u.sha = p.head_sha and (" + conclusion("u") + ") = '" + wanted + "')";
  };
  return "(case when " + runs("failure") + " then 'failure' when " + runs("pending") + " then 'pending' when " + runs("success") + " then 'success' when " + runs("cancelled") + " then 'cancelled' end)";
}

std::string live() {
  return "exists (select 1 from deployment_status u where u.repository_id = d.repository_id and u.deployment_id = d.id and u.state = 'success')";
}

FieldSql review(Builder& b, std::string_view n) {
  if (n == "reviewer") return person(b, "v.reviewer");
  if (n == "author") return person(b, "p.author");
  if (n == "repo") return repository(b, "v.repository_id");
  if (n == "team") return person_team(b, "v.reviewer");
  if (n == "state") return plain("v.state");
  if (n == "submitted") return plain("v.submitted_at");
  unsupported(std::string(n) + " of reviews");
}
FieldSql commit(Builder& b, std::string_view n) {
  if (n == "author") return person(b, "g.author");
  if (n == "repo") return repository(b, "g.repository_id");
  if (n == "team") return person_team(b, "g.author");
  if (n == "message" || n == "text") return plain("g.message");
  if (n == "committed") return plain("g.committed_at");
  if (n == "additions" || n == "deletions") return plain("g." + std::string(n));
  if (n == "size") return plain("(g.additions + g.deletions)");
  if (n == "bot") return plain(b.bots("g.author"));
  if (n == "linked_issue") return plain("exists (select 1 from issue_commit u where u.repository_id = g.repository_id and u.sha = g.sha)");
  unsupported(std::string(n) + " of commits", "the cache holds lines, not files, of a commit");
}
FieldSql deployment(Builder& b, std::string_view n) {
  if (n == "repo") return repository(b, "d.repository_id");
  if (n == "environment") {
    FieldSql f = plain("d.environment");
    f.any_of = [&b](const Names& names) {
      std::string out;
      for (const auto& name : names) out += (out.empty() ? "lower(d.environment) in (lower(" : ", lower(") + b.bind(SqlValue(name)) + ")";
      return out + ")";
    };
    return f;
  }
  if (n == "status") return plain("(case when " + live() + " then 'success' when d.state in ('failure', 'error') then 'failure' end)");
  if (n == "team") return plain(b.repository_team("d.repository_id"));
  if (n == "finished") return plain("coalesce(d.finished_at, d.created_at)");
  if (n == "duration") return plain("((d.finished_at - d.created_at) / 3600000.0)");
  unsupported(std::string(n) + " of deployments");
}
FieldSql ci_run(Builder& b, std::string_view n) {
  if (n == "workflow") return plain("w.workflow");
  if (n == "repo") return repository(b, "w.repository_id");
  if (n == "branch") return plain("w.branch");
  if (n == "conclusion") return plain("(" + conclusion("w") + ")");
  if (n == "author") return person(b, "w.actor");
  if (n == "team") return person_team(b, "w.actor");
  if (n == "started") return plain("coalesce(w.started_at, w.created_at)");
  if (n == "duration") return plain("(case when w.status = 'completed' then (w.updated_at - coalesce(w.started_at, w.created_at)) / 3600000.0 end)");
  unsupported(std::string(n) + " of CI runs");
}

}  // namespace

FieldSql pull_field(Builder& b, std::string_view n) {
  if (n == "number" || n == "title" || n == "state" || n == "additions" || n == "deletions" || n == "changed_files") return plain("p." + std::string(n));
  if (n == "text") return plain("p.title || char(10) || coalesce((select t.body from pull_text t where " + mine("t") + "), '')");
  if (n == "repo") return repository(b, "p.repository_id");
  if (n == "author") return person(b, "p.author");
  if (n == "reviewer") return people_of(b, "review", "v.submitted_at is not null", "reviewer");
  if (n == "requested_reviewer") return people_of(b, "review_request", kStanding, "asked");
  if (n == "team") return person_team(b, "p.author");
  if (n == "draft") return plain("p.draft = 1");
  if (n == "bot") return plain(b.bots("p.author"));
  if (n == "label") return labels(b);
  if (n == "review_state") return plain(review_state());
  if (n == "ci_status") return plain(ci_status());
  if (n == "linked_issue") return plain("exists (select 1 from issue_pull u where " + mine("u") + ")");
  if (n == "stale") {
    b.note("Stale: open, and not updated for 7 days.");
    return plain("(p.state = 'open' and p.updated_at <= " + b.bind(b.now() - std::chrono::hours(24 * 7)) + ")");
  }
  if (n == "size") return plain("(p.additions + p.deletions)");
  if (n == "comment_count") return plain("p.comment_count");
  if (n == "review_count") return plain("(select count(*) from review v where " + mine("v") + " and v.submitted_at is not null)");
  if (n == "created" || n == "merged" || n == "closed" || n == "updated" || n == "first_review") return plain("p." + std::string(n) + "_at");
  if (n == "age") return plain(b.hours_since("p.created_at"));
  if (n == "idle") return plain(b.hours_since("p.updated_at"));
  if (n == "time_to_merge") return plain("((p.merged_at - p.created_at) / 3600000.0)");
  unsupported(std::string(n) + " of pull requests");
}

FieldSql code_field(Builder& b, ask::Entity entity, std::string_view n) {
  switch (entity) {
    case ask::Entity::review: return review(b, n);
    case ask::Entity::commit: return commit(b, n);
    case ask::Entity::deployment: return deployment(b, n);
    case ask::Entity::ci_run: return ci_run(b, n);
    case ask::Entity::issue: case ask::Entity::sprint: case ask::Entity::pull_request: case ask::Entity::incident: case ask::Entity::worklog:
    case ask::Entity::feature: case ask::Entity::person: case ask::Entity::release: break;
  }
  unsupported(std::string(n));
}

}  // namespace juno::store::semantic
