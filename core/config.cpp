// SPDX-License-Identifier: Apache-2.0
#include "core/config.h"
#include <set>
#include "core/config_reader.h"
#include "core/gates.h"
namespace juno {
namespace {

bool letters_of(std::string_view text, std::string_view extra) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || extra.find(c) != std::string_view::npos;
  });
}

bool loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

// Why an address cannot be used; empty = it can.
std::string address_problem(std::string_view url) {
  const bool plain = url.starts_with("http://");
  if (!plain && !url.starts_with("https://")) return "must begin with https://";
  url.remove_prefix(plain ? 7 : 8);
  if (url.find_first_of(" \t\"\\<>") != std::string_view::npos) return "is no address";
  if (url.find_first_of("?#") != std::string_view::npos) return "must end with the path, without ? and #";
  const std::string_view authority = url.substr(0, url.find('/'));
  if (authority.find('@') != std::string_view::npos) return "must not hold a user or password";
  const std::size_t port = authority.starts_with('[') ? authority.find("]:") : authority.find(':');
  std::string_view host = authority;
  if (port != std::string_view::npos) host = authority.substr(0, port + (authority.starts_with('[') ? 1 : 0));
  if (host.empty()) return "names no host";
  if (plain && !loopback(host)) return "must begin with https:// (plain http is for loopback addresses only)";
  return "";
}

template <class T> T& item_named(std::vector<T>& items, const std::string& name) {
  const auto at = std::lower_bound(items.begin(), items.end(), name, [](const T& item, const std::string& n) { return item.name < n; });
  if (at != items.end() && at->name == name) return *at;
  T fresh;
  fresh.name = name;
  return *items.insert(at, fresh);
}

}  // namespace

void ConfigReader::address(const TomlValue& table, const std::string& name, const std::string& url) const {
  const std::string why = address_problem(url);
  const TomlValue* written = table.find("url");
  if (!why.empty() && written) fail(written->begin, name + " " + why, "e.g. https://acme.atlassian.net", length_of_text(*written));
}

void ConfigReader::site(const TomlValue& table, const std::string& section, JiraSite& into) const {
  namespace schema = config_schema;
  need_table(table, section);
  fields(table, section, schema::jira(), into,
         {{"fields", [&](const Entry& e) { need_table(e.value, section + ".fields"), fields(e.value, section + ".fields", schema::jira_fields(), into.fields); }},
          {"oauth", [&](const Entry& e) { need_table(e.value, section + ".oauth"), fields(e.value, section + ".oauth", schema::jira_oauth(), into.oauth); }}});
  if (into.url.empty()) fail(table.begin, section + ".url is missing", "write url = \"https://acme.atlassian.net\" below [" + section + "]");
  address(table, section + ".url", into.url);
  if (const TomlValue* projects = table.find("projects"))
    for (const std::string& key : into.projects)
      if (!letters_of(key, "_")) fail(projects->begin, section + ".projects: '" + key + "' is no project key", "write keys as in PAY-123: [\"PAY\", \"WEB\"]", length_of_text(*projects));
  if (!into.name.empty() && !letters_of(into.name, "-_"))
    fail(table.find("name") ? table.find("name")->begin : table.begin, section + ".name: '" + into.name + "' must be of letters, digits, - and _", "");
  if (into.auth == "basic" && into.email.empty()) fail(table.begin, section + ".auth is basic, which needs " + section + ".email", "add email = \"you@acme.example\", or use auth = \"bearer\"");
  if (into.auth == "oauth" && into.oauth.client_id.empty()) fail(table.begin, section + ".auth is oauth, which needs " + section + ".oauth.client_id", "");
}

