// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include "core/known_people.h"
#include "store/semantic_sql.h"
namespace juno::store::semantic {

using Names = std::vector<std::string>;

// Somebody the configuration tells more of than the cache does.
struct CrewMember {
  Id person = 0;
  std::string name, team;
  bool bot = false;
};

// Writes one statement: collects its parameters and the common tables it needs.
class Builder {
 public:
  Builder(Database& db, const SemanticInput& input, const ask::SemanticQuery& query);

  std::string bind(SqlValue value);            // "$3"
  std::string bind(Instant t) { return bind(SqlValue(t.ms)); }
  std::string list(const Names& names);        // "$1, $2"
  Instant now() const { return input.world.clock.now; }
  std::string hours_since(const std::string& moment);

  // Names → conditions on ids.
  std::string people_named(const std::string& id, const Names& names);
  std::string people_of_teams(const std::string& id, const Names& teams);  // by the configuration
  std::string bots(const std::string& id);     // whether the person is a machine
  std::string person_name(const std::string& id);
  std::string person_team(const std::string& id);
  std::string terms_named(const std::string& id, std::string_view kind, const Names& names);
  std::string term_name(const std::string& id);
  std::string statuses_named(const std::string& id, const Names& names);
  std::string done(const std::string& status_id);  // by the configured rule
  std::string repositories_named(const std::string& id, const Names& names);
  std::string repository_name(const std::string& id);
  std::string repository_team(const std::string& id);  // of the configured services
  std::string sprints(const std::string& id, const Names& names);
  std::string sprint_title(const std::string& alias);  // the name of a sprint, told apart from others of that name
  // The changes of a field of the tracker: a condition on change.field.
  std::string change_of(const std::string& column, std::string_view field);

  bool several_trackers();  // then keys carry their site's name, as in the public views
  // "with …" of all that was asked for; empty when nothing was.
  std::string with() const;
  void need_stays();                           // stay(issue_id, status_id, from_at, to_at): visits that ended
  void note(std::string text) { notes.insert(std::move(text)); }

  Database& db;
  const SemanticInput& input;
  const ask::SemanticQuery& query;
  std::vector<SqlValue> params;
  std::set<std::string> notes;

 private:
  void need_crew();
  void need_namesakes();
  std::vector<std::pair<std::string, std::string>> tables_;  // name(columns), body
  bool crew_read_ = false, crew_empty_ = true, stays_ = false, namesakes_read_ = false;
  std::map<Id, std::string> namesakes_;
  std::map<std::string, std::string> bound_;
};

// A field of an entity in SQL.
struct FieldSql {
  std::string value;  // text, number, epoch ms, hours of a duration, ISO date; of a boolean the condition itself
  std::string joins;  // what `grouped` needs besides the entity's own tables
  std::string grouped;  // the value by which rows are grouped and shown; of several values, one row each
  std::function<std::string(const Names&)> any_of;  // condition that it is one of these; default: value in (…)
  std::function<std::string(const std::string& phrase)> holds;  // condition that the text has a phrase; default: juno_has
  std::string none;   // condition that it is empty; default: value is null
  std::string each;   // of several values: a select of them, for one row
  std::function<std::string(const Names&)> group_in;  // of several values: condition that `grouped` is one of these; default: grouped in (…)
  bool day = false;   // a date without a time
};
FieldSql plain(std::string value);
FieldSql with_names(std::string value, std::function<std::string(const Names&)> any_of, std::string none = "");
FieldSql person(Builder& b, const std::string& column);       // somebody's name, of an id of person
FieldSql person_team(Builder& b, const std::string& column);  // that person's team by the configuration
// Throws Error{usage} when the cache does not hold it. `at`: as things were then (issues only).
FieldSql field_sql(Builder& b, ask::Entity entity, std::string_view field);
FieldSql issue_field(Builder& b, std::string_view field);   // alias i
FieldSql pull_field(Builder& b, std::string_view field);    // alias p
FieldSql code_field(Builder& b, ask::Entity entity, std::string_view field);   // review v, commit g, deployment d, ci_run w
FieldSql other_field(Builder& b, ask::Entity entity, std::string_view field);  // sprint s, person q, release v, worklog k
[[noreturn]] void unsupported(const std::string& what, const std::string& hint = "");

// "issue i" and what always holds.
struct Source {
  std::string from, where;
};
Source source_of(Builder& b, ask::Entity entity);
// What names a row in a list: "acme/PAY-1", "owner/name#12".
std::string row_key(Builder& b, ask::Entity entity);

// Conditions.
std::string where_sql(Builder& b, ask::Entity entity, const std::vector<ask::Filter>& filters);  // empty when none
std::string in_span(Builder& b, const FieldSql& field, const ask::Span& span);
std::string severity(Builder& b, const std::string& name);  // of a priority: the most severe is the greatest
std::string history_sql(Builder& b, const ask::Atom& atom);  // of issues
// The issue's status (cache id) at a moment; null before it was created.
std::string status_at(Builder& b, Instant at);

// What a metric counts.
struct MetricSql {
  enum class How { count, values, ratio, quotient, distinct, per_day } how = How::count;
  std::string base;      // condition
  std::string value;     // values: the number; ratio: condition of a hit; distinct: what is counted
  std::string divisor;   // quotient: sum(value) / sum(divisor); ratio: condition of what is counted at all, empty = everything
  std::string axis;      // the date's SQL; empty = none
  bool axis_is_day = false;
  std::string joins;
};
MetricSql metric_sql(Builder& b, const ask::Metric& metric);

}  // namespace juno::store::semantic
