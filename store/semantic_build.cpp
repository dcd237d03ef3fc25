// SPDX-License-Identifier: Apache-2.0
#include "store/semantic_build.h"
#include <algorithm>
#include "core/error.h"
#include "core/pull_stages.h"
#include "core/services.h"
#include "core/text.h"
#include "store/forge.h"
#include "store/query.h"
#include "store/semantic_sql.h"
#include "store/sprints.h"
#include "store/site.h"
namespace juno::store::semantic {
namespace {

std::string key_of(const SqlValue& v) {
  if (const auto* n = std::get_if<std::int64_t>(&v)) return "i" + std::to_string(*n);
  if (const auto* s = std::get_if<std::string>(&v)) return "s" + *s;
  return {};
}

// Only those whom the configuration changes: usually few, whatever the cache holds.
std::vector<CrewMember> read_crew(Database& db, const Config& config) {
  std::vector<CrewMember> out;
  if (config.people.empty() && config.teams.empty() && config.pulls.ignore.empty()) return out;
  const KnownPeople known(config);
  Person p;
  for (Query q(db, "select id, account, name, kind from person order by id"); q.next();) {
    p.account = q.string(1), p.name = q.string(2), p.kind = q.string(3);
    CrewMember m{q.integer(0), known.name(p), known.team(p), is_bot(p, config.pulls.ignore)};
    if (m.team.empty() && m.name == p.name && m.bot == (p.kind == "bot")) continue;
    out.push_back(std::move(m));
  }
  if (out.size() > 5000) throw Error(Exit::usage, "more than 5000 people are configured: too many for a query");
  return out;
}

}  // namespace

void unsupported(const std::string& what, const std::string& hint) { throw Error(Exit::usage, "the cache cannot tell " + what, hint); }

Builder::Builder(Database& database, const SemanticInput& in, const ask::SemanticQuery& q) : db(database), input(in), query(q) {}

std::string Builder::bind(SqlValue value) {
  const std::string key = key_of(value);
  if (!key.empty())
    if (const auto it = bound_.find(key); it != bound_.end()) return it->second;
  params.push_back(std::move(value));
  std::string name = "$" + std::to_string(params.size());
  if (!key.empty()) bound_[key] = name;
  return name;
}

std::string Builder::list(const Names& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "" : ", ") + bind(SqlValue(n));
  return out;
}

std::string Builder::hours_since(const std::string& moment) { return "((" + bind(now()) + " - " + moment + ") / 3600000.0)"; }

void Builder::need_crew() {
  if (crew_read_) return;
  crew_read_ = true;
  const auto crew = read_crew(db, input.config);
  crew_empty_ = crew.empty();
  if (crew_empty_) return;
  std::string rows;
  for (const auto& m : crew)
    rows += (rows.empty() ? "" : ", ") + ("(" + bind(SqlValue(m.person)) + ", " + bind(SqlValue(m.name)) + ", ") +
            (m.team.empty() ? "null" : bind(SqlValue(m.team))) + (m.bot ? ", 1)" : ", 0)");
  tables_.emplace_back("crew (id, name, team, bot)", "values " + rows);
}

std::string Builder::people_named(const std::string& id, const Names& names) {
  need_crew();
  const std::string wanted = list(names);
  if (crew_empty_) return id + " in (select id from person where coalesce(nullif(name, ''), account) in (" + wanted + "))";
  return id + " in (select id from crew where name in (" + wanted + ") union all select id from person where coalesce(nullif(name, ''), account) in (" + wanted +
         ") and id not in (select id from crew))";
}
std::string Builder::people_of_teams(const std::string& id, const Names& teams) {
  need_crew();
  return crew_empty_ ? "1 = 0" : id + " in (select id from crew where team in (" + list(teams) + "))";
}
std::string Builder::bots(const std::string& id) {
  need_crew();
  const std::string told = "select id from person where kind in ('bot', 'app')";
  return id + " in (" + told + (crew_empty_ ? "" : " union all select id from crew where bot = 1") + ")";
}
std::string Builder::person_name(const std::string& id) {
  need_crew();
  const std::string cached = "(select coalesce(nullif(name, ''), account) from person where id = " + id + ")";
  return crew_empty_ ? cached : "coalesce((select name from crew where id = " + id + "), " + cached + ")";
}
std::string Builder::person_team(const std::string& id) {
  need_crew();
  return crew_empty_ ? "null" : "(select team from crew where id = " + id + ")";
}

std::string Builder::terms_named(const std::string& id, std::string_view kind, const Names& names) {
  return id + " in (select id from term where kind = " + bind(SqlValue(std::string(kind))) + " and name in (" + list(names) + "))";
}
std::string Builder::term_name(const std::string& id) { return "(select name from term where id = " + id + ")"; }
std::string Builder::statuses_named(const std::string& id, const Names& names) { return id + " in (select id from status where name in (" + list(names) + "))"; }

