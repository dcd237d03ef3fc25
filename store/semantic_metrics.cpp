// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/quality.h"
#include "store/semantic_build.h"
namespace juno::store::semantic {
namespace {

using How = MetricSql::How;

std::string days(const std::string& from, const std::string& to) { return "((" + to + " - " + from + ") / 86400000.0)"; }
std::string hours(const std::string& from, const std::string& to) { return "((" + to + " - " + from + ") / 3600000.0)"; }
// Nothing where it would be negative: a rebased commit is younger than its pull request.
std::string stage(const std::string& from, const std::string& to) { return "(case when " + from + " <= " + to + " then " + hours(from, to) + " end)"; }

MetricSql counted(std::string base = "") { return {How::count, std::move(base), "", "", "", false, ""}; }
MetricSql values(std::string value, std::string base = "") { return {How::values, std::move(base), std::move(value), "", "", false, ""}; }
MetricSql ratio(std::string hit, std::string base = "") { return {How::ratio, std::move(base), std::move(hit), "", "", false, ""}; }
// Of the rows that `among` holds for; a group without one is there, its share unknown.
MetricSql share(std::string hit, std::string among) { return {How::ratio, "", std::move(hit), std::move(among), "", false, ""}; }
MetricSql quotient(std::string value, std::string divisor, const std::string& among) {
  const auto counted = [&](const std::string& number) { return "case when " + among + " then " + number + " end"; };
  return {How::quotient, "", counted(value), counted(divisor), "", false, ""};
}

std::string lower_in(Builder& b, const Names& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "lower(" : ", lower(") + b.bind(SqlValue(n)) + ")";
  return out;
}
std::string types(Builder& b, const Names& names) { return "i.type in (select id from term where kind = 'type' and lower(name) in (" + lower_in(b, names) + "))"; }

std::string first_answer(Builder& b) {
  return "(select min(c.created_at) from comment c where c.issue_id = i.id and c.author is distinct from i.reporter and (" + b.bots("c.author") + ") is not true)";
}

// Time in statuses of work that nobody called waiting, until it was resolved.
std::string active_days(Builder& b, const std::string& resolved) {
  b.need_stays();
  Names waiting{"Blocked", "On Hold"};
  waiting.insert(waiting.end(), b.input.config.waiting.begin(), b.input.config.waiting.end());
  return "coalesce((select sum(" + days("coalesce(y.from_at, i.created_at)", "y.to_at") + ") from stay y where y.issue_id = i.id and y.to_at <= " + resolved +
         " and y.status_id in (select id from status where category = 'in_progress' and lower(name) not in (" + lower_in(b, waiting) + "))), 0)";
}

MetricSql issue_metric(Builder& b, std::string_view n) {
  const std::string done = issue_field(b, "resolved").value, open = issue_field(b, "open").value;
  if (n == "issues" || n == "issues_created") return counted();
  if (n == "issues_resolved") return counted();
  if (n == "points" || n == "points_resolved") return values("i.points");
  if (n == "cycle_time") return values("(case when i.started_at <= " + done + " then " + days("i.started_at", done) + " end)");
  if (n == "lead_time") return values(days("i.created_at", done));
  if (n == "age") return values(days("i.created_at", b.bind(b.now())), open);
  if (n == "first_response_time" && !has_comments(b.db)) throw Error(Exit::store, "the cache holds no comments", "sync.comments is off, or `juno sync` has not read them yet");
  if (n == "first_response_time") return values(hours("i.created_at", first_answer(b)));
  if (n == "reopen_rate") return ratio(issue_field(b, "reopened").value);
  if (n == "defect_rate") return share(types(b, QualitySettings{}.bugs), "i.subtask = 0 and (" + types(b, {"Epic", "Sub-task", "Initiative"}) + ") is not true");
  if (n == "on_time_rate") return share("juno_step('day', " + done + ") <= i.due_on", "i.due_on is not null");
  if (n == "flow_efficiency") return quotient(active_days(b, done), days("i.started_at", done), "i.started_at <= " + done);
  if (n == "estimate_accuracy") return quotient("i.original_estimate_s", "i.logged_s * 1.0", "i.original_estimate_s > 0 and i.logged_s > 0");
  unsupported(std::string(n));
}

MetricSql pull_metric(Builder& b, std::string_view n) {
  const std::string merged = "p.merged_at is not null";
  if (n == "prs" || n == "prs_opened") return counted();
  if (n == "prs_merged") return counted(merged);
  if (n == "prs_abandoned") return counted("p.state = 'closed'");
  if (n == "pr_age") return values(days("p.created_at", b.bind(b.now())), "p.state = 'open'");
  if (n == "pr_cycle_time") return values(stage("p.first_commit_at", "p.merged_at"), merged);
  if (n == "coding_time") return values(stage("p.first_commit_at", "p.created_at"), merged);
  if (n == "time_to_first_review") return values(stage("coalesce(p.ready_at, p.created_at)", "p.first_review_at"), "p.first_review_at is not null");
  if (n == "review_time") return values(stage("p.first_review_at", "p.merged_at"), merged);
  if (n == "time_to_merge") return values(hours("p.created_at", "p.merged_at"), merged);
  if (n == "pr_size") return values("(p.additions + p.deletions)", merged);
  if (n == "review_depth") return values("p.comment_count", merged);
  if (n == "unreviewed_rate")
    return ratio("not exists (select 1 from review v where v.repository_id = p.repository_id and v.number = p.number and v.submitted_at is not null and v.reviewer is distinct from p.author and (" +
                     b.bots("v.reviewer") + ") is not true)", merged);
  if (n == "abandon_rate") return ratio("p.state = 'closed'", "p.state <> 'open'");
  if (n == "unlinked_rate") return ratio("not " + pull_field(b, "linked_issue").value, merged);
  unsupported(std::string(n));
}

MetricSql code_metric(Builder& b, std::string_view n) {
  if (n == "reviews" || n == "commits" || n == "ci_runs" || n == "incidents" || n == "people" || n == "sprints" || n == "releases") {
    if (n == "releases") return counted("v.released = 1");
    if (n == "people") return {How::distinct, "", b.person_name("q.id"), "", "", false, ""};
    return counted();
  }
  if (n == "prs_reviewed") return {How::distinct, "", "v.repository_id || '#' || v.number", "", "", false, ""};
  if (n == "lines_added") return values("g.additions");
  if (n == "lines_deleted") return values("g.deletions");
  if (n == "lines_changed") return values("(g.additions + g.deletions)");
  if (n == "contributors") return {How::distinct, "(" + b.bots("g.author") + ") is not true", b.person_name("g.author"), "", "", false, ""};
  if (n == "time_to_restore") return values(hours("i.created_at", issue_field(b, "resolved").value), issue_field(b, "resolved").value + " is not null");
  if (n == "ci_success_rate") return share(code_field(b, ask::Entity::ci_run, "conclusion").value + " = 'success'", code_field(b, ask::Entity::ci_run, "conclusion").value + " in ('success', 'failure')");
  if (n == "ci_duration") return values("(" + code_field(b, ask::Entity::ci_run, "duration").value + " * 60)");
  if (n == "hours_logged") return values("(k.seconds / 3600.0)");
  unsupported(std::string(n));
}

// Deployments that reached production, or the environment that was asked for.
bool asks_about(const std::vector<ask::Filter>& filters, std::string_view field) {
  for (const ask::Filter& f : filters) {
    if (f.any.empty() && f.atom.field == field) return true;
    for (const auto& branch : f.any)
      for (const ask::Atom& a : branch)
        if (a.field == field) return true;
  }
  return false;
}

MetricSql deployment_metric(Builder& b, std::string_view n) {
  const std::string status = code_field(b, ask::Entity::deployment, "status").value;
  std::string base;
  if (!asks_about(b.query.where, "environment")) {
    base = code_field(b, ask::Entity::deployment, "environment").any_of({b.input.world.production});
    b.note("Only deployments to " + b.input.world.production + " count.");
  }
  const auto with = [&](const std::string& more) { return base.empty() ? more : base + " and " + more; };
  const bool any_status = asks_about(b.query.where, "status");
  if (n == "deployments") return counted(any_status ? base : with(status + " = 'success'"));
  if (n == "deployment_frequency") {
    MetricSql m = counted(any_status ? base : with(status + " = 'success'"));
    m.how = How::per_day;
    return m;
  }
  if (n == "deployment_success_rate") return ratio(status + " = 'success'", with(status + " is not null"));
  if (n == "change_failure_rate") {
    std::string failed;
    for (const auto& [repository, id] : b.input.failed) failed += (failed.empty() ? "(" : ", (") + b.bind(SqlValue(repository)) + ", " + b.bind(SqlValue(id)) + ")";
    b.note("Failed deployments are those of juno dora: explained there one by one.");
    return ratio(failed.empty() ? "1 = 0" : "(d.repository_id, d.id) in (values " + failed + ")", with(status + " = 'success'"));
  }
  if (n == "lead_time_for_changes") {
    MetricSql m = values(stage("h.committed_at", "coalesce(d.finished_at, d.created_at)"), with(status + " = 'success'"));
    m.joins = " join deployment_commit e on e.repository_id = d.repository_id and e.deployment_id = d.id join git_commit h on h.repository_id = e.repository_id and h.sha = e.sha";
    return m;
  }
  unsupported(std::string(n));
}

}  // namespace

MetricSql metric_sql(Builder& b, const ask::Metric& metric) {
  MetricSql m;
  switch (metric.entity) {
    case ask::Entity::issue: m = issue_metric(b, metric.name); break;
    case ask::Entity::pull_request: m = pull_metric(b, metric.name); break;
    case ask::Entity::deployment: m = deployment_metric(b, metric.name); break;
    case ask::Entity::feature: unsupported(std::string(metric.name));
    case ask::Entity::sprint: case ask::Entity::review: case ask::Entity::commit: case ask::Entity::incident: case ask::Entity::worklog: case ask::Entity::ci_run:
    case ask::Entity::person: case ask::Entity::release: m = code_metric(b, metric.name); break;
  }
  if (metric.axis.empty()) return m;
  const FieldSql axis = field_sql(b, metric.entity, metric.axis);
  m.axis = axis.value, m.axis_is_day = axis.day;
  // What was resolved, merged … has a date of it, whether or not a window asks for one.
  if (metric.axis != "created" && metric.entity == ask::Entity::issue) m.base += (m.base.empty() ? "" : " and ") + m.axis + " is not null";
  return m;
}

}  // namespace juno::store::semantic
