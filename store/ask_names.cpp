// SPDX-License-Identifier: Apache-2.0
#include "store/ask_names.h"
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include "core/known_people.h"
#include "store/query.h"
#include "store/semantic_sql.h"
namespace juno::store {
namespace {

using ask::CatalogueName;
using ask::List;
using ask::NameHit;

constexpr List kPlain[] = {List::teams, List::components, List::labels, List::types, List::statuses, List::priorities, List::sprints, List::versions, List::repos, List::environments, List::workflows, List::features};

void people(Database& db, const Config& config, std::vector<CatalogueName>& out) {
  const KnownPeople known(config);
  std::map<std::string, std::vector<std::string>> all;
  Person p;
  for (Query q(db, "select account, name, kind from person"); q.next();) {
    p.account = q.string(0), p.name = q.string(1), p.kind = q.string(2);
    auto& aliases = all[known.name(p)];
    if (!p.name.empty()) aliases.push_back(p.name);
    // An account that a person may be called by is a login, not one of Jira's long ids.
    if (p.account.size() <= 24 && p.account.find(':') == std::string::npos) aliases.push_back(p.account);
  }
  for (const ConfiguredPerson& c : config.people) {
    auto& aliases = all[c.name];
    aliases.insert(aliases.end(), c.aliases.begin(), c.aliases.end());
    if (!c.github.empty()) aliases.push_back(c.github);
  }
  for (auto& [name, aliases] : all)
    if (!name.empty()) out.push_back({List::people, name, aliases});
}

void keyed(Database& db, const char* sql, List list, std::vector<CatalogueName>& out) {
  for (Query q(db, sql); q.next();) {
    CatalogueName n{list, q.string(0), {}};
    if (!q.null(1) && !q.text(1).empty()) n.aliases.push_back(q.string(1));
    out.push_back(std::move(n));
  }
}

// FNV-1a, 64 bits: equal means nothing to write. Not for security.
std::uint64_t stamp_of(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

// The configuration's part of the names: what can change without a sync.
std::string configured(const Config& config) {
  std::string text;
  auto add = [&](const std::string& s) { text += s + '\n'; };
  for (const auto& p : config.people) {
    add(p.name), add(p.github), add(p.jira), add(p.email), add(p.team);
    for (const auto& a : p.aliases) add(a);
  }
  for (const auto& t : config.teams) add(t.name);
  for (const auto& s : config.services) add(s.team);
  for (const auto& a : config.ask.aliases) add(a);
  return std::to_string(stamp_of(text));
}

using NameRows = std::map<std::pair<std::string, std::pair<int, std::string>>, bool>;

// The keys of words that are new or gone; the others stay. Needs the names as they were before.
void refresh_typos(Database& db, const NameRows& rows) {
  const auto looked_up = [](std::string_view norm) { return norm.size() >= 4 && norm.size() <= 40; };
  std::set<std::string> before, now;
  for (Query q(db, "select distinct norm from ask_name"); q.next();)
    if (looked_up(q.text(0))) before.insert(q.string(0));
  for (const auto& [row, whole] : rows)
    if (looked_up(row.first)) now.insert(row.first);
  std::vector<std::pair<std::int64_t, std::string_view>> added;  // in the table's order: quick to write
  Query remove(db, "delete from ask_typo where hash = $1 and norm = $2");
  for (const std::string& norm : before)
    if (!now.contains(norm))
      for (const std::int64_t hash : ask::typo_keys(norm)) remove.bind(hash, norm).run();
  for (const std::string& norm : now)
    if (!before.contains(norm))
      for (const std::int64_t hash : ask::typo_keys(norm)) added.emplace_back(hash, norm);
  std::sort(added.begin(), added.end());
  Query insert(db, "insert into ask_typo (hash, norm) values ($1, $2)");
  for (const auto& [hash, norm] : added) insert.bind(hash, norm).run();
}

class Table : public ask::Catalogue {
 public:
  explicit Table(Database& db) : db_(db), exact_(db, "select list, value, whole from ask_name where norm = $1 order by list, value"), typos_(db, "select norm from ask_typo where hash = $1") {}
  std::vector<NameHit> exact(std::string_view norm) const override {
    std::vector<NameHit> hits;
    for (exact_.bind(norm); exact_.next();) hits.push_back({static_cast<List>(exact_.integer(0)), exact_.string(1), exact_.integer(2) != 0, 0});
    return hits;
  }
  std::vector<NameHit> near(std::string_view norm) const override {
    std::set<std::string> keys;
    for (const std::int64_t hash : ask::typo_keys(norm))
      for (typos_.bind(hash); typos_.next();) keys.insert(typos_.string(0));
    std::vector<NameHit> found;
    for (const auto& [key, edits] : ask::nearest_keys(norm, {keys.begin(), keys.end()}))
      for (NameHit hit : exact(key)) {
        hit.edits = edits;
        found.push_back(std::move(hit));
      }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  Database& db_;
  mutable Query exact_, typos_;
};

}  // namespace

std::vector<CatalogueName> ask_names(Database& db, const Config& config) {
  std::vector<CatalogueName> out;
  people(db, config, out);
  for (const List list : kPlain)
    for (auto& value : cached_values(db, list, config)) out.push_back({list, std::move(value), {}});
  if (std::none_of(out.begin(), out.end(), [&](const auto& n) { return n.list == List::environments && n.value == config.deploy.environment; })) out.push_back({List::environments, config.deploy.environment, {}});
  keyed(db, "select key, name from project order by key", List::projects, out);
  keyed(db, "select e.key, (select i.summary from issue i where i.key = e.key limit 1) from (select distinct epic_key as key from issue where epic_key is not null union select i.key from issue i join term t on t.id = i.type where lower(t.name) = 'epic') e order by e.key",
        List::epics, out);
  for (const std::string& alias : config.ask.aliases) {
    const auto a = ask::parse_alias(alias);
    if (!a) continue;
    const auto named = std::find_if(out.begin(), out.end(), [&](const auto& n) { return n.list == a->list && n.value == a->value; });
    if (named != out.end()) named->aliases.push_back(a->word);
  }
  return out;
}

void refresh_ask_names(Database& db, const Config& config) {
  const auto names = ask_names(db, config);
  NameRows rows;
  for (const auto& n : names)
    for (const auto& [key, whole] : ask::keys_of(n)) rows[{key, {static_cast<int>(n.list), n.value}}] |= whole;
  std::string all;
  for (const auto& [row, whole] : rows) all += row.first + '\t' + std::to_string(row.second.first) + '\t' + row.second.second + (whole ? "\t1\n" : "\t0\n");
  const std::string stamp = configured(config) + "/" + std::to_string(stamp_of(all));
  {
    Query q(db, "select stamp from ask_names_of where id = 1");
    if (q.next() && q.text(0) == stamp) return;
  }
  Transaction t(db);
  refresh_typos(db, rows);
  db.execute("delete from ask_name");
  Query insert(db, "insert into ask_name (norm, list, value, whole) values ($1, $2, $3, $4)");
  for (const auto& [row, whole] : rows) insert.bind(row.first, row.second.first, row.second.second, whole).run();
  db.execute("delete from ask_names_of");
  Query made(db, "insert into ask_names_of (id, stamp) values (1, $1)");
  made.bind(stamp).run();
  t.commit();
}

std::unique_ptr<ask::Catalogue> ask_catalogue(Database& db, const Config& config) {
  {
    Query q(db, "select stamp from ask_names_of where id = 1");
    if (q.next() && q.text(0).starts_with(configured(config) + "/")) return std::make_unique<Table>(db);
  }
  return std::make_unique<ask::ListedCatalogue>(ask_names(db, config));
}

}  // namespace juno::store