std::string Builder::done(const std::string& id) {
  const DoneRule& rule = input.config.done;
  if (rule.by == DoneRule::By::statuses) {
    note("An issue is done in the statuses that the configuration names.");
    return statuses_named(id, rule.statuses);
  }
  if (rule.by == DoneRule::By::board) note("Done is decided by the status category: a board's last column says so in that board's own reports only.");
  return id + " in (select id from status where category = 'done')";
}

std::string Builder::repositories_named(const std::string& id, const Names& names) { return id + " in (select id from repository where name in (" + list(names) + "))"; }
std::string Builder::repository_name(const std::string& id) { return "(select name from repository where id = " + id + ")"; }

std::string Builder::repository_team(const std::string& id) {
  Names all;
  for (const Repository& r : repositories(db)) all.push_back(r.name);
  const Services services(input.config.services, all);
  std::string cases;
  for (const auto& name : all)
    if (const std::string team = services.team(services.of_repository(name)); !team.empty()) cases += " when " + bind(SqlValue(name)) + " then " + bind(SqlValue(team));
  return cases.empty() ? "null" : "(case " + repository_name(id) + cases + " end)";
}

std::string Builder::sprints(const std::string& id, const Names& names) {
  std::string out;
  for (const Id sprint : sprints_named(db, names)) out += (out.empty() ? "" : ", ") + bind(SqlValue(sprint));
  need_namesakes();
  for (const auto& name : names) {
    if (namesakes_.empty() || ask::is_sprint_selector(name)) continue;
    Names meant;
    for (const Id sprint : sprints_named(db, {name}))
      if (const auto title = namesakes_.find(sprint); title != namesakes_.end()) meant.push_back(title->second);
    if (meant.size() > 1) note("Several sprints are called " + name + ", and all are meant: " + joined(meant) + ".");
  }
  return id + " in (" + (out.empty() ? "null" : out) + ")";
}

void Builder::need_namesakes() {
  if (namesakes_read_) return;
  namesakes_read_ = true;
  namesakes_ = namesake_titles(db);
}

std::string Builder::sprint_title(const std::string& alias) {
  need_namesakes();
  if (namesakes_.empty()) return alias + ".name";
  const std::string name = "namesake (id, title)";
  if (std::none_of(tables_.begin(), tables_.end(), [&](const auto& t) { return t.first == name; })) {
    std::string rows;
    for (const auto& [id, title] : namesakes_) rows += (rows.empty() ? "(" : ", (") + std::to_string(id) + ", " + bind(SqlValue(title)) + ")";
    tables_.emplace_back(name, "values " + rows);
  }
  return "coalesce((select title from namesake where id = " + alias + ".id), " + alias + ".name)";
}

std::string Builder::change_of(const std::string& column, std::string_view field) {
  return column + " in (select id from term where kind = 'field' and lower(name) = " + bind(SqlValue(std::string(field))) + ")";
}

// A change tells statuses by the tracker's own ids, or by name alone.
static std::string status_of(const std::string& side) {
  return "coalesce(cast(c." + side + "_id as integer) + ((c.issue_id >> 40) << 40), (select min(id) from status where name = c." + side + "_text))";
}

void Builder::need_stays() {
  if (stays_) return;
  stays_ = true;
  tables_.emplace_back("stay (issue_id, status_id, from_at, to_at)",
                       "select c.issue_id, " + status_of("from") + ", lag(c.at) over (partition by c.issue_id order by c.at, c.history, c.ordinal), c.at from change c where " +
                           change_of("c.field", "status"));
}

bool Builder::several_trackers() {
  int trackers = 0;
  for (const Site& site : sites(db)) trackers += site.kind != "github";
  return trackers > 1;
}

std::string Builder::with() const {
  std::string out;
  for (const auto& [name, body] : tables_) out += (out.empty() ? "with " : ",\n  ") + name + " as (" + body + ")";
  return out.empty() ? "" : out + "\n";
}

FieldSql plain(std::string value) {
  FieldSql f;
  f.value = f.grouped = std::move(value);
  return f;
}
FieldSql with_names(std::string value, std::function<std::string(const Names&)> any_of, std::string none) {
  FieldSql f = plain(std::move(value));
  f.any_of = std::move(any_of), f.none = std::move(none);
  return f;
}
FieldSql person(Builder& b, const std::string& column) {
  return with_names(b.person_name(column), [&b, column](const Names& n) { return b.people_named(column, n); }, column + " is null");
}
FieldSql person_team(Builder& b, const std::string& column) {
  return with_names(b.person_team(column), [&b, column](const Names& n) { return b.people_of_teams(column, n); });
}