void ConfigReader::jira(const Entry& entry, Config& config) const {
  if (const TomlValue::Array* sites = entry.value.array()) {
    config.jira.clear();
    std::set<std::string> names;
    for (const TomlValue& table : *sites) {
      site(table, "jira", config.jira.emplace_back());
      const std::string& name = config.jira.back().name;
      if (sites->size() > 1 && name.empty()) fail(table.begin, "each of several [[jira]] sites needs a name", "add name = \"main\" below this [[jira]]");
      if (sites->size() > 1 && !names.insert(name).second) fail(table.begin, "two [[jira]] sites are named '" + name + "'", "give each a name of its own");
    }
    return;
  }
  need_table(entry.value, "jira");
  if (config.jira.size() < 2) {
    if (config.jira.empty()) config.jira.emplace_back();
    return site(entry.value, "jira", config.jira.front());
  }
  for (const Entry& named_site : *entry.value.table()) {  // --set jira.NAME.key=value
    const auto at = std::find_if(config.jira.begin(), config.jira.end(), [&](const JiraSite& s) { return s.name == named_site.key; });
    std::vector<std::string> names;
    for (const JiraSite& s : config.jira) names.push_back(s.name);
    if (at == config.jira.end()) unknown(named_site, "jira", names);
    site(named_site.value, "jira." + toml_key(named_site.key), *at);
  }
}

void ConfigReader::github(const Entry& entry, Config& config) const {
  need_table(entry.value, "github");
  if (!config.github) config.github.emplace();
  fields(entry.value, "github", config_schema::github(), *config.github,
         {{"app", [&](const Entry& e) { need_table(e.value, "github.app"), fields(e.value, "github.app", config_schema::github_app(), config.github->app); }}});
  address(entry.value, "github.url", config.github->url);
  for (const std::string& name : config.github->repositories)
    if (std::count(name.begin(), name.end(), '/') != 1 || !letters_of(name, "/._*-") || name.front() == '/' || name.back() == '/') {
      const TomlValue* written = entry.value.find("repositories");
      fail(written ? written->begin : entry.at, "github.repositories: '" + name + "' is no repository", "write owner/name, e.g. \"acme/web\" or \"acme/svc-*\"", written ? length_of_text(*written) : 1);
    }
}

void ConfigReader::holidays(const Entry& entry, const std::string& name, std::vector<Holiday>& into) const {
  const TomlValue::Array* items = entry.value.array();
  if (!items) wrong_type(entry.value, name, "a list of dates and ranges");
  into.clear();
  for (const TomlValue& item : *items) {
    Holiday holiday;
    if (!item.table()) {
      holiday.from = holiday.to = date(item, name);
      into.push_back(holiday);
      continue;
    }
    for (const Entry& e : *item.table()) {
      if (e.key == "from") holiday.from = date(e.value, name + ": from");
      else if (e.key == "to") holiday.to = date(e.value, name + ": to");
      else if (e.key == "factor") set(e.value, Rule{name + ": factor", "", 0, 1, false}, holiday.factor);
      else unknown(e, name, {"from", "to", "factor"});
    }
    if (!item.find("from")) fail(item.begin, "a holiday range needs from", "write { from = 2026-12-28, to = 2026-12-31 }");
    if (!item.find("to")) holiday.to = holiday.from;
    if (holiday.to < holiday.from) fail(item.begin, "a holiday range ends before it begins", "exchange from and to", length_of_text(item));
    into.push_back(holiday);
  }
}

void ConfigReader::done_rule(const Entry& entry, Config& config) const {
  DoneRule rule;
  if (const std::string* word = entry.value.text()) {
    if (*word != "category" && *word != "board")
      fail(entry.value.begin, "status.done: '" + *word + "' is neither category nor board", "write the statuses as a list: done = [\"Done\", \"Released\"]", length_of_text(entry.value));
    rule.by = *word == "board" ? DoneRule::By::board : DoneRule::By::category;
  } else {
    set(entry.value, Rule{"status.done", "", 0, 0, false}, rule.statuses);
    if (rule.statuses.empty()) fail(entry.value.begin, "status.done lists no status", "write \"category\", \"board\" or a list of statuses", length_of_text(entry.value));
    rule.by = DoneRule::By::statuses;
  }
  config.done = rule;
}

