// SPDX-License-Identifier: Apache-2.0
#include "core/config_keys.h"
#include <algorithm>
#include "core/config_schema.h"
#include "core/error.h"
#include "core/names.h"
#include "core/toml.h"
namespace juno {
namespace {

namespace schema = config_schema;

template <class T> TomlValue toml(T value) {
  TomlValue out;
  out.value = std::move(value);
  return out;
}

// A key's value as TOML; nothing when it is empty, which is how the structs say "not set".
struct Written {
  std::optional<TomlValue> operator()(const std::string& v) const { return v.empty() ? std::nullopt : std::optional(toml(v)); }
  std::optional<TomlValue> operator()(const Names& v) const {
    TomlValue::Array items;
    for (const auto& name : v) items.push_back(toml(name));
    return v.empty() ? std::nullopt : std::optional(toml(std::move(items)));
  }
  std::optional<TomlValue> operator()(bool v) const { return toml(v); }
  std::optional<TomlValue> operator()(std::int64_t v) const { return toml(v); }
  std::optional<TomlValue> operator()(double v) const { return toml(v); }
  std::optional<TomlValue> operator()(std::optional<double> v) const { return v ? std::optional(toml(*v)) : std::nullopt; }
  std::optional<TomlValue> operator()(std::chrono::seconds v) const { return toml(format_duration(v)); }
  std::optional<TomlValue> operator()(std::optional<Date> v) const { return v ? std::optional(toml(*v)) : std::nullopt; }
  std::optional<TomlValue> operator()(const std::vector<std::int64_t>& v) const {
    TomlValue::Array items;
    for (const auto n : v) items.push_back(toml(n));
    return v.empty() ? std::nullopt : std::optional(toml(std::move(items)));
  }
  std::optional<TomlValue> operator()(const Scores& v) const {
    TomlValue::Table table;
    for (const auto& [name, score] : v) table.push_back({name, {}, toml(score)});
    return v.empty() ? std::nullopt : std::optional(toml(std::move(table)));
  }
};

struct TypeName {
  std::string operator()(const std::string&) const { return "text"; }
  std::string operator()(const Names&) const { return "list of texts"; }
  std::string operator()(bool) const { return "true or false"; }
  std::string operator()(std::int64_t) const { return "whole number"; }
  std::string operator()(double) const { return "number"; }
  std::string operator()(std::optional<double>) const { return "number"; }
  std::string operator()(std::chrono::seconds) const { return "duration"; }
  std::string operator()(std::optional<Date>) const { return "date"; }
  std::string operator()(const std::vector<std::int64_t>&) const { return "list of whole numbers"; }
  std::string operator()(const Scores&) const { return "table of numbers"; }
};

std::optional<TomlValue> written(const schema::Place& place) {
  return std::visit([](const auto* value) { return Written{}(*value); }, place);
}
std::string type_name(const schema::Place& place) {
  return std::visit([](const auto* value) { return TypeName{}(*value); }, place);
}

// ---- the table of keys ----

void describe(std::vector<ConfigKey>& out, const std::string& prefix, const std::vector<schema::Bound>& defaults) {
  for (const auto& [key, value] : defaults) {
    std::string type = type_name(value);
    if (*key.choices) {
      std::string words = key.choices;
      for (std::size_t at = 0; (at = words.find('|', at)) != std::string::npos;) words.replace(at, 1, ", "), at += 2;
      type = type == "text" ? words : type + " of " + words;
      if (type.starts_with("list of texts of ")) type = "list of " + words;
    }
    if (key.command) type = "text or list of texts";
    const auto text = written(value);
    out.push_back({prefix + key.name, type, text ? to_toml(*text) : "", key.help});
  }
}
template <class Owner> void describe(std::vector<ConfigKey>& out, const std::string& prefix, const schema::Keys<Owner>& keys) {
  Owner defaults{};
  describe(out, prefix, schema::bound(keys, defaults));
}

std::vector<ConfigKey> all_keys() {
  std::vector<ConfigKey> out;
  describe(out, "", schema::top());
  describe(out, "jira.", schema::jira());
  describe(out, "jira.fields.", schema::jira_fields());
  describe(out, "jira.oauth.", schema::jira_oauth());
  describe(out, "github.", schema::github());
  describe(out, "github.app.", schema::github_app());
  describe(out, "calendar.", schema::calendar());
  out.push_back({"calendar.holidays", "list of dates and { from, to, factor }", "", "Days on which less is worked; factor 0 = none, 0.5 = half"});
  out.push_back({"status.done", "category, board or list of statuses", "\"category\"", "When an issue is done: status category, the board's last column, or these statuses"});
  describe(out, "status.", schema::status());
  describe(out, "priority.", schema::priority());
  describe(out, "teams.NAME.", schema::team());
  out.push_back({"teams.NAME.members", "list of { name, role, capacity, availability, hours_per_day, from, to }", "", "Members of a team: what each can do in a whole sprint, availability 0 to 1, first and last day"});
  out.push_back({"teams.NAME.exceptions", "list of { sprint, person, factor, reason }", "", "Sprints in which the team, or one person, has another availability than usual"});
  describe(out, "people.NAME.", schema::person());
  out.push_back({"people.NAME.holidays", "list of dates and { from, to, factor }", "", "Days on which this person works less, on top of calendar.holidays"});
  describe(out, "capacity.", schema::capacity());
  describe(out, "queue.", schema::queue());
  describe(out, "rank.", schema::rank());
  describe(out, "rank.parts.", schema::rank_parts());
  describe(out, "rank.criteria.NAME.", schema::rank_criterion());
  out.push_back({"rank.alignment", "tables labels, components, initiatives of numbers", "", "How far a label, component or initiative serves the goals, 0 to 100"});
  describe(out, "deploy.", schema::deploy());
  describe(out, "services.NAME.", schema::service());
  describe(out, "pulls.", schema::pulls());
  describe(out, "sync.", schema::sync());
  describe(out, "ask.", schema::ask());
  describe(out, "gates.", schema::gate());
  describe(out, "http.", schema::http());
  return out;
}

// ---- the values in force ----

void add(TomlValue::Table& table, const std::string& key, std::optional<TomlValue> value) {
  if (value) table.push_back({key, {}, std::move(*value)});
}

template <class Owner> TomlValue::Table table_of(const schema::Keys<Owner>& keys, const Owner& owner) {
  Owner copy = owner;
  TomlValue::Table out;
  for (const auto& [key, value] : schema::bound(keys, copy)) add(out, key.name, written(value));
  return out;
}

std::optional<TomlValue> if_any(TomlValue::Table table) { return table.empty() ? std::nullopt : std::optional(toml(std::move(table))); }

TomlValue site(const JiraSite& s) {
  TomlValue::Table out = table_of(schema::jira(), s);
  add(out, "fields", if_any(table_of(schema::jira_fields(), s.fields)));
  if (!s.oauth.client_id.empty()) add(out, "oauth", if_any(table_of(schema::jira_oauth(), s.oauth)));
  return toml(std::move(out));
}

TomlValue github(const GithubSource& g) {
  TomlValue::Table out = table_of(schema::github(), g);
  if (g.app.id) add(out, "app", if_any(table_of(schema::github_app(), g.app)));
  return toml(std::move(out));
}

TomlValue holiday(const Holiday& h) {
  if (h.from == h.to && h.factor == 0) return toml(h.from);
  TomlValue::Table out{{"from", {}, toml(h.from)}, {"to", {}, toml(h.to)}};
  if (h.factor != 0) out.push_back({"factor", {}, toml(h.factor)});
  return toml(std::move(out));
}

std::optional<TomlValue> jira(const Config& c) {
  if (c.jira.size() == 1) return site(c.jira.front());
  TomlValue::Table by_name;
  for (const JiraSite& s : c.jira) by_name.push_back({s.name, {}, site(s)});
  return if_any(std::move(by_name));
}

void add_holidays(TomlValue::Table& out, const std::vector<Holiday>& holidays) {
  TomlValue::Array days;
  for (const Holiday& h : holidays) days.push_back(holiday(h));
  if (!days.empty()) add(out, "holidays", toml(std::move(days)));
}

std::optional<TomlValue> teams(const Config& c) {
  TomlValue::Table out;
  for (const Team& team : c.teams) {
    TomlValue::Array members, exceptions;
    for (const TeamMember& m : team.members) members.push_back(toml(table_of(schema::member(), m)));
    for (const SprintException& e : team.exceptions) exceptions.push_back(toml(table_of(schema::exception(), e)));
    TomlValue::Table one = table_of(schema::team(), team);
    add(one, "members", toml(std::move(members)));
    if (!exceptions.empty()) add(one, "exceptions", toml(std::move(exceptions)));
    out.push_back({team.name, {}, toml(std::move(one))});
  }
  return if_any(std::move(out));
}

std::optional<TomlValue> people(const Config& c) {
  TomlValue::Table out;
  for (const ConfiguredPerson& p : c.people) {
    TomlValue::Table one = table_of(schema::person(), p);
    add_holidays(one, p.holidays);
    out.push_back({p.name, {}, toml(std::move(one))});
  }
  return if_any(std::move(out));
}

std::optional<TomlValue> services(const Config& c) {
  TomlValue::Table out;
  for (const ConfiguredService& s : c.services) out.push_back({s.name, {}, toml(table_of(schema::service(), s))});
  return if_any(std::move(out));
}

TomlValue calendar(const Config& c) {
  TomlValue::Table out = table_of(schema::calendar(), c);
  add_holidays(out, c.holidays);
  return toml(std::move(out));
}

TomlValue status(const Config& c) {
  TomlValue::Table out;
  if (c.done.by == DoneRule::By::statuses) add(out, "done", Written{}(c.done.statuses));
  else add(out, "done", toml(std::string(c.done.by == DoneRule::By::board ? "board" : "category")));
  for (auto& entry : table_of(schema::status(), c)) out.push_back(std::move(entry));
  return toml(std::move(out));
}

TomlValue rank(const Config& c) {
  TomlValue::Table out = table_of(schema::rank(), c.rank), alignment, criteria;
  add(out, "parts", if_any(table_of(schema::rank_parts(), c.rank.parts)));
  for (const RankCriterion& k : c.rank.criteria) criteria.push_back({k.name, {}, toml(table_of(schema::rank_criterion(), k))});
  add(out, "criteria", if_any(std::move(criteria)));
  for (const auto& [kind, scores] : c.rank.alignment) add(alignment, kind, Written{}(scores));
  add(out, "alignment", if_any(std::move(alignment)));
  return toml(std::move(out));
}

TomlValue document(const Config& c) {
  TomlValue::Table out = table_of(schema::top(), c);
  add(out, "jira", jira(c));
  if (c.github) add(out, "github", github(*c.github));
  add(out, "calendar", calendar(c));
  add(out, "status", status(c));
  add(out, "priority", if_any(table_of(schema::priority(), c)));
  add(out, "teams", teams(c));
  add(out, "people", people(c));
  add(out, "capacity", toml(table_of(schema::capacity(), c.capacity)));
  add(out, "queue", toml(table_of(schema::queue(), c.queue)));
  add(out, "rank", rank(c));
  add(out, "deploy", toml(table_of(schema::deploy(), c.deploy)));
  add(out, "services", services(c));
  add(out, "pulls", toml(table_of(schema::pulls(), c.pulls)));
  add(out, "sync", toml(table_of(schema::sync(), c.sync)));
  add(out, "ask", toml(table_of(schema::ask(), c.ask)));
  TomlValue::Array gates;
  for (const Gate& g : c.gates) gates.push_back(toml(table_of(schema::gate(), g)));
  if (!gates.empty()) add(out, "gates", toml(std::move(gates)));
  add(out, "http", toml(table_of(schema::http(), c.http)));
  return toml(std::move(out));
}

}  // namespace

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> keys = all_keys();
  return keys;
}

