// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include "store/semantic_build.h"
namespace juno::store::semantic {
namespace {

// In SQL: an issue is one of those an open link says.
const char* const kBlockingPhrase = "lower(coalesce(f.name, '')) in ('is blocked by', 'depends on', 'is dependent on', 'requires')";

std::string hours(const std::string& from, const std::string& to) { return "((" + to + " - " + from + ") / 3600000.0)"; }

// Several words an issue: components, labels, versions.
FieldSql tags(Builder& b, std::string_view kind) {
  FieldSql f;
  const std::string k = b.bind(SqlValue(std::string(kind))), table(kind);
  const std::string mine = "exists (select 1 from issue_tag g join term t on t.id = g.term_id where g.issue_id = i.id and t.kind = " + k;
  f.any_of = [&b, k](const Names& names) {
    return "exists (select 1 from issue_tag g where g.issue_id = i.id and g.term_id in (select id from term where kind = " + k + " and name in (" + b.list(names) + ")))";
  };
  f.none = "not " + mine + ")";
  f.joins = " left join (select g.issue_id, t.name from issue_tag g join term t on t.id = g.term_id where t.kind = " + k + ") of_" + table + " on of_" + table + ".issue_id = i.id";
  f.grouped = f.value = "of_" + table + ".name";
  f.each = "select t.name as name from issue_tag g join term t on t.id = g.term_id where g.issue_id = i.id and t.kind = " + k + " order by g.ordinal";
  return f;
}

// In the sprint now; of a closed one: when it was closed, whatever was tidied up afterwards.
const char* const kInSprint = "(m.removed_at is null or (s.state = 'closed' and m.removed_at >= s.complete_at - 60000))";

FieldSql sprint(Builder& b) {
  FieldSql f;
  std::string held = kInSprint;
  if (!b.query.as_of.empty()) {
    const auto day = parse_date(b.query.as_of);
    const std::string at = b.bind(b.input.world.clock.zone.start_of(*day + 1));
    held = "m.added_at < " + at + " and (m.removed_at is null or m.removed_at >= " + at + ")";
  }
  f.any_of = [&b, held](const Names& names) {
    return "i.id in (select m.issue_id from sprint_issue m join sprint s on s.id = m.sprint_id where " + b.sprints("m.sprint_id", names) + " and " + held + ")";
  };
  f.none = "not exists (select 1 from sprint_issue m join sprint s on s.id = m.sprint_id where m.issue_id = i.id and s.state <> 'closed' and " + held + ")";
  f.joins = " left join (select distinct m.issue_id, " + b.sprint_title("s") + " as name from sprint_issue m join sprint s on s.id = m.sprint_id where " + held + ") of_sprint on of_sprint.issue_id = i.id";
  f.grouped = f.value = "of_sprint.name";
  f.group_in = [&b](const Names& names) { return "of_sprint.name in (select " + b.sprint_title("s") + " from sprint s where " + b.sprints("s.id", names) + ")"; };
  f.each = "select distinct " + b.sprint_title("s") + " as name from sprint_issue m join sprint s on s.id = m.sprint_id where m.issue_id = i.id and " + held + " order by 1";
  return f;
}

std::string status_id(Builder& b) {
  if (b.query.as_of.empty()) return "i.status_id";
  const auto day = parse_date(b.query.as_of);
  return status_at(b, b.input.world.clock.zone.start_of(*day + 1) - std::chrono::milliseconds(1));
}
std::string done(Builder& b) { return b.done(status_id(b)); }
// The tracker's date; without one, when it last entered a done status. Only of what is done.
std::string resolved(Builder& b) { return "(case when " + b.done("i.status_id") + " then coalesce(i.resolved_at, i.done_at) end)"; }
std::string started() { return "i.started_at"; }

// An open link to what must be finished first, or the other way round.
std::string linked(Builder& b, bool blocked) {
  const Names& types = b.input.config.queue.blocking_links;
  Names lower;
  for (std::string t : types) {
    for (char& c : t) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    lower.push_back(t);
  }
  // A phrase that says who waits counts; else the source of the link blocks its target.
  const std::string waits = std::string("case when ") + kBlockingPhrase + " then 1 when l.outward = 0 then 1 else 0 end";
  const std::string open = " and o.deleted_at is null and not " + b.done("o.status_id");
  const std::string type = "l.type in (select id from term where kind = 'link_type' and lower(name) in (" + b.list(lower) + "))";
  return "exists (select 1 from issue_link l left join term f on f.id = l.phrase join issue o on o.id = coalesce(l.other_id, (select k.issue_id from issue_key k where k.key = l.other_key "
         "and k.source = i.source)) where l.issue_id = i.id and " + type + " and " + waits + (blocked ? " = 1" : " = 0") + open + ")";
}

std::string last_status_change(Builder& b) {
  return "coalesce((select max(c.at) from change c where c.issue_id = i.id and " + b.change_of("c.field", "status") + "), i.created_at)";
}

std::string left_done(Builder& b) {
  return "exists (select 1 from change c where c.issue_id = i.id and " + b.change_of("c.field", "status") + " and " +
         b.done("coalesce(cast(c.from_id as integer) + ((c.issue_id >> 40) << 40), (select min(id) from status where name = c.from_text))") + ")";
}

// Was in a sprint that was closed without the issue being done, and in a later one.
std::string carried_over(Builder& b) {
  const std::string at_close = "coalesce(s.complete_at, s.end_at)";
  // A status at a moment of each row: like status_at, with the sprint's close for the moment.
  const std::string moves = " from change c where c.issue_id = i.id and " + b.change_of("c.field", "status");
  const auto side = [](const std::string& which) {
    return "coalesce(cast(c." + which + "_id as integer) + ((c.issue_id >> 40) << 40), (select min(id) from status where name = c." + which + "_text))";
  };
  const std::string status = "coalesce((select " + side("to") + moves + " and c.at <= " + at_close + " order by c.at desc, c.history desc, c.ordinal desc limit 1), (select " + side("from") + moves +
                             " order by c.at, c.history, c.ordinal limit 1), i.status_id)";
  return "exists (select 1 from sprint_issue m join sprint s on s.id = m.sprint_id join sprint_issue n on n.issue_id = m.issue_id join sprint t on t.id = n.sprint_id where m.issue_id = i.id and "
         "s.state = 'closed' and " + std::string(kInSprint) + " and coalesce(t.activated_at, t.start_at, t.end_at, 9e18) >= " + at_close +
         " and t.id <> s.id and t.board_id = s.board_id and not " + b.done(status) + ")";
}

// Put into the sprint after it had begun: the sprint that is asked about, else any.
std::string added_mid_sprint(Builder& b) {
  std::string which;
  for (const ask::Filter& f : b.query.where) {
    if (!f.any.empty() || f.atom.field != "sprint") continue;
    if (const auto* one = std::get_if<std::string>(&f.atom.value); one && f.atom.op == ask::Op::equal) which = " and " + b.sprints("m.sprint_id", {*one});
    if (const auto* some = std::get_if<Names>(&f.atom.value); some && f.atom.op == ask::Op::in) which = " and " + b.sprints("m.sprint_id", *some);
  }
  return "exists (select 1 from sprint_issue m join sprint s on s.id = m.sprint_id where m.issue_id = i.id and s.state <> 'future' and m.added_at / 1000 > coalesce(s.activated_at, s.start_at) / 1000" + which + ")";
}

FieldSql term(Builder& b, const std::string& column, std::string_view kind) {
  return with_names(b.term_name(column), [&b, column, kind](const Names& n) { return b.terms_named(column, kind, n); }, column + " is null");
}
FieldSql team(Builder& b) {
  const std::string of_person = b.person_team("i.assignee");
  const std::string value = of_person == "null" ? b.term_name("i.team") : "coalesce(" + b.term_name("i.team") + ", " + of_person + ")";
  return with_names(value, [&b](const Names& n) { return "(" + b.terms_named("i.team", "team", n) + " or (i.team is null and " + b.people_of_teams("i.assignee", n) + "))"; });
}

// Former keys name the issue too.
FieldSql key(Builder& b) {
  if (!b.several_trackers())
    return with_names("i.key", [&b](const Names& n) { return "i.id in (select issue_id from issue_key where key in (" + b.list(n) + "))"; });
  const std::string site = "(select name from source where number = i.source)";
  return with_names(site + " || '/' || i.key", [&b, site](const Names& n) {
    return "(i.id in (select issue_id from issue_key where key in (" + b.list(n) + ")) or " + site + " || '/' || i.key in (" + b.list(n) + "))";
  });
}

FieldSql category(Builder& b) {
  const std::string id = status_id(b);
  return with_names("(select coalesce(category, 'todo') from status where id = " + id + ")",
                    [&b, id](const Names& n) { return id + " in (select id from status where coalesce(category, 'todo') in (" + b.list(n) + "))"; });
}

// Texts are matched as phrases by juno_has; the whole text of an issue is its summary, description and comments.
FieldSql text(bool summary) {
  FieldSql f = plain("i.summary");
  if (summary) return f;
  f.holds = [](const std::string& phrase) {
    return "(juno_has(i.summary, " + phrase + ") = 1 or juno_has((select description from issue_text where issue_id = i.id), " + phrase +
           ") = 1 or exists (select 1 from comment c where c.issue_id = i.id and juno_has(c.body, " + phrase + ") = 1))";
  };
  return f;
}

FieldSql status(Builder& b) {
  const std::string id = status_id(b);
  return with_names("(select name from status where id = " + id + ")", [&b, id](const Names& n) { return b.statuses_named(id, n); });
}

FieldSql flag_or_duration(Builder& b, std::string_view n) {
  if (n == "age") return plain(b.hours_since("i.created_at"));
  if (n == "idle") return plain(b.hours_since("i.updated_at"));
  if (n == "time_in_current_status") return plain(b.hours_since(last_status_change(b)));
  if (n == "lead_time") return plain(hours("i.created_at", resolved(b)));
  if (n == "cycle_time") return plain("(case when " + started() + " <= " + resolved(b) + " then " + hours(started(), resolved(b)) + " end)");
  if (n == "open") return plain("not " + done(b));
  if (n == "overdue") return plain("(not " + done(b) + " and i.due_on < " + b.bind(SqlValue(format_date(b.input.world.clock.zone.date(b.now())))) + ")");
  if (n == "blocked")
    return plain("(not " + done(b) + " and (i.flagged = 1 or " + status_id(b) + " in (select id from status where lower(name) in ('blocked', 'on hold')) or " + linked(b, true) + "))");
  if (n == "blocking") return plain("(not " + done(b) + " and " + linked(b, false) + ")");
  if (n == "flagged") return plain("i.flagged = 1");
  if (n == "stale") {
    b.note("Stale: open, and not updated for 30 days.");
    return plain("(not " + done(b) + " and i.updated_at <= " + b.bind(b.now() - std::chrono::hours(24 * 30)) + ")");
  }
  if (n == "reopened") return plain(left_done(b));
  if (n == "carried_over") return plain(carried_over(b));
  if (n == "added_mid_sprint") return plain(added_mid_sprint(b));
  if (n == "linked_pr") return plain("exists (select 1 from issue_pull u where u.issue_key = i.key)");
  unsupported(std::string(n) + " of issues");
}

}  // namespace

FieldSql issue_field(Builder& b, std::string_view n) {
  if (n == "key") return key(b);
  if (n == "summary" || n == "text") return text(n == "summary");
  if (n == "type") return term(b, "i.type", "type");
  if (n == "status") return status(b);
  if (n == "status_category") return category(b);
  if (n == "priority") return term(b, "i.priority", "priority");
  if (n == "resolution") return term(b, "i.resolution", "resolution");
  if (n == "assignee") return person(b, "i.assignee");
  if (n == "reporter") return person(b, "i.reporter");
  if (n == "team") return team(b);
  if (n == "project") return plain("i.project_key");
  if (n == "component" || n == "label" || n == "fix_version") return tags(b, n);
  if (n == "epic") return plain("i.epic_key");
  if (n == "parent") return plain("i.parent_key");
  if (n == "sprint") return sprint(b);
  if (n == "story_points") return plain("i.points");
  if (n == "estimate_hours") return plain("(i.original_estimate_s / 3600.0)");
  if (n == "logged_hours") return plain("(i.logged_s / 3600.0)");
  if (n == "comment_count") return plain("i.comment_count");
  if (n == "sprint_count") return plain("(select count(distinct m.sprint_id) from sprint_issue m where m.issue_id = i.id)");
  if (n == "rank") return plain("i.rank");
  if (n == "created") return plain("i.created_at");
  if (n == "updated") return plain("i.updated_at");
  if (n == "resolved") return plain(resolved(b));
  if (n == "started") return plain(started());
  if (n == "due") {
    FieldSql f = plain("i.due_on");
    f.day = true;
    return f;
  }
  return flag_or_duration(b, n);
}

}  // namespace juno::store::semantic