void ConfigReader::members(const Entry& entry, const std::string& name, std::vector<TeamMember>& into) const {
  const TomlValue::Array* items = entry.value.array();
  if (!items) wrong_type(entry.value, name, "a list of members");
  into.clear();
  for (const TomlValue& item : *items) {
    TeamMember& member = into.emplace_back();
    if (const std::string* text = item.text()) member.name = *text;
    else if (item.table()) fields(item, name, config_schema::member(), member);
    else wrong_type(item, name, "a list of names or of { name = …, capacity = …, role = … }");
    if (member.name.empty()) fail(item.begin, name + ": a member has no name", "write { name = \"…\" }", length_of_text(item));
    if (member.from && member.to && *member.to < *member.from) fail(item.begin, name + ": " + member.name + " leaves before joining", "exchange from and to", length_of_text(item));
  }
}

void ConfigReader::exceptions(const Entry& entry, const std::string& name, std::vector<SprintException>& into) const {
  const TomlValue::Array* items = entry.value.array();
  if (!items) wrong_type(entry.value, name, "a list of exceptions");
  into.clear();
  for (const TomlValue& item : *items) {
    if (!item.table()) wrong_type(item, name, "a list of { sprint = …, factor = …, reason = … }");
    SprintException& exception = into.emplace_back();
    fields(item, name, config_schema::exception(), exception);
    if (exception.sprint.empty() || !item.find("factor")) fail(item.begin, name + ": an exception needs sprint and factor", "write { sprint = \"Sprint 12\", factor = 0.5, reason = \"…\" }", length_of_text(item));
  }
}

void ConfigReader::teams(const Entry& entry, Config& config) const {
  need_table(entry.value, "teams");
  for (const Entry& team : *entry.value.table()) {
    const std::string section = named("teams", team.key);
    need_table(team.value, section);
    Team& into = item_named(config.teams, team.key);
    fields(team.value, section, config_schema::team(), into,
           {{"members", [&](const Entry& e) { members(e, section + ".members", into.members); }},
            {"exceptions", [&](const Entry& e) { exceptions(e, section + ".exceptions", into.exceptions); }}});
  }
}

void ConfigReader::people(const Entry& entry, Config& config) const {
  need_table(entry.value, "people");
  for (const Entry& person : *entry.value.table()) {
    const std::string section = named("people", person.key);
    need_table(person.value, section);
    ConfiguredPerson& into = item_named(config.people, person.key);
    fields(person.value, section, config_schema::person(), into, {{"holidays", [&](const Entry& e) { holidays(e, section + ".holidays", into.holidays); }}});
  }
}

void ConfigReader::services(const Entry& entry, Config& config) const {
  need_table(entry.value, "services");
  for (const Entry& service : *entry.value.table()) {
    const std::string section = named("services", service.key);
    need_table(service.value, section);
    fields(service.value, section, config_schema::service(), item_named(config.services, service.key));
  }
}

void ConfigReader::gates(const Entry& entry, Config& config) const {
  const TomlValue::Array* items = entry.value.array();
  if (!items) fail(entry.at, "gates must be a list of sections, not " + std::string(entry.value.table() ? "one" : "a value"), "write [[gates]] with double brackets");
  config.gates.clear();
  std::set<std::string> names;
  for (const TomlValue& item : *items) {
    need_table(item, "gates");
    Gate& gate = config.gates.emplace_back();
    fields(item, "gates", config_schema::gate(), gate);
    if (gate.name.empty() || gate.rule.empty()) fail(item.begin, "a gate needs a name and a rule", "write name = \"…\" and rule = \"KEY OP NUMBER\"");
    if (!names.insert(gate.name).second) fail(item.begin, "two gates are named '" + gate.name + "'", "give each a name of its own");
    try {
      parse_gate(gate.rule);
    } catch (const Error& e) {
      fail(item.find("rule")->begin, e.what(), e.hint, length_of_text(*item.find("rule")));
    }
  }
}

void ConfigReader::alignment(const Entry& entry, Config& config) const {
  need_table(entry.value, "rank.alignment");
  for (const Entry& e : *entry.value.table()) {
    if (e.key != "labels" && e.key != "components" && e.key != "initiatives") unknown(e, "rank.alignment", {"labels", "components", "initiatives"});
    set(e.value, Rule{"rank.alignment." + e.key, "", 0, 100, false}, config.rank.alignment[e.key]);
  }
}