std::vector<std::pair<std::string, std::string>> config_values(const Config& config) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto walk = [&](const auto& self, const TomlValue& value, const std::string& prefix, int depth) -> void {
    const bool leaf = !value.table() || depth > 2 || prefix == "rank.weights" || prefix == "rank.units" || prefix == "priority.scores";
    if (leaf) return out.emplace_back(prefix, to_toml(value)), void();
    for (const auto& entry : *value.table()) self(self, entry.value, prefix + (prefix.empty() ? "" : ".") + toml_key(entry.key), depth + 1);
  };
  walk(walk, document(config), "", 0);
  return out;
}

std::optional<std::string> config_value(const Config& config, std::string_view key) {
  const TomlValue all = document(config);
  const TomlValue* at = &all;
  for (const std::string& part : config_path(key))
    if (at && !part.empty()) at = at->find(part);
  if (at && at != &all) return to_toml(*at);
  std::vector<std::string> names;
  for (const ConfigKey& k : config_keys()) {
    names.push_back(k.key);
    if (k.key == key || (k.key.starts_with(key) && k.key[key.size()] == '.')) return std::nullopt;
    // people.NAME.email and jira.SITE.url: known by their last word
    const auto dot = key.rfind('.');
    if (k.key.find("NAME") != std::string::npos && dot != std::string_view::npos && key.starts_with(k.key.substr(0, k.key.find("NAME"))) &&
        k.key.ends_with(key.substr(dot)))
      return std::nullopt;
  }
  const std::string guess = nearest(key, names);
  throw Error(Exit::usage, "unknown key '" + std::string(key) + "'", guess.empty() ? "`juno help configuration` lists them" : "did you mean '" + guess + "'?");
}

}  // namespace juno
