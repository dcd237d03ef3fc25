// SPDX-License-Identifier: Apache-2.0
#include "store/site.h"
#include <nlohmann/json.hpp>
#include "core/error.h"
#include "store/field_map_json.h"
#include "store/lookup.h"
#include "store/query.h"
#include "store/views.h"
namespace juno::store {
namespace {

Site read_site(Query& q) {
  return {static_cast<int>(q.integer(0)), q.string(1), q.string(2), q.string(3), q.string(4), q.string(5), q.string(6)};
}
constexpr const char* kSites = R"(
  select number, name, kind, url, deployment, account, time_zone
  from source
  order by number)";

nlohmann::ordered_json json_of(const FieldMap::Field& f) { return {{"id", f.id}, {"name", f.name}}; }
FieldMap::Field field_of(const nlohmann::ordered_json& j) { return {j.at("id").get<std::string>(), j.at("name").get<std::string>()}; }

struct Named { const char* key; FieldMap::Field FieldMap::*field; };
constexpr Named kNamed[] = {
    {"sprint", &FieldMap::sprint}, {"rank", &FieldMap::rank}, {"flagged", &FieldMap::flagged},
    {"epic_link", &FieldMap::epic_link}, {"team", &FieldMap::team}, {"owner", &FieldMap::owner},
    {"business_value", &FieldMap::business_value}, {"scheduled", &FieldMap::scheduled},
};
std::string map_key(const Site& site) { return "fields:" + std::to_string(site.number); }

}  // namespace

std::vector<Site> sites(Database& db) {
  std::vector<Site> all;
  for (Query q(db, kSites); q.next();) all.push_back(read_site(q));
  return all;
}

Site register_site(Database& db, const Site& wanted) {
  const auto known = sites(db);
  Site site = wanted;
  site.number = known.empty() ? 0 : known.back().number + 1;
  for (const auto& s : known)
    if (s.name == wanted.name) site.number = s.number;
  if (site.number > 4095) throw Error(Exit::store, db.path() + " knows too many sites", "use one profile for each organisation");
  Query(db, R"(
    insert into source (number, name, kind, url, deployment, account, time_zone)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (number) do update set
      kind = excluded.kind,
      url = excluded.url,
      deployment = excluded.deployment,
      account = coalesce(excluded.account, account),
      time_zone = coalesce(excluded.time_zone, time_zone))")
      .bind(site.number, site.name, site.kind, or_null(site.url), or_null(site.deployment), or_null(site.account), or_null(site.time_zone))
      .run();
  ensure_views(db);
  for (const auto& s : sites(db))
    if (s.number == site.number) site = s;
  return site;
}

std::optional<std::string> setting(Database& db, std::string_view key) {
  Query q(db, "select value from setting where key = $1");
  q.bind(key);
  return q.next() ? std::optional(q.string(0)) : std::nullopt;
}

void put_setting(Database& db, std::string_view key, std::string_view value) {
  Query(db, "insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value").bind(key, value).run();
}

std::optional<FieldMap> stored_field_map(Database& db, const Site& site) {
  const auto text = setting(db, map_key(site));
  if (!text) return std::nullopt;
  return field_map_from(*text);  // unreadable is unknown: the caller reprocesses
}

std::optional<FieldMap> field_map_from(std::string_view json) {
  try {
    const auto j = nlohmann::ordered_json::parse(json);
    FieldMap map;
    for (const auto& f : j.at("points")) map.points.push_back(field_of(f));
    for (const auto& named : kNamed) map.*named.field = field_of(j.at(named.key));
    return map;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::string field_map_json(const FieldMap& fields) {
  nlohmann::ordered_json j;
  j["points"] = nlohmann::ordered_json::array();
  for (const auto& f : fields.points) j["points"].push_back(json_of(f));
  for (const auto& named : kNamed) j[named.key] = json_of(fields.*named.field);
  return j.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void put_field_map(Database& db, const Site& site, const FieldMap& fields) { put_setting(db, map_key(site), field_map_json(fields)); }

}  // namespace juno::store