std::string status_at(Builder& b, Instant at) {
  const std::string moment = b.bind(at);
  const std::string moves = " from change c where c.issue_id = i.id and " + b.change_of("c.field", "status");
  return "(case when i.created_at <= " + moment + " then coalesce((select " + status_of("to") + moves + " and c.at <= " + moment +
         " order by c.at desc, c.history desc, c.ordinal desc limit 1), (select " + status_of("from") + moves + " order by c.at, c.history, c.ordinal limit 1), i.status_id) end)";
}

std::string history_sql(Builder& b, const ask::Atom& atom) {
  struct Known { std::string_view field, change; };
  constexpr Known kKnown[] = {{"status", "status"}, {"status_category", "status"}, {"assignee", "assignee"}, {"reporter", "reporter"}, {"priority", "priority"}, {"resolution", "resolution"},
                              {"type", "issuetype"}, {"fix_version", "fix version"}, {"component", "component"}, {"sprint", "sprint"}, {"epic", "epic link"},
                              {"story_points", "story points"}, {"due", "duedate"}, {"label", "labels"}, {"parent", "parent"}, {"project", "project"}, {"team", "team"}, {"flagged", "flagged"}};
  const auto* known = std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& k) { return k.field == atom.field; });
  if (known == std::end(kKnown)) unsupported("the history of " + atom.field + ": trackers keep none", "status, assignee, priority and other fields of the tracker's changelog have one");
  const bool status = atom.field == "status", category = atom.field == "status_category";
  const auto span = atom.window.empty() ? ask::Span{} : ask::resolve_window(atom.window, b.input.world.clock, true).value_or(ask::Span{});
  const std::string mine = "c.issue_id = i.id and " + b.change_of("c.field", known->change);
  const auto within = [&](bool after) {
    std::string out;
    if (span.from) out += std::string(" and c.at ") + (after ? "> " : ">= ") + b.bind(*span.from);
    if (span.to) out += " and c.at < " + b.bind(*span.to);
    return out;
  };
  const auto* name = std::get_if<std::string>(&atom.value);
  const auto category_of = [&](const std::string& side) { return "(select coalesce(category, 'todo') from status where id = " + status_of(side) + ")"; };
  // A move within a category is no change of it.
  const std::string moved = category ? " and " + category_of("from") + " is distinct from " + category_of("to") : "";
  if (atom.op == ask::Op::changed) return "exists (select 1 from change c where " + mine + moved + within(false) + ")";
  if (!name) unsupported(std::string(ask::to_string(atom.op)) + " with anything but a name");
  const auto side = [&](const std::string& which) {
    if (category) return status_of(which) + " in (select id from status where coalesce(category, 'todo') = " + b.bind(SqlValue(*name)) + ")";
    return status ? b.statuses_named(status_of(which), {*name}) : "c." + which + "_text = " + b.bind(SqlValue(*name));
  };
  if (atom.op == ask::Op::changed_to) return "exists (select 1 from change c where " + mine + " and " + side("to") + moved + within(false) + ")";
  if (atom.op == ask::Op::changed_from) return "exists (select 1 from change c where " + mine + " and " + side("from") + moved + within(false) + ")";
  // It was so when it came in the time asked for, or at the beginning of it.
  const FieldSql now = field_sql(b, ask::Entity::issue, atom.field);
  const std::string present = now.any_of ? now.any_of({*name}) : now.value + " = " + b.bind(SqlValue(*name));
  const std::string order = " order by c.at, c.history, c.ordinal limit 1";
  const auto truth = [&](const std::string& condition) { return "case when " + condition + " then 1 else 0 end"; };
  std::string began = "i.created_at <= " + b.bind(span.from.value_or(b.now()));
  std::string at_start = "coalesce(";
  if (span.from)
    at_start += "(select " + truth(side("to")) + " from change c where " + mine + " and c.at <= " + b.bind(*span.from) + " order by c.at desc, c.history desc, c.ordinal desc limit 1), ";
  at_start += "(select " + truth(side("from")) + " from change c where " + mine + order + "), " + truth(present) + ") = 1";
  if (span.from && span.to) began = "i.created_at < " + b.bind(*span.to);
  if (!span.from && span.to) began = "i.created_at < " + b.bind(*span.to);
  const std::string was = "(exists (select 1 from change c where " + mine + " and " + side("to") + within(true) + ") or (" + began + " and " + at_start + "))";
  return atom.op == ask::Op::was ? was : "not " + was;
}

}  // namespace juno::store::semantic