void ConfigReader::criteria(const Entry& entry, Config& config) const {
  need_table(entry.value, "rank.criteria");
  for (const Entry& e : *entry.value.table()) {
    const std::string section = named("rank.criteria", e.key);
    if (e.key == "roi" || e.key == "effort" || e.key == "alignment") fail(e.at, section + ": juno has a criterion of that name", "choose another name");
    need_table(e.value, section);
    RankCriterion& into = item_named(config.rank.criteria, e.key);
    fields(e.value, section, config_schema::rank_criterion(), into);
    if (into.field.empty()) fail(e.at, section + ": which field holds it is missing", "write field = \"…\"");
    if (into.low == into.high) fail(e.at, section + ": low and high are the same", "high is what counts as 100");
  }
}

void ConfigReader::read(const TomlValue& document, Config& config) const {
  namespace schema = config_schema;
  const auto section = [&](const auto& keys, auto& into, const std::string& name, const Special& special = {}) {
    return [&, name, special](const Entry& e) { need_table(e.value, name), fields(e.value, name, keys, into, special); };
  };
  fields(document, "", schema::top(), config,
         {{"jira", [&](const Entry& e) { jira(e, config); }},
          {"github", [&](const Entry& e) { github(e, config); }},
          {"calendar", section(schema::calendar(), config, "calendar", {{"holidays", [&](const Entry& e) { holidays(e, "calendar.holidays", config.holidays); }}})},
          {"status", section(schema::status(), config, "status", {{"done", [&](const Entry& e) { done_rule(e, config); }}})},
          {"priority", section(schema::priority(), config, "priority")},
          {"teams", [&](const Entry& e) { teams(e, config); }},
          {"people", [&](const Entry& e) { people(e, config); }},
          {"capacity", section(schema::capacity(), config.capacity, "capacity")},
          {"queue", section(schema::queue(), config.queue, "queue")},
          {"rank", section(schema::rank(), config.rank, "rank",
                   {{"alignment", [&](const Entry& e) { alignment(e, config); }},
                    {"parts", section(schema::rank_parts(), config.rank.parts, "rank.parts")},
                    {"criteria", [&](const Entry& e) { criteria(e, config); }}})},
          {"deploy", section(schema::deploy(), config.deploy, "deploy")},
          {"services", [&](const Entry& e) { services(e, config); }},
          {"pulls", section(schema::pulls(), config.pulls, "pulls")},
          {"sync", section(schema::sync(), config.sync, "sync")},
          {"ask", section(schema::ask(), config.ask, "ask")},
          {"gates", [&](const Entry& e) { gates(e, config); }},
          {"http", section(schema::http(), config.http, "http")}});
  if (const TomlValue* zone = document.find("timezone"); zone && (!letters_of(config.timezone, "_+-/") || config.timezone.front() == '/'))
    fail(zone->begin, "timezone: '" + config.timezone + "' is no zone name", "write an IANA name such as \"Europe/Dublin\", or \"UTC\"", length_of_text(*zone));
}

Config parse_config(std::string_view text, std::string_view filename) {
  Config config;
  ConfigReader(text, filename, Exit::config).read(parse_toml(text, filename), config);
  return config;
}

void apply_set(Config& config, std::string_view assignment) {
  const auto equals = assignment.find('=');
  const std::string key(assignment.substr(0, equals));
  if (equals == std::string_view::npos || key.empty() || assignment.find_first_of("\r\n") != std::string_view::npos)
    throw Error(Exit::usage, "--set: '" + key + "' is no assignment", "write --set section.key=value, e.g. --set sync.parallel=2");
  const std::string value(assignment.substr(equals + 1));
  const auto attempt = [&](const std::string& written) {
    const std::string line = key + " = " + written;
    Config changed = config;
    ConfigReader(line, "--set", Exit::usage).read(parse_toml(line, "--set"), changed);
    config = std::move(changed);
  };
  try {
    attempt(value);
  } catch (const Error& as_toml) {
    try {
      attempt(toml_string(value));
    } catch (const Error& as_text) {
      const Error& told = as_toml.exit == Exit::usage ? as_toml : as_text;  // config: it was not TOML at all
      Error error(Exit::usage, told.what(), told.hint);
      error.details = told.details;
      throw error;
    }
  }
}

}  // namespace juno
